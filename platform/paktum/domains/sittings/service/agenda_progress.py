"""Going through the agenda in a sitting, and the notes taken on the way, of items and of tasks looked back at."""

import hashlib
import uuid
from typing import Final

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.tables import AgendaItem
from paktum.domains.sittings.service.loading import find_item, sitting_in_session, sitting_with_presence
from paktum.domains.sittings.tables import Motion, VoteEvent
from paktum.domains.tasks.service import carry_tasks, note_on_agenda, tasks_on_agenda

LONGEST_NOTES: Final = 50_000


class NotesDiffer(Conflict):
    """Somebody else wrote notes of the same item meanwhile; `stored` are theirs."""

    def __init__(self, stored: str) -> None:
        super().__init__(msg("Somebody else wrote notes of this item meanwhile. Look at both versions and choose."))
        self.stored = stored


def mark_of(notes: str) -> str:
    """A short mark of a text: a form carries the mark of the notes it was opened with, to notice others' changes."""
    return hashlib.sha256(notes.encode()).hexdigest()[:16]


def take_up(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Make an item the one at hand; the one before it is finished. One finished already is opened again.

    Under the standing item that looks back at tasks come all that the bodies have not finished.

    Raises Forbidden, NotFound, Conflict while a vote is open or when the item was carried over or withdrawn.
    """
    authorise(actor, "sittings.run")
    head = sitting_in_session(session, meeting_id)
    item = find_item(session, meeting_id, item_id)
    if item.state == "current":
        return
    if item.state not in ("open", "done"):
        raise Conflict(msg("This item is no longer on the agenda."))
    _finish_current(session, clock, meeting_id)
    # The database lets one item be current: the former one has to be written first.
    session.flush()
    item.state = "current"
    item.started_at = item.started_at or clock.now()
    item.finished_at = None
    session.flush()
    if item.kind == "task_review":
        carry_tasks(session, clock, actor, item_id, [body.body_id for body in head.bodies])
    record(session, clock, actor, "agenda_item.taken_up", "meeting", meeting_id, item=str(item_id))


def finish(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Finish an item; finished already, nothing happens. Raises Forbidden, NotFound, Conflict while a vote is open."""
    authorise(actor, "sittings.run")
    sitting_in_session(session, meeting_id)
    item = find_item(session, meeting_id, item_id)
    if item.state == "current":
        _finish_current(session, clock, meeting_id)
        session.flush()
        record(session, clock, actor, "agenda_item.finished", "meeting", meeting_id, item=str(item_id))


def finish_what_is_open(session: TenantSession, clock: Clock, meeting_id: uuid.UUID) -> None:
    """Finish the item at hand, because the sitting ends. Raises Conflict while a vote is open.

    An item with a motion that nobody decided is not dealt with: it stays open, and can be carried over.
    """
    _finish_current(session, clock, meeting_id)
    session.flush()
    undecided = (
        select(Motion.agenda_item_id)
        .where(Motion.meeting_id == meeting_id, Motion.state == "tabled", Motion.amends_id.is_(None))
        .scalar_subquery()
    )
    for item in session.scalars(
        select(AgendaItem).where(
            AgendaItem.meeting_id == meeting_id, AgendaItem.state == "done", AgendaItem.id.in_(undecided)
        )
    ):
        item.state, item.finished_at = "open", None
    session.flush()


def _finish_current(session: TenantSession, clock: Clock, meeting_id: uuid.UUID) -> None:
    voting = session.execute(
        select(VoteEvent.id)
        .join(Motion, Motion.id == VoteEvent.motion_id)
        .where(VoteEvent.meeting_id == meeting_id, VoteEvent.state == "open")
    ).first()
    if voting is not None:
        raise Conflict(msg("A vote is open. Close it or call it off first."))
    current = session.scalar(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting_id, AgendaItem.state == "current").with_for_update()
    )
    if current is not None:
        current.state = "done"
        current.finished_at = clock.now()


def save_notes(
    session: TenantSession, actor: Actor, meeting_id: uuid.UUID, item_id: uuid.UUID, notes: str, based_on: str
) -> str:
    """Save the notes of an item as they are typed, and give their mark; saving the same text twice is no conflict.

    `based_on` is the mark of the notes the writer saw. Raises Forbidden, NotFound, Conflict once the minutes are approved,
    NotesDiffer when somebody else changed them, and Invalid for `notes`. Keystrokes are no acts: the chain of acts does not
    list them; the minutes made of them have versions.
    """
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    item = find_item(session, meeting_id, item_id)
    notes = notes.replace("\r\n", "\n")
    if len(notes) > LONGEST_NOTES:
        raise Invalid({"notes": msg("This text is longer than %(most)d characters.", most=LONGEST_NOTES)})
    if notes == item.notes:
        return mark_of(notes)
    if mark_of(item.notes) != based_on:
        raise NotesDiffer(item.notes)
    item.notes = notes
    session.flush()
    return mark_of(notes)


class TaskNoteDiffers(Conflict):
    """Somebody else noted something of the same task meanwhile; `stored` is theirs."""

    def __init__(self, stored: str) -> None:
        super().__init__(msg("Somebody else noted something of this task meanwhile. Look at both versions and choose."))
        self.stored = stored


def note_on_task(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    task_id: uuid.UUID,
    note: str,
    based_on: str,
) -> None:
    """Note what is said of a task that an item looks back at; it goes into the draft of the minutes. The same note again
    changes nothing.

    `based_on` is the mark of the note that the writer saw. Raises Forbidden, NotFound (a task that is not under that item,
    too), Conflict once the minutes are approved, TaskNoteDiffers, and Invalid for `note`.
    """
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    # The item is held, so that of two who write at once the second sees what the first wrote.
    find_item(session, meeting_id, item_id)
    task = next((one for one in tasks_on_agenda(session, item_id) if one.id == task_id), None)
    if task is None:
        raise NotFound
    note = note.replace("\r\n", "\n").strip()
    if note == task.note:
        return
    if mark_of(task.note) != based_on:
        raise TaskNoteDiffers(task.note)
    note_on_agenda(session, clock, actor, item_id, task_id, note)
