"""The page of a meeting, shaped so that its template only prints: the strip of its life, what to do next, its agenda."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from paktum.core.ids import SubjectRef
from paktum.core.messages import Message, msg
from paktum.core.periods import SpokenDay
from paktum.core.subjects import Subject
from paktum.core.working_days import IsWorkingDay
from paktum.domains.meetings.queries import AgendaRow, BodyOfMeeting, MeetingHead
from paktum.domains.meetings.rules.agenda import planned_times
from paktum.domains.meetings.rules.life import COURSE, STATE_WORDS, MeetingState, has_come_to
from paktum.domains.meetings.rules.notice import (
    NoticeCheck,
    check_notice,
    days_after,
    late_words,
    minutes_rule_words,
    notice_rule_words,
)

# The strip shows what people wait for, not every state: a sitting is open for two hours of a year.
_STEPS: Final[tuple[tuple[MeetingState, Message], ...]] = (
    (MeetingState.PLANNED, msg("%(Term_agenda)s")),
    (MeetingState.CONVENED, msg("Convened")),
    (MeetingState.HELD, msg("Held")),
    (MeetingState.MINUTES_DRAFTED, msg("Minutes drafted")),
    (MeetingState.MINUTES_APPROVED, msg("Minutes approved")),
    (MeetingState.CLOSED, msg("Closed")),
)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the meeting's life: whether it is done, and whether it is the one that comes now."""

    words: Message
    done: bool
    now: bool
    by: Message | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do now: its words, why, and the label and address of its button; `late` colours it."""

    title: Message
    why: tuple[Message, ...]
    deed: tuple[Message, str] | None
    late: bool = False


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """An item as the page prints it."""

    row: AgendaRow
    begins: datetime | None
    subject: Subject | None
    subject_kind: Message | None


@dataclass(frozen=True, slots=True)
class NoticeOfBody:
    """The notice of one body's charter."""

    body: BodyOfMeeting
    check: NoticeCheck
    rule: Message


def notices(head: MeetingHead, today: date, is_working_day: IsWorkingDay) -> list[NoticeOfBody]:
    """By which day each body is to be invited, the strictest first."""
    found = [
        NoticeOfBody(
            body,
            check_notice(body.charter.notice, head.day, today, is_working_day),
            notice_rule_words(body.charter.notice),
        )
        for body in head.bodies
        if body.charter_id is not None
    ]
    return sorted(found, key=lambda one: one.check.by)


def minutes_due(head: MeetingHead, is_working_day: IsWorkingDay) -> tuple[date, Message] | None:
    """By which day the minutes are to be ready, and by which rule; None for bodies without a charter."""
    found = [
        (days_after(body.charter.minutes_due, head.day, is_working_day), minutes_rule_words(body.charter.minutes_due))
        for body in head.bodies
        if body.charter_id is not None
    ]
    return min(found, key=lambda pair: pair[0], default=None)


def steps(head: MeetingHead, today: date, is_working_day: IsWorkingDay) -> list[Step]:
    """The strip of the meeting's life, with the charter's days beside what is still to be done."""
    if head.state in (MeetingState.CANCELLED,):
        return []
    found: list[Step] = []
    now_seen = False
    for state, words in _STEPS:
        following = COURSE.index(state)
        done = has_come_to(head.state, state) and (state is not MeetingState.PLANNED or head.state is not state)
        now = not done and not now_seen
        now_seen = now_seen or now
        by, late = _by_when(head, state, today, is_working_day) if not done and following else (None, False)
        found.append(Step(words, done, now, by, late))
    return found


def _by_when(
    head: MeetingHead, state: MeetingState, today: date, is_working_day: IsWorkingDay
) -> tuple[Message | None, bool]:
    if state is MeetingState.CONVENED:
        found = notices(head, today, is_working_day)
        if found and head.state in (MeetingState.PLANNED,):
            return msg("by %(day)s", day=SpokenDay(found[0].check.by)), found[0].check.late
    if state is MeetingState.HELD:
        return msg("on %(day)s", day=SpokenDay(head.day)), False
    if state is MeetingState.MINUTES_DRAFTED:
        due = minutes_due(head, is_working_day)
        if due is not None:
            return msg("by %(day)s", day=SpokenDay(due[0])), due[0] < today and head.day < today
    return None, False


@dataclass(frozen=True)
class Addresses:
    """The pages that other domains keep of a meeting; None while there is none."""

    invitation: str | None
    sitting: str | None
    minutes: str | None
    convene: str
    edit: str
    agenda: str
    close: str
    held: str


