"""The report of a group that formed in a meeting, put on the next agenda of the body above it by itself, once."""

import uuid
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import aliased

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.messages import Message, msg, say
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.service.agenda import ItemDraft, add_item
from paktum.domains.meetings.tables import AgendaItem, Meeting, MeetingBody
from paktum.domains.sittings.tables import GroupSignUp, GroupTopic
from paktum.domains.tenancy.queries import pact_language

REPORT: Final = "group_reports"
"""The kind of the agenda item; one that stands for a single report names its group."""
_AHEAD: Final = ("planned", "convened")


def put_on_next_agenda(session: TenantSession, clock: Clock, actor: Actor, head: MeetingHead) -> None:
    """Put the reports that wait on the next meeting of the body that leads this one, where one is planned already."""
    following = session.scalar(
        select(Meeting.id)
        .join(MeetingBody, (MeetingBody.tenant_id == Meeting.tenant_id) & (MeetingBody.meeting_id == Meeting.id))
        .where(
            MeetingBody.body_id == head.bodies[0].body_id,
            Meeting.state.in_(_AHEAD),
            Meeting.starts_at > head.starts_at,
        )
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(1)
    )
    if following is not None:
        put_reports(session, clock, actor, following)


def put_reports(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> int:
    """Put the reports that the meeting's bodies wait for on its agenda; how many. Each group reports so once.

    Raises NotFound for a meeting that is not there, and Forbidden without `meetings.keep`.
    """
    # Two who plan the body's meetings at once come one after the other, so that no report stands on both agendas.
    head = meeting_head(session, meeting_id)
    if head.state not in _AHEAD:
        return 0
    bodies = [body.body_id for body in head.bodies]
    session.execute(select(Body.id).where(Body.id.in_(bodies)).order_by(Body.id).with_for_update(key_share=True))
    language = pact_language(session)
    waiting = _waiting(session, head, bodies)
    for group_id, name, leader in waiting:
        title: Message = msg("Report of the working group “%(name)s”", name=name)
        draft = ItemDraft(
            title=say(title, language)[:400], kind=REPORT, presenter=leader or "", working_group_id=group_id
        )
        add_item(session, clock, actor, meeting_id, draft)
    return len(waiting)


def _waiting(
    session: TenantSession, head: MeetingHead, bodies: list[uuid.UUID]
) -> list[tuple[uuid.UUID, str, str | None]]:
    """Groups under these bodies that formed in an earlier meeting and stand on no agenda yet: id, name, leader."""
    formed_in, leader = aliased(Meeting), aliased(GroupSignUp)
    reported = (
        select(AgendaItem.id)
        .where(
            AgendaItem.tenant_id == Body.tenant_id,
            AgendaItem.working_group_id == Body.id,
            AgendaItem.kind == REPORT,
            AgendaItem.state != "withdrawn",
        )
        .correlate(Body)
        .exists()
    )
    rows = session.execute(
        select(Body.id, Body.name, leader.person)
        .join(GroupTopic, (GroupTopic.tenant_id == Body.tenant_id) & (GroupTopic.body_id == Body.id))
        .join(formed_in, (formed_in.tenant_id == GroupTopic.tenant_id) & (formed_in.id == GroupTopic.meeting_id))
        .outerjoin(
            leader,
            (leader.tenant_id == GroupTopic.tenant_id)
            & (leader.topic_id == GroupTopic.id)
            & leader.leads
            & leader.withdrawn_at.is_(None),
        )
        .where(
            Body.parent_id.in_(bodies),
            Body.ended_on.is_(None),
            formed_in.starts_at < head.starts_at,
            formed_in.id != head.id,
            ~reported,
        )
        .order_by(Body.sequence, Body.id)
    )
    return [(row.id, row.name, row.person) for row in rows]
