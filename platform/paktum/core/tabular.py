"""Lists as files for a spreadsheet: CSV and XLSX bytes in which no cell can act as a formula."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final, TypeAlias

from paktum.core.languages import Language
from paktum.core.messages import Message, msg, say

# Loaded with the first workbook: most web workers never write one.
if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CSV_MEDIA_TYPE: Final = "text/csv; charset=utf-8"
XLSX_MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell: TypeAlias = str | int | float | Decimal | date | datetime | Message | None

# Excel in these languages takes the comma for the decimal sign, and so separates the cells of a CSV by semicolons.
_DECIMAL_COMMA: Final = frozenset({"hu", "cs", "sk", "pl"})
# What a spreadsheet program may take for the start of a formula or of a command, wide forms of East Asia included.
_FORMULA_START: Final = re.compile("[\\s\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SHEET_NAME_LIMIT: Final = 31
_CELL_LIMIT: Final = 32_767
# Columns in characters: none is wider, and together they are no wider than what A4 lying on its side prints legibly;
# narrower than the last they do not become for it.
_WIDEST: Final = 60
_PAGE_WIDTH: Final = 210
_LONGEST_COUNTED: Final = 400
_NARROWEST: Final = 16
_LINE_HEIGHT: Final = 14.5
# No row of a sheet is higher.
_TALLEST: Final = 409
_HEADER_TEXT_LIMIT: Final = 100
# Days in figures, as people of each language write them.
_DAYS: Final[dict[Language, str]] = {
    "hu": 'yyyy". "mm". "dd"."',
    "cs": 'd". "m". "yyyy',
    "sk": 'd". "m". "yyyy',
    "pl": 'dd"."mm"."yyyy',
    "en": "dd/mm/yyyy",
}
_HEADER_FILL: Final = "#EFEBE0"
_RULE: Final = "#DDD7C9"


@dataclass(frozen=True)
class TextFormats:
    """Two cell formats of one look; `quoted` also tells the program to keep the cell a text when it is edited."""

    plain: Format
    quoted: Format


def acts_like_formula(text: str) -> bool:
    """Whether a spreadsheet program might run the text instead of showing it."""
    return _FORMULA_START.match(text) is not None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]], language: Language) -> bytes:
    """Write a list as CSV the way Excel of that language opens it by a double click.

    UTF-8 with a byte order mark, CRLF, semicolons and decimal commas for hu, cs, sk and pl; dates as ISO 8601.
    A text that could act as a formula gets an apostrophe before it. ValueError for an instant without a zone.
    """
    decimal_comma = language in _DECIMAL_COMMA
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";" if decimal_comma else ",", lineterminator="\r\n")
    writer.writerow([_harmless(name) for name in header])
    for row in rows:
        writer.writerow([_csv_cell(value, language, decimal_comma) for value in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def xlsx_bytes(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], language: Language, *, made_at: datetime
) -> bytes:
    """Write a list as a workbook of one sheet: frozen and repeated header row, filter, widths, and for print A4 landscape
    with title and page.

    `title` names the sheet and the document, `made_at` (aware) is its date; the same input gives the same bytes.
    ValueError when there are more cells than a sheet or the header has room for, or for an instant without a zone.
    """
    buffer = io.BytesIO()
    with new_workbook(buffer, title=title, language=language, made_at=made_at) as workbook:
        sheet = workbook.add_worksheet(sheet_name(title))
        heading = workbook.add_format({"bold": True, "bg_color": _HEADER_FILL, "bottom": 1, "text_wrap": True})
        body = text_formats(workbook, {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": _RULE})
        dated = {"valign": "top", "bottom": 1, "bottom_color": _RULE, "align": "left"}
        day = workbook.add_format({**dated, "num_format": _DAYS[language]})
        number = workbook.add_format({**dated, "align": "right", "indent": 1})
        instant = workbook.add_format({**dated, "num_format": f"{_DAYS[language]} hh:mm"})
        # Headings wrap: a column of figures need be no wider than the longest word above it, and the arrow of the filter.
        widths = [max(map(len, name.split()), default=0) + 4 for name in header]
        for column, name in enumerate(header):
            write_text(sheet, 0, column, name, TextFormats(heading, heading))
        long: dict[int, list[tuple[int, int]]] = {}
        last = 0
        for last, row in enumerate(rows, start=1):
            if len(row) != len(header):
                raise ValueError(f"row {last} has {len(row)} cells under {len(header)} headings")
            for column, value in enumerate(row):
                shown = _write_cell(sheet, (last, column), value, language, (body, number, day, instant))
                widths[column] = max(widths[column], shown)
                if shown > _NARROWEST or (isinstance(value, str) and "\n" in value):
                    long.setdefault(last, []).append((column, _breaks(value, shown)))
        _set_sizes(sheet, widths, {**long, 0: [(column, len(name) + 4) for column, name in enumerate(header)]})
        prepare_for_print(sheet, head_rows=1)
        page = say(msg("Page %(page)s of %(pages)s", page="&P", pages="&N"), language)
        sheet.set_header(f"&L{header_text(title, _HEADER_TEXT_LIMIT)}")
        sheet.set_footer(f"&R{page}")
        sheet.autofilter(0, 0, max(last, 1), max(len(header) - 1, 0))
        sheet.freeze_panes(1, 0)
    return buffer.getvalue()


def new_workbook(
    buffer: io.BytesIO, *, title: str, language: Language, made_at: datetime, subject: str = "", company: str = ""
) -> Workbook:
    """Open a workbook that turns no text into a formula, a link or a number, and bears its title, date and language."""
    from xlsxwriter import Workbook

    workbook = Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    created = made_at.astimezone(UTC).replace(tzinfo=None)
    workbook.set_properties(
        {
            "title": writable(title),
            "subject": writable(subject),
            "company": writable(company),
            "author": writable(company),
            "created": created,
        }
    )
    workbook.set_custom_property("Language", language)
    return workbook


def text_formats(workbook: Workbook, properties: dict[str, object]) -> TextFormats:
    """Make the two formats of text cells with these XlsxWriter properties."""
    return TextFormats(workbook.add_format(properties), workbook.add_format({**properties, "quote_prefix": True}))


def write_text(sheet: Worksheet, row: int, column: int, text: str, formats: TextFormats) -> None:
    """Write a text, and nothing but a text, into a cell. ValueError when the sheet has no such cell."""
    text = _shortened(writable(text), _CELL_LIMIT)
    if sheet.write_string(row, column, text, formats.quoted if acts_like_formula(text) else formats.plain) == -1:
        raise ValueError(f"a sheet holds no row {row + 1}, column {column + 1}")


def prepare_for_print(sheet: Worksheet, *, head_rows: int) -> None:
    """Set a sheet up for A4 landscape, as wide as the page, with its first rows repeated on each page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, head_rows - 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)


