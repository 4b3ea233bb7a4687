"""The outbox: what must happen after a commit is written as a row of the same transaction, and the ledger of what has."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, JsonObject, MadeAt
from paktum.core.database import Base, TenantSession, TenantTable
from paktum.core.ids import new_id


class OutboxMessage(TenantTable, Base):
    """Something to do once the transaction is in: its topic, and the ids a handler needs."""

    __tablename__ = "outbox_message"

    topic: Mapped[Code]
    payload: Mapped[JsonObject]
    created_at: Mapped[MadeAt]
    not_before: Mapped[Instant | None]
    enqueued_at: Mapped[Instant | None]
    done_at: Mapped[Instant | None]
    attempts: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    failure: Mapped[str | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        # The relay asks for what waits in all tenants at once: the one index that is not led by the tenant.
        return (Index("ix_outbox_message_waiting", "created_at", postgresql_where=text("done_at is null")),)


class EffectLedger(TenantTable, Base):
    """The effects that took place, by the id of the message that asked: a job run twice has its effect once."""

    __tablename__ = "effect_ledger"

    done_at: Mapped[MadeAt]


def post(
    session: TenantSession, topic: str, payload: Mapping[str, Any], *, not_before: datetime | None = None
) -> OutboxMessage:
    """Ask for something to be done after this transaction: a `topic` that a handler is registered for, and its facts.

    Rings the relay's bell at commit. `not_before` (aware) delays it. If the queue is down the row waits in the database.
    """
    message = OutboxMessage(id=new_id(), topic=topic, payload=dict(payload), not_before=not_before)
    session.add(message)
    session.execute(text("select pg_notify('outbox', '')"))
    return message


def post_once(
    session: TenantSession, topic: str, key: str, payload: Mapping[str, Any], *, not_before: datetime
) -> None:
    """Ask, as `post` does, for something that is asked for once only: whoever asks again with the same `key` adds nothing."""
    message_id = uuid.uuid5(session.tenant_id, f"{topic}:{key}")
    session.execute(
        insert(OutboxMessage)
        .values(tenant_id=session.tenant_id, id=message_id, topic=topic, payload=dict(payload), not_before=not_before)
        .on_conflict_do_nothing(index_elements=["tenant_id", "id"])
    )
