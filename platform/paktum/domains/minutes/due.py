"""What of minutes waits: drafts to be finished and sent, sent ones to be approved, each by its charter's deadline."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select

from paktum.core.actors import Actor
from paktum.core.database import TenantSession
from paktum.core.due import Deed, DueItem, Urgency, week_end
from paktum.core.messages import Message, msg, nmsg
from paktum.core.periods import Period
from paktum.core.working_days import IsWorkingDay
from paktum.domains.bodies.tables import Body, Charter
from paktum.domains.meetings.queries import local_day
from paktum.domains.meetings.rules.charters import rules_of
from paktum.domains.meetings.rules.naming import meeting_title
from paktum.domains.meetings.rules.notice import days_after, minutes_rule_words
from paktum.domains.meetings.tables import Meeting, MeetingBody
from paktum.domains.minutes.tables import Minutes, MinutesRemark
from paktum.domains.tenancy.tables import Tenant
from paktum.plugin.specs.charter import Span


@dataclass(frozen=True)
class Unfinished:
    """Minutes that are not approved: of which meeting, held on which day, ready by when, and how many remarks wait."""

    meeting_id: uuid.UUID
    state: str
    called: str | Message
    by: date
    span: Span
    remarks: int


@dataclass(frozen=True)
class _Numbered:
    name: str
    short_name: str
    number: int
    year: int


def unfinished_minutes(session: TenantSession, is_working_day: IsWorkingDay) -> list[Unfinished]:
    """The minutes that are drafted or sent, in one statement; of a joint session the strictest charter counts."""
    waiting = (
        select(func.count())
        .where(
            MinutesRemark.tenant_id == Minutes.tenant_id,
            MinutesRemark.minutes_id == Minutes.id,
            MinutesRemark.settled_at.is_(None),
        )
        .correlate(Minutes)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Minutes.meeting_id,
            Minutes.state,
            Meeting.title,
            local_day(Meeting.starts_at).label("day"),
            Body.name,
            Body.short_name,
            MeetingBody.number,
            MeetingBody.year,
            Charter.rules,
            waiting.label("remarks"),
        )
        .join(Meeting, and_(Meeting.tenant_id == Minutes.tenant_id, Meeting.id == Minutes.meeting_id))
        .join(Tenant, Tenant.id == Meeting.tenant_id)
        .join(MeetingBody, and_(MeetingBody.tenant_id == Meeting.tenant_id, MeetingBody.meeting_id == Meeting.id))
        .join(Body, and_(Body.tenant_id == MeetingBody.tenant_id, Body.id == MeetingBody.body_id))
        .outerjoin(Charter, and_(Charter.tenant_id == MeetingBody.tenant_id, Charter.id == MeetingBody.charter_id))
        .where(Minutes.state.in_(("drafted", "sent")))
        .order_by(Meeting.starts_at, MeetingBody.sequence)
    )
    by_meeting: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        by_meeting.setdefault(row.meeting_id, []).append(row)
    return [_unfinished(listed, is_working_day) for listed in by_meeting.values()]


def _unfinished(rows: Sequence[Any], is_working_day: IsWorkingDay) -> Unfinished:
    first = rows[0]
    spans = [rules_of(row.rules).minutes_due for row in rows]
    by, span = min(((days_after(one, first.day, is_working_day), one) for one in spans), key=lambda pair: pair[0])
    bodies = [_Numbered(row.name, row.short_name, row.number, row.year) for row in rows]
    return Unfinished(first.meeting_id, first.state, meeting_title(first.title, bodies), by, span, first.remarks)


def due_items(session: TenantSession, actor: Actor, today: date, is_working_day: IsWorkingDay) -> list[DueItem]:
    """The items for whoever writes or approves minutes, in one statement."""
    if not (actor.may("minutes.write") or actor.may("minutes.approve")):
        return []
    return [_item(one, actor, today) for one in unfinished_minutes(session, is_working_day)]


def _item(one: Unfinished, actor: Actor, today: date) -> DueItem:
    late = one.by < today
    address = f"/meetings/{one.meeting_id}/minutes"
    facts = (nmsg("%(num)d remark to settle", "%(num)d remarks to settle", one.remarks),) if one.remarks else ()
    deed: Deed | None
    if one.state == "drafted":
        title = msg("Finish the minutes: %(title)s", title=one.called)
        deed = Deed(msg("Finish the minutes"), address)
    else:
        title = msg("Minutes to approve: %(title)s", title=one.called)
        deed = Deed(msg("Approve the minutes"), f"{address}/approve") if actor.may("minutes.approve") else None
    return DueItem(
        Urgency.LATE if late else Urgency.DUE if one.by <= week_end(today) else Urgency.NEXT,
        Period.on(one.by),
        title,
        address,
        None,
        why=(minutes_rule_words(one.span),),
        facts=facts,
        state=("late", nmsg("%(num)d day ago", "%(num)d days ago", (today - one.by).days)) if late else None,
        deed=deed,
        weight=3,
    )
