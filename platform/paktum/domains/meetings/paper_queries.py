"""Reads for the papers of a meeting: who is invited beside the members, and how far the pack is."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, and_, select

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.files.service import FileFacts
from paktum.domains.files.tables import StoredFile
from paktum.domains.jobs.tables import JobRun
from paktum.domains.meetings.tables import Invitee, Meeting

PACK_JOB: Final = "meeting.pack"


def invited_guests(session: TenantSession, meeting_id: uuid.UUID) -> Sequence[Row[*tuple[str, str]]]:
    """Name and organisation of those invited without a seat who have not declined."""
    statement = select(Invitee.name, Invitee.organisation).where(
        Invitee.meeting_id == meeting_id,
        Invitee.seat_id.is_(None),
        Invitee.kind.in_(("guest", "walk_in")),
        Invitee.withdrawn_at.is_(None),
        Invitee.answer.is_distinct_from("declined"),
    )
    return session.execute(statement).all()


@dataclass(frozen=True)
class PackState:
    """The pack as it was last made, and the latest run that made, or makes, it; each None before the first."""

    file: FileFacts | None
    run: Row[*tuple[Any, ...]] | None


def pack_state(session: TenantSession, meeting_id: uuid.UUID) -> PackState:
    """How far the pack of a meeting is, in one statement."""
    latest = (
        select(JobRun.id)
        .where(JobRun.kind == PACK_JOB, JobRun.parameters["meeting"].astext == str(meeting_id))
        .order_by(JobRun.requested_at.desc(), JobRun.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    row = session.execute(
        select(
            StoredFile.id.label("file_id"),
            StoredFile.name,
            StoredFile.media_type,
            StoredFile.size,
            StoredFile.sha256,
            JobRun.id.label("run_id"),
            JobRun.title,
            JobRun.state,
            JobRun.done,
            JobRun.total,
            JobRun.phrase,
            JobRun.failure,
        )
        .select_from(Meeting)
        .outerjoin(StoredFile, and_(StoredFile.tenant_id == Meeting.tenant_id, StoredFile.id == Meeting.pack_file_id))
        .outerjoin(JobRun, and_(JobRun.tenant_id == Meeting.tenant_id, JobRun.id == latest))
        .where(Meeting.id == meeting_id)
    ).one()
    file = FileFacts(row.file_id, row.name, row.media_type, row.size, row.sha256) if row.file_id else None
    return PackState(file, row if row.run_id else None)


def pack_waits(session: TenantSession, meeting_id: uuid.UUID) -> bool:
    """Whether a run for the pack is already waiting: it will see whatever is changed until it begins."""
    statement = select(JobRun.id).where(
        JobRun.kind == PACK_JOB,
        JobRun.state == "queued",
        JobRun.parameters["meeting"].astext == str(meeting_id),
    )
    return session.execute(statement.limit(1)).first() is not None


def pack_file(session: TenantSession, meeting_id: uuid.UUID) -> FileFacts:
    """The pack as it was last made; raises NotFound."""
    row = session.execute(
        select(StoredFile.id, StoredFile.name, StoredFile.media_type, StoredFile.size, StoredFile.sha256)
        .join(Meeting, and_(Meeting.tenant_id == StoredFile.tenant_id, Meeting.pack_file_id == StoredFile.id))
        .where(Meeting.id == meeting_id)
    ).first()
    if row is None:
        raise NotFound
    return FileFacts(*row)
