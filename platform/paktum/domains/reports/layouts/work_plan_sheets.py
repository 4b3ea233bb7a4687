"""The work plan as a workbook: a cover sheet, the sessions and the events, ready to filter, sort and print."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, TypeAlias

from paktum.core.languages import Language
from paktum.core.messages import msg, say
from paktum.core.periods import period_text
from paktum.core.tabular import (
    TextFormats,
    header_text,
    new_workbook,
    prepare_for_print,
    sheet_name,
    text_formats,
    write_text,
)
from paktum.domains.documents.frozen import Names
from paktum.domains.reports.layouts.work_plan import (
    about_rows,
    event_calendar_title,
    plan_summary,
    plan_years,
    session_plan_title,
    version_text,
    work_plan_title,
)
from paktum.domains.reports.snapshot import EntrySnapshot, WorkPlanSnapshot

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Long dates as CLDR writes them, for a program set to any language; the codes are Microsoft's for the locales.
_LONG_DATES: Final[dict[Language, str]] = {
    "hu": '[$-40E]yyyy". "mmmm" "d"."',
    "cs": '[$-405]d". "mmmm" "yyyy',
    "sk": '[$-41B]d". "mmmm" "yyyy',
    "pl": "[$-415]d mmmm yyyy",
    "en": "[$-809]d mmmm yyyy",
}
_INK_2: Final = "#59544A"
_RULE: Final = "#DDD7C9"
# All three parts of a page header share 255 characters.
_HEADER_TEXT_LIMIT: Final = 60
_FONT_SIZE: Final = 10
_LINE_HEIGHT: Final = 13.0
# No row of a sheet is higher.
_TALLEST: Final = 409

Value: TypeAlias = str | int | date


@dataclass(frozen=True)
class _Column:
    """A column: its heading, its width in characters, and what it shows of an entry.

    An optional one is left out when no entry fills it; one that does not print is for sorting and counting.
    """

    heading: str
    width: float
    value: Callable[[EntrySnapshot], Value]
    optional: bool = False
    prints: bool = True


@dataclass(frozen=True)
class _Style:
    heading: TextFormats
    text: TextFormats
    strong: TextFormats
    number: Format
    date: Format


def work_plan_workbook(snapshot: WorkPlanSnapshot) -> bytes:
    """Make the XLSX of a work plan. Texts are never formulas or links; the same snapshot gives the same bytes."""
    buffer = io.BytesIO()
    head = snapshot.letterhead
    title = f"{work_plan_title(snapshot)} {plan_years(snapshot.entries)}".strip()
    titles = (work_plan_title(snapshot), session_plan_title(snapshot).text, event_calendar_title(snapshot).text)
    with new_workbook(
        buffer,
        title=title,
        language=snapshot.document_language,
        made_at=snapshot.taken_at,
        subject=head.pact_name,
        company=head.organisation or head.pact_name,
    ) as workbook:
        cover, sessions, events = (workbook.add_worksheet(name) for name in _different_names(titles))
        style = _style(workbook, snapshot)
        _fill_cover(cover, workbook, snapshot, title)
        _fill_table(sessions, style, _session_columns(snapshot), snapshot.sessions)
        _fill_table(events, style, _event_columns(snapshot), snapshot.events)
        for sheet, heading in zip((cover, sessions, events), (title, *titles[1:]), strict=True):
            _head_and_foot(sheet, snapshot, heading)
            sheet.hide_gridlines(2)
    return buffer.getvalue()


def _different_names(titles: Sequence[str]) -> list[str]:
    """A sheet name for each title, no two alike (programs compare them without regard to case)."""
    names: list[str] = []
    for title in titles:
        name, number = sheet_name(title), 1
        while name.casefold() in {taken.casefold() for taken in names}:
            number += 1
            name = sheet_name(f"{number} {title}")
        names.append(name)
    return names


def _style(workbook: Workbook, snapshot: WorkPlanSnapshot) -> _Style:
    body: dict[str, object] = {
        "font_size": _FONT_SIZE,
        "valign": "top",
        "text_wrap": True,
        "bottom": 1,
        "bottom_color": _RULE,
    }
    heading: dict[str, object] = {
        "bold": True,
        "font_size": _FONT_SIZE,
        "font_color": "#FFFFFF",
        "bg_color": snapshot.letterhead.accent,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": snapshot.letterhead.accent,
    }
    return _Style(
        heading=text_formats(workbook, heading),
        text=text_formats(workbook, body),
        strong=text_formats(workbook, {**body, "bold": True}),
        number=workbook.add_format({**body, "num_format": "0", "align": "left"}),
        date=workbook.add_format({**body, "num_format": _LONG_DATES[snapshot.document_language], "align": "left"}),
    )


def _session_columns(snapshot: WorkPlanSnapshot) -> list[_Column]:
    language = snapshot.document_language
    return [
        _Column(say(msg("No."), language), 5, _label),
        _Column(say(msg("Session"), language), 24, lambda entry: entry.title),
        _Column(say(msg("Body"), language), 17, lambda entry: entry.body, optional=True),
        *_shared_columns(snapshot, snapshot.sessions),
    ]


def _event_columns(snapshot: WorkPlanSnapshot) -> list[_Column]:
    language = snapshot.document_language
    return [
        _Column(say(msg("No."), language), 5, _label),
        _Column(say(msg("Event"), language), 24, lambda entry: entry.title),
        _Column(say(msg("Type"), language), 17, lambda entry: _lines_of(entry.types, snapshot)),
        *_shared_columns(snapshot, snapshot.events),
    ]


def _shared_columns(snapshot: WorkPlanSnapshot, entries: Sequence[EntrySnapshot]) -> list[_Column]:
    """The columns both tables have: first those of the paper form, which print, then those that sort and count."""
    language = snapshot.document_language

    def when(entry: EntrySnapshot) -> Value:
        period = entry.period.period
        return period.start if period.is_one_day else period_text(period, language)

    def planned(entry: EntrySnapshot) -> Value:
        return period_text(entry.planned.period, language) if entry.planned else ""

    def state(entry: EntrySnapshot) -> Value:
        return say(msg("cancelled"), language) if entry.cancelled else ""

    measures = dict.fromkeys(result.measure for entry in entries for result in entry.results)
    return [
        _Column(say(msg("Date or month"), language), 18, when),
        _Column(say(msg("As planned"), language), 16, planned, optional=True),
        _Column(say(msg("State"), language), 11, state, optional=True),
        _Column(say(msg("Place"), language), 12, lambda entry: entry.place),
        _Column(say(msg("Purpose"), language), 46, lambda entry: entry.purpose),
        _Column(say(msg("Expected results"), language), 34, lambda entry: entry.results_text),
        _Column(say(msg("Invited"), language), 26, lambda entry: _lines_of(entry.audiences, snapshot)),
        _Column(say(msg("First day"), language), 21, lambda entry: entry.period.start, prints=False),
        _Column(say(msg("Last day"), language), 21, lambda entry: entry.period.period.last, prints=False),
        *(_Column(f"{snapshot.said(measure)} ≥", 17, _least_of(measure), prints=False) for measure in measures),
        _Column(
            say(msg("Prepares"), language), 30, lambda entry: "\n".join(entry.prepares), optional=True, prints=False
        ),
        _Column(say(msg("Reason"), language), 30, lambda entry: entry.cancel_reason, optional=True, prints=False),
        _Column(say(msg("Notes"), language), 30, lambda entry: "\n".join(entry.notes), optional=True, prints=False),
    ]


def _lines_of(names: Sequence[Names], snapshot: WorkPlanSnapshot) -> str:
    return "\n".join(snapshot.said(each).text for each in names)


def _least_of(measure: Names) -> Callable[[EntrySnapshot], Value]:
    def least(entry: EntrySnapshot) -> Value:
        return next((result.at_least for result in entry.results if result.measure == measure), "")

    return least


def _label(entry: EntrySnapshot) -> Value:
    """The label as a number where it is one, so that the column sorts as people count."""
    label = entry.label
    return int(label) if label.isascii() and label.isdigit() and len(label) < 10 else label


def _fill_table(sheet: Worksheet, style: _Style, columns: Sequence[_Column], entries: Sequence[EntrySnapshot]) -> None:
    """Write a head row and a row for each entry; optional columns that nobody filled are left out."""
    shown = [column for column in columns if not column.optional or any(column.value(entry) for entry in entries)]
    sheet.set_row(0, 2.2 * _LINE_HEIGHT)
    for position, column in enumerate(shown):
        sheet.set_column(position, position, column.width)
        write_text(sheet, 0, position, column.heading, style.heading)
    for row, entry in enumerate(entries, start=1):
        values = [column.value(entry) for column in shown]
        for position, value in enumerate(values):
            _write(sheet, (row, position), value, style)
        # Only Excel itself finds the height of wrapped rows; other programs show one line unless told.
        lines = max(_lines(value, column.width) for value, column in zip(values, shown, strict=True))
        sheet.set_row(row, min(lines * _LINE_HEIGHT + 4, _TALLEST))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(entries), 1), len(shown) - 1)
    prepare_for_print(sheet, head_rows=1)
    sheet.print_area(0, 0, max(len(entries), 1), sum(column.prints for column in shown) - 1)


def _write(sheet: Worksheet, place: tuple[int, int], value: Value, style: _Style) -> None:
    """Write a value by its type; the second column is the title."""
    row, column = place
    match value:
        case str():
            write_text(sheet, row, column, value, style.strong if column == 1 else style.text)
        case int():
            sheet.write_number(row, column, value, style.number)
        case date():
            sheet.write_datetime(row, column, value, style.date)


def _lines(value: Value, width: float) -> int:
    """About how many lines a value takes in a column of that many characters, words kept whole."""
    if not isinstance(value, str):
        return 1
    # The width counts digits of the program's own size; letters of the smaller size are narrower.
    room = int(width * 1.15)
    return sum(max(1, len(textwrap.wrap(line, room))) for line in value.splitlines()) or 1


def _fill_cover(sheet: Worksheet, workbook: Workbook, snapshot: WorkPlanSnapshot, title: str) -> None:
    """Write the letterhead, the title, how much the plan holds, and the end note of the paper form."""
    head, language = snapshot.letterhead, snapshot.document_language
    accent = head.accent
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 84)
    pact = text_formats(workbook, {"bold": True, "font_size": 14})
    quiet = text_formats(workbook, {"font_color": _INK_2})
    ruled = text_formats(workbook, {"font_color": _INK_2, "bottom": 5, "bottom_color": accent})
    large = text_formats(workbook, {"bold": True, "font_size": 24, "font_color": accent})
    label = text_formats(workbook, {"bold": True, "font_color": _INK_2, "bottom": 1, "bottom_color": _RULE})
    value = text_formats(workbook, {"text_wrap": True, "bottom": 1, "bottom_color": _RULE})
    write_text(sheet, 0, 0, head.pact_name, pact)
    write_text(sheet, 1, 0, head.organisation, quiet)
    write_text(sheet, 2, 0, " · ".join(part for part in (head.place, head.reference) if part), ruled)
    write_text(sheet, 2, 1, "", ruled)
    sheet.set_row(4, 34)
    write_text(sheet, 4, 0, title, large)
    write_text(sheet, 5, 0, say(plan_summary(snapshot), language), quiet)
    for row, (name, text, _) in enumerate(about_rows(snapshot), start=7):
        write_text(sheet, row, 0, name, label)
        write_text(sheet, row, 1, text, value)
    prepare_for_print(sheet, head_rows=1)
    sheet.activate()


def _head_and_foot(sheet: Worksheet, snapshot: WorkPlanSnapshot, title: str) -> None:
    """Set what prints on every page: pact and title above, version and page number below."""
    page = say(msg("Page %(page)s of %(pages)s", page="&P", pages="&N"), snapshot.document_language)
    sheet.set_header(
        f"&L{header_text(snapshot.letterhead.pact_name, _HEADER_TEXT_LIMIT)}&R{header_text(title, _HEADER_TEXT_LIMIT)}"
    )
    sheet.set_footer(f"&L{header_text(version_text(snapshot), _HEADER_TEXT_LIMIT)}&R{page}")
