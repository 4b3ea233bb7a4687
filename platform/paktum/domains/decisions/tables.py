"""Tables of decisions and of what bodies forward to each other."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, JsonObject, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class Decision(TenantTable, Base):
    """A decision of a body, numbered by its charter; `counts` are the votes for, against and abstaining when it was taken.

    `ordinal` restarts as the charter says; `year` is 0 where it never does. One that was annulled with its vote keeps its
    row and its number, and `annulled_because` says why; its motion may be decided anew. `meeting_called`, `meeting_place`
    and `item_called` are words of the pact's language as they were when it was taken.
    """

    __tablename__ = "decision"

    body_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    agenda_item_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    motion_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    vote_event_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    ordinal: Mapped[int]
    year: Mapped[int]
    number: Mapped[Line]
    title: Mapped[Line]
    text: Mapped[str]
    decided_on: Mapped[date]
    meeting_called: Mapped[str | None]
    meeting_place: Mapped[str | None]
    item_called: Mapped[str | None]
    counts: Mapped[JsonObject] = mapped_column(default=dict, server_default=sql("'{}'"))
    subject_kind: Mapped[Code | None]
    subject_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    execution: Mapped[Code] = mapped_column(default="open", server_default="open")
    execution_note: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    due_on: Mapped[date | None]
    repealed_by_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    annulled_because: Mapped[str | None]
    published_at: Mapped[Instant | None]
    public_text: Mapped[str | None]
    created_at: Mapped[MadeAt]
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("body_id", "body"),
            tenant_reference("meeting_id", "meeting"),
            tenant_reference("agenda_item_id", "agenda_item"),
            tenant_reference("motion_id", "motion"),
            tenant_reference("vote_event_id", "vote_event"),
            tenant_reference("repealed_by_id", "decision"),
            UniqueConstraint("tenant_id", "body_id", "year", "ordinal"),
            Index(
                None,
                "tenant_id",
                "motion_id",
                "body_id",
                unique=True,
                postgresql_where=sql("annulled_because is null"),
            ),
            Index(None, "tenant_id", "decided_on"),
            Index(None, "tenant_id", "meeting_id"),
            CheckConstraint("execution in ('none', 'open', 'in_progress', 'done', 'lapsed')", name="execution"),
            CheckConstraint("(subject_kind is null) = (subject_id is null)", name="subject"),
        )


class Referral(TenantTable, Base):
    """A recommendation, a report or a matter that one body forwards to another, until it is answered."""

    __tablename__ = "referral"

    kind: Mapped[Code]
    from_body_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    to_body_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    title: Mapped[Line]
    text: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    subject_kind: Mapped[Code | None]
    subject_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    agenda_item_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    decision_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    state: Mapped[Code] = mapped_column(default="forwarded", server_default="forwarded")
    taken_item_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    answer: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    answer_decision_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    forwarded_at: Mapped[MadeAt]
    taken_up_at: Mapped[Instant | None]
    answered_at: Mapped[Instant | None]
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("from_body_id", "body"),
            tenant_reference("to_body_id", "body"),
            tenant_reference("meeting_id", "meeting"),
            tenant_reference("agenda_item_id", "agenda_item"),
            tenant_reference("decision_id", "decision"),
            tenant_reference("taken_item_id", "agenda_item"),
            tenant_reference("answer_decision_id", "decision"),
            Index(None, "tenant_id", "to_body_id", "state"),
            CheckConstraint("kind in ('recommendation', 'report', 'matter')", name="kind"),
            CheckConstraint("state in ('forwarded', 'taken_up', 'answered', 'withdrawn')", name="state"),
            CheckConstraint("from_body_id <> to_body_id", name="other"),
        )
