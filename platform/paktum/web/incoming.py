"""What a request brings, as the house takes it: text without characters that no table, paper or calendar can hold."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

# XML 1.0 (2.2) has no place for these, so no DOCX or XLSX has; PostgreSQL refuses the first of them.
_UNHELD: Final = (*(code for code in range(32) if chr(code) not in "\t\n\r"), 0xFFFE, 0xFFFF)
# Marks that turn the direction of writing serve none of the five languages: one in a name turns the rest of a line round.
_TURNING: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNFIT: Final = dict.fromkeys((*_UNHELD, *_TURNING))


def fit_text(value: str) -> str:
    """Text without its control characters and marks of direction; tabs and line ends stay."""
    return value.translate(_UNFIT)


class FitValues(ImmutableMultiDict[str, Any]):
    """Fields of a form or an address whose texts are fit to be kept; files pass as they are."""

    def __init__(
        self, mapping: MultiDict[str, Any] | Mapping[str, Any] | Iterable[tuple[str, Any]] | None = None
    ) -> None:
        pairs = _pairs(mapping)
        super().__init__([(name, fit_text(value) if isinstance(value, str) else value) for name, value in pairs])


def _pairs(
    mapping: MultiDict[str, Any] | Mapping[str, Any] | Iterable[tuple[str, Any]] | None,
) -> list[tuple[str, Any]]:
    if isinstance(mapping, MultiDict):
        return list(mapping.items(multi=True))
    if isinstance(mapping, Mapping):
        return list(mapping.items())
    return list(mapping or ())


class FitRequest(Request):
    """A request whose form and address hold only such texts."""

    parameter_storage_class = FitValues
