"""Tables of the tenants themselves."""

import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, JsonObject, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference
from paktum.core.ids import new_id


class Tenant(Base):
    """A pact of this installation."""

    __tablename__ = "tenant"
    __table_args__ = (CheckConstraint("language in ('hu', 'cs', 'sk', 'pl', 'en')", name="language"),)

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=new_id)
    slug: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Line]
    short_name: Mapped[Line]
    reference: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    country: Mapped[str]
    region: Mapped[str]
    timezone: Mapped[str]
    hue: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True, server_default=text("true"))
    created_at: Mapped[MadeAt]


class TenantHost(Base):
    """A host name, without port and in lower case, that leads to a tenant; one of them is written into mail."""

    __tablename__ = "tenant_host"

    host: Mapped[str] = mapped_column(primary_key=True)
    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("tenant.id"))
    canonical: Mapped[bool] = mapped_column(default=False, server_default=text("false"))


class TenantConfiguration(TenantTable, Base):
    """What a tenant's files declared when applied (`funding`: the grant), and what its head changed since; one row a tenant."""

    __tablename__ = "tenant_configuration"

    declared: Mapped[JsonObject]
    funding: Mapped[JsonObject] = mapped_column(JSONB, default=dict, server_default=text("'{}'"))
    changes: Mapped[JsonObject]
    digest: Mapped[str]
    logo_file_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    applied_at: Mapped[MadeAt]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("tenant_id"), tenant_reference("logo_file_id", "stored_file"))
