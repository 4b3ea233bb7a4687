"""The runner: what the queue calls with a message's id, and the door through which each topic reaches its handler."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from functools import cache, partial
from typing import Any, Final, Protocol

import structlog
from flask import Flask
from sqlalchemy import Row, select, text, update
from sqlalchemy.dialects.postgresql import insert

from paktum.core.database import PLATFORM, TenantSession, db, unit_of_work
from paktum.core.ids import TenantId
from paktum.core.logs import bind_job, clear_request
from paktum.core.outbox import EffectLedger, OutboxMessage
from paktum.core.placeholders import Terms, speaking_for
from paktum.domains.audit.service import record
from paktum.domains.tenancy.queries import tenant_of_id
from paktum.plugin.vocabulary import Vocabulary
from paktum.web.context import House

log = structlog.get_logger()

MOST_ATTEMPTS: Final = 8
# Five seconds, then four times as long each time: the eighth attempt comes some seven hours after the first.
_FIRST_WAIT: Final = timedelta(seconds=5)
_GROWTH: Final = 4

# What stands as the failure of an attempt until it ends; it stays where the process ended first.
INTERRUPTED: Final = "Interrupted"
LEFT: Final = "Interrupted too often"

_serving: list[Flask] = []


class Handler(Protocol):
    """Carries out the messages of one topic. `once` writes the ledger entry in the given session's transaction and is
    False when the effect already took place."""

    def __call__(
        self, app: Flask, tenant_id: TenantId, payload: Mapping[str, Any], once: Callable[[TenantSession], bool]
    ) -> None: ...


def serve(app: Flask) -> None:
    """Say which application this process carries messages out in; the queue knows a function's name and nothing else."""
    _serving[:] = [app]


def run_message(tenant: str, message: str) -> None:
    """What the queue calls; both arguments are ids as text."""
    carry_out(_serving[0], TenantId(uuid.UUID(tenant)), uuid.UUID(message))


def lock_key(message_id: uuid.UUID) -> int:
    """The number of the lock that a process holds while it carries a message out: the id's random half."""
    return int.from_bytes(message_id.bytes[8:], "big", signed=True)


def carry_out(app: Flask, tenant_id: TenantId, message_id: uuid.UUID) -> None:
    """Carry out one message of a tenant's outbox and mark it done.

    One process at a time: whoever finds the message in another's hands leaves it there. A message that fails waits longer
    each time, and is left, with the reason, after eight attempts; attempts that ended with the process count too. A
    message that the named tenant does not have is refused and noted in that tenant's audit chain: somebody forged it.
    """
    with unit_of_work(app, PLATFORM) as session:
        tenant = tenant_of_id(session, tenant_id)
    if tenant is None:
        log.warning("message for an unknown tenant", message=str(message_id))
        return
    with _holding(app, message_id) as held:
        if not held:
            return
        row = _begin(app, tenant_id, message_id)
        if row is None:
            return
        bind_job(tenant.slug, str(message_id), row.topic)
        try:
            _hand_over(app, tenant_id, message_id, row)
        finally:
            clear_request()


@contextmanager
def _holding(app: Flask, message_id: uuid.UUID) -> Iterator[bool]:
    """Hold a message; the lock belongs to a connection, so it is free at once when the process is killed."""
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        connection = connection.execution_options(isolation_level="AUTOCOMMIT")
        key = {"key": lock_key(message_id)}
        held = bool(connection.scalar(text("select pg_try_advisory_lock(:key)"), key))
        yield held
        if held:
            connection.execute(text("select pg_advisory_unlock(:key)"), key)


def _begin(app: Flask, tenant_id: TenantId, message_id: uuid.UUID) -> Row[*tuple[Any, ...]] | None:
    """Count the attempt and give the message; None for one that is done, was left, or that the tenant does not have."""
    house: House = app.extensions["paktum"]
    # The tenant is named here although row-level security binds it too: the relay's policy shows the worker all rows.
    own = (OutboxMessage.tenant_id == tenant_id, OutboxMessage.id == message_id)
    with unit_of_work(app, tenant_id) as session:
        known = session.execute(select(OutboxMessage).where(*own)).scalar_one_or_none()
        if known is None:
            record(session, house.clock, None, "outbox.forged", "outbox_message", message_id)
            return None
        if known.attempts >= MOST_ATTEMPTS and known.failure == INTERRUPTED:
            _give_up(session, house, known.topic, known.payload)
            known.failure = LEFT
        if known.done_at is not None or known.attempts >= MOST_ATTEMPTS:
            return None
        return session.execute(
            update(OutboxMessage)
            .where(*own)
            .values(attempts=OutboxMessage.attempts + 1, failure=INTERRUPTED)
            .returning(OutboxMessage.topic, OutboxMessage.payload, OutboxMessage.attempts)
        ).one()


def _hand_over(app: Flask, tenant_id: TenantId, message_id: uuid.UUID, row: Row[*tuple[Any, ...]]) -> None:
    house: House = app.extensions["paktum"]
    try:
        with speaking_for(_terms_of(app, tenant_id)):
            house.handlers[row.topic](app, tenant_id, row.payload, partial(_enter_ledger, message_id))
    except Exception as failure:
        log.exception("message failed", attempt=row.attempts)
        values: dict[str, Any] = {"failure": type(failure).__name__, "enqueued_at": None}
        if row.attempts >= MOST_ATTEMPTS:
            log.error("message left")
            with unit_of_work(app, tenant_id) as session:
                _give_up(session, house, row.topic, row.payload)
        else:
            values["not_before"] = house.clock.now() + _FIRST_WAIT * _GROWTH ** (row.attempts - 1)
        _mark(app, tenant_id, message_id, **values)
    else:
        # What was asked for is done; the payload may name a person, and nobody needs it any more.
        _mark(app, tenant_id, message_id, done_at=house.clock.now(), payload={}, failure=None)


def _terms_of(app: Flask, tenant_id: TenantId) -> Terms:
    """The words of a pact, read when the first sentence asks for one."""

    @cache
    def words() -> Vocabulary:
        house: House = app.extensions["paktum"]
        with unit_of_work(app, tenant_id) as session:
            return house.vocabulary_of(session, tenant_id, "")

    return lambda code, form, language: words().term(code, form, language)


def _give_up(session: TenantSession, house: House, topic: str, payload: Mapping[str, Any]) -> None:
    """Let the topic's domain say on its own pages that this will not happen any more."""
    last_step = house.given_up.get(topic)
    if last_step is not None:
        last_step(session, house.clock, payload)


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
