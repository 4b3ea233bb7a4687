"""What of meetings is late, due this week or coming next, and which meetings a charter misses."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from paktum.core.due import Deed, DueItem, Urgency, week_end
from paktum.core.languages import Language
from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import Period, SpokenDay
from paktum.core.working_days import IsWorkingDay
from paktum.domains.meetings.cadence_queries import CharteredBody
from paktum.domains.meetings.listing_queries import MeetingRow
from paktum.domains.meetings.rules.cadence import CadenceGap, frequency_rule_words, gap_of, joint_rule_words
from paktum.domains.meetings.rules.life import CALLED_OFF, STATE_WORDS, MeetingState
from paktum.domains.meetings.rules.notice import (
    NoticeCheck,
    check_notice,
    days_after,
    late_words,
    minutes_rule_words,
    notice_rule_words,
    strictest,
)
from paktum.domains.meetings.wording import STATE_LOOKS, hour, meeting_address
from paktum.plugin.specs.charter import CharterRules

LOOKS_BACK: Final = timedelta(days=800)
# How long a meeting may stay without a word whether it was held before nobody asks any more.
_ASKS_FOR: Final = timedelta(days=365)


@dataclass(frozen=True)
class Watch:
    """What the watch knows: the day and the hour, whose holidays count, the bodies' charters, and what the reader may do."""

    today: date
    now: datetime
    is_working_day: IsWorkingDay
    bodies: Sequence[CharteredBody]
    language: Language
    """The language of the pact's own texts."""
    may_keep: bool

    @property
    def rules(self) -> Mapping[uuid.UUID, CharterRules]:
        return {body.id: body.rules for body in self.bodies}


def due_items(rows: Sequence[MeetingRow], watch: Watch) -> list[DueItem]:
    """The items of meetings that are prepared, to be held, or without minutes."""
    found = []
    for row in rows:
        match row.state:
            case MeetingState.PLANNED | MeetingState.CONVENED if row.ends_at <= watch.now:
                if watch.now - row.ends_at < _ASKS_FOR:
                    found.append(_unheld(row, watch))
            case MeetingState.PLANNED:
                found.append(_to_convene(row, watch))
            case MeetingState.CONVENED | MeetingState.IN_SESSION:
                found.append(_coming(row, watch))
            case MeetingState.POSTPONED if watch.may_keep:
                found.append(_postponed(row, watch))
            case MeetingState.HELD if watch.may_keep:
                found.append(_without_minutes(row, watch))
    return found


def _item(
    row: MeetingRow,
    watch: Watch,
    urgency: Urgency,
    period: Period,
    *,
    title: str | Message = "",
    why: tuple[Message, ...] = (),
    deed: tuple[Message, str] | None = None,
    state: tuple[str, Message] | None = None,
    weight: int = 0,
) -> DueItem:
    called = title or row.called
    facts: tuple[str | Message, ...] = (f"{hour(row.local_start)}–{hour(row.local_end)}", row.place)
    return DueItem(
        urgency,
        period,
        called,
        meeting_address(row.id),
        watch.language if isinstance(called, str) else None,
        why=why,
        facts=tuple(fact for fact in facts if fact),
        state=state or (STATE_LOOKS[row.state], STATE_WORDS[row.state]),
        deed=Deed(*deed) if deed and watch.may_keep else None,
        weight=weight,
    )


def _unheld(row: MeetingRow, watch: Watch) -> DueItem:
    days = (watch.today - row.day).days
    return _item(
        row,
        watch,
        Urgency.LATE,
        Period.on(row.day),
        why=(msg("Its time is over, and nothing says that it was held."),),
        deed=(msg("Say whether it was held"), f"{meeting_address(row.id)}/held"),
        state=("late", nmsg("%(num)d day ago", "%(num)d days ago", days)) if days else None,
    )


def _notice(row: MeetingRow, watch: Watch) -> NoticeCheck | None:
    """By which day the meeting is to be convened: the strictest of its bodies' charters."""
    rules = watch.rules
    checks = [
        check_notice(rules[body.body_id].notice, row.day, watch.today, watch.is_working_day)
        for body in row.bodies
        if body.body_id in rules
    ]
    return strictest(checks) if checks else None


def _to_convene(row: MeetingRow, watch: Watch) -> DueItem:
    check = _notice(row, watch)
    if not watch.may_keep or check is None or check.by > week_end(watch.today):
        return _coming(row, watch)
    last_day = msg("The last day for it is %(day)s.", day=SpokenDay(check.by))
    return _item(
        row,
        watch,
        Urgency.LATE if check.late else Urgency.DUE,
        Period.on(check.by),
        title=msg("Convene now: %(title)s", title=row.called),
        why=(notice_rule_words(check.span), late_words(check) or last_day),
        deed=(msg("Convene the %(term_session)s"), meeting_address(row.id)),
    )


def _coming(row: MeetingRow, watch: Watch) -> DueItem:
    this_week = row.day <= week_end(watch.today)
    return _item(row, watch, Urgency.DUE if this_week else Urgency.NEXT, Period.on(max(row.day, watch.today)), weight=1)


def _postponed(row: MeetingRow, watch: Watch) -> DueItem:
    return _item(
        row,
        watch,
        Urgency.DUE,
        Period.on(week_end(watch.today)),
        why=(msg("It was postponed, and no new time is set."),),
        deed=(msg("Set a new time"), f"{meeting_address(row.id)}/edit"),
        weight=2,
    )


