"""A worker that is killed while it makes a report: the next one makes it, and there is one file."""

import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select, text, update

from paktum.core.outbox import EffectLedger, OutboxMessage
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.files.tables import StoredFile
from paktum.domains.jobs.tables import JobRun
from paktum.domains.reports.tables import Report
from tests.support.live import environment_of
from tests.support.pacts import Pact
from tests.support.reports import ask
from tests.support.servers import CHECKOUT
from tests.support.small_plan import enter_small_plan
from tests.support.waiting import wait_for

_CARRY_OUT = """
import sys, uuid
from paktum.app import create_app
from paktum.worker.runner import carry_out, serve
app = create_app(worker=True)
serve(app)
carry_out(app, *map(uuid.UUID, sys.argv[1:]))
"""


def test_a_report_whose_worker_was_killed_is_made_once_by_the_next_one(
    pact: Pact, background: None, tmp_path: Path
) -> None:
    enter_small_plan(pact)
    report_id, message_id = asked_and_held_back(pact)
    with held(pact, report_id), carried_out(pact, message_id, tmp_path / "killed.log") as process:
        wait_for("the job to run", lambda: state_of(pact) == "running")
        process.kill()
    assert (state_of(pact), files(pact)) == ("running", 0)
    delivered_again(pact, message_id)
    wait_for("the report to be made", lambda: state_of(pact) == "done")
    assert files(pact) == 1
    # A worker may be killed after the effect is in and before its message is marked: it is delivered once more.
    with pact.work() as session:
        payload = {"run": str(session.scalars(select(JobRun.id)).one()), "attempt": 1}
        unmarked = {"done_at": None, "attempts": 1, "payload": payload}
        session.execute(update(OutboxMessage).where(OutboxMessage.id == message_id).values(unmarked))
    with carried_out(pact, message_id, tmp_path / "again.log") as process:
        assert process.wait(timeout=30) == 0
    with pact.work() as session:
        made = session.scalar(select(func.count()).where(AuditEntry.action == "report.made"))
        effects = session.scalar(select(func.count()).where(EffectLedger.id == message_id))
    assert (files(pact), made, effects) == (1, 1, 1)


def asked_and_held_back(pact: Pact) -> tuple[uuid.UUID, uuid.UUID]:
    """A report whose message the relay leaves alone for a day."""
    with pact.work() as session:
        report_id = ask(session, pact)
        session.flush()
        message_id = session.scalars(select(OutboxMessage.id).where(OutboxMessage.topic == "job.run")).one()
        session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.id == message_id)
            .values(not_before=datetime.now(UTC) + timedelta(days=1))
        )
    return report_id, message_id


@contextmanager
def held(pact: Pact, report_id: uuid.UUID) -> Iterator[None]:
    """Hold the report's row, so that whoever makes the report waits in the middle of it."""
    with pact.work() as session:
        session.execute(select(Report.id).where(Report.id == report_id).with_for_update())
        yield


@contextmanager
def carried_out(pact: Pact, message_id: uuid.UUID, log: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """A process that carries the message out, as the queue's worker does."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-c", _CARRY_OUT, str(pact.id), str(message_id)],
            cwd=CHECKOUT,
            env=environment_of(pact.app.extensions["paktum"].settings),
            stdout=output,
            stderr=output,
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def delivered_again(pact: Pact, message_id: uuid.UUID) -> None:
    """What the relay finds once the time of the message has come."""
    with pact.work() as session:
        session.execute(update(OutboxMessage).where(OutboxMessage.id == message_id).values(not_before=None))
        session.execute(text("select pg_notify('outbox', '')"))


def state_of(pact: Pact) -> str | None:
    with pact.work() as session:
        return session.scalar(select(JobRun.state))


def files(pact: Pact) -> int:
    with pact.work() as session:
        return session.scalar(select(func.count()).where(StoredFile.media_type == "application/pdf")) or 0
