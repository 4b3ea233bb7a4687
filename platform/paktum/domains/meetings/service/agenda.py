"""Putting items on an agenda, changing, moving, carrying over and withdrawing them."""

import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.core.subjects import SubjectRef
from paktum.domains.audit.service import record
from paktum.domains.meetings.rules.life import AGENDA_OPEN_IN
from paktum.domains.meetings.service.loading import load_meeting, require_state, touch
from paktum.domains.meetings.tables import AgendaItem

LONGEST_TITLE: Final = 400
LONGEST_TEXT: Final = 20_000
LONGEST_ITEM: Final = 1440


@dataclass(frozen=True)
class ItemDraft:
    """What people enter of an agenda item; `minutes` is its planned length, `kind` `free` or a standing code."""

    title: str
    kind: str = "free"
    text: str = ""
    presenter: str = ""
    working_group_id: uuid.UUID | None = None
    minutes: int | None = None
    public: bool = True
    subject: SubjectRef | None = None
    carried_from_id: uuid.UUID | None = None


def item_problems(draft: ItemDraft) -> dict[str, Message]:
    """What is wrong with an item, by field."""
    found: dict[str, Message] = {}
    if not draft.title.strip():
        found["title"] = msg("Say what the item is about.")
    elif len(draft.title) > LONGEST_TITLE:
        found["title"] = msg("A title has at most %(most)d characters.", most=LONGEST_TITLE)
    if len(draft.text) > LONGEST_TEXT:
        found["text"] = msg("This text is longer than %(most)d characters.", most=LONGEST_TEXT)
    if len(draft.presenter) > LONGEST_TITLE:
        found["presenter"] = msg("This text is longer than %(most)d characters.", most=LONGEST_TITLE)
    if draft.minutes is not None and not 1 <= draft.minutes <= LONGEST_ITEM:
        found["minutes"] = msg("An item takes between 1 and %(most)d minutes.", most=LONGEST_ITEM)
    return found


def add_item(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, draft: ItemDraft) -> uuid.UUID:
    """Put an item at the end of the agenda and give its id, also while the sitting is open.

    Raises Forbidden, NotFound, Invalid by field; Conflict once the meeting is held or cancelled.
    """
    authorise(actor, "meetings.keep")
    problems = item_problems(draft)
    if problems:
        raise Invalid(problems)
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, AGENDA_OPEN_IN)
    last = session.scalar(select(func.max(AgendaItem.sequence)).where(AgendaItem.meeting_id == meeting_id)) or 0
    item = AgendaItem(id=new_id(), meeting_id=meeting_id, sequence=last + 1, **item_columns(draft))
    session.add(item)
    touch(clock, meeting)
    session.flush()
    record(session, clock, actor, "agenda_item.added", "meeting", meeting_id, item=str(item.id), title=item.title)
    return item.id


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
