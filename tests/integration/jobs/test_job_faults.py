"""When something dies: a worker, the queue; and when somebody forges a message (security cases 8, 36 and 37)."""

import os
import signal
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from paktum.core.ids import TenantId
from paktum.core.messages import msg, say
from paktum.core.outbox import OutboxMessage, post
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.notices.tables import Notice
from paktum.worker.runner import INTERRUPTED, MOST_ATTEMPTS, carry_out
from tests.support.pacts import Pact
from tests.support.runs import ask, effects, reach, state
from tests.support.waiting import wait_for
from tests.support.workshop import Workshop

if TYPE_CHECKING:
    from flask import Flask

GIVEN_UP = msg("This was interrupted each time it was tried.")


@pytest.fixture
def relay(closed_workshop: Workshop) -> Iterator[Workshop]:
    """A relay at work, and no worker yet."""
    process = closed_workshop.start_relay()
    yield closed_workshop
    closed_workshop.kill(process)


def messages(pact: Pact) -> list[OutboxMessage]:
    with pact.work() as session:
        rows = list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.created_at)))
        session.expunge_all()
        return rows


def test_a_worker_killed_in_the_middle_of_a_job_leaves_its_effect_exactly_once(
    pact: Pact, relay: Workshop, tmp_path: Path
) -> None:
    """Case 37: the transaction of the killed one is gone; another worker begins anew as soon as the lock is free."""
    first = relay.start_worker()
    run = ask(pact, "probe.steps", tmp_path / "gate")
    reach(pact, run, "running")
    relay.kill(first)
    (tmp_path / "gate").touch()
    second = relay.start_worker()
    reach(pact, run, "done")
    assert effects(pact) == 1
    assert messages(pact)[0].attempts == 2
    relay.kill(second)


def test_a_job_whose_own_process_is_killed_is_begun_anew_by_the_same_worker(
    pact: Pact, relay: Workshop, tmp_path: Path
) -> None:
    worker = relay.start_worker()
    run = ask(pact, "probe.steps", tmp_path / "gate")
    reach(pact, run, "running")
    (child,) = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    os.kill(int(child), signal.SIGKILL)
    (tmp_path / "gate").touch()
    reach(pact, run, "done")
    assert effects(pact) == 1
    relay.kill(worker)


def test_without_the_queue_saving_works_and_the_job_runs_when_it_is_back(
    pact: Pact, relay: Workshop, tmp_path: Path
) -> None:
    """Case 36."""
    worker = relay.start_worker()
    (tmp_path / "gate").touch()
    relay.queue.stop()
    head = pact.signed_in("head")
    assert head.post("/account/keys", {}).status_code == 303
    run = ask(pact, "probe.steps", tmp_path / "gate")
    assert head.get(f"/jobs/{run}").status_code == 200
    wait_for("the relay to notice", lambda: "relay waits" in relay.log())
    assert state(pact, run) == "queued"
    relay.queue.start()
    # The socket of a queue that was started again is at another address, as a new machine's would be.
    relay.kill(worker)
    again, another = relay.start_worker(), relay.start_relay()
    reach(pact, run, "done")
    relay.kill(again)
    relay.kill(another)


def test_a_message_with_another_pacts_tenant_is_refused_and_written_down(
    app: "Flask", make_pact: Callable[[str], Pact], tmp_path: Path
) -> None:
    """Case 8."""
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    run = ask(one, "probe.steps", tmp_path / "gate")
    carry_out(app, other.id, messages(one)[0].id)
    assert state(one, run) == "queued" and messages(one)[0].done_at is None
    with other.work() as session:
        assert session.scalars(select(AuditEntry.action)).all() == ["outbox.forged"]


def test_a_message_of_a_tenant_that_does_not_exist_does_nothing(app: "Flask", pact: Pact, tmp_path: Path) -> None:
    run = ask(pact, "probe.steps", tmp_path / "gate")
    carry_out(app, TenantId(uuid.uuid4()), messages(pact)[0].id)
    assert state(pact, run) == "queued"


def test_a_message_that_names_another_pacts_run_has_no_effect_there(
    app: "Flask", make_pact: Callable[[str], Pact], tmp_path: Path
) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    run = ask(one, "probe.steps", tmp_path / "gate")
    with other.work() as session:
        forged = post(session, "job.run", {"run": str(run), "attempt": 1}).id
    carry_out(app, other.id, forged)
    assert state(one, run) == "queued"


def test_the_queue_cannot_name_another_function(closed_workshop: Workshop) -> None:
    from redis import Redis
    from rq.serializers import JSONSerializer

    from paktum.worker.process import MessageJob

    with Redis.from_url(closed_workshop.queue.url()) as connection:
        job = MessageJob.create("os.system", ("true",), connection=connection, serializer=JSONSerializer)
        with pytest.raises(ValueError, match="other than a message"):
            job.perform()


def test_a_message_that_keeps_failing_waits_longer_each_time_and_is_left_after_eight_attempts(
    app: "Flask", pact: Pact
) -> None:
    with pact.work() as session:
        message = post(session, "nobody.listens", {}).id
    waits = []
    for _ in range(MOST_ATTEMPTS + 2):
        carry_out(app, pact.id, message)
        waits.append(messages(pact)[0].not_before)
    row = messages(pact)[0]
    assert (row.attempts, row.failure, row.done_at) == (MOST_ATTEMPTS, "KeyError", None)
    assert sorted({wait for wait in waits if wait}) == [wait for wait in dict.fromkeys(waits) if wait]
    assert len(set(waits)) == MOST_ATTEMPTS - 1


def test_a_job_that_ends_its_process_each_time_is_given_up_and_its_owner_told(
    app: "Flask", pact: Pact, tmp_path: Path
) -> None:
    run = ask(pact, "probe.steps", tmp_path / "gate")
    with pact.work() as session:
        session.execute(update(OutboxMessage).values(attempts=MOST_ATTEMPTS, failure=INTERRUPTED))
    carry_out(app, pact.id, messages(pact)[0].id)
    assert state(pact, run) == "failed"
    with pact.work() as session:
        assert session.scalars(select(Notice.address)).all() == [f"/jobs/{run}"]
    assert say(GIVEN_UP, pact.language) in pact.signed_in("head").get(f"/jobs/{run}").text


def test_two_processes_with_the_same_message_carry_it_out_once(app: "Flask", pact: Pact) -> None:
    from sqlalchemy import text

    from paktum.core.database import db
    from paktum.worker.runner import lock_key

    with pact.work() as session:
        message = post(session, "nobody.listens", {}).id
    with app.app_context():
        engine = db.engine
    with engine.connect() as other:
        other.execute(text("select pg_advisory_lock(:key)"), {"key": lock_key(message)})
        carry_out(app, pact.id, message)
        assert messages(pact)[0].attempts == 0
        other.execute(text("select pg_advisory_unlock(:key)"), {"key": lock_key(message)})
    carry_out(app, pact.id, message)
    assert messages(pact)[0].attempts == 1
