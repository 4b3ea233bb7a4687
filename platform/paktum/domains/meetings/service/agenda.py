"""Putting items on an agenda, changing, moving and withdrawing them."""

import uuid
from collections.abc import Sequence

from sqlalchemy import delete, func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.decisions.service import take_up_listed
from paktum.domains.meetings.rules.agenda import ItemDraft, item_problems, moved
from paktum.domains.meetings.rules.life import AGENDA_OPEN_IN, PREPARED_IN
from paktum.domains.meetings.service.loading import load_item, load_meeting, require_state, require_version, touch
from paktum.domains.meetings.service.references import is_referred_to
from paktum.domains.meetings.tables import AgendaItem

__all__ = [
    "ItemDraft",
    "add_item",
    "edit_item",
    "item_columns",
    "move_item",
    "put_back_item",
    "remove_item",
    "withdraw_item",
]


def add_item(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, draft: ItemDraft) -> uuid.UUID:
    """Put an item at the end of the agenda, before its closing, and give its id; also while the sitting is open.

    Raises Forbidden, NotFound, Invalid by field; Conflict once the meeting is held or cancelled.
    """
    authorise(actor, "meetings.keep")
    problems = item_problems(draft)
    if problems:
        raise Invalid(problems)
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, AGENDA_OPEN_IN)
    item = append_item(session, meeting_id, draft)
    take_up_listed(session, clock, actor, draft.subject, item.id)
    touch(clock, meeting)
    record(session, clock, actor, "agenda_item.added", "meeting", meeting_id, item=str(item.id), title=item.title)
    return item.id


def append_item(session: TenantSession, meeting_id: uuid.UUID, draft: ItemDraft) -> AgendaItem:
    """Write an item after the last one, or before the closing that stands at the end and has not begun."""
    last = session.scalar(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.sequence.desc()).limit(1)
    )
    place = last.sequence + 1 if last else 1
    if last is not None and last.kind == "closing" and last.state == "open" and draft.kind != "closing":
        place, last.sequence = last.sequence, last.sequence + 1
    item = AgendaItem(id=new_id(), meeting_id=meeting_id, sequence=place, **item_columns(draft))
    session.add(item)
    session.flush()
    return item


def item_columns(draft: ItemDraft) -> dict[str, object]:
    """The values of an item as the table keeps them."""
    return {
        "kind": draft.kind,
        "title": draft.title.strip(),
        "text": draft.text.strip(),
        "presenter": draft.presenter.strip(),
        "working_group_id": draft.working_group_id,
        "minutes": draft.minutes,
        "public": draft.public,
        "subject_kind": draft.subject.kind if draft.subject else None,
        "subject_id": draft.subject.id if draft.subject else None,
        "carried_from_id": draft.carried_from_id,
    }


def edit_item(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    version: int,
    draft: ItemDraft,
) -> None:
    """Change what an item says. Where it was carried from stays.

    Raises Forbidden, NotFound, Invalid by field; Conflict when somebody else changed it, or once the meeting is held.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, AGENDA_OPEN_IN)
    item = load_item(session, meeting_id, item_id)
    require_version(item, version)
    problems = item_problems(draft)
    if problems:
        raise Invalid(problems)
    new = {name: value for name, value in item_columns(draft).items() if name != "carried_from_id"}
    changed = sorted(name for name, value in new.items() if getattr(item, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(item, name, new[name])
    take_up_listed(session, clock, actor, draft.subject, item_id)
    touch(clock, meeting)
    record(session, clock, actor, "agenda_item.edited", "meeting", meeting_id, item=str(item_id), fields=changed)


def move_item(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID, to: int
) -> None:
    """Put an item at another place of the agenda, counted from 0 over all its items. Asked for twice, it stays there.

    Raises Forbidden, NotFound; Conflict once the meeting is held.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, AGENDA_OPEN_IN)
    items = _items(session, meeting_id)
    load_item(session, meeting_id, item_id)
    order = [item.id for item in items]
    wanted = moved(order, item_id, to)
    if wanted == order:
        return
    by_id = {item.id: item for item in items}
    for sequence, one in enumerate(wanted, 1):
        by_id[one].sequence = sequence
    touch(clock, meeting)
    record(session, clock, actor, "agenda.reordered", "meeting", meeting_id, item=str(item_id))


def _items(session: TenantSession, meeting_id: uuid.UUID) -> Sequence[AgendaItem]:
    return session.scalars(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id).order_by(AgendaItem.sequence, AgendaItem.id)
    ).all()


def withdraw_item(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID
) -> None:
    """Take an item off the agenda; it stays to be seen, and can be put back. Raises Forbidden, NotFound, Conflict."""
    if _turn(session, clock, actor, meeting_id, item_id, ("open",), "withdrawn"):
        record(session, clock, actor, "agenda_item.withdrawn", "meeting", meeting_id, item=str(item_id))


def put_back_item(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID
) -> None:
    """Put an item that was taken off, or was to be carried over, back on the agenda. Raises Forbidden, NotFound, Conflict.

    One that stands on a later agenda already stays carried over.
    """
    if _turn(session, clock, actor, meeting_id, item_id, ("withdrawn", "carried"), "open"):
        if session.scalar(select(func.count()).where(AgendaItem.carried_from_id == item_id)):
            raise Conflict(msg("It stands on a later agenda already. Take it off there first."))
        record(session, clock, actor, "agenda_item.put_back", "meeting", meeting_id, item=str(item_id))


def _turn(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    sources: tuple[str, ...],
    target: str,
) -> bool:
    """Put an item into another state; whether it was not in it already."""
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, AGENDA_OPEN_IN)
    item = load_item(session, meeting_id, item_id)
    if item.state == target:
        return False
    if item.state not in sources:
        raise Conflict(msg("The meeting has moved on meanwhile: this can no longer be done. Look at it again."))
    item.state = target
    touch(clock, meeting)
    return True


def remove_item(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Remove an item that was entered by mistake, while the meeting is being prepared and nothing hangs on it.

    Raises Forbidden, NotFound; Conflict when documents, motions, tasks or a later agenda refer to it: withdraw it then.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, PREPARED_IN)
    item = load_item(session, meeting_id, item_id)
    if item.state not in ("open", "withdrawn") or item.notes or is_referred_to(session, "agenda_item", item_id):
        raise Conflict(msg("Something hangs on this item already. Take it off the agenda instead."))
    title = item.title
    session.execute(delete(AgendaItem).where(AgendaItem.id == item_id))
    touch(clock, meeting)
    record(session, clock, actor, "agenda_item.removed", "meeting", meeting_id, title=title)
