"""The table of partner organisations."""

from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, Line, MadeAt
from paktum.core.database import Base, TenantTable


class Organisation(TenantTable, Base):
    """An organisation that works with the pact; `code` is set where the tenant's opening data named it."""

    __tablename__ = "organisation"

    code: Mapped[Code | None]
    name: Mapped[Line]
    kind: Mapped[Code] = mapped_column(default="other", server_default="other")
    consortium_role: Mapped[Code | None]
    place: Mapped[str] = mapped_column(default="", server_default=text("''"))
    email: Mapped[str] = mapped_column(default="", server_default=text("''"))
    created_at: Mapped[MadeAt]
    ended_at: Mapped[Instant | None]
    version: Mapped[int] = mapped_column(default=1, server_default=text("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("tenant_id", "code"), Index(None, "tenant_id", "name"))