def header_text(text: str, limit: int) -> str:
    """Text for the head or foot of printed pages: an ampersand starts a command there."""
    return " ".join(writable(text).split())[:limit].replace("&", "&&")


def sheet_name(text: str) -> str:
    """Turn a title into a name a sheet may have: 31 characters, none of `[]:*?/\\`, no apostrophe at its ends."""
    name = _NOT_IN_SHEET_NAME.sub(" ", writable(text)).strip(" '")
    name = _shortened(name, _SHEET_NAME_LIMIT)
    # Excel keeps this name for itself.
    return f"{name} " if name.lower() == "history" else name or "1"


def writable(text: str) -> str:
    """The text without the characters that neither XML 1.0 nor a spreadsheet can hold."""
    return _UNWRITABLE.sub("", text)


def _shortened(text: str, limit: int) -> str:
    """The text, or as much of it as fits with an ellipsis; spreadsheets count UTF-16 units."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return text
    return units[: 2 * limit - 2].decode("utf-16-le", "ignore") + "…"


def _harmless(text: str) -> str:
    text = writable(text)
    return f"'{text}" if acts_like_formula(text) else text


def _csv_cell(value: Cell, language: Language, decimal_comma: bool) -> str:
    match value:
        case None:
            return ""
        case str():
            return _harmless(value)
        case Message():
            return _harmless(say(value, language))
        case datetime():
            return _wall_time(value).isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case float() | Decimal():
            return f"{value:f}".replace(".", ",") if decimal_comma else f"{value:f}"
        case int():
            return str(int(value))


def _breaks(value: Cell, shown: int) -> int:
    """How many characters a text takes when each of its line ends fills a line of the narrowest column."""
    return shown + _NARROWEST * value.count("\n") if isinstance(value, str) else shown


def _set_sizes(sheet: Worksheet, widths: Sequence[int], long: dict[int, list[tuple[int, int]]]) -> None:
    """Set the columns so that the sheet prints legibly, and the height of rows whose texts wrap: only Excel finds it itself.

    `long` has, by row, the columns of long texts with their lengths.
    """
    set_widths = _fitted(widths)
    for column, width in enumerate(set_widths):
        sheet.set_column(column, column, width)
    for row, cells in long.items():
        lines = max(-(-length // set_widths[column]) for column, length in cells)
        if lines > 1:
            sheet.set_row(row, min(lines * _LINE_HEIGHT + 2, _TALLEST))


def _fitted(wanted: Sequence[int]) -> list[int]:
    """The width of each column: what it wants where there is room, else a share that grows with how much more it wants."""
    widths = [min(width, _NARROWEST) for width in wanted]
    more = [max(0, min(want, _LONGEST_COUNTED) - width) for want, width in zip(wanted, widths, strict=True)]
    room, parts = max(0, _PAGE_WIDTH - sum(widths)), sum(map(math.sqrt, more))
    for column, extra in enumerate(more):
        if extra:
            widths[column] += min(extra, _WIDEST - _NARROWEST, int(room * math.sqrt(extra) / parts))
    return widths


def _write_cell(
    sheet: Worksheet,
    place: tuple[int, int],
    value: Cell,
    language: Language,
    formats: tuple[TextFormats, Format, Format, Format],
) -> int:
    """Write one value by its type and return about how many characters wide it is."""
    body, number, day, instant = formats
    row, column = place
    text = say(value, language) if isinstance(value, Message) else value
    match text:
        case None:
            sheet.write_blank(row, column, None, body.plain)
            return 0
        case str():
            write_text(sheet, row, column, text, body)
            return max(map(len, text.splitlines()), default=0) + 2
        case datetime():
            sheet.write_datetime(row, column, _wall_time(text), instant)
            return 17
        case date():
            sheet.write_datetime(row, column, text, day)
            return 12
        case int() | float() | Decimal():
            sheet.write_number(row, column, text, number)
            return len(str(text)) + 2


def _wall_time(instant: datetime) -> datetime:
    """The time a clock in the instant's own zone shows; spreadsheets know no zones."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant.replace(tzinfo=None)
