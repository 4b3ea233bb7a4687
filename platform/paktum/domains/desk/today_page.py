"""The first page, shaped so that its template only prints: the one next thing, the registers, and where the plan stands."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from paktum.core.due import DueItem, Urgency
from paktum.core.messages import Message, message_from, msg, nmsg, say
from paktum.domains.desk.queries import DeskJob
from paktum.domains.programme.plan_page import CHART_LOOKS, STATE_LOOKS, Reader
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.rules import STATE_WORDS, EntryState
from paktum.domains.programme.wording import when
from paktum.web import svg
from paktum.web.dates import DateMark, date_mark
from paktum.web.paging import page_numbers

_SHOWN: Final = {Urgency.LATE: 6, Urgency.DUE: 8, Urgency.NEXT: 5}
_MOST_TICKS: Final = 60
_STEP: Final = 9.9
# How high a state's tick stands: what is done or pressing stands tall.
_HEIGHT: Final = {EntryState.HELD: 26, EntryState.LATE: 26, EntryState.FIXED: 20}


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of a register; `title` is marked with its language where that is not the page's."""

    mark: DateMark
    when: str
    title: Markup
    address: str
    why: str
    facts: list[str]
    state: tuple[str, str] | None
    deed: tuple[str, str] | None
    late: bool


