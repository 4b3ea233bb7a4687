"""The relay: rings when a transaction left messages in the outbox, and puts them into the queue."""

import signal
import threading
import uuid
from datetime import datetime, timedelta
from typing import Any, Final

import psycopg
import structlog
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import NoSuchJobError
from rq.job import Job, JobStatus
from sqlalchemy import Connection, Engine, and_, create_engine, or_, select, text, update

from paktum.core.clock import Clock
from paktum.core.logins import refuse_powerful_login
from paktum.core.outbox import OutboxMessage
from paktum.core.store import FileStore
from paktum.worker.clean_up import clean_up
from paktum.worker.runner import INTERRUPTED, MOST_ATTEMPTS, lock_key, run_message

log = structlog.get_logger()

# How long a message may be out before the relay asks whether the queue still knows it.
_OVERDUE: Final = timedelta(seconds=60)
# How often the relay looks without being rung, and asks of a message that a worker began to carry out whether that worker
# still lives; and how many such pulses a worker may take from picking a job up to holding its message.
PULSE: Final = timedelta(seconds=2)
_PICKING_UP: Final = 1.5
# The lock of lock_key as the server lists it: a number of 64 bits in two halves.
_HELD: Final = text(
    "select exists (select 1 from pg_locks where locktype = 'advisory' and objsubid = 1 and granted"
    " and database = (select oid from pg_database where datname = current_database())"
    " and (classid::bigint << 32 | objid::bigint) = :key)"
)
_BATCH: Final = 100
_CLEAN_UP_EVERY: Final = timedelta(hours=1)


def relay_once(connection: Connection, queue: Queue, now: datetime, pulse: timedelta = PULSE) -> int:
    """Enqueue what waits, and give the number of messages taken; other relays skip the rows this one holds.

    The message's id is the job's id, so a message that is enqueued twice is one job. Raises RedisError when the queue
    cannot be reached; the rows then stay as they were.
    """
    waiting = connection.execute(
        select(OutboxMessage.tenant_id, OutboxMessage.id, OutboxMessage.failure)
        .where(
            OutboxMessage.done_at.is_(None),
            or_(OutboxMessage.attempts < MOST_ATTEMPTS, OutboxMessage.failure == INTERRUPTED),
            or_(OutboxMessage.not_before.is_(None), OutboxMessage.not_before <= now),
            or_(
                OutboxMessage.enqueued_at.is_(None),
                OutboxMessage.enqueued_at < now - _OVERDUE,
                and_(OutboxMessage.failure == INTERRUPTED, OutboxMessage.enqueued_at < now - pulse),
            ),
        )
        .order_by(OutboxMessage.created_at)
        .limit(_BATCH)
        .with_for_update(skip_locked=True)
    ).all()
    for tenant_id, message_id, failure in waiting:
        begun = failure == INTERRUPTED
        if not (begun and _is_held(connection, message_id)) and not _is_known(queue, message_id, now, pulse):
            queue.enqueue(
                run_message,
                str(tenant_id),
                str(message_id),
                job_id=str(message_id),
                job_timeout=1800,
                result_ttl=0,
                failure_ttl=3600,
            )
        connection.execute(
            update(OutboxMessage)
            .where(OutboxMessage.tenant_id == tenant_id, OutboxMessage.id == message_id)
            .values(enqueued_at=now)
        )
    connection.commit()
    return len(waiting)


def _is_held(connection: Connection, message_id: uuid.UUID) -> bool:
    """Whether a living worker carries the message out; the lock of one that was killed is gone at once."""
    return bool(connection.scalar(_HELD, {"key": lock_key(message_id)}))


def _is_known(queue: Queue, message_id: uuid.UUID, now: datetime, pulse: timedelta) -> bool:
    """Whether the message waits in the queue, or was picked up just now.

    What the queue says of jobs that run is not asked: it learns of a killed worker only after a minute.
    """
    try:
        job = Job.fetch(str(message_id), connection=queue.connection, serializer=queue.serializer)
    except NoSuchJobError:
        return False
    status = job.get_status()
    if status == JobStatus.QUEUED:
        return queue.get_job_position(job) is not None
    return status == JobStatus.STARTED and job.started_at is not None and now - job.started_at < pulse * _PICKING_UP


class Relay:
    """The relay as a process: waits for the bell, at most a pulse, and takes what is there; hourly it cleans up."""

    def __init__(
        self, database_url: str, queue: Queue, store: FileStore, clock: Clock, pulse: timedelta = PULSE
    ) -> None:
        self._url = database_url
        self._queue = queue
        self._store = store
        self._clock = clock
        self._pulse = pulse
        self._stop = threading.Event()
        # Not at once: whoever starts the relay waits for what is in the outbox.
        self._next_clean_up = clock.now() + _CLEAN_UP_EVERY

    def stop(self, *_signal: Any) -> None:
        """Ask the relay to end after what it is doing."""
        self._stop.set()

    def run(self) -> None:
        """Relay until a SIGTERM or SIGINT; a database or a queue that is away is waited for."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        engine = create_engine(self._url, pool_pre_ping=True, pool_size=2, max_overflow=0)
        refuse_powerful_login(engine)
        while not self._stop.is_set():
            try:
                self._listen(engine)
            except (RedisError, psycopg.Error, OSError) as away:
                log.warning("relay waits", reason=type(away).__name__)
                self._stop.wait(1.0)
            except Exception as failure:
                if not isinstance(getattr(failure, "orig", None), psycopg.Error):
                    raise
                log.warning("relay waits", reason=type(failure).__name__)
                self._stop.wait(1.0)
        engine.dispose()

    def _listen(self, engine: Engine) -> None:
        with engine.connect() as bell, engine.connect() as connection:
            bell = bell.execution_options(isolation_level="AUTOCOMMIT")
            bell.exec_driver_sql("listen outbox")
            raw: Any = bell.connection.driver_connection
            while not self._stop.is_set():
                while relay_once(connection, self._queue, self._clock.now(), self._pulse) == _BATCH:
                    pass
                connection.rollback()
                self.clean_up_when_due(connection)
                quarter = self._pulse.total_seconds() / 4
                for _ in range(4):
                    if self._stop.is_set() or list(raw.notifies(timeout=quarter, stop_after=1)):
                        break

    def clean_up_when_due(self, connection: Connection) -> None:
        """Clean up when an hour is over; when there was much to do, go on after the next look at the outbox."""
        now = self._clock.now()
        if now >= self._next_clean_up and not clean_up(connection, self._store, now):
            self._next_clean_up = now + _CLEAN_UP_EVERY
