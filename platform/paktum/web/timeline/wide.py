"""A year drawn wide: months side by side, a lane for each body and for events, labels that never touch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from babel.dates import format_date, format_skeleton

from paktum.core.languages import Language, locale_of
from paktum.core.messages import msg, say
from paktum.web import svg
from paktum.web.timeline.entries import STATES, Lane, TimelineEntry

WIDTH = 992.0
LEFT = 132.0
MONTH = (WIDTH - LEFT) / 12
HEAD = 22.0
BAR = 12.0
LABEL_GAP = 7.0
BAR_GAP = 1.0
LABEL = 16.0
LONGEST_LABEL = 240.0
TARGET = 24.0


@dataclass(frozen=True)
class Frame:
    """What both drawings of a year share.

    `months` are the first and last one drawn; `links` gives what goes before and after an entry, by its id;
    `columns` says whether a phone shows the lanes side by side, the same for all years.
    """

    year: int
    language: Language
    today: date
    months: tuple[int, int]
    links: Mapping[str, tuple[str, str]]
    columns: bool


@dataclass
class _Placed:
    """An entry with its place: bar from `x0` to `x1`, label from `text_x` in the slot beside, above or below."""

    entry: TimelineEntry
    x0: float
    x1: float
    label: str
    text_x: float
    text_width: float
    slot: str = "above"


@dataclass
class _Track:
    """One line of bars in a lane, with the label slots over and under it; each slot remembers what it holds."""

    placed: list[_Placed] = field(default_factory=list)
    bars: list[tuple[float, float]] = field(default_factory=list)
    above: list[tuple[float, float]] = field(default_factory=list)
    below: list[tuple[float, float]] = field(default_factory=list)

    @property
    def height(self) -> float:
        return 6 + (LABEL if self.above else 4) + BAR + (LABEL if self.below else 0) + 8

    @property
    def bar_offset(self) -> float:
        return 6 + (LABEL if self.above else 4)


def draw_wide(
    entries: Sequence[TimelineEntry], lanes: Sequence[Lane], frame: Frame, heading: str, description: str
) -> str:
    """The SVG of one year; `heading` and `description` become its title and desc."""
    left, right = _edges(frame)
    marked = frame.today.year == frame.year and left <= _x(frame.today) <= right
    top = HEAD + (18 if marked else 2)
    parts: list[str] = []
    body: list[str] = []
    for number, lane in enumerate(lanes):
        tracks = _tracks([entry for entry in entries if entry.lane == lane.code], frame)
        height = max(40.0, sum(track.height for track in tracks))
        if number:
            parts.append(svg.line("g", 0, top, right, top))
        # The lane's name stands at the height of its first bars.
        offset = tracks[0].bar_offset if tracks else 14
        parts.extend(_lane_name(lane.label, top + offset + 11, top + height))
        at = top
        for track in tracks:
            body.extend(_draw(one, at + track.bar_offset, frame) for one in track.placed)
            at += track.height
        top += height
    parts = [*_grid(frame, top), *parts]
    if marked:
        parts.extend(_now(frame, top))
    name = f"timeline-{frame.year}"
    return (
        f'<svg class="chart" viewBox="0 0 {svg.number(WIDTH)} {svg.number(top + 4)}" role="group" '
        f'aria-labelledby="{name}-title {name}-desc"><title id="{name}-title">{svg.words(heading)}</title>'
        f'<desc id="{name}-desc">{svg.words(description)}</desc>{"".join(parts)}{"".join(body)}</svg>'
    )


@lru_cache(maxsize=64)
def month_names(language: Language) -> tuple[str, ...]:
    """The twelve short names of months that stand alone (CLDR `LLL`)."""
    return tuple(format_date(date(2001, month, 1), "LLL", locale=locale_of(language)) for month in range(1, 13))


@lru_cache(maxsize=2048)
def short_day(day: date, language: Language) -> str:
    """A day without its year (CLDR skeleton `MMMd`)."""
    return format_skeleton("MMMd", day, locale=locale_of(language))


def _edges(frame: Frame) -> tuple[float, float]:
    return LEFT + MONTH * (frame.months[0] - 1), LEFT + MONTH * frame.months[1]


@lru_cache(maxsize=4096)
def _x(day: date) -> float:
    """Where a day begins; months are equally wide, so a day's width varies a little."""
    first = day.replace(day=1)
    days = ((first + timedelta(days=32)).replace(day=1) - first).days
    return LEFT + MONTH * (day.month - 1 + (day.day - 1) / days)


@lru_cache(maxsize=4096)
def _end_x(day: date) -> float:
    """Where a day ends."""
    following = day + timedelta(days=1)
    return WIDTH if following.year != day.year else _x(following)


def _tracks(entries: Sequence[TimelineEntry], frame: Frame) -> list[_Track]:
    """The entries of a lane laid on as few lines as hold them without two bars or two labels touching."""
    tracks: list[_Track] = []
    for entry in entries:
        placed = _measured(entry, frame)
        if not any(_fits(track, placed) for track in tracks):
            track = _Track()
            tracks.append(track)
            _fits(track, placed)
    return tracks


