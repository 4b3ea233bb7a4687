"""The table of reports."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, JsonObject, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class Report(TenantTable, Base):
    """A report that was asked for: its kind, format and language, the figures locked for it, its job and its file."""

    __tablename__ = "report"

    kind: Mapped[Code]
    format: Mapped[Code]
    language: Mapped[str]
    snapshot: Mapped[JsonObject]
    snapshot_digest: Mapped[str]
    file_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    job_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    requested_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    requested_at: Mapped[MadeAt]
    decision_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    outcome: Mapped[Code | None]
    decided_on: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("file_id", "stored_file"),
            tenant_reference("job_id", "job_run"),
            tenant_reference("decision_id", "decision"),
            tenant_reference("requested_by", "membership"),
            CheckConstraint("outcome in ('carried', 'rejected')", name="outcome"),
            CheckConstraint("language in ('hu', 'cs', 'sk', 'pl', 'en')", name="language"),
            Index(None, "tenant_id", "requested_at"),
        )
