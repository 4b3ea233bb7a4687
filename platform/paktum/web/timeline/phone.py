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
TALL_CELL = 44.0
SPACE = 4.0
MOST_COLUMNS = 3
FITTING_SHARE = 0.8


def has_columns(entries: Sequence[TimelineEntry], lanes: Sequence[Lane]) -> bool:
    """Whether the lanes stand side by side: there are three at most, and most labels fit into so narrow a column."""
    if not 0 < len(lanes) <= MOST_COLUMNS:
        return False
    room = (WIDTH - LEFT) / len(lanes) - 17
    fitting = sum(svg.text_width(entry.label, bold=entry.state == "late") <= room for entry in entries)
    return fitting >= FITTING_SHARE * len(entries)


def draw_phone(entries: Sequence[TimelineEntry], lanes: Sequence[Lane], frame: Frame, heading: str) -> str:
    """The narrow SVG of one year; without columns each entry is a line of its own and names its lane and day."""
    columns = {lane.code: number for number, lane in enumerate(lanes)} if frame.columns else {}
    step = (WIDTH - LEFT) / (len(columns) or 1)
    height = (CELL if columns else TALL_CELL) + SPACE
    parts = [svg.text("yr", 0, 18, str(frame.year)), svg.line("ax", 0, HEAD + 0.5, WIDTH, HEAD + 0.5)]
    names = {lane.code: lane.short or lane.label for lane in lanes}
    for code, number in columns.items():
        parts.append(svg.text("t2", LEFT + step * number + 2, 18, svg.shortened(names[code], step - 6)))
    y = HEAD + 8
    waiting_for_now = frame.today.year == frame.year
    for (start, name), held in _rows(entries, frame):
        if waiting_for_now and start > frame.today.replace(day=1):
            parts.extend(_now(y, frame))
            y, waiting_for_now = y + 22, False
        depth = [0] * (len(columns) or 1)
        for entry in held:
            column = columns.get(entry.lane, 0)
            below = "" if columns else names[entry.lane]
            parts.append(_cell(entry, below, LEFT + step * column, y + depth[column] * height, step - 5, frame))
            depth[column] += 1
        parts.append(svg.text("t2", 0, y + 19, name))
        y += max(depth) * height + 2
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


def _cell(entry: TimelineEntry, lane: str, x: float, y: float, width: float, frame: Frame) -> str:
    """The entry as a box with its label; where it has to name its `lane`, as a tall one with a second line."""
    state = entry.state if entry.state in STATES else "planned"
    late = state == "late"
    second = _second_line(entry, lane, frame) if lane else ""
    drawn = svg.rect(f"bar s-{state}", x, y, width, TALL_CELL if lane else CELL)
    kind = {"held": "t-on", "late": "t-late"}.get(state, "")
    baseline = 27 if lane and not second else 19
    drawn += svg.text(kind, x + 7, y + baseline, svg.shortened(entry.label, width - 12, bold=late))
    if second:
        drawn += svg.text("t-on" if state == "held" else "t2", x + 7, y + 36, svg.shortened(second, width - 12))
    before, after = frame.links[entry.id]
    return f"{before}{drawn}{after}"


def _second_line(entry: TimelineEntry, lane: str, frame: Frame) -> str:
    """The lane, unless the label names it already, and the day where it is known."""
    named = lane in entry.label.split()
    if entry.day is None:
        return "" if named else lane
    day = short_day(entry.day, frame.language)
    return day if named else say(msg("%(name)s, %(when)s", name=lane, when=day), frame.language)


def _now(y: float, frame: Frame) -> list[str]:
    word = say(msg("today, %(when)s", when=short_day(frame.today, frame.language)), frame.language)
    return [svg.text("now-t", 0, y + 8, word), svg.line("now", 0, y + 14.5, WIDTH, y + 14.5)]
