"""Putting minutes on the agenda of the body's next meeting, so that it approves them by a decision."""

import uuid

from sqlalchemy import and_, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Refused
from paktum.core.ids import SubjectRef
from paktum.core.languages import Language
from paktum.core.messages import msg, say
from paktum.core.periods import Period, period_text
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.life import PREPARED_IN, MeetingState
from paktum.domains.meetings.service.agenda import ItemDraft, add_item, edit_item
from paktum.domains.meetings.tables import AgendaItem, Meeting, MeetingBody
from paktum.domains.minutes.rules.life import may, refusal
from paktum.domains.minutes.service.loading import load_minutes, state_of
from paktum.domains.minutes.subject import CODE

_KIND = "minutes_approval"


def put_on_next_agenda(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, language: Language
) -> uuid.UUID:
    """Put the minutes before the next meeting of the body that led, and give that meeting's id; once is enough.

    A standing item for the approval of minutes takes them where it is still without a matter; else they get an item of
    their own, called in `language`, that of the pact. Raises Forbidden, NotFound, Conflict when they are approved, and
    Refused while no such meeting is planned.
    """
    authorise(actor, "minutes.write")
    head = meeting_head(session, meeting_id)
    minutes = load_minutes(session, meeting_id, shared=True)
    if not may(state_of(minutes), "approve"):
        raise Conflict(refusal(state_of(minutes), "approve"))
    following = _next_meeting(session, clock, head)
    if following is None:
        raise Refused(msg("No later meeting of this body is planned yet. Plan one first."))
    ref = SubjectRef(CODE, minutes.id)
    standing = None
    for item in session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == following)):
        if (item.subject_kind, item.subject_id) == (CODE, minutes.id):
            return following
        if item.kind == _KIND and item.subject_id is None and item.state == "open":
            standing = item
    if standing is not None:
        edit_item(session, clock, actor, following, standing.id, standing.version, _taking(standing, ref))
        return following
    title = msg("Approval of the minutes of %(day)s", day=period_text(Period.on(head.day), language))
    add_item(session, clock, actor, following, ItemDraft(title=say(title, language), kind=_KIND, subject=ref))
    return following


def _taking(item: AgendaItem, ref: SubjectRef) -> ItemDraft:
    """A standing item as it stands, with the minutes as its matter."""
    return ItemDraft(
        title=item.title,
        kind=item.kind,
        text=item.text,
        presenter=item.presenter,
        working_group_id=item.working_group_id,
        minutes=item.minutes,
        public=item.public,
        subject=ref,
        carried_from_id=item.carried_from_id,
    )


def _next_meeting(session: TenantSession, clock: Clock, head: MeetingHead) -> uuid.UUID | None:
    states = [state for state in PREPARED_IN if state is not MeetingState.POSTPONED]
    return session.scalar(
        select(Meeting.id)
        .join(MeetingBody, and_(MeetingBody.tenant_id == Meeting.tenant_id, MeetingBody.meeting_id == Meeting.id))
        .where(
            MeetingBody.body_id == head.bodies[0].body_id,
            Meeting.id != head.id,
            Meeting.state.in_(states),
            Meeting.starts_at > clock.now(),
        )
        .order_by(Meeting.starts_at)
        .limit(1)
    )
