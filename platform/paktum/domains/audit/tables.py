"""The tables of the audit chain; to its entries the application may add, nothing else."""

import uuid
from typing import Any

from sqlalchemy import BigInteger, Index, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, JsonObject
from paktum.core.database import Base, TenantTable


class AuditEntry(TenantTable, Base):
    """One act: who (by membership and post), what, on which object, and the hash that ties it to the act before."""

    __tablename__ = "audit_entry"

    sequence: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[Instant]
    membership_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    post: Mapped[str]
    action: Mapped[Code]
    object_kind: Mapped[Code]
    object_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    facts: Mapped[JsonObject]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("tenant_id", "sequence"),
            Index(None, "tenant_id", "object_kind", "object_id"),
        )


class AuditHead(TenantTable, Base):
    """Where a tenant's chain ends: the last sequence number and its hash; one row a tenant."""

    __tablename__ = "audit_head"

    sequence: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("tenant_id"),)
