"""Tables of tasks, what is said about them, their reminders and the agendas they were carried to."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class Task(TenantTable, Base):
    """Something a person or an organisation has to do; `assignee` is the post or name as it was said.

    `origin` says where it came from in the pact's words, such as the number of the decision that set it.
    """

    __tablename__ = "task"

    title: Mapped[Line]
    text: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    body_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    meeting_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    agenda_item_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    decision_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    origin: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    assignee: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    due_on: Mapped[date | None]
    state: Mapped[Code] = mapped_column(default="open", server_default="open")
    finished_on: Mapped[date | None]
    closing_note: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_at: Mapped[MadeAt]
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("body_id", "body"),
            tenant_reference("meeting_id", "meeting"),
            tenant_reference("agenda_item_id", "agenda_item"),
            tenant_reference("decision_id", "decision"),
            tenant_reference("organisation_id", "organisation"),
            tenant_reference("membership_id", "membership"),
            Index(None, "tenant_id", "state", "due_on"),
            Index(None, "tenant_id", "meeting_id"),
            CheckConstraint("state in ('open', 'in_progress', 'done', 'dropped')", name="state"),
            CheckConstraint("(state in ('done', 'dropped')) = (finished_on is not null)", name="finished"),
        )


class TaskRemark(TenantTable, Base):
    """Something said about a task."""

    __tablename__ = "task_remark"

    task_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    author: Mapped[Line]
    text: Mapped[str]
    made_at: Mapped[MadeAt]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("task_id", "task", ondelete="CASCADE"),
            tenant_reference("membership_id", "membership"),
            Index(None, "tenant_id", "task_id"),
        )


class TaskReminder(TenantTable, Base):
    """A reminder that went out, once for each deadline and occasion."""

    __tablename__ = "task_reminder"

    task_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    occasion: Mapped[Code]
    due_on: Mapped[date]
    sent_at: Mapped[Instant]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("task_id", "task", ondelete="CASCADE"),
            UniqueConstraint("tenant_id", "task_id", "occasion", "due_on"),
            CheckConstraint("occasion in ('before', 'on_the_day', 'late')", name="occasion"),
        )


class TaskOnAgenda(TenantTable, Base):
    """An agenda item on which a task was looked at again, until it is done."""

    __tablename__ = "task_on_agenda"

    task_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    note: Mapped[str] = mapped_column(default="", server_default=sql("''"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("task_id", "task", ondelete="CASCADE"),
            tenant_reference("agenda_item_id", "agenda_item", ondelete="CASCADE"),
            UniqueConstraint("tenant_id", "task_id", "agenda_item_id"),
            Index(None, "tenant_id", "agenda_item_id"),
        )
