"""Reads of imports: the list of them, and one with its rows; each in one statement."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.messages import Message, msg
from paktum.domains.files.tables import StoredFile
from paktum.domains.people.tables import Membership
from paktum.domains.programme.import_rows import ImportRow, row_from
from paktum.domains.programme.reading.plan import PlanNote
from paktum.domains.programme.reading.portable import note_from
from paktum.domains.programme.tables import PlanImport

STATE_WORDS = {"read": msg("to be checked"), "imported": msg("taken over"), "discarded": msg("discarded")}


@dataclass(frozen=True)
class ImportFacts:
    """An import as lists show it; `post` is who brought it, `rows` how many rows were read, `size` in bytes."""

    id: uuid.UUID
    file_id: uuid.UUID
    file_name: str
    size: int
    state: str
    rows: int
    post: str
    created_at: datetime
    finished_at: datetime | None
    version: int

    @property
    def state_words(self) -> Message:
        return STATE_WORDS[self.state]


@dataclass(frozen=True)
class WholeImport:
    """One import with all its rows and notes; `same_file_at` is when the very same file was last taken over."""

    facts: ImportFacts
    rows: list[ImportRow]
    notes: list[PlanNote]
    same_file_at: datetime | None


def _facts() -> Select[Any]:
    return (
        select(
            PlanImport.id,
            PlanImport.file_id,
            PlanImport.file_name,
            StoredFile.size,
            PlanImport.state,
            func.jsonb_array_length(PlanImport.rows).label("row_count"),
            Membership.post,
            PlanImport.created_at,
            PlanImport.finished_at,
            PlanImport.version,
        )
        .join(StoredFile, (StoredFile.id == PlanImport.file_id) & (StoredFile.tenant_id == PlanImport.tenant_id))
        .outerjoin(
            Membership, (Membership.id == PlanImport.created_by) & (Membership.tenant_id == PlanImport.tenant_id)
        )
    )


def _read_facts(row: Any) -> ImportFacts:
    return ImportFacts(
        row.id,
        row.file_id,
        row.file_name,
        row.size,
        row.state,
        row.row_count,
        row.post or "",
        row.created_at,
        row.finished_at,
        row.version,
    )


def imports(session: TenantSession, most: int = 100) -> list[ImportFacts]:
    """The last imports, newest first."""
    newest = _facts().order_by(PlanImport.created_at.desc(), PlanImport.id.desc()).limit(most)
    return [_read_facts(row) for row in session.execute(newest)]


def whole_import(session: TenantSession, import_id: uuid.UUID) -> WholeImport:
    """One import. Raises NotFound."""
    other, its_file = aliased(PlanImport), aliased(StoredFile)
    same_file_at = (
        select(func.max(other.finished_at))
        .join(its_file, (its_file.id == other.file_id) & (its_file.tenant_id == other.tenant_id))
        .where(
            its_file.sha256 == StoredFile.sha256,
            other.tenant_id == PlanImport.tenant_id,
            other.state == "imported",
            other.id != PlanImport.id,
        )
        .correlate(PlanImport, StoredFile)
        .scalar_subquery()
    )
    row = session.execute(
        _facts()
        .add_columns(PlanImport.rows, PlanImport.notes, same_file_at.label("same_file_at"))
        .where(PlanImport.id == import_id)
    ).first()
    if row is None:
        raise NotFound
    return WholeImport(
        _read_facts(row),
        [row_from(each) for each in row.rows],
        [note_from(note) for note in row.notes],
        row.same_file_at,
    )