def _without_minutes(row: MeetingRow, watch: Watch) -> DueItem:
    rules = watch.rules
    deadlines = [
        (days_after(rules[body.body_id].minutes_due, row.day, watch.is_working_day), rules[body.body_id].minutes_due)
        for body in row.bodies
        if body.body_id in rules
    ]
    by, span = min(deadlines, key=lambda pair: pair[0], default=(row.day + timedelta(days=14), None))
    late = by < watch.today
    return _item(
        row,
        watch,
        Urgency.LATE if late else Urgency.DUE if by <= week_end(watch.today) else Urgency.NEXT,
        Period.on(by),
        title=msg("Write the minutes: %(title)s", title=row.called),
        why=(minutes_rule_words(span),) if span else (),
        deed=(msg("Write the minutes"), f"{meeting_address(row.id)}/minutes"),
        state=("late", nmsg("%(num)d day ago", "%(num)d days ago", (watch.today - by).days)) if late else None,
    )


def cadence_items(
    rows: Sequence[MeetingRow], planned: Mapping[uuid.UUID, Sequence[Period]], watch: Watch
) -> list[DueItem]:
    """The meetings that charters ask for and nobody has planned, with days to propose.

    `planned` are the times of the programme's sessions that are not convened yet, by body. Only for those who may plan.
    """
    if not watch.may_keep:
        return []
    counted = {body.id: list(planned.get(body.id, ())) for body in watch.bodies}
    rows = meetings_that_count(rows)
    for row in rows:
        for one in row.bodies:
            if one.body_id in counted:
                counted[one.body_id].append(Period.on(row.day))
    found = []
    for body in watch.bodies:
        frequency, notice = body.rules.frequency, body.rules.notice
        if frequency is None:
            continue
        gap = gap_of(frequency, counted[body.id], watch.today, watch.is_working_day, since=body.since, notice=notice)
        if gap is not None:
            found.append(_gap_item(body, frequency_rule_words(frequency), gap, watch))
    return found + _joint_items(rows, watch)


def meetings_that_count(rows: Sequence[MeetingRow]) -> list[MeetingRow]:
    """The meetings that count: neither those called off, nor a session without a quorum in whose place another is convened."""
    held = [row for row in rows if row.state not in CALLED_OFF]
    repeated = {row.first_meeting_id for row in held}
    return [row for row in held if row.id not in repeated]


def _joint_items(rows: Sequence[MeetingRow], watch: Watch) -> list[DueItem]:
    """Joint sessions that are missing; two bodies that both name each other are told once."""
    by_type = {body.body_type: body for body in reversed(watch.bodies)}
    seen: set[frozenset[uuid.UUID]] = set()
    found = []
    for body in watch.bodies:
        for joint in body.rules.joint_sessions:
            other = by_type.get(joint.body)
            if other is None or other.id == body.id or frozenset((body.id, other.id)) in seen:
                continue
            seen.add(frozenset((body.id, other.id)))
            together = [
                Period.on(row.day) for row in rows if {body.id, other.id} <= {one.body_id for one in row.bodies}
            ]
            notice = max(body.rules.notice, other.rules.notice, key=lambda span: span.days or span.working_days or 0)
            gap = gap_of(joint.frequency, together, watch.today, watch.is_working_day, since=body.since, notice=notice)
            if gap is not None:
                found.append(_joint_item(body, other, joint_rule_words(joint.frequency, other.name), gap, watch))
    return found


def _gap_item(body: CharteredBody, rule: Message, gap: CadenceGap, watch: Watch) -> DueItem:
    return _proposal(
        msg("Plan a new %(term_session)s: %(body)s", body=body.name),
        f"/bodies/{body.id}",
        f"/meetings/new?body={body.id}",
        rule,
        gap,
        watch,
    )


def _joint_item(body: CharteredBody, other: CharteredBody, rule: Message, gap: CadenceGap, watch: Watch) -> DueItem:
    return _proposal(
        msg("Plan a joint session: %(body)s and %(other)s", body=body.name, other=other.name),
        f"/bodies/{body.id}",
        f"/meetings/new?body={body.id}&with={other.id}",
        rule,
        gap,
        watch,
    )


def _proposal(title: Message, address: str, form: str, rule: Message, gap: CadenceGap, watch: Watch) -> DueItem:
    """A gap with its first proposed day; due now where the rule is broken already or no day is left that keeps the notice."""
    day = gap.proposed[0] if gap.proposed else None
    if gap.overdue:
        missing = msg("It should have met by now.")
    else:
        missing = nmsg(
            "%(num)d %(term_session)s is missing in this time: %(period)s.",
            "%(num)d %(term_session_many)s are missing in this time: %(period)s.",
            gap.missing,
            period=gap.period,
        )
    urgent = gap.overdue or day is None
    return DueItem(
        Urgency.DUE if urgent else Urgency.NEXT,
        Period.on(week_end(watch.today)) if urgent or day is None else Period.on(day),
        title,
        address,
        why=(rule, missing),
        facts=(msg("Proposed: %(day)s", day=SpokenDay(day)),) if day else (),
        state=("unsure", msg("not planned yet")),
        deed=Deed(msg("Plan it"), f"{form}&day={day.isoformat()}" if day else form),
        weight=5,
    )
