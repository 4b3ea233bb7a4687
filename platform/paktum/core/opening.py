"""Writing the rows that a tenant starts with: all of a table at once, and none of those that are there already."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from paktum.core.database import TenantSession
from paktum.core.ids import new_id


def enter(
    session: TenantSession, table: Any, key: tuple[str, ...], rows: Iterable[Mapping[str, Any]]
) -> dict[tuple[Any, ...], uuid.UUID]:
    """Write the rows unless some with the same key are there: those stay as people left them.

    `key` names columns that are unique within a tenant; the rows are written in their order, each with the same columns.
    Gives the ids of the tenant's rows by the values of their keys, those of rows that were there before among them.
    """
    written = [{"tenant_id": session.tenant_id, "id": new_id(), **row} for row in rows]
    if written:
        session.execute(insert(table).on_conflict_do_nothing(index_elements=["tenant_id", *key]), written)
    found = session.execute(select(table.id, *(getattr(table, name) for name in key)))
    return {tuple(values): row_id for row_id, *values in found}
