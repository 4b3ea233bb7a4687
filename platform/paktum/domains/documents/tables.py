"""The table of Word templates that an office brings along."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class WordTemplate(TenantTable, Base):
    """A checked DOCX with the office's own letterhead, into which a kind of document is written."""

    __tablename__ = "word_template"

    kind: Mapped[Code]
    name: Mapped[Line]
    file_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    created_at: Mapped[MadeAt]
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    retired_at: Mapped[Instant | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("file_id", "stored_file"),
            tenant_reference("created_by", "membership"),
            Index(
                "uq_word_template_in_use",
                "tenant_id",
                "kind",
                unique=True,
                postgresql_where=text("retired_at is null"),
            ),
            CheckConstraint("kind in ('minutes')", name="kind"),
        )
