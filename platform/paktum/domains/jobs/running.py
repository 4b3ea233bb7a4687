"""Running a job: from queued to done or failed, its effect and its ledger entry in one transaction."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import select, update

from paktum.core.clock import Clock
from paktum.core.database import TenantSession, unit_of_work
from paktum.core.errors import PaktumError
from paktum.core.ids import TenantId
from paktum.core.messages import Message, message_form, msg
from paktum.core.store import FileStore
from paktum.domains.jobs.service import Cancelled, JobResult, Progress, end_run
from paktum.domains.jobs.tables import JobRun
from paktum.domains.notices.service import notify

log = structlog.get_logger()


@dataclass(frozen=True)
class JobTools:
    """What a job may use besides its session."""

    clock: Clock
    store: FileStore
    progress: Progress


JobWork = Callable[[TenantSession, Mapping[str, Any], JobTools], JobResult]


def run_job(
    app: Flask,
    tenant_id: TenantId,
    run_id: uuid.UUID,
    attempt: int,
    kinds: Mapping[str, JobWork],
    clock: Clock,
    store: FileStore,
    once: Callable[[TenantSession], bool],
) -> None:
    """Run one job of a tenant.

    `once` writes the ledger entry of the message that asked, and is False when another process already had the effect.
    A refusal that a person can act on is kept as the run's failure; anything else is logged and said in general words.
    """
    with unit_of_work(app, tenant_id) as session:
        run = session.execute(
            update(JobRun)
            .where(JobRun.id == run_id, JobRun.attempt == attempt, JobRun.state.in_(("queued", "running")))
            .values(state="running", started_at=clock.now(), done=0, total=0, phrase=None)
            .returning(JobRun.kind, JobRun.parameters)
        ).first()
    if run is None:
        return

    def tell(write: Callable[[TenantSession], bool]) -> bool:
        with unit_of_work(app, tenant_id) as own:
            return write(own)

    tools = JobTools(clock, store, Progress(run_id, tell))
    try:
        with unit_of_work(app, tenant_id) as session:
            if not once(session):
                return
            result = kinds[run.kind](session, run.parameters, tools)
            _finish(session, run_id, result, clock)
    except Cancelled:
        _end(app, tenant_id, run_id, "cancelled", None, clock)
    except PaktumError as refusal:
        _end(app, tenant_id, run_id, "failed", refusal.message, clock)
    except Exception:
        log.exception("job failed", run=str(run_id), kind=run.kind)
        _end(
            app, tenant_id, run_id, "failed", msg("Something unexpected stopped this. It is safe to try again."), clock
        )


def _finish(session: TenantSession, run_id: uuid.UUID, result: JobResult, clock: Clock) -> None:
    session.flush()
    run = session.scalars(select(JobRun).where(JobRun.id == run_id)).one()
    run.state, run.finished_at = "done", clock.now()
    run.done = run.total = max(run.total, 1)
    run.result = {"address": result.address, "message": message_form(result.message)}
    if run.requested_by:
        notify(session, run.requested_by, result.message, result.address)


def _end(app: Flask, tenant_id: TenantId, run_id: uuid.UUID, state: str, failure: Message | None, clock: Clock) -> None:
    with unit_of_work(app, tenant_id) as session:
        end_run(session, session.scalars(select(JobRun).where(JobRun.id == run_id)).one(), state, failure, clock)
