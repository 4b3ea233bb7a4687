"""From entries to years: sorts, groups and names them, then has each year drawn wide and for phones."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from paktum.core.languages import Language
from paktum.core.messages import msg, nmsg, say
from paktum.core.periods import Period, period_text
from paktum.web import svg
from paktum.web.timeline.entries import Lane, TimelineEntry, YearChart
from paktum.web.timeline.phone import draw_phone, has_columns
from paktum.web.timeline.wide import Frame, draw_wide


def timeline(
    entries: Iterable[TimelineEntry], lanes: Sequence[Lane], language: Language, today: date
) -> tuple[YearChart, ...]:
    """Draw every year that holds an entry, in order; the same input always gives the same markup.

    An entry that reaches over New Year stands in both years. Raises ValueError when an entry names an unknown lane.
    """
    place = {lane.code: number for number, lane in enumerate(lanes)}
    entries = tuple(entries)
    for entry in entries:
        if entry.lane not in place:
            raise ValueError(f"entry {entry.id} is in lane «{entry.lane}», which the timeline does not have")
    ordered = sorted(
        entries, key=lambda one: (one.drawn.start, one.period.start, one.drawn.end, place[one.lane], one.label, one.id)
    )
    years: dict[int, list[TimelineEntry]] = {}
    for entry in ordered:
        for year in range(entry.drawn.start.year, entry.drawn.last.year + 1):
            years.setdefault(year, []).append(entry)
    first, last = (min(years), max(years)) if years else (0, 0)
    links = {entry.id: svg.link(entry.address, _title(entry, language)) for entry in ordered}
    named = {entry.lane for entry in ordered}
    used = [lane for lane in lanes if lane.code in named]
    columns = has_columns(ordered, used)
    charts = []
    for year, held in sorted(years.items()):
        frame = Frame(year, language, today, _months(year, held, first, last), links, columns)
        lanes_here = [lane for lane in used if any(entry.lane == lane.code for entry in held)]
        heading = say(nmsg("%(year)d: %(num)d entry", "%(year)d: %(num)d entries", len(held), year=year), language)
        charts.append(
            YearChart(
                year=year,
                count=len(held),
                wide=Markup(draw_wide(held, lanes_here, frame, heading, _description(lanes_here, language))),  # noqa: S704
                phone=Markup(draw_phone(held, used, frame, heading)),  # noqa: S704
            )
        )
    return tuple(charts)


@lru_cache(maxsize=2048)
def _when(period: Period, language: Language) -> str:
    return period_text(period, language)


def _title(entry: TimelineEntry, language: Language) -> str:
    """What a pointer or a screen reader is told of an entry."""
    name, when = entry.title or entry.label, _when(entry.period, language)
    if not entry.state_label:
        return say(msg("%(name)s, %(when)s", name=name, when=when), language)
    return say(msg("%(name)s, %(when)s: %(state)s", name=name, when=when, state=entry.state_label), language)


def _description(lanes: Sequence[Lane], language: Language) -> str:
    named = "; ".join(lane.label for lane in lanes)
    return say(
        msg("Lanes: %(lanes)s. A bar is the planned time, a dot the exact day. The table shows the same.", lanes=named),
        language,
    )


def _months(year: int, entries: Sequence[TimelineEntry], first: int, last: int) -> tuple[int, int]:
    """The first and last month drawn: whole years, but the first begins and the last ends with a quarter in use."""
    begins = min((max(entry.drawn.start, date(year, 1, 1)) for entry in entries), default=date(year, 1, 1)).month
    ends = max((min(entry.drawn.last, date(year, 12, 31)) for entry in entries), default=date(year, 12, 31)).month
    return (
        (begins - 1) // 3 * 3 + 1 if year == first else 1,
        (ends + 2) // 3 * 3 if year == last else 12,
    )