def _measured(entry: TimelineEntry, frame: Frame) -> _Placed:
    late = entry.state == "late"
    label = entry.label
    if entry.bar is None:
        middle = (_x(entry.period.start) + _end_x(entry.period.start)) / 2
        day = short_day(entry.period.start, frame.language)
        label = say(msg("%(name)s, %(when)s", name=label, when=day), frame.language)
        x0, x1 = middle - 6, middle + 6
    else:
        first = max(entry.bar.start, date(frame.year, 1, 1))
        last = min(entry.bar.last, date(frame.year, 12, 31))
        x0, x1 = _x(first) + 3, max(_end_x(last) - 3, _x(first) + 9)
    if late and entry.state_label:
        label = f"{label} {entry.state_label}"
    label = svg.shortened(label, LONGEST_LABEL, bold=late)
    width = svg.text_width(label, bold=late)
    return _Placed(entry, x0, x1, label, min(x0, WIDTH - width), width)


def _fits(track: _Track, placed: _Placed) -> bool:
    """Lay an entry on a line if it has room there for the bar and, beside, above or below it, for the label."""
    if not _free(track.bars, placed.x0, placed.x1, BAR_GAP):
        return False
    if placed.entry.bar is None:
        beside = placed.x1 + 4
        if beside + placed.text_width <= WIDTH and _free(track.bars, placed.x0, beside + placed.text_width, LABEL_GAP):
            placed.slot, placed.text_x = "beside", beside
            track.bars.append((placed.x0, beside + placed.text_width))
            track.placed.append(placed)
            return True
    for slot, taken in (("above", track.above), ("below", track.below)):
        if _free(taken, placed.text_x, placed.text_x + placed.text_width, LABEL_GAP):
            placed.slot = slot
            taken.append((placed.text_x, placed.text_x + placed.text_width))
            track.bars.append((placed.x0, placed.x1))
            track.placed.append(placed)
            return True
    return False


def _free(taken: Sequence[tuple[float, float]], start: float, end: float, gap: float) -> bool:
    return not any(start < last + gap and first < end + gap for first, last in taken)


def _draw(placed: _Placed, y: float, frame: Frame) -> str:
    entry = placed.entry
    state = entry.state if entry.state in STATES else "planned"
    middle = y + BAR / 2
    drawn = []
    if entry.bar is None:
        kind = "dot" if state in ("held", "convened") else f"dot s-{state}"
        drawn.append(svg.circle(kind, placed.x0 + 6, middle, 6))
    else:
        drawn.append(svg.rect(f"bar s-{state}", placed.x0, y, placed.x1 - placed.x0, BAR))
        if entry.day is not None and entry.day.year == frame.year:
            at = (_x(entry.day) + _end_x(entry.day)) / 2
            drawn.append(svg.circle("day", at, middle, 3.5) if state == "held" else svg.circle("dot", at, middle, 6))
    baseline = {"beside": middle + 5, "above": y - 5, "below": y + BAR + 14}[placed.slot]
    top, bottom = min(y, baseline - 12), max(y + BAR, baseline + 4)
    missing = max(0.0, TARGET - (bottom - top)) / 2
    left, right = min(placed.x0, placed.text_x), max(placed.x1, placed.text_x + placed.text_width)
    hit = svg.rect("hit", left, top - missing, max(right - left, TARGET), bottom - top + 2 * missing)
    words = svg.text("t-late" if state == "late" else "", placed.text_x, baseline, placed.label)
    before, after = frame.links[entry.id]
    return f"{before}{hit}{''.join(drawn)}{words}{after}"


def _grid(frame: Frame, bottom: float) -> list[str]:
    first, last = frame.months
    lines = [svg.line("g", LEFT + MONTH * n, HEAD, LEFT + MONTH * n, bottom) for n in range(first - 1, last + 1)]
    return [*lines, _head(frame.language, first, last), svg.text("yr", 0, 16, str(frame.year))]


@lru_cache(maxsize=256)
def _head(language: Language, first: int, last: int) -> str:
    """The names of the months over the rule that begins the chart."""
    names = month_names(language)
    months = (svg.text("t2 mid", LEFT + MONTH * (n - 0.5), 15, names[n - 1]) for n in range(first, last + 1))
    return "".join(months) + svg.line("ax", 0, HEAD + 0.5, LEFT + MONTH * last, HEAD + 0.5)


def _lane_name(label: str, baseline: float, bottom: float) -> list[str]:
    """The lane's name, on two lines where one is too short, and then well above the lane's end."""
    room = LEFT - 10
    if svg.text_width(label, 14) <= room:
        return [svg.text("ln-t", 0, baseline, label)]
    first = svg.shortened(label, room, 14).rstrip("…")
    if not label.startswith(first + " "):
        return [svg.text("ln-t", 0, baseline, svg.shortened(label, room, 14))]
    rest = svg.shortened(label[len(first) :].strip(), room, 14)
    second = min(baseline + 8, bottom - 9)
    return [svg.text("ln-t", 0, second - 16, first), svg.text("ln-t", 0, second, rest)]


def _now(frame: Frame, bottom: float) -> list[str]:
    x = _x(frame.today)
    word = say(msg("today"), frame.language)
    beside = x - 5 if x > LEFT + 60 else x + 5
    return [
        svg.line("now", x, HEAD, x, bottom),
        svg.text("now-t end" if beside < x else "now-t", beside, HEAD + 14, word),
    ]
