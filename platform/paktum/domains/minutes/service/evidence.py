"""Evidence of a meeting: the signed attendance sheet, photographs with the consent of those on them, other proofs."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import BinaryIO, Final

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.core.store import FileStore
from paktum.domains.audit.service import record
from paktum.domains.files.pictures import PICTURES
from paktum.domains.files.service import keep_file
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.documents import name_with_ending
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.service.brought import bytes_kept, type_brought
from paktum.domains.minutes.tables import MeetingEvidence

KINDS: Final[Mapping[str, Message]] = MappingProxyType(
    {
        "signed_sheet": msg("Signed attendance sheet"),
        "photo": msg("Photograph"),
        "other": msg("Another proof"),
    }
)


@dataclass(frozen=True)
class EvidenceDraft:
    """What people say of a file; without a title it is called by its file's name. `consent` is asked for photographs."""

    kind: str
    title: str = ""
    taken_on: date | None = None
    consent: bool = False


def add_evidence(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    store: FileStore,
    meeting_id: uuid.UUID,
    draft: EvidenceDraft,
    name: str,
    content: BinaryIO,
) -> uuid.UUID:
    """Keep a file as evidence of a meeting and give its id; `name` is what the file was called.

    Raises Forbidden, NotFound, Conflict for a closed meeting, Invalid by field, Refused for a file that cannot be taken.
    """
    authorise(actor, "minutes.write")
    head = meeting_head(session, meeting_id)
    _require_open(head)
    found = type_brought(content)
    _check(draft, head, found.media_type)
    file_name = name_with_ending(name, found.ending)
    chunks = bytes_kept(content, found)
    kept = keep_file(session, store, actor, name=file_name, media_type=found.media_type, chunks=chunks)
    row = MeetingEvidence(
        id=new_id(),
        meeting_id=meeting_id,
        file_id=kept.id,
        kind=draft.kind,
        title=(" ".join(draft.title.split()) or file_name.rpartition(".")[0])[:400],
        taken_on=draft.taken_on,
        consent=draft.consent,
        created_by=actor.membership_id,
        created_at=clock.now(),
    )
    session.add(row)
    session.flush()
    record(
        session,
        clock,
        actor,
        "evidence.added",
        "meeting",
        meeting_id,
        what=draft.kind,
        title=row.title,
        sha256=kept.sha256,
    )
    return row.id


def remove_evidence(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, evidence_id: uuid.UUID
) -> str:
    """Take a file out of the evidence and give its title; the bytes stay in the store. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "minutes.write")
    _require_open(meeting_head(session, meeting_id))
    row = find_evidence(session, meeting_id, evidence_id)
    title = row.title
    session.delete(row)
    record(session, clock, actor, "evidence.removed", "meeting", meeting_id, title=title)
    return title


def find_evidence(session: TenantSession, meeting_id: uuid.UUID, evidence_id: uuid.UUID) -> MeetingEvidence:
    """One of the meeting's files; raises NotFound."""
    row = session.scalar(
        select(MeetingEvidence).where(MeetingEvidence.id == evidence_id, MeetingEvidence.meeting_id == meeting_id)
    )
    if row is None:
        raise NotFound
    return row


def _require_open(head: MeetingHead) -> None:
    if head.state is MeetingState.CLOSED:
        raise Conflict(msg("The meeting's file is closed. It stays as it is."))


def _check(draft: EvidenceDraft, head: MeetingHead, media_type: str) -> None:
    problems: dict[str, Message] = {}
    if draft.kind not in KINDS:
        problems["kind"] = msg("Choose one of the list.")
    elif draft.kind == "photo" and media_type not in PICTURES:
        problems["file"] = msg("A photograph is a JPEG or PNG picture.")
    elif draft.kind == "photo" and not draft.consent:
        problems["consent"] = msg("Photographs are kept only with the consent of those who can be recognised on them.")
    if len(draft.title) > 400:
        problems["title"] = msg("This is too long: at most %(max)d characters.", max=400)
    if draft.taken_on is not None and abs((draft.taken_on - head.day).days) > 366:
        problems["taken_on"] = msg("This day is more than a year away from the meeting.")
    if problems:
        raise Invalid(problems)
