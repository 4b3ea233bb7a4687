"""Reads of the first page: one's own background work that is on its way or did not succeed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from paktum.core.database import TenantSession
from paktum.core.ids import MembershipId
from paktum.domains.jobs.tables import JobRun

_MOST_JOBS = 5


@dataclass(frozen=True, slots=True)
class DeskJob:
    """Background work of one's own: its state, steps, and stored messages."""

    id: uuid.UUID
    state: str
    done: int
    total: int
    title: Mapping[str, Any]
    phrase: Mapping[str, Any] | None


def own_jobs(session: TenantSession, membership_id: MembershipId | None) -> list[DeskJob]:
    """One's jobs that are queued, running or have failed, newest first, in one statement."""
    said = func.coalesce(JobRun.failure, JobRun.phrase).label("said")
    rows = session.execute(
        select(JobRun.id, JobRun.state, JobRun.done, JobRun.total, JobRun.title, said)
        .where(JobRun.requested_by == membership_id, JobRun.state.in_(("queued", "running", "failed")))
        .order_by(JobRun.requested_at.desc())
        .limit(_MOST_JOBS)
    )
    return [DeskJob(row.id, row.state, row.done, row.total, row.title, row.said) for row in rows]
