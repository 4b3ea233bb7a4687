"""The table of job runs."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, JsonObject, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class JobRun(TenantTable, Base):
    """One run of a long work: `done` of `total` steps with a phrase, then its result or its failure (stored messages)."""

    __tablename__ = "job_run"

    kind: Mapped[Code]
    parameters: Mapped[JsonObject]
    state: Mapped[Code] = mapped_column(default="queued", server_default="queued")
    done: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    total: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    title: Mapped[JsonObject]
    phrase: Mapped[JsonObject | None]
    failure: Mapped[JsonObject | None]
    result: Mapped[JsonObject | None]
    attempt: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    requested_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    requested_at: Mapped[MadeAt]
    started_at: Mapped[Instant | None]
    finished_at: Mapped[Instant | None]
    cancel_requested: Mapped[bool] = mapped_column(default=False, server_default=text("false"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("requested_by", "membership"),
            CheckConstraint("state in ('queued', 'running', 'done', 'failed', 'cancelled')", name="state"),
            Index(None, "tenant_id", "requested_at"),
        )
