"""Tables of bodies, charters, seats and mandates."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, JsonObject, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class Body(TenantTable, Base):
    """A body of the pact; its type, a plugin's code, says what kind of body it is."""

    __tablename__ = "body"

    code: Mapped[Code | None]
    body_type: Mapped[Code]
    name: Mapped[Line]
    short_name: Mapped[str] = mapped_column(default="", server_default=text("''"))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    area: Mapped[str] = mapped_column(default="", server_default=text("''"))
    purpose: Mapped[str] = mapped_column(default="", server_default=text("''"))
    sequence: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    since: Mapped[date | None]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    created_at: Mapped[MadeAt]

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            UniqueConstraint("tenant_id", "code"),
            tenant_reference("parent_id", "body"),
            Index(None, "tenant_id", "sequence"),
        )


class Charter(TenantTable, Base):
    """A body's rules of procedure while they are in force; later rules are a further row, never a change of this one."""

    __tablename__ = "charter"

    body_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    rules: Mapped[JsonObject]
    source: Mapped[str] = mapped_column(default="", server_default=text("''"))
    created_at: Mapped[MadeAt]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (tenant_reference("body_id", "body"), UniqueConstraint("tenant_id", "body_id", "valid_from"))


class Seat(TenantTable, Base):
    """A place in a body, held by an organisation, with or without a vote."""

    __tablename__ = "seat"

    body_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    code: Mapped[Code | None]
    label: Mapped[Line]
    voting: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    weight: Mapped[int] = mapped_column(default=1, server_default=text("1"))
    sequence: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    since: Mapped[date | None]
    ended_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("body_id", "body"),
            tenant_reference("organisation_id", "organisation"),
            UniqueConstraint("tenant_id", "body_id", "code"),
            Index(None, "tenant_id", "body_id"),
            CheckConstraint("ended_on is null or since is null or ended_on >= since", name="dates"),
            CheckConstraint("weight between 1 and 1000", name="weight"),
        )


class Mandate(TenantTable, Base):
    """Who fills a seat or chairs a body: a post, optionally a member of the tenant; `ended_on` is its last day."""

    __tablename__ = "mandate"

    body_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    seat_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    code: Mapped[Code | None]
    holder: Mapped[Line]
    email: Mapped[str] = mapped_column(default="", server_default=text("''"))
    role: Mapped[Code]
    since: Mapped[date | None]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="", server_default=text("''"))
    created_at: Mapped[MadeAt]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("body_id", "body"),
            tenant_reference("seat_id", "seat"),
            tenant_reference("membership_id", "membership"),
            UniqueConstraint("tenant_id", "body_id", "code"),
            Index(None, "tenant_id", "body_id"),
            CheckConstraint("role in ('chair', 'vice_chair', 'member', 'substitute', 'secretary')", name="role"),
            CheckConstraint("ended_on is null or since is null or ended_on >= since", name="dates"),
        )
