"""What goes on an agenda by itself: standing items, items carried over, what was forwarded, tasks still open."""

import uuid
from collections.abc import Sequence

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, NotFound
from paktum.core.ids import SubjectRef, new_id
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.rules.agenda import ItemDraft, joined_standing_items
from paktum.domains.meetings.rules.life import AGENDA_OPEN_IN, PREPARED_IN, MeetingState
from paktum.domains.meetings.service.agenda import append_item
from paktum.domains.meetings.service.loading import load_item, load_meeting, require_state, touch
from paktum.domains.meetings.service.referring import bring_referrals
from paktum.domains.meetings.tables import AgendaItem, Meeting, MeetingBody, MeetingDocument
from paktum.domains.tasks.service import carry_tasks
from paktum.plugin.vocabulary import Vocabulary

_CARRIED_FROM = AGENDA_OPEN_IN | {MeetingState.HELD}


def fill_agenda(session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, meeting_id: uuid.UUID) -> int:
    """Put on a meeting's agenda what stands on every one of its bodies, and what waits for their next meeting.

    Gives how many items came on it; done again, only what came since. Raises Forbidden, NotFound, Conflict.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, PREPARED_IN)
    bodies = bodies_of(session, meeting_id)
    present = session.scalars(select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)).all()
    added = 0
    if not present:
        for draft in _standing(session, words, bodies):
            append_item(session, meeting_id, draft)
            added += 1
    for waiting in _waiting(session, bodies, meeting.starts_at):
        _continue(session, waiting, meeting_id)
        added += 1
    added += bring_referrals(session, clock, actor, meeting_id, bodies)
    _bring_tasks(session, clock, actor, meeting_id, bodies)
    if added:
        touch(clock, meeting)
        record(session, clock, actor, "agenda.filled", "meeting", meeting_id, items=added)
    return added


def bodies_of(session: TenantSession, meeting_id: uuid.UUID) -> list[uuid.UUID]:
    """The bodies of a meeting, the one that leads first."""
    return list(
        session.scalars(
            select(MeetingBody.body_id).where(MeetingBody.meeting_id == meeting_id).order_by(MeetingBody.sequence)
        )
    )


def _standing(session: TenantSession, words: Vocabulary, bodies: Sequence[uuid.UUID]) -> list[ItemDraft]:
    rows = session.execute(select(Body.id, Body.body_type).where(Body.id.in_(bodies)))
    types = {row.id: row.body_type for row in rows}
    items = joined_standing_items([words.body_type(types[body]).agenda for body in bodies])
    return [
        ItemDraft(words.say(item.title).text, kind=item.kind, minutes=item.minutes, public=item.public)
        for item in items
    ]


def _waiting(session: TenantSession, bodies: Sequence[uuid.UUID], before: object) -> Sequence[AgendaItem]:
    """Items of earlier meetings of these bodies that were carried over and stand on no later agenda yet."""
    later = aliased(AgendaItem)
    return session.scalars(
        select(AgendaItem)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            AgendaItem.state == "carried",
            Meeting.starts_at < before,
            Meeting.id.in_(select(MeetingBody.meeting_id).where(MeetingBody.body_id.in_(bodies))),
            ~exists().where(later.carried_from_id == AgendaItem.id),
        )
        .order_by(Meeting.starts_at, AgendaItem.sequence)
    ).all()


def _bring_tasks(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, bodies: Sequence[uuid.UUID]
) -> None:
    """Put the open tasks under the item that looks at them, where the agenda has one."""
    item = session.scalar(
        select(AgendaItem.id)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.kind == "task_review", AgendaItem.state == "open")
        .order_by(AgendaItem.sequence)
        .limit(1)
    )
    if item is not None:
        carry_tasks(session, clock, actor, item, bodies)


def carry_item(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID) -> bool:
    """Carry an item over: to the next meeting of its bodies that is being prepared, or until there is one.

    Gives whether it stands on a later agenda now. Its documents go along; done again, nothing changes.
    Raises Forbidden, NotFound; Conflict for an item that is done, or once the minutes are drafted.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, _CARRIED_FROM)
    item = load_item(session, meeting_id, item_id)
    if item.state == "carried":
        return session.scalar(select(exists().where(AgendaItem.carried_from_id == item_id))) or False
    if item.state not in ("open", "current"):
        raise Conflict(msg("Only an item that has not been dealt with can be carried over."))
    item.state = "carried"
    session.flush()
    following = next_prepared(session, bodies_of(session, meeting_id), meeting)
    if following is not None:
        _continue(session, item, following.id)
        touch(clock, following)
    touch(clock, meeting)
    facts = {"to": str(following.id)} if following else {}
    record(session, clock, actor, "agenda_item.carried", "meeting", meeting_id, item=str(item_id), **facts)
    return following is not None