@dataclass(frozen=True, slots=True)
class Register:
    """A list of the page: the first of its things, and where it leaves some out, how many there are in all."""

    lines: list[Line]
    count: str
    all: str


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the macro `progress` wants it."""

    id: str
    title: str
    state: str
    address: str
    done: int
    of: int
    phrase: str
    files: tuple[tuple[str, str, str], ...] = ()
    retry: str | None = None
    cancel: str | None = None


@dataclass(frozen=True)
class TodayPage:
    """Everything that the first page prints."""

    empty: bool
    lead: str
    first: Line | None
    late: Register
    due: Register
    next: Register
    ticks: Markup
    tally: list[tuple[str, str, int]]
    total: str
    jobs: list[Job]


def today_page(
    items: Sequence[DueItem],
    plan: Sequence[PlanRow],
    jobs: Sequence[DeskJob],
    reader: Reader,
    address_of_job: Callable[[uuid.UUID], str],
) -> TodayPage:
    """Shape the page; `items` are what all domains say is due, `plan` the whole programme in the order of time."""
    by_urgency = {urgency: sorted(_of(items, urgency), key=lambda item: item.order) for urgency in Urgency}
    late, due, coming = (by_urgency[urgency] for urgency in (Urgency.LATE, Urgency.DUE, Urgency.NEXT))
    lead = _lead(len(late), len(due), reader)
    totals = {urgency: len(listed) for urgency, listed in by_urgency.items()}
    first = _take_first(due, late)
    states = [row.state(reader.today) for row in plan]
    return TodayPage(
        empty=not plan and not items,
        lead=lead,
        first=_line(first, reader) if first else None,
        late=_register(late, Urgency.LATE, totals, reader),
        due=_register(due, Urgency.DUE, totals, reader),
        next=_register(coming, Urgency.NEXT, totals, reader),
        ticks=_ticks(states, reader),
        tally=[
            (STATE_LOOKS[state], reader.say(STATE_WORDS[state]), states.count(state))
            for state in (
                EntryState.HELD,
                EntryState.FIXED,
                EntryState.LATE,
                EntryState.UNRECORDED,
                EntryState.PLANNED,
                EntryState.CANCELLED,
            )
            if state in states
        ],
        total=reader.say(nmsg("%(num)d entry", "%(num)d entries", len(plan))),
        jobs=[_job(job, reader, address_of_job(job.id)) for job in jobs],
    )


@dataclass(frozen=True)
class ListPage:
    """A page of everything that is late, or due this week."""

    count: str
    lines: list[Line]
    pages: list[int | None]
    page: int


LISTED: Final = 50


def list_page(items: Sequence[DueItem], urgency: Urgency, page: int, reader: Reader) -> ListPage:
    """Shape a page (from 1) of everything of one urgency, in the order of Today."""
    found = sorted(_of(items, urgency), key=lambda item: item.order)
    shown = found[(page - 1) * LISTED : page * LISTED]
    count = reader.say(nmsg("%(num)d item", "%(num)d items", len(found)))
    return ListPage(count, [_line(item, reader) for item in shown], page_numbers(len(found), LISTED, page), page)


def _of(items: Sequence[DueItem], urgency: Urgency) -> list[DueItem]:
    return [item for item in items if item.urgency is urgency]


def _take_first(due: list[DueItem], late: list[DueItem]) -> DueItem | None:
    """The one next thing, taken out of its list: what is due and can be done, else what has been late the longest."""
    for items in (due, late):
        for item in items:
            if item.deed is not None:
                items.remove(item)
                return item
    return None


def _lead(late: int, due: int, reader: Reader) -> str:
    if not late and not due:
        return reader.say(msg("Nothing is late, and nothing is due this week."))
    late_words = nmsg("%(num)d thing is late", "%(num)d things are late", late)
    due_words = nmsg("%(num)d is due this week", "%(num)d are due this week", due)
    if not due:
        return reader.say(msg("%(late)s; nothing is due this week.", late=late_words))
    if not late:
        return reader.say(msg("Nothing is late; %(due)s.", due=due_words))
    return reader.say(msg("%(late)s, %(due)s.", late=late_words, due=due_words))


def _register(items: Sequence[DueItem], urgency: Urgency, totals: Mapping[Urgency, int], reader: Reader) -> Register:
    shown = items[: _SHOWN[urgency]]
    count = reader.say(nmsg("%(num)d item", "%(num)d items", len(items)))
    # The whole list has the one next thing in it too.
    whole = reader.say(nmsg("%(num)d item", "%(num)d items", totals[urgency])) if len(shown) < len(items) else ""
    return Register([_line(item, reader) for item in shown], count, whole)


def _line(item: DueItem, reader: Reader) -> Line:
    title = _said(item.title, reader)
    foreign = item.title_language is not None and item.title_language != reader.language
    return Line(
        mark=date_mark(item.period, reader.language, reader.today),
        when=when(item.period, reader.language),
        title=Markup('<span lang="{}">{}</span>').format(item.title_language, title)
        if foreign
        else Markup.escape(title),
        address=item.title_address,
        why=" ".join(reader.say(sentence) for sentence in item.why),
        facts=[_said(fact, reader) for fact in item.facts],
        state=(item.state[0], reader.say(item.state[1])) if item.state else None,
        deed=(reader.say(item.deed.label), item.deed.address) if item.deed else None,
        late=item.urgency is Urgency.LATE,
    )


def _said(text: str | Message, reader: Reader) -> str:
    return text if isinstance(text, str) else say(text, reader.language)


def _ticks(states: Sequence[EntryState], reader: Reader) -> Markup:
    """The programme as one strip, a tick an entry in the order of time; empty for a plan too long to be one."""
    if not states or len(states) > _MOST_TICKS:
        return Markup()
    counts = [
        reader.say(msg("%(state)s: %(number)d", state=STATE_WORDS[state], number=states.count(state)))
        for state in EntryState
        if state in states
    ]
    title = reader.say(msg("The programme in order of time. %(counts)s", counts=", ".join(counts)))
    parts = []
    for number, state in enumerate(states):
        height = _HEIGHT.get(state, 14)
        kind = "dot" if state is EntryState.HELD else f"s-{CHART_LOOKS[state]}"
        parts.append(svg.rect(kind, number * _STEP + 1, 28 - height, 6, height))
    width = svg.number(max(len(states), 29) * _STEP + 1)
    return Markup(  # noqa: S704  (numbers, our own class names, and an escaped title)
        f'<svg class="chart ticks mt-3" viewBox="0 0 {width} 30" role="img" aria-labelledby="ticks-title">'
        f'<title id="ticks-title">{svg.words(title)}</title>{"".join(parts)}</svg>'
    )


def _job(job: DeskJob, reader: Reader, address: str) -> Job:
    phrase = reader.say(message_from(job.phrase)) if job.phrase else ""
    return Job(str(job.id), reader.say(message_from(job.title)), job.state, address, job.done, job.total, phrase)
