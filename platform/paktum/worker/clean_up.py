"""The clean-up: rows that only served to get something done go, once nobody can ask for them any more."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Delete, Select, delete, exists, or_, select

from paktum.core.database import bind_tenant
from paktum.core.ids import TenantId
from paktum.core.outbox import EffectLedger, OutboxMessage
from paktum.core.store import FileStore
from paktum.domains.people.tables import AccountSession, AccountToken
from paktum.domains.tenancy.tables import Tenant
from paktum.worker.replaced_packs import remove_replaced_packs

# Long enough to look into what went wrong after a holiday, and far longer than a queue holds a message.
KEPT_FOR: Final = timedelta(days=30)
BATCH: Final = 500


def clean_up(connection: Connection, store: FileStore, now: datetime) -> bool:
    """Delete up to BATCH rows of each kind, in transactions of each tenant; True when there may be more to delete.

    What goes: messages that were done, effects whose message is gone, sign-ins and one-time links that open nothing any
    more, and packs of meetings that were replaced, all of them KEPT_FOR ago. Rows that another clean-up or a request
    holds are left for the next time. It works as the worker's login, one tenant at a time, so that row-level security
    holds here too.
    """
    before = now - KEPT_FOR
    full = [_run(connection, statement) for statement in _spent_secrets(before)]
    connection.commit()
    for tenant_id in connection.scalars(select(Tenant.id)).all():
        bind_tenant(connection, TenantId(tenant_id))
        full += [_run(connection, statement) for statement in _carried_out(TenantId(tenant_id), before)]
        connection.commit()
        bind_tenant(connection, TenantId(tenant_id))
        full.append(remove_replaced_packs(connection, store, TenantId(tenant_id), before, BATCH))
    return any(full)


def _run(connection: Connection, statement: Delete) -> bool:
    return connection.execute(statement).rowcount == BATCH


def _spent_secrets(before: datetime) -> Iterator[Delete]:
    for table, ended_at in ((AccountSession, AccountSession.revoked_at), (AccountToken, AccountToken.used_at)):
        spent = select(table.id).where(or_(table.expires_at < before, ended_at < before))
        yield delete(table).where(table.id.in_(_batch(spent.with_for_update(skip_locked=True))))


def _carried_out(tenant_id: TenantId, before: datetime) -> Iterator[Delete]:
    own_messages, own_effects = OutboxMessage.tenant_id == tenant_id, EffectLedger.tenant_id == tenant_id
    done = select(OutboxMessage.id).where(own_messages, OutboxMessage.done_at < before)
    yield delete(OutboxMessage).where(
        own_messages, OutboxMessage.id.in_(_batch(done.with_for_update(skip_locked=True)))
    )
    # A message that is still there may be carried out again, and must find its entry.
    asked = exists().where(own_messages, OutboxMessage.id == EffectLedger.id)
    had = select(EffectLedger.id).where(own_effects, EffectLedger.done_at < before, ~asked)
    yield delete(EffectLedger).where(own_effects, EffectLedger.id.in_(_batch(had)))


def _batch(rows: Select[uuid.UUID]) -> Select[uuid.UUID]:
    """At most BATCH of the rows; found once, because a plan may ask a plain subquery again for each row it compares."""
    found = rows.limit(BATCH).cte("found").prefix_with("materialized")
    return select(found.c.id)
