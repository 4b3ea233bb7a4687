"""Reads of the first page: one's unread notices and background work that is on its way or just over, in one statement."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, or_, select, union_all
from sqlalchemy.dialects.postgresql import JSONB

from paktum.core.database import TenantSession
from paktum.core.ids import MembershipId
from paktum.domains.jobs.tables import JobRun
from paktum.domains.notices.tables import Notice

_MOST_NOTICES = 5
_MOST_JOBS = 5


@dataclass(frozen=True, slots=True)
class DeskNotice:
    """An unread notice: a stored message, the page it is about, and when it came."""

    message: Mapping[str, Any]
    address: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskJob:
    """Background work of one's own: its state, steps, and stored messages."""

    id: uuid.UUID
    state: str
    done: int
    total: int
    title: Mapping[str, Any]
    phrase: Mapping[str, Any] | None


def desk_news(session: TenantSession, membership_id: MembershipId | None) -> tuple[list[DeskNotice], list[DeskJob]]:
    """One's latest unread notices, and one's jobs that are queued, running or have failed; newest first."""
    notices = (
        select(
            literal("notice").label("kind"),
            Notice.id,
            Notice.created_at.label("at"),
            func.jsonb_build_object("message", Notice.message, "address", Notice.address, type_=JSONB).label("facts"),
        )
        .where(Notice.membership_id == membership_id, Notice.read_at.is_(None))
        .order_by(Notice.created_at.desc())
        .limit(_MOST_NOTICES)
    )
    facts = func.jsonb_build_object(
        "state",
        JobRun.state,
        "done",
        JobRun.done,
        "total",
        JobRun.total,
        "title",
        JobRun.title,
        "phrase",
        func.coalesce(JobRun.failure, JobRun.phrase),
        type_=JSONB,
    )
    jobs = (
        select(literal("job").label("kind"), JobRun.id, JobRun.requested_at.label("at"), facts.label("facts"))
        .where(
            JobRun.requested_by == membership_id,
            or_(JobRun.state.in_(("queued", "running")), JobRun.state == "failed"),
        )
        .order_by(JobRun.requested_at.desc())
        .limit(_MOST_JOBS)
    )
    both = union_all(notices, jobs).subquery()
    rows = session.execute(select(both).order_by(both.c.at.desc())).all()
    return (
        [DeskNotice(row.facts["message"], row.facts["address"], row.at) for row in rows if row.kind == "notice"],
        [
            DeskJob(
                row.id,
                row.facts["state"],
                row.facts["done"],
                row.facts["total"],
                row.facts["title"],
                row.facts["phrase"],
            )
            for row in rows
            if row.kind == "job"
        ],
    )
