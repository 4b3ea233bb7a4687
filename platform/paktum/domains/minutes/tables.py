"""Tables of minutes: the minutes, their sections, versions, remarks and files, and the evidence of the meeting."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, JsonObject, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class Minutes(TenantTable, Base):
    """The minutes of a meeting on their way: drafted, sent to the members, approved, locked."""

    __tablename__ = "minutes"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    state: Mapped[Code] = mapped_column(default="drafted", server_default="drafted")
    current_version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))
    sent_at: Mapped[Instant | None]
    approved_at: Mapped[Instant | None]
    approved_by: Mapped[Code | None]
    approver: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    approving_decision_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    locked_at: Mapped[Instant | None]
    published_at: Mapped[Instant | None]
    created_at: Mapped[MadeAt]
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting"),
            tenant_reference("approving_decision_id", "decision"),
            UniqueConstraint("tenant_id", "meeting_id"),
            CheckConstraint("state in ('drafted', 'sent', 'approved', 'locked')", name="state"),
            CheckConstraint("approved_by in ('chair', 'meeting')", name="approved_by"),
        )


class MinutesSection(TenantTable, Base):
    """A section of the minutes as rich text: a small, checked part of HTML. Each is edited and saved by itself."""

    __tablename__ = "minutes_section"

    minutes_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    agenda_item_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    sequence: Mapped[int]
    kind: Mapped[Code]
    heading: Mapped[Line]
    content: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    public: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))
    changed_at: Mapped[MadeAt]
    changed_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("minutes_id", "minutes", ondelete="CASCADE"),
            tenant_reference("agenda_item_id", "agenda_item"),
            tenant_reference("changed_by", "membership"),
            Index(None, "tenant_id", "minutes_id", "sequence"),
        )


class MinutesVersion(TenantTable, Base):
    """The whole text as it stood at one moment, with its hash; versions are compared and never changed."""

    __tablename__ = "minutes_version"

    minutes_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    number: Mapped[int]
    occasion: Mapped[Code]
    content: Mapped[JsonObject]
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[MadeAt]
    made_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("minutes_id", "minutes", ondelete="CASCADE"),
            tenant_reference("made_by", "membership"),
            UniqueConstraint("tenant_id", "minutes_id", "number"),
            CheckConstraint("occasion in ('drafted', 'kept', 'sent', 'approved')", name="occasion"),
        )


class MinutesRemark(TenantTable, Base):
    """A remark of a reader on a section, until it is settled."""

    __tablename__ = "minutes_remark"

    minutes_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    section_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    invitee_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    author: Mapped[Line]
    text: Mapped[str]
    made_at: Mapped[MadeAt]
    settled_at: Mapped[Instant | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("minutes_id", "minutes", ondelete="CASCADE"),
            tenant_reference("section_id", "minutes_section", ondelete="CASCADE"),
            tenant_reference("membership_id", "membership"),
            tenant_reference("invitee_id", "invitee"),
            Index(None, "tenant_id", "minutes_id"),
        )


class MinutesFile(TenantTable, Base):
    """A file made from one version of the minutes."""

    __tablename__ = "minutes_file"

    minutes_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    number: Mapped[int]
    format: Mapped[Code]
    rendering: Mapped[Code]
    file_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    made_at: Mapped[MadeAt]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("minutes_id", "minutes", ondelete="CASCADE"),
            tenant_reference("file_id", "stored_file"),
            Index(None, "tenant_id", "minutes_id"),
            CheckConstraint("format in ('pdf', 'docx', 'zip')", name="format"),
            CheckConstraint("rendering in ('whole', 'public')", name="rendering"),
        )


class MeetingEvidence(TenantTable, Base):
    """What proves a meeting beside its minutes: the signed sheet, photographs with the consent of those on them."""

    __tablename__ = "meeting_evidence"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    file_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    kind: Mapped[Code]
    title: Mapped[Line]
    taken_on: Mapped[date | None]
    consent: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    created_at: Mapped[MadeAt]
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting"),
            tenant_reference("file_id", "stored_file"),
            tenant_reference("created_by", "membership"),
            Index(None, "tenant_id", "meeting_id"),
            CheckConstraint("kind in ('signed_sheet', 'photo', 'other')", name="kind"),
        )