def next_step(
    head: MeetingHead,
    items: int,
    now: datetime,
    today: date,
    is_working_day: IsWorkingDay,
    to: Addresses,
    *,
    invited: int = 0,
    untold: int = 0,
) -> NextStep | None:
    """What to do now, with the rule that says by when; None where nothing is left. `untold` of those invited do not know how
    the meeting stands."""
    match head.state:
        case MeetingState.PLANNED:
            return _to_convene(head, items, now, today, is_working_day, to)
        case MeetingState.CONVENED:
            return _to_tell(to) if untold and head.starts_at > now else _to_hold(head, invited, now, today, to)
        case MeetingState.IN_SESSION:
            return NextStep(
                msg("The %(term_session)s is under way"),
                (),
                _deed(msg("To the screen of the %(term_session)s"), to.sitting),
            )
        case MeetingState.HELD | MeetingState.MINUTES_DRAFTED:
            return _to_write(head, today, is_working_day, to)
        case MeetingState.MINUTES_APPROVED:
            why = (msg("The minutes are approved. Once everything is filed, nothing of it changes any more."),)
            return NextStep(msg("Close the file"), why, (msg("Close the file"), to.close))
        case MeetingState.POSTPONED:
            why = (msg("It was postponed, and no new time is set."),)
            return NextStep(msg("Set a new time"), why, (msg("Set a new time"), to.edit))
        case _:
            return None


def _deed(label: Message, address: str | None) -> tuple[Message, str] | None:
    return (label, address) if address else None


def _to_convene(
    head: MeetingHead, items: int, now: datetime, today: date, is_working_day: IsWorkingDay, to: Addresses
) -> NextStep:
    if head.ends_at <= now:
        return _asked_whether_held(to)
    found = notices(head, today, is_working_day)
    why: tuple[Message, ...] = tuple(one.rule for one in found[:1])
    late = bool(found) and found[0].check.late
    if found:
        past = late_words(found[0].check)
        why += (past or msg("The last day for it is %(day)s.", day=SpokenDay(found[0].check.by)),)
    if not items:
        return NextStep(msg("Make the agenda"), why, (msg("Make the agenda"), to.agenda), late=late)
    return NextStep(
        msg("Convene the %(term_session)s"),
        why,
        (msg("Convene the %(term_session)s"), to.invitation or to.convene),
        late=late,
    )


def _asked_whether_held(to: Addresses) -> NextStep:
    why = (msg("Its time is over, and nothing says that it was held."),)
    return NextStep(msg("Was it held?"), why, (msg("It was held"), to.held), late=True)


def _to_tell(to: Addresses) -> NextStep:
    why = (msg("Some of those invited have no invitation yet, or only that of an earlier time or place."),)
    return NextStep(msg("Send what is missing"), why, _deed(msg("Send what is missing"), to.invitation))


def _to_hold(head: MeetingHead, invited: int, now: datetime, today: date, to: Addresses) -> NextStep | None:
    if head.day > today and not invited:
        # Convened by other ways than from here: nothing is to be done until its day.
        return None
    if head.day > today:
        why = (msg("Those invited answer by the link in their invitation."),)
        return NextStep(msg("The invitation is out"), why, _deed(msg("See the answers"), to.invitation))
    if head.ends_at <= now:
        return _asked_whether_held(to)
    return NextStep(msg("The %(term_session)s is today"), (), _deed(msg("Open the %(term_session)s"), to.sitting))


def _to_write(head: MeetingHead, today: date, is_working_day: IsWorkingDay, to: Addresses) -> NextStep:
    due = minutes_due(head, is_working_day)
    why: tuple[Message, ...] = ()
    late = False
    if due is not None:
        why = (due[1], msg("That is %(day)s.", day=SpokenDay(due[0])))
        late = due[0] < today
    if head.state is MeetingState.HELD:
        return NextStep(msg("Write the minutes"), why, _deed(msg("Write the minutes"), to.minutes), late)
    return NextStep(msg("Have the minutes approved"), why, _deed(msg("To the minutes"), to.minutes), late)


def agenda_lines(
    rows: Sequence[AgendaRow],
    starts_at: datetime,
    subjects: Mapping[SubjectRef, Subject],
    labels: Mapping[str, Message],
) -> list[AgendaLine]:
    """The items with the times they are planned to begin at and what is brought before the body under them."""
    return [
        AgendaLine(
            row,
            row.started_at or begins,
            subjects.get(row.subject) if row.subject else None,
            labels.get(row.subject.kind) if row.subject else None,
        )
        for row, begins in planned_times(rows, starts_at)
    ]


def state_words(head: MeetingHead) -> Message:
    """Where the meeting stands, in words."""
    return STATE_WORDS[head.state]
