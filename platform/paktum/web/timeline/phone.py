"""A year drawn for a phone: a row for each month in use, a column for each lane, or one column where there are many."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from paktum.core.languages import locale_of
from paktum.core.messages import msg, say
from paktum.core.periods import Precision
from paktum.web import svg
from paktum.web.timeline.entries import STATES, Lane, TimelineEntry
from paktum.web.timeline.wide import Frame, month_names, short_day

WIDTH = 344.0
LEFT = 56.0
CELL = 28.0
HEAD = 25.0
MOST_COLUMNS = 3


def draw_phone(entries: Sequence[TimelineEntry], lanes: Sequence[Lane], frame: Frame, heading: str) -> str:
    """The narrow SVG of one year; with more than three lanes each entry names its own lane."""
    columns = {lane.code: number for number, lane in enumerate(lanes)} if len(lanes) <= MOST_COLUMNS else {}
    step = (WIDTH - LEFT) / (len(columns) or 1)
    parts = [svg.text("yr", 0, 18, str(frame.year)), svg.line("ax", 0, HEAD + 0.5, WIDTH, HEAD + 0.5)]
    for lane in lanes if columns else ():
        label = svg.shortened(lane.short or lane.label, step - 6)
        parts.append(svg.text("t2", LEFT + step * columns[lane.code] + 2, 18, label))
    short = {lane.code: lane.short or lane.label for lane in lanes}
    y = HEAD + 8
    waiting_for_now = frame.today.year == frame.year
    for (start, name), held in _rows(entries, frame):
        if waiting_for_now and start > frame.today.replace(day=1):
            parts.extend(_now(y, frame))
            y, waiting_for_now = y + 22, False
        depth = [0] * (len(columns) or 1)
        for entry in held:
            column = columns.get(entry.lane, 0)
            x, at = LEFT + step * column, y + depth[column] * (CELL + 4)
            label = entry.label if columns else f"{short[entry.lane]}: {entry.label}"
            parts.append(_cell(entry, label, x, at, step - 5, frame))
            depth[column] += 1
        parts.append(svg.text("t2", 0, y + 19, name))
        y += max(depth) * (CELL + 4) + 2
        parts.append(svg.line("g", 0, y - 0.5, WIDTH, y - 0.5))
        y += 5
    title = f"timeline-{frame.year}-phone"
    return (
        f'<svg class="chart chart-phone" viewBox="0 0 {svg.number(WIDTH)} {svg.number(y + 4)}" role="group" '
        f'aria-labelledby="{title}"><title id="{title}">{svg.words(heading)}</title>{"".join(parts)}</svg>'
    )


def _rows(entries: Sequence[TimelineEntry], frame: Frame) -> list[tuple[tuple[date, str], list[TimelineEntry]]]:
    """Entries by the month they begin in, or by the quarter, half-year or year where no month is known."""
    rows: dict[tuple[date, str], list[TimelineEntry]] = {}
    for entry in entries:
        start = max(entry.drawn.start, date(frame.year, 1, 1)).replace(day=1)
        rows.setdefault((start, _row_name(entry, start, frame)), []).append(entry)
    return sorted(rows.items(), key=lambda row: row[0])


def _row_name(entry: TimelineEntry, start: date, frame: Frame) -> str:
    match entry.drawn.precision:
        case Precision.QUARTER:
            return format_date(start, "QQQ", locale=locale_of(frame.language))
        case Precision.HALF_YEAR:
            names = month_names(frame.language)
            return f"{names[entry.drawn.start.month - 1]}–{names[entry.drawn.last.month - 1]}"
        case Precision.YEAR:
            return str(frame.year)
        case _:
            return month_names(frame.language)[start.month - 1]


def _cell(entry: TimelineEntry, label: str, x: float, y: float, width: float, frame: Frame) -> str:
    state = entry.state if entry.state in STATES else "planned"
    late = state == "late"
    if entry.day is not None and width > 200:
        label = say(msg("%(name)s, %(when)s", name=label, when=short_day(entry.day, frame.language)), frame.language)
    kind = {"held": "t-on", "late": "t-late"}.get(state, "")
    words = svg.text(kind, x + 7, y + 19, svg.shortened(label, width - 12, bold=late))
    return svg.link(entry.address, frame.titles[entry.id], svg.rect(f"bar s-{state}", x, y, width, CELL) + words)


def _now(y: float, frame: Frame) -> list[str]:
    word = say(msg("today, %(when)s", when=short_day(frame.today, frame.language)), frame.language)
    return [svg.text("now-t", 0, y + 8, word), svg.line("now", 0, y + 14.5, WIDTH, y + 14.5)]