def next_prepared(session: TenantSession, bodies: Sequence[uuid.UUID], after: Meeting) -> Meeting | None:
    """The next meeting of one of these bodies whose agenda is being made; locked."""
    return session.scalar(
        select(Meeting)
        .where(
            Meeting.id != after.id,
            Meeting.starts_at > after.starts_at,
            Meeting.state.in_(("planned", "convened")),
            Meeting.id.in_(select(MeetingBody.meeting_id).where(MeetingBody.body_id.in_(bodies))),
        )
        .order_by(Meeting.starts_at)
        .limit(1)
        .with_for_update()
    )


def _continue(session: TenantSession, item: AgendaItem, meeting_id: uuid.UUID, *, whole: bool = False) -> None:
    """The same matter with its documents on a later agenda, which has its own opening and closing unless it is carried as a
    `whole`."""
    known = item.subject_kind is not None and item.subject_id is not None
    later = append_item(
        session,
        meeting_id,
        ItemDraft(
            item.title,
            kind=item.kind if whole or item.kind not in ("opening", "closing") else "free",
            text=item.text,
            presenter=item.presenter,
            working_group_id=item.working_group_id,
            minutes=item.minutes,
            public=item.public,
            subject=SubjectRef(item.subject_kind, item.subject_id)
            if known and item.subject_kind and item.subject_id
            else None,
            carried_from_id=item.id,
        ),
    )
    for document in session.scalars(select(MeetingDocument).where(MeetingDocument.agenda_item_id == item.id)):
        session.add(
            MeetingDocument(
                id=new_id(),
                meeting_id=meeting_id,
                agenda_item_id=later.id,
                file_id=document.file_id,
                kind=document.kind,
                title=document.title,
                public=document.public,
                sequence=document.sequence,
            )
        )
    session.flush()


def continue_agenda(session: TenantSession, first: Meeting, second: Meeting) -> None:
    """Put what a meeting left undone on the agenda of another, in its order; there it is carried over.

    It is opened and closed like any other: what stands on the agenda for that comes along even where it is done.
    """
    undone = AgendaItem.state.in_(("open", "current"))
    frame = and_(AgendaItem.state == "done", AgendaItem.kind.in_(("opening", "closing")))
    items = session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == first.id, or_(undone, frame)).order_by(AgendaItem.sequence)
    ).all()
    for item in items:
        if item.state == "done":
            draft = ItemDraft(item.title, kind=item.kind, minutes=item.minutes, public=item.public)
            append_item(session, second.id, draft)
        else:
            item.state = "carried"
            _continue(session, item, second.id, whole=True)


def put_on_next_agenda(
    session: TenantSession, clock: Clock, actor: Actor, body_id: uuid.UUID, draft: ItemDraft
) -> uuid.UUID | None:
    """Put an item on the next agenda of a body that is being made, and give its id; None where there is none yet.

    Raises Forbidden, and NotFound for a body that is not there.
    """
    authorise(actor, "meetings.keep")
    if session.get(Body, (session.tenant_id, body_id)) is None:
        raise NotFound
    meeting = session.scalar(
        select(Meeting)
        .where(
            Meeting.starts_at > clock.now(),
            Meeting.state.in_(("planned", "convened")),
            Meeting.id.in_(select(MeetingBody.meeting_id).where(MeetingBody.body_id == body_id)),
        )
        .order_by(Meeting.starts_at)
        .limit(1)
        .with_for_update()
    )
    if meeting is None:
        return None
    item = append_item(session, meeting.id, draft)
    touch(clock, meeting)
    record(session, clock, actor, "agenda_item.added", "meeting", meeting.id, item=str(item.id), title=item.title)
    return item.id
