"""Looking for words in columns, without regard to capitals in any of the languages."""

from typing import Any, Final

from sqlalchemy import ColumnElement, collate, func, or_

# The database's own locale may be C, which knows the capitals of ASCII only; this collation, built in, knows Unicode's.
_UNICODE: Final = "pg_c_utf8"


def has_words(text: str, *columns: Any) -> ColumnElement[bool]:
    """Whether one of the columns contains the text; signs of patterns in it stand for themselves."""
    wanted = text.lower()
    return or_(*(func.lower(collate(column, _UNICODE)).contains(wanted, autoescape=True) for column in columns))
