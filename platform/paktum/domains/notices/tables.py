"""Tables of mail and of notices inside the application."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, JsonList, JsonObject, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class MailMessage(TenantTable, Base):
    """A mail to one recipient; its bodies are emptied once it is sent, because they may hold secret links.

    `calendar` is an iCalendar object that goes along with its `calendar_method` (RFC 6047); `attachments` are files of the
    store, each with name, media_type and sha256.
    """

    __tablename__ = "mail_message"

    recipient: Mapped[str]
    subject: Mapped[Line]
    text_body: Mapped[str | None]
    html_body: Mapped[str | None]
    language: Mapped[str]
    reply_to: Mapped[str] = mapped_column(default="", server_default=text("''"))
    calendar: Mapped[str | None]
    calendar_method: Mapped[Code | None]
    attachments: Mapped[JsonList] = mapped_column(default=list, server_default=text("'[]'"))
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
