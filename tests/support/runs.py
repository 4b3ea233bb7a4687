"""Runs of the probe jobs: asking for one, and where it stands."""

import uuid
from pathlib import Path

from sqlalchemy import func, select

from paktum.core.actors import Role
from paktum.core.messages import msg
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.jobs.service import request_job
from paktum.domains.jobs.tables import JobRun
from tests.support.pacts import Pact
from tests.support.waiting import wait_for


def ask(pact: Pact, kind: str, gate: Path, role: Role = "head") -> uuid.UUID:
    with pact.work() as session:
        return request_job(session, pact.actor(role), kind, msg("Work plan"), {"gate": str(gate)})


def state(pact: Pact, run: uuid.UUID) -> str:
    with pact.work() as session:
        return session.scalars(select(JobRun.state).where(JobRun.id == run)).one()


def effects(pact: Pact) -> int:
    with pact.work() as session:
        return session.scalar(select(func.count()).where(AuditEntry.action == "probe.effect")) or 0


def reach(pact: Pact, run: uuid.UUID, wanted: str, seconds: float = 30.0) -> None:
    wait_for(lambda: f"{wanted}, and the run is {state(pact, run)}", lambda: state(pact, run) == wanted, seconds)
