"""The runner: what the queue calls with a message's id, and the door through which each topic reaches its handler."""

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache, partial
from typing import Any, Final, Protocol

import structlog
from flask import Flask
from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert

from paktum.core.database import PLATFORM, TenantSession, unit_of_work
from paktum.core.ids import TenantId
from paktum.core.logs import bind_job, clear_request
from paktum.core.outbox import EffectLedger, OutboxMessage
from paktum.domains.audit.service import record
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.web.context import House

log = structlog.get_logger()

MOST_ATTEMPTS: Final = 8


class Handler(Protocol):
    """Carries out the messages of one topic. `once` writes the ledger entry in the given session's transaction and is
    False when the effect already took place."""

    def __call__(
        self, app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Callable[[TenantSession], bool]
    ) -> None: ...


@cache
def worker_app() -> Flask:
    """The application this worker process runs its jobs in."""
    from paktum.app import create_app  # the worker must be importable by the queue without building the application

    return create_app(worker=True)


def run_message(tenant: str, message: str) -> None:
    """What the queue calls; both arguments are ids as text."""
    carry_out(worker_app(), TenantId(uuid.UUID(tenant)), uuid.UUID(message))


def carry_out(app: Flask, tenant_id: TenantId, message_id: uuid.UUID) -> None:
    """Carry out one message of a tenant's outbox and mark it done.

    A message that fails waits twice as long each time, and is left, with the reason, after eight attempts. A message that
    the named tenant does not have is refused and noted in that tenant's audit chain: somebody forged it.
    """
    house: House = app.extensions["paktum"]
    with unit_of_work(app, PLATFORM) as session:
        tenant = tenant_of_id(session, tenant_id)
    if tenant is None:
        log.warning("message for an unknown tenant", message=str(message_id))
        return
    row = _open(app, tenant_id, message_id)
    if row is None or row.done_at is not None:
        return
    bind_job(tenant.slug, str(message_id), row.topic)
    try:
        house.handlers[row.topic](app, tenant_id, row.payload, partial(_enter_ledger, message_id))
    except Exception as failure:
        log.exception("message failed")
        wait = timedelta(seconds=5 * 2**row.attempts)
        _mark(
            app,
            tenant_id,
            message_id,
            attempts=row.attempts + 1,
            failure=type(failure).__name__,
            enqueued_at=None,
            not_before=house.clock.now() + wait,
        )
    else:
        _mark(app, tenant_id, message_id, done_at=house.clock.now())
    finally:
        clear_request()


def _open(app: Flask, tenant_id: TenantId, message_id: uuid.UUID) -> Row[*tuple[Any, ...]] | None:
    house: House = app.extensions["paktum"]
    with unit_of_work(app, tenant_id) as session:
        # The tenant is named here although row-level security binds it too: the relay's policy shows the worker all rows.
        row = session.execute(
            select(OutboxMessage.topic, OutboxMessage.payload, OutboxMessage.done_at, OutboxMessage.attempts).where(
                OutboxMessage.id == message_id, OutboxMessage.tenant_id == tenant_id
            )
        ).first()
        if row is None:
            record(session, house.clock, None, "outbox.forged", "outbox_message", message_id)
        return row


def _enter_ledger(message_id: uuid.UUID, session: TenantSession) -> bool:
    """Write the effect's ledger entry; False when another process already had the effect."""
    entered = session.execute(
        insert(EffectLedger)
        .values(tenant_id=session.tenant_id, id=message_id)
        .on_conflict_do_nothing()
        .returning(EffectLedger.id)
    ).first()
    return entered is not None


def _mark(app: Flask, tenant_id: TenantId, message_id: uuid.UUID, **values: Any) -> None:
    with unit_of_work(app, tenant_id) as session:
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.tenant_id == tenant_id, OutboxMessage.id == message_id)
            .values(**values)
        )
