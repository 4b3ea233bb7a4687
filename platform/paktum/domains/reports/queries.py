"""Reads of reports: the plan to be locked, the letterhead, and rows for the pages; each in one statement."""

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, ScalarSelect, and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.periods import Period, Precision
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.tables import Decision
from paktum.domains.files.service import FileFacts
from paktum.domains.files.tables import StoredFile
from paktum.domains.jobs.tables import JobRun
from paktum.domains.people.tables import Membership
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult
from paktum.domains.reports.rules import EntryFacts
from paktum.domains.reports.tables import Report

PAGE: Final = 30


def _results_of_entry() -> ScalarSelect[Any]:
    pair = func.json_build_array(PlanEntryResult.measure, PlanEntryResult.at_least)
    return (
        select(func.json_agg(aggregate_order_by(pair, PlanEntryResult.sequence)))
        .where(PlanEntryResult.tenant_id == PlanEntry.tenant_id, PlanEntryResult.entry_id == PlanEntry.id)
        .correlate(PlanEntry)
        .scalar_subquery()
    )


def _prepared_by_entry() -> ScalarSelect[Any]:
    other = aliased(PlanEntry)
    return (
        select(func.json_agg(aggregate_order_by(other.title, other.kind.desc(), other.sequence)))
        .select_from(PlanEntryLink)
        .join(other, and_(other.tenant_id == PlanEntryLink.tenant_id, other.id == PlanEntryLink.prepares_id))
        .where(PlanEntryLink.tenant_id == PlanEntry.tenant_id, PlanEntryLink.entry_id == PlanEntry.id)
        .correlate(PlanEntry)
        .scalar_subquery()
    )


def plan_facts(session: TenantSession) -> list[EntryFacts]:
    """The whole plan in its own order, sessions before events: one statement, so that it is of one instant."""
    rows = session.execute(
        select(
            PlanEntry.kind,
            PlanEntry.sequence,
            PlanEntry.title,
            Body.name.label("body"),
            PlanEntry.types,
            PlanEntry.period,
            PlanEntry.precision,
            PlanEntry.day,
            PlanEntry.last_day,
            PlanEntry.place,
            PlanEntry.purpose,
            PlanEntry.results_text,
            _results_of_entry().label("results"),
            PlanEntry.audiences,
            _prepared_by_entry().label("prepares"),
            PlanEntry.notes,
            PlanEntry.cancelled_at,
            PlanEntry.cancel_reason,
            PlanEntry.changed_at,
        )
        .select_from(PlanEntry)
        .outerjoin(Body, and_(Body.tenant_id == PlanEntry.tenant_id, Body.id == PlanEntry.body_id))
        .order_by(PlanEntry.kind.desc(), PlanEntry.sequence)
    )
    return [_entry(row) for row in rows]


def _entry(row: Row[*tuple[Any, ...]]) -> EntryFacts:
    start, end = row.period
    return EntryFacts(
        kind="session" if row.kind == "session" else "event",
        sequence=row.sequence,
        title=row.title,
        body=row.body or "",
        types=tuple(row.types),
        planned=Period(start, end, Precision(row.precision)),
        day=row.day,
        last_day=row.last_day,
        place=row.place,
        purpose=row.purpose,
        results_text=row.results_text,
        results=tuple((measure, least) for measure, least in row.results or ()),
        audiences=tuple(row.audiences),
        prepares=tuple(row.prepares or ()),
        notes=tuple(row.notes),
        cancelled=row.cancelled_at is not None,
        cancel_reason=row.cancel_reason,
        changed_at=row.changed_at,
    )


_FACTS: Final[tuple[Any, ...]] = (
    Report.id,
    Report.kind,
    Report.format,
    Report.language,
    Report.snapshot_digest,
    Report.snapshot["taken_at"].astext.label("taken_at"),
    Report.requested_at,
    Membership.post.label("post"),
    StoredFile.id.label("file_id"),
    StoredFile.name.label("file_name"),
    StoredFile.media_type,
    StoredFile.size,
    StoredFile.sha256,
    StoredFile.created_at.label("made_at"),
    JobRun.id.label("job_id"),
    JobRun.title.label("job_title"),
    JobRun.state.label("job_state"),
    JobRun.done,
    JobRun.total,
    JobRun.phrase,
    JobRun.failure,
    JobRun.cancel_requested,
    Report.outcome,
    Report.decided_on,
    Report.decision_id,
    Decision.number.label("decision_number"),
)
_TABLES: Final = (
    Report.__table__.outerjoin(
        StoredFile.__table__, and_(StoredFile.tenant_id == Report.tenant_id, StoredFile.id == Report.file_id)
    )
    .outerjoin(JobRun.__table__, and_(JobRun.tenant_id == Report.tenant_id, JobRun.id == Report.job_id))
    .outerjoin(
        Membership.__table__, and_(Membership.tenant_id == Report.tenant_id, Membership.id == Report.requested_by)
    )
    .outerjoin(Decision.__table__, and_(Decision.tenant_id == Report.tenant_id, Decision.id == Report.decision_id))
)


def reports(
    session: TenantSession, *, file_format: str | None = None, language: str | None = None, page: int = 1
) -> tuple[Sequence[Row[*tuple[Any, ...]]], int]:
    """A page (from 1) of the reports, the newest first, perhaps of one format or language only; and their number."""
    statement = select(*_FACTS, func.count().over().label("number")).select_from(_TABLES)
    if file_format:
        statement = statement.where(Report.format == file_format)
    if language:
        statement = statement.where(Report.language == language)
    ordered = statement.order_by(Report.requested_at.desc(), Report.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    found = session.execute(ordered).all()
    return found, found[0].number if found else 0


def report(session: TenantSession, report_id: uuid.UUID) -> Row[*tuple[Any, ...]]:
    """One report; raises NotFound."""
    found = session.execute(select(*_FACTS).select_from(_TABLES).where(Report.id == report_id)).first()
    if found is None:
        raise NotFound
    return found


def of_the_same_data(
    session: TenantSession, digest: str, but: uuid.UUID, limit: int = 20
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Other reports made from the same locked data, the newest first."""
    statement = select(*_FACTS).select_from(_TABLES).where(Report.snapshot_digest == digest, Report.id != but)
    return session.execute(statement.order_by(Report.requested_at.desc(), Report.id.desc()).limit(limit)).all()


def report_file(session: TenantSession, report_id: uuid.UUID) -> FileFacts:
    """The finished file of a report; raises NotFound when there is no such report, or it is not made yet."""
    row = session.execute(
        select(StoredFile.id, StoredFile.name, StoredFile.media_type, StoredFile.size, StoredFile.sha256)
        .join(Report, and_(Report.tenant_id == StoredFile.tenant_id, Report.file_id == StoredFile.id))
        .where(Report.id == report_id)
    ).first()
    if row is None:
        raise NotFound
    return FileFacts(*row)
