"""What people send in an address or a form, without the unseen characters that no text can hold."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

# PostgreSQL keeps no NUL, XML and so Word, Excel and calendars none of the others; tabs and breaks of line and page stay.
# Marks that turn the direction of writing serve none of the five languages: one in a name turns the rest of a line round.
_UNSEEN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")


class Parameters(ImmutableMultiDict[str, Any]):
    """Fields of a form or of an address; control characters, which come with pasted text, are left out of them."""

    def __init__(self, sent: Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None) -> None:
        super().__init__([(name, _seen(value)) for name, value in MultiDict(sent).items(multi=True)])


class TextRequest(Request):
    """A request whose parameters are text that can be kept."""

    parameter_storage_class = Parameters


def whole_number(text: str | None) -> int | None:
    """A number of up to nine digits as pages send it back, such as the version of what was shown; None for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _seen(value: Any) -> Any:
    return _UNSEEN.sub("", value) if isinstance(value, str) else value
