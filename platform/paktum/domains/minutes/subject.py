"""Minutes as a subject: they can stand on the agenda of a later meeting, whose decision approves them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, select

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.core.languages import Language
from paktum.core.messages import Message, msg
from paktum.core.periods import Period, period_text
from paktum.core.subjects import DecisionTold, Subject, SubjectKind
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.queries import local_day
from paktum.domains.meetings.tables import Meeting, MeetingBody
from paktum.domains.minutes.service.approving import approve_by_meeting, withdraw_approval_by_meeting
from paktum.domains.minutes.tables import Minutes
from paktum.domains.tenancy.tables import Tenant

CODE: Final = "minutes"
# More than the last few dozen open minutes nobody chooses from.
_OFFERED: Final = 50


def _statement() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Minutes.id,
            Minutes.meeting_id,
            Meeting.title,
            Body.name,
            local_day(Meeting.starts_at).label("day"),
        )
        .join(Meeting, and_(Meeting.tenant_id == Minutes.tenant_id, Meeting.id == Minutes.meeting_id))
        .join(Tenant, Tenant.id == Meeting.tenant_id)
        .join(
            MeetingBody,
            and_(
                MeetingBody.tenant_id == Meeting.tenant_id,
                MeetingBody.meeting_id == Meeting.id,
                MeetingBody.sequence == 0,
            ),
        )
        .join(Body, and_(Body.tenant_id == MeetingBody.tenant_id, Body.id == MeetingBody.body_id))
    )


def _subject(row: Any, language: Language) -> Subject:
    return Subject(
        SubjectRef(CODE, row.id),
        _title(row.title or row.name, row.day, language),
        f"/meetings/{row.meeting_id}/minutes",
    )


def _title(called: str, day: date, language: Language) -> Message:
    return msg("Minutes of %(day)s: %(meeting)s", day=period_text(Period.on(day), language), meeting=called)


def describe(session: TenantSession, ids: Collection[uuid.UUID], language: Language) -> Mapping[uuid.UUID, Subject]:
    """The minutes of those ids, by the day and the body of their meeting."""
    rows = session.execute(_statement().where(Minutes.id.in_(ids)))
    return {row.id: _subject(row, language) for row in rows}


def offered(session: TenantSession, language: Language) -> Sequence[Subject]:
    """Minutes that are not approved yet, the newest first."""
    rows = session.execute(
        _statement().where(Minutes.state.in_(("drafted", "sent"))).order_by(Meeting.starts_at.desc()).limit(_OFFERED)
    )
    return [_subject(row, language) for row in rows]


def decided(session: TenantSession, clock: Clock, actor: Actor, subject_id: uuid.UUID, told: DecisionTold) -> None:
    """A meeting decided about minutes."""
    approve_by_meeting(session, clock, actor, subject_id, told)


def annulled(session: TenantSession, clock: Clock, actor: Actor, subject_id: uuid.UUID, told: DecisionTold) -> None:
    """The decision by which a meeting approved minutes was annulled."""
    withdraw_approval_by_meeting(session, clock, actor, subject_id, told)


KIND: Final = SubjectKind(CODE, msg("Minutes"), describe, offered, decided, annulled)
