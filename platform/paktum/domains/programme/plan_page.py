"""The page of the programme, shaped so that its template only prints: head, figures, charts, filters, groups of rows."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup, escape

from paktum.core.languages import Language
from paktum.core.messages import Message, msg, nmsg, say
from paktum.core.periods import Period, Precision
from paktum.domains.programme.calendars import entry_address
from paktum.domains.programme.filters import PART, PlanFilters
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.rules import STATE_WORDS, EntryState, sequence_label
from paktum.domains.programme.wording import (
    ShortTitles,
    achieved,
    capital,
    counted,
    cut,
    expected,
    label,
    marked,
    type_names,
    when,
)
from paktum.plugin.vocabulary import Vocabulary
from paktum.web.paging import page_numbers
from paktum.web.timeline import Lane, TimelineEntry, YearChart, timeline

PARTICIPANTS = "participants"
# How states are drawn: a fixed day looks like what has been called together, what is off has only a stroke, and what nobody
# told of is greyed: it is over, unlike what is planned.
STATE_LOOKS = {
    EntryState.PLANNED: "planned",
    EntryState.FIXED: "convened",
    EntryState.HELD: "held",
    EntryState.LATE: "late",
    EntryState.UNRECORDED: "unknown",
    EntryState.CANCELLED: "off",
}
CHART_LOOKS = {**STATE_LOOKS, EntryState.CANCELLED: "cancelled"}
_EVENTS = "event"
_SESSIONS = "session"


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list, its cells ready to print."""

    late: bool
    label: str
    address: str
    title: str
    sub: Markup
    machine: str
    time: str
    plan: str
    expected: Markup
    achieved: Markup
    look: str
    state: str


@dataclass(frozen=True, slots=True)
class ListGroup:
    """The rows under one heading: a year, or a kind."""

    heading: str
    note: str
    rows: list[ListRow]


Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class PlanPage:
    """Everything the page prints; `content_lang` is the attribute for the plan's own texts, empty in their language.

    `pages` are the parts of a list too long for one, `page` the one shown and `part` says which entries it has; the time
    line draws the same entries then.
    """

    empty: bool
    span: str
    lead: str
    figures: list[tuple[str, str, str]]
    charts: tuple[YearChart, ...]
    legend: list[tuple[str, str]]
    groups: list[ListGroup]
    caption: str
    pages: list[int | None]
    page: int
    part: str
    content_lang: Markup
    kinds: Choices
    years: Choices
    states: Choices
    types: Choices


@dataclass(frozen=True)
class Reader:
    """For whom and when a page is shaped: the pact's words, the reader's language, and the day."""

    words: Vocabulary
    language: Language
    today: date

    def say(self, message: Message) -> str:
        return say(message, self.language)


def plan_page(rows: Sequence[PlanRow], filters: PlanFilters, reader: Reader) -> PlanPage:
    """Shape the whole page; `rows` are the whole plan in the order of time, `filters` say which the list shows."""
    words, language, today = reader.words, reader.language, reader.today
    wanted = filters.apply(rows, today)
    page = filters.part(wanted, today)
    shown = wanted[(page - 1) * PART : page * PART]
    drawn = rows if len(rows) <= PART else sorted(shown, key=lambda row: (row.effective.start, row.effective.end))
    years = sorted({year for row in rows for year in (row.effective.start.year, row.effective.last.year)})
    states = {row.id: row.state(today) for row in rows}
    used = [state for state in EntryState if state in states.values()]
    foreign = language != words.language
    return PlanPage(
        empty=not rows,
        span=_span(years),
        lead=_lead(rows, reader),
        figures=_figures(rows, reader),
        charts=timeline(*_drawn(drawn, reader), language, today) if drawn else (),
        legend=[(CHART_LOOKS[state], reader.say(STATE_WORDS[state])) for state in used],
        groups=_groups(wanted, shown, filters.order, reader),
        caption=_caption(len(wanted), filters, reader),
        pages=page_numbers(len(wanted), PART, page),
        page=page,
        part=_part(page, len(shown), len(wanted), reader),
        content_lang=Markup(' lang="{}"').format(words.language) if foreign else Markup(),
        kinds=_kinds(rows, reader),
        years=[("", _span(years) or reader.say(msg("All years"))), *((str(y), str(y)) for y in years)],
        states=[("", reader.say(msg("All states"))), *((str(s), reader.say(STATE_WORDS[s])) for s in EntryState)],
        types=_types(rows, reader),
    )


