"""The documents of a meeting: submissions and attachments of its items, or of the whole."""

import uuid
from dataclasses import dataclass
from typing import IO, Final

from sqlalchemy import func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.core.store import FileStore
from paktum.domains.audit.service import record
from paktum.domains.files.service import keep_file
from paktum.domains.meetings.rules.documents import name_with_ending
from paktum.domains.meetings.rules.life import CALLED_OFF, MeetingState
from paktum.domains.meetings.service.brought import bytes_kept, type_brought
from paktum.domains.meetings.service.loading import load_item, load_meeting, require_state, touch
from paktum.domains.meetings.tables import Meeting, MeetingDocument

KINDS: Final = ("submission", "attachment")
LONGEST_TITLE: Final = 400
# What was shown at the meeting is filed after it too; only the closed file and one called off take nothing more.
_OPEN_IN: Final = frozenset(MeetingState) - CALLED_OFF - {MeetingState.CLOSED} | {MeetingState.POSTPONED}


@dataclass(frozen=True)
class DocumentDraft:
    """What people say of a document; without a title it is called by its file's name."""

    title: str = ""
    kind: str = "submission"
    public: bool = False
    item_id: uuid.UUID | None = None


def add_document(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    store: FileStore,
    meeting_id: uuid.UUID,
    draft: DocumentDraft,
    name: str,
    content: IO[bytes],
) -> uuid.UUID:
    """Keep a file as a document of a meeting and give the document's id; `name` is what the file was called.

    Raises Forbidden, NotFound, Conflict for a closed or cancelled meeting, Refused for a file that cannot be taken.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, _OPEN_IN)
    _check(session, meeting, draft)
    found = type_brought(content)
    file_name = name_with_ending(name, found.ending)
    chunks = bytes_kept(content, found)
    kept = keep_file(session, store, actor, name=file_name, media_type=found.media_type, chunks=chunks)
    last = session.scalar(select(func.max(MeetingDocument.sequence)).where(MeetingDocument.meeting_id == meeting_id))
    document = MeetingDocument(
        id=new_id(),
        meeting_id=meeting_id,
        agenda_item_id=draft.item_id,
        file_id=kept.id,
        kind=draft.kind,
        title=(draft.title.strip() or file_name.rpartition(".")[0])[:LONGEST_TITLE],
        public=draft.public,
        sequence=(last or 0) + 1,
    )
    session.add(document)
    touch(clock, meeting)
    session.flush()
    record(
        session, clock, actor, "meeting_document.added", "meeting", meeting_id, title=document.title, sha256=kept.sha256
    )
    return document.id


def _check(session: TenantSession, meeting: Meeting, draft: DocumentDraft) -> None:
    problems: dict[str, Message] = {}
    if draft.kind not in KINDS:
        problems["kind"] = msg("Choose one of the list.")
    if len(draft.title) > LONGEST_TITLE:
        problems["title"] = msg("A title has at most %(most)d characters.", most=LONGEST_TITLE)
    if problems:
        raise Invalid(problems)
    if draft.item_id is not None:
        load_item(session, meeting.id, draft.item_id)


def change_document(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    document_id: uuid.UUID,
    draft: DocumentDraft,
) -> None:
    """Rename a document, put it under another item, or let the public see it or not; the file stays.

    Raises Forbidden, NotFound, Invalid by field, Conflict.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, _OPEN_IN)
    document = _find(session, meeting_id, document_id)
    _check(session, meeting, draft)
    document.title = draft.title.strip() or document.title
    document.kind, document.public, document.agenda_item_id = draft.kind, draft.public, draft.item_id
    touch(clock, meeting)
    record(session, clock, actor, "meeting_document.changed", "meeting", meeting_id, title=document.title)


def remove_document(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, document_id: uuid.UUID
) -> None:
    """Take a document out of a meeting. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, _OPEN_IN)
    document = _find(session, meeting_id, document_id)
    title = document.title
    session.delete(document)
    touch(clock, meeting)
    session.flush()
    record(session, clock, actor, "meeting_document.removed", "meeting", meeting_id, title=title)


def _find(session: TenantSession, meeting_id: uuid.UUID, document_id: uuid.UUID) -> MeetingDocument:
    document = session.scalar(
        select(MeetingDocument).where(MeetingDocument.id == document_id, MeetingDocument.meeting_id == meeting_id)
    )
    if document is None:
        raise NotFound
    return document
