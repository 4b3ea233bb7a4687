"""Tables of the programme: entries, their expected results, what they prepare, imports and calendar feeds."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import ARRAY, CheckConstraint, Index, Integer, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, DateSpan, Instant, JsonList, JsonObject, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class PlanEntry(TenantTable, Base):
    """A session of a body or an event, as planned; `day` and `last_day` are set when the exact date is fixed.

    `period` stays what the plan said, `source` keeps the text of the document cell by cell.
    """

    __tablename__ = "plan_entry"

    kind: Mapped[Code]
    sequence: Mapped[int]
    title: Mapped[Line]
    body_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    types: Mapped[list[str]] = mapped_column(ARRAY(String), default=list, server_default=text("'{}'"))
    period: Mapped[tuple[date, date]] = mapped_column(DateSpan)
    precision: Mapped[Code]
    day: Mapped[date | None]
    last_day: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="", server_default=text("''"))
    purpose: Mapped[str] = mapped_column(default="", server_default=text("''"))
    results_text: Mapped[str] = mapped_column(default="", server_default=text("''"))
    audiences: Mapped[JsonList] = mapped_column(default=list, server_default=text("'[]'"))
    evaluates: Mapped[list[int]] = mapped_column(ARRAY(Integer), default=list, server_default=text("'{}'"))
    notes: Mapped[JsonList] = mapped_column(default=list, server_default=text("'[]'"))
    source: Mapped[JsonObject] = mapped_column(default=dict, server_default=text("'{}'"))
    cancelled_at: Mapped[Instant | None]
    cancel_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))
    calendar_sequence: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    import_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_at: Mapped[MadeAt]
    changed_at: Mapped[MadeAt]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("body_id", "body"),
            tenant_reference("import_id", "plan_import"),
            CheckConstraint("kind in ('session', 'event')", name="kind"),
            CheckConstraint("precision in ('day', 'month', 'quarter', 'half_year', 'year')", name="precision"),
            CheckConstraint("last_day is null or last_day >= day", name="days"),
            UniqueConstraint("tenant_id", "kind", "sequence"),
            Index(None, "tenant_id", "body_id"),
        )


class PlanEntryResult(TenantTable, Base):
    """A result that can be counted: a measure, the least expected, and what came of it once known."""

    __tablename__ = "plan_entry_result"

    entry_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    sequence: Mapped[int]
    measure: Mapped[Code]
    at_least: Mapped[int]
    achieved: Mapped[int | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("entry_id", "plan_entry", ondelete="CASCADE"),
            UniqueConstraint("tenant_id", "entry_id", "measure"),
            CheckConstraint("at_least >= 0 and (achieved is null or achieved >= 0)", name="counts"),
        )


class PlanEntryLink(TenantTable, Base):
    """An entry that prepares another."""

    __tablename__ = "plan_entry_link"

    entry_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    prepares_id: Mapped[uuid.UUID] = mapped_column(Uuid)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("entry_id", "plan_entry", ondelete="CASCADE"),
            tenant_reference("prepares_id", "plan_entry", ondelete="CASCADE"),
            UniqueConstraint("tenant_id", "entry_id", "prepares_id"),
            Index(None, "tenant_id", "prepares_id"),
            CheckConstraint("entry_id <> prepares_id", name="other"),
        )


class PlanImport(TenantTable, Base):
    """An uploaded plan: what was read of it row by row with the corrections made, until imported or discarded.

    `way_back` is what takes it back once it is imported, entry by entry.
    """

    __tablename__ = "plan_import"

    file_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    file_name: Mapped[Line]
    state: Mapped[Code] = mapped_column(default="read", server_default="read")
    rows: Mapped[JsonList]
    notes: Mapped[JsonList]
    created_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    created_at: Mapped[MadeAt]
    finished_at: Mapped[Instant | None]
    way_back: Mapped[JsonObject] = mapped_column(default=dict, server_default=text("'{}'"))
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("file_id", "stored_file"),
            CheckConstraint("state in ('read', 'imported', 'discarded')", name="state"),
            Index(None, "tenant_id", "created_at"),
        )


class CalendarFeed(TenantTable, Base):
    """A calendar address of the whole tenant or of one body; renewing it raises the generation and ends the old one."""

    __tablename__ = "calendar_feed"

    body_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    generation: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    renewed_at: Mapped[MadeAt]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("body_id", "body"),
            UniqueConstraint("tenant_id", "body_id", postgresql_nulls_not_distinct=True),
        )


class PlanRevision(TenantTable, Base):
    """The programme as it stood when it was brought before a body, and the decision that adopted it."""

    __tablename__ = "plan_revision"

    number: Mapped[int]
    content: Mapped[JsonObject]
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[MadeAt]
    made_by: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    decision_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    outcome: Mapped[Code | None]
    decided_on: Mapped[date | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("made_by", "membership"),
            tenant_reference("decision_id", "decision"),
            UniqueConstraint("tenant_id", "number"),
            CheckConstraint("outcome in ('carried', 'rejected')", name="outcome"),
        )
