"""Tables of mail and of notices inside the application."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, JsonObject, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class MailMessage(TenantTable, Base):
    """A mail to one recipient; its bodies are emptied once it is sent, because they may hold secret links."""

    __tablename__ = "mail_message"

    recipient: Mapped[str]
    subject: Mapped[Line]
    text_body: Mapped[str | None]
    html_body: Mapped[str | None]
    language: Mapped[str]
    state: Mapped[Code] = mapped_column(default="queued", server_default="queued")
    created_at: Mapped[MadeAt]
    sent_at: Mapped[Instant | None]
    failure: Mapped[str | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            CheckConstraint("state in ('queued', 'sending', 'sent', 'caught', 'failed')", name="state"),
            Index(None, "tenant_id", "created_at"),
        )


class Notice(TenantTable, Base):
    """A sentence for one member, shown on the next page until read."""

    __tablename__ = "notice"

    membership_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    message: Mapped[JsonObject]
    address: Mapped[str]
    created_at: Mapped[MadeAt]
    read_at: Mapped[Instant | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("membership_id", "membership"),
            Index("ix_notice_unread", "tenant_id", "membership_id", postgresql_where=text("read_at is null")),
        )
