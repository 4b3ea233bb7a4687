"""The tenant's revision: a number that rises with every transaction that wrote, to know when a kept page is stale."""

import uuid

from sqlalchemy import BigInteger, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.database import Base


class TenantRevision(Base):
    """How often a tenant's rows were written to; one row a tenant."""

    __tablename__ = "tenant_revision"

    tenant_id: Mapped[uuid.UUID] = mapped_column(Uuid, ForeignKey("tenant.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(BigInteger, default=0)