def _span(years: Sequence[int]) -> str:
    if not years:
        return ""
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _lead(rows: Sequence[PlanRow], reader: Reader) -> str:
    sessions = sum(row.kind == _SESSIONS for row in rows)
    return reader.say(
        msg(
            "%(sessions)s and %(events)s.",
            sessions=counted(sessions, "session", reader.words, reader.language),
            events=counted(len(rows) - sessions, "event", reader.words, reader.language),
        )
    )


def _figures(rows: Sequence[PlanRow], reader: Reader) -> list[tuple[str, str, str]]:
    """Three to five numbers that sum the plan up; those that would say nothing are left out."""
    by_state: dict[EntryState, list[PlanRow]] = {state: [] for state in EntryState}
    for row in rows:
        by_state[row.state(reader.today)].append(row)
    short = ShortTitles.of(rows, reader.words)
    late, fixed, held = by_state[EntryState.LATE], by_state[EntryState.FIXED], by_state[EntryState.HELD]
    found: list[tuple[int, Message, str]] = [
        (len(held), nmsg("entry held, of %(total)d", "entries held, of %(total)d", len(held), total=len(rows)), "")
    ]
    if len(late) == 1:
        found.append((1, msg("late: %(title)s", title=short(late[0])), "late"))
    elif late:
        found.append((len(late), msg("late, the first of them: %(title)s", title=short(late[0])), "late"))
    if by_state[EntryState.UNRECORDED]:
        found.append((len(by_state[EntryState.UNRECORDED]), msg("over a year past, nothing recorded"), ""))
    if fixed:
        found.append((len(fixed), msg("with a day: next %(when)s", when=when(fixed[0].effective, reader.language)), ""))
    counted_results = _participants(held)
    if by_state[EntryState.PLANNED] and not (counted_results and len(found) > 2):
        found.append((len(by_state[EntryState.PLANNED]), msg("planned, without a day yet"), ""))
    if counted_results:
        least = sum(each for each, _ in counted_results)
        reached = sum(each for _, each in counted_results)
        found.append((reached, msg("participants, of %(number)d expected so far", number=least), ""))
    return [(str(number), reader.say(text), look) for number, text, look in found]


def _participants(held: Sequence[PlanRow]) -> list[tuple[int, int]]:
    """How many people were expected and came, for each entry held that expected any."""
    return [
        (least, reached)
        for row in held
        for measure, least, reached in row.results
        if measure == PARTICIPANTS and least and reached is not None
    ]


def _drawn(rows: Sequence[PlanRow], reader: Reader) -> tuple[list[TimelineEntry], list[Lane]]:
    """The plan as the timeline draws it: a lane for each body, the last one for events."""
    short = ShortTitles.of(rows, reader.words)
    bodies = sorted(
        {(row.body_sequence, row.body, row.body_short, str(row.body_id)) for row in rows if row.kind == _SESSIONS}
    )
    lanes = [
        Lane(code, name or capital(reader.words.term("session", "many", reader.language)), brief)
        for _, name, brief, code in bodies
    ]
    lanes.append(Lane(_EVENTS, capital(reader.words.term("event", "many", reader.language))))
    entries = []
    for row in rows:
        state = row.state(reader.today)
        entries.append(
            TimelineEntry(
                id=str(row.id),
                label=short(row),
                lane=str(row.body_id) if row.kind == _SESSIONS else _EVENTS,
                period=row.effective,
                state=CHART_LOOKS[state],
                state_label=reader.say(STATE_WORDS[state]),
                title=row.title,
                address=entry_address(row.id),
                planned=row.planned if row.fixed else None,
            )
        )
    return entries, lanes


def _part(page: int, shown: int, wanted: int, reader: Reader) -> str:
    """Which entries of a list too long for one page are shown; empty for a list that is shown whole."""
    if shown == wanted:
        return ""
    first = (page - 1) * PART + 1
    return reader.say(msg("Entries %(first)d to %(last)d of %(all)d.", first=first, last=first + shown - 1, all=wanted))


