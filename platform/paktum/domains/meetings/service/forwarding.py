"""An item's matter, forwarded to another body; it comes on that body's next agenda by itself."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.domains.audit.service import record
from paktum.domains.decisions.rules import ReferralKind
from paktum.domains.decisions.service import ReferralDraft, forward
from paktum.domains.meetings.service.loading import load_item, load_meeting
from paktum.domains.meetings.tables import AgendaItem, MeetingBody


@dataclass(frozen=True)
class Forwarding:
    """What is asked or told, and of which body."""

    kind: ReferralKind
    to_body_id: uuid.UUID
    title: str
    text: str = ""


def forward_item(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    forwarding: Forwarding,
) -> uuid.UUID:
    """Forward the matter of an item from the body that leads the meeting to another, and give the referral's id.

    It comes on that body's next agenda by itself; the item stays where it is. Raises Forbidden, NotFound, Invalid by field.
    """
    authorise(actor, "meetings.keep")
    load_meeting(session, meeting_id)
    item = load_item(session, meeting_id, item_id)
    leading = session.scalars(
        select(MeetingBody.body_id).where(MeetingBody.meeting_id == meeting_id).order_by(MeetingBody.sequence).limit(1)
    ).one()
    referral_id = forward(
        session,
        clock,
        actor,
        ReferralDraft(
            kind=forwarding.kind,
            from_body_id=leading,
            to_body_id=forwarding.to_body_id,
            title=forwarding.title,
            text=forwarding.text,
            subject=_subject_of(item),
            meeting_id=meeting_id,
            agenda_item_id=item_id,
        ),
    )
    record(session, clock, actor, "agenda_item.forwarded", "meeting", meeting_id, item=str(item_id))
    return referral_id


def _subject_of(item: AgendaItem) -> SubjectRef | None:
    if item.subject_kind is None or item.subject_id is None:
        return None
    return SubjectRef(item.subject_kind, item.subject_id)
