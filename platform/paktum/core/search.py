"""Looking for words in columns and texts, without regard to capitals and accents in any of the languages."""

import unicodedata
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_

# Small and capital letters of Hungarian, Czech, Slovak and Polish, and below each the plain one. Done by letters, because
# the database's own locale may be C, which knows the capitals of ASCII only.
_MARKED: Final = "áäąćčďéěëęíĺľłńňóôöőŕřśšťúůüűýźžżÁÄĄĆČĎÉĚËĘÍĹĽŁŃŇÓÔÖŐŔŘŚŠŤÚŮÜŰÝŹŽŻ"
_PLAIN: Final = "aaaccdeeeeilllnnoooorrsstuuuuyzzzaaaccdeeeeilllnnoooorrsstuuuuyzzz"

# Letters with a stroke have no decomposition in Unicode.
_STRUCK: Final = str.maketrans("łđ", "ld")


def folded(text: str) -> str:
    """The text as it is compared: small letters without marks, which phones make tedious to type."""
    parted = unicodedata.normalize("NFKD", text.casefold().translate(_STRUCK))
    return "".join(letter for letter in parted if not unicodedata.combining(letter))


def has_words(text: str, *columns: Any) -> ColumnElement[bool]:
    """Whether one of the columns contains the text; signs of patterns in it stand for themselves."""
    wanted = text.translate(str.maketrans(_MARKED, _PLAIN)).lower()
    return or_(*(_plain(column).contains(wanted, autoescape=True) for column in columns))


def _plain(column: Any) -> ColumnElement[str]:
    return func.lower(func.translate(column, _MARKED, _PLAIN))
