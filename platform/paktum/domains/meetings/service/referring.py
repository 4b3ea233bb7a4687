"""What other bodies forwarded, put on the agenda of the body that was asked."""

import uuid
from collections.abc import Sequence

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.domains.decisions.referral_queries import waiting_for
from paktum.domains.decisions.service import take_up
from paktum.domains.decisions.subjects import KIND as REFERRAL
from paktum.domains.meetings.rules.agenda import LONGEST_TITLE, ItemDraft
from paktum.domains.meetings.service.agenda import append_item


def bring_referrals(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, bodies: Sequence[uuid.UUID]
) -> int:
    """Put everything that waits to be taken up by these bodies on the agenda, the oldest first; gives how many items."""
    waiting = waiting_for(session, bodies)
    for row in waiting:
        draft = ItemDraft(row.title[:LONGEST_TITLE], presenter=row.from_body, subject=SubjectRef(REFERRAL, row.id))
        take_up(session, clock, actor, row.id, append_item(session, meeting_id, draft).id)
    return len(waiting)
