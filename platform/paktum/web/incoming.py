"""What a request brings, as the house takes it: texts that tables, papers and calendars can hold, and files where they are
asked for."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

from flask import Request, request
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
    """A request whose form and address hold only such texts, and which brings files only where a page takes some.

    A form asks its fields for texts, and a file that somebody sends in the place of one would break it.
    """

    parameter_storage_class = FitValues
    field_of_files: str | None = None

    def _load_form_data(self) -> None:
        super()._load_form_data()
        brought = list(self.files.items(multi=True))
        for name, file in brought:
            if name != self.field_of_files:
                file.close()
        self.files = FitValues((name, file) for name, file in brought if name == self.field_of_files)


def take_files(most: int, field: str = "file") -> None:
    """Let the present request bring files in one of its fields, `most` bytes with all that it brings.

    To be said in a `url_value_preprocessor`, before anything looks into the request.
    """
    bringing = cast(FitRequest, request)
    bringing.field_of_files = field
    bringing.max_content_length = most
