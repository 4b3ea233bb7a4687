"""Whether anything in the pact's records refers to a row, so that only what nobody used can be removed."""

import uuid

from sqlalchemy import exists, literal, or_, select
from sqlalchemy.sql import ColumnElement

from paktum.core.database import Base, TenantSession


def is_referred_to(
    session: TenantSession, table: str, row_id: uuid.UUID, *, besides: frozenset[str] = frozenset()
) -> bool:
    """Whether any row of any table, but those named in `besides`, refers to a row; one statement.

    It asks the tables themselves, so that a domain above that refers to ours is never forgotten.
    """
    found: list[ColumnElement[bool]] = [literal(False)]
    for other in Base.metadata.sorted_tables:
        if other.name in besides:
            continue
        for constraint in other.foreign_key_constraints:
            if constraint.referred_table.name == table and "tenant_id" in constraint.column_keys:
                column = next(name for name in constraint.column_keys if name != "tenant_id")
                found.append(exists().where(other.c.tenant_id == session.tenant_id, other.c[column] == row_id))
    return bool(session.scalar(select(or_(*found))))
