"""The door to job runs: asking for one, following, cancelling and retrying it, and what a running job tells of itself."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, update

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, message_form, msg
from paktum.core.outbox import post
from paktum.domains.audit.service import record
from paktum.domains.jobs.tables import JobRun
from paktum.domains.notices.service import notify

TOPIC: Final = "job.run"
OVER: Final = frozenset({"done", "failed", "cancelled"})


def request_job(
    session: TenantSession, actor: Actor | None, kind: str, title: Message, parameters: Mapping[str, Any]
) -> uuid.UUID:
    """Ask for a job of a registered kind; it starts after the commit. Gives the run's id."""
    run = JobRun(
        id=new_id(),
        kind=kind,
        title=message_form(title),
        parameters=dict(parameters),
        requested_by=actor.membership_id if actor else None,
    )
    session.add(run)
    session.flush()
    post(session, TOPIC, {"run": str(run.id), "attempt": 1})
    return run.id


def get_run(session: TenantSession, actor: Actor, run_id: uuid.UUID, *, for_change: bool = False) -> JobRun:
    """A run that the actor asked for, or any run for those who may see all; raises Forbidden or NotFound.

    `for_change` holds it until the transaction ends: a worker may be about to pick it up, and a button is pressed twice.
    """
    authorise(actor, "jobs.see")
    statement = select(JobRun).where(JobRun.id == run_id)
    run = session.scalar(statement.with_for_update() if for_change else statement)
    if run is None or not (run.requested_by == actor.membership_id or actor.may("jobs.see_all")):
        raise NotFound
    return run


def cancel_run(session: TenantSession, clock: Clock, actor: Actor, run_id: uuid.UUID) -> None:
    """Stop a run: at once while it waits, at its next step while it runs; one that is over stays as it is."""
    run = get_run(session, actor, run_id, for_change=True)
    if run.state == "queued":
        run.state, run.finished_at = "cancelled", clock.now()
    elif run.state == "running":
        run.cancel_requested = True
    else:
        return
    record(session, clock, actor, "job.cancelled", "job_run", run.id)


def retry_run(session: TenantSession, clock: Clock, actor: Actor, run_id: uuid.UUID) -> None:
    """Start a run again that failed or was cancelled; raises Conflict while it is still on its way, or done."""
    run = get_run(session, actor, run_id, for_change=True)
    if run.state not in ("failed", "cancelled"):
        raise Conflict(msg("This is already on its way or done."))
    run.state, run.done, run.total = "queued", 0, 0
    run.phrase = run.failure = run.result = run.started_at = run.finished_at = None
    run.cancel_requested = False
    run.attempt += 1
    post(session, TOPIC, {"run": str(run.id), "attempt": run.attempt})
    record(session, clock, actor, "job.retried", "job_run", run.id)


def end_run(session: TenantSession, run: JobRun, state: str, failure: Message | None, clock: Clock) -> None:
    """Note that a run is over without a result; whoever asked for it is told of a failure."""
    run.state, run.finished_at = state, clock.now()
    run.failure = message_form(failure) if failure else None
    if failure and run.requested_by:
        notify(session, run.requested_by, msg("A background task failed. Open it to see why."), f"/jobs/{run.id}")


def leave_run(session: TenantSession, clock: Clock, payload: Mapping[str, Any]) -> None:
    """Note that the message of a run was left after its last attempt: the process that ran it ended each time."""
    run = session.scalar(
        select(JobRun)
        .where(JobRun.id == uuid.UUID(payload["run"]), JobRun.attempt == payload["attempt"])
        .with_for_update()
    )
    if run is not None and run.state not in OVER:
        end_run(session, run, "failed", msg("This was interrupted each time it was tried."), clock)


class Cancelled(Exception):
    """Somebody asked the running job to stop."""


@dataclass(frozen=True)
class Progress:
    """What a running job tells of itself; each telling is committed at once, beside the job's own transaction.

    `tell` runs a function in a short transaction of its own and gives its result.
    """

    run_id: uuid.UUID
    tell: Callable[[Callable[[TenantSession], bool]], bool]

    def step(self, done: int, total: int, phrase: Message) -> None:
        """Say that `done` of `total` steps are made and what comes now; raises Cancelled when the job should stop."""

        def write(session: TenantSession) -> bool:
            asked_to_stop = session.execute(
                update(JobRun)
                .where(JobRun.id == self.run_id)
                .values(done=done, total=total, phrase=message_form(phrase))
                .returning(JobRun.cancel_requested)
            ).scalar_one()
            return bool(asked_to_stop)

        if self.tell(write):
            raise Cancelled


@dataclass(frozen=True)
class JobResult:
    """What a job leaves: the address of the page where its result is."""

    address: str
    message: Message
