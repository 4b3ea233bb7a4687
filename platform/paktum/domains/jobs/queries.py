"""Reads of job runs, shaped for the list and for one run's page."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, func, select

from paktum.core.actors import Actor, authorise
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.jobs.tables import JobRun

PAGE: Final = 30
_FACTS: Final = (
    JobRun.id,
    JobRun.title,
    JobRun.state,
    JobRun.done,
    JobRun.total,
    JobRun.phrase,
    JobRun.failure,
    JobRun.result,
    JobRun.requested_by,
    JobRun.requested_at,
    JobRun.finished_at,
    JobRun.cancel_requested,
)


def runs(session: TenantSession, actor: Actor, page: int) -> tuple[Sequence[Row[*tuple[Any, ...]]], int]:
    """A page (from 1) of the actor's runs, or of all for those who may see all, the newest first; and their number."""
    authorise(actor, "jobs.see")
    statement = select(*_FACTS, func.count().over().label("number"))
    if not actor.may("jobs.see_all"):
        statement = statement.where(JobRun.requested_by == actor.membership_id)
    ordered = statement.order_by(JobRun.requested_at.desc(), JobRun.id).limit(PAGE).offset((page - 1) * PAGE)
    found = session.execute(ordered).all()
    return found, found[0].number if found else 0


def run(session: TenantSession, actor: Actor, run_id: uuid.UUID) -> Row[*tuple[Any, ...]]:
    """One run that the actor asked for, or any for those who may see all; raises NotFound."""
    authorise(actor, "jobs.see")
    found = session.execute(select(*_FACTS).where(JobRun.id == run_id)).first()
    if found is None or not (found.requested_by == actor.membership_id or actor.may("jobs.see_all")):
        raise NotFound
    return found