def _groups(wanted: Sequence[PlanRow], rows: Sequence[PlanRow], order: str, reader: Reader) -> list[ListGroup]:
    """The list under its headings: years when it goes by date, the two plans when it goes by kind.

    A heading says how many entries it has of all that are `wanted`, though `rows` may be a part of them.
    """
    titles = {
        _SESSIONS: capital(reader.words.term("session_plan", "one", reader.language)),
        _EVENTS: capital(reader.words.term("event_calendar", "one", reader.language)),
    }

    def heading(row: PlanRow) -> str:
        return titles[row.kind] if order == "kind" else str(row.effective.start.year)

    numbers = Counter(heading(row) for row in wanted)
    return [
        ListGroup(
            name,
            reader.say(nmsg("%(num)d entry", "%(num)d entries", numbers[name])),
            [_list_row(row, reader) for row in members],
        )
        for name, members in groupby(rows, heading)
    ]


def _list_row(row: PlanRow, reader: Reader) -> ListRow:
    words, language = reader.words, reader.language
    state = row.state(reader.today)
    least = expected(row.results, words, language)
    plan = ""
    if row.fixed and not row.planned.is_one_day:
        plan = reader.say(msg("plan: %(period)s", period=when(row.planned, language)))
    return ListRow(
        late=state is EntryState.LATE,
        label=label(row, words),
        address=entry_address(row.id),
        title=row.title,
        sub=sub_line(row, reader),
        machine=machine_date(row.effective),
        time=when(row.effective, language),
        plan=plan,
        expected=Markup("<br>").join(least) if least else own_text(cut(row.results_text, 72), reader),
        achieved=Markup("<br>").join(achieved(row.results, words, language)),
        look=STATE_LOOKS[state],
        state=reader.say(STATE_WORDS[state]),
    )


def sub_line(row: PlanRow, reader: Reader) -> Markup:
    """What stands under a title: the purpose of a session, the types of an event."""
    if row.kind == _EVENTS:
        names = type_names(row, reader.words, reader.language)
        return Markup(", ").join(marked(name, reader.language) for name in names)
    return own_text(cut(row.purpose, 88), reader)


def own_text(text: str, reader: Reader) -> Markup:
    """A text of the plan, marked with its language on a page in another one."""
    if not text or reader.language == reader.words.language:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(reader.words.language, text)


def machine_date(period: Period) -> str:
    """The start of a period as machines read it, as exactly as it is known (HTML `datetime`)."""
    if period.precision is Precision.DAY:
        return period.start.isoformat()
    return f"{period.start:%Y}" if period.precision is Precision.YEAR else f"{period.start:%Y-%m}"


def _caption(count: int, filters: PlanFilters, reader: Reader) -> str:
    words, language = reader.words, reader.language
    how = msg("by date") if filters.order == "date" else msg("by number")
    return reader.say(
        nmsg(
            "%(num)d entry, %(order)s. %(session_letter)s: %(session_plan)s, %(event_letter)s: %(event_calendar)s.",
            "%(num)d entries, %(order)s. %(session_letter)s: %(session_plan)s, %(event_letter)s: %(event_calendar)s.",
            count,
            order=how,
            session_letter=_letter(_SESSIONS, words),
            session_plan=words.term("session_plan", "one", language),
            event_letter=_letter(_EVENTS, words),
            event_calendar=words.term("event_calendar", "one", language),
        )
    )


def _letter(kind: str, words: Vocabulary) -> str:
    return say(sequence_label(kind, 1), words.language).rstrip("1")


def _kinds(rows: Sequence[PlanRow], reader: Reader) -> Choices:
    words, language = reader.words, reader.language
    bodies = sorted({(row.body_sequence, row.body, str(row.body_id)) for row in rows if row.body})
    return [
        ("", reader.say(msg("Everything"))),
        (_SESSIONS, capital(words.term("session", "many", language))),
        *((code, name) for _, name, code in bodies if len(bodies) > 1),
        (_EVENTS, capital(words.term("event", "many", language))),
    ]


def _types(rows: Sequence[PlanRow], reader: Reader) -> Choices:
    used = {code for row in rows for code in row.types}
    named = [
        (kind.code, str(reader.words.say(kind.names, reader.language)))
        for kind in reader.words.event_types.all.values()
        if kind.code in used
    ]
    return [("", reader.say(msg("All types"))), *named]
