"""The table of stored files; the bytes are in the file store under their SHA-256."""

import uuid
from typing import Any

from sqlalchemy import BigInteger, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Line, MadeAt
from paktum.core.database import Base, TenantTable


class StoredFile(TenantTable, Base):
    """A file as people know it: name, type by its content, size in bytes, and the hash it is stored under."""

    __tablename__ = "stored_file"

    name: Mapped[Line]
    media_type: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[MadeAt]
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (Index(None, "tenant_id", "sha256"),)
