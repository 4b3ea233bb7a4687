"""Reports as subjects: a finished report is brought before a body, which accepts it or not."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import DateTime, Row, and_, select

from paktum.core.actors import Actor
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.core.languages import Language
from paktum.core.messages import Message, message_from, msg
from paktum.core.periods import SpokenDay
from paktum.core.subjects import DecisionTold, Subject, SubjectDocument, SubjectKind
from paktum.domains.audit.service import record
from paktum.domains.decisions.service import standing_decision
from paktum.domains.jobs.tables import JobRun
from paktum.domains.meetings.queries import local_day
from paktum.domains.reports.tables import Report
from paktum.domains.tenancy.tables import Tenant

KIND: Final = "report"
_MOST: Final = 30
_TAKEN_AT: Final = Report.snapshot["taken_at"].astext.cast(DateTime(timezone=True))
_ROWS: Final = (
    select(Report.id, Report.file_id, local_day(_TAKEN_AT).label("taken_on"), JobRun.title)
    .select_from(Report)
    .join(Tenant, Tenant.id == Report.tenant_id)
    .outerjoin(JobRun, and_(JobRun.tenant_id == Report.tenant_id, JobRun.id == Report.job_id))
)


def _describe(session: TenantSession, ids: Collection[uuid.UUID], language: Language) -> Mapping[uuid.UUID, Subject]:
    return {row.id: _subject(row) for row in session.execute(_ROWS.where(Report.id.in_(ids)))}


def _offered(session: TenantSession, language: Language) -> Sequence[Subject]:
    """Finished reports on which no body has decided, the newest first."""
    waiting = _ROWS.where(Report.file_id.is_not(None), Report.outcome.is_(None))
    return [_subject(row) for row in session.execute(waiting.order_by(Report.requested_at.desc()).limit(_MOST))]


def _decided(session: TenantSession, clock: Clock, actor: Actor, subject_id: uuid.UUID, told: DecisionTold) -> None:
    """The report is accepted or rejected; a later decision on it counts."""
    report = session.scalar(select(Report).where(Report.id == subject_id).with_for_update())
    if report is None:
        return
    report.outcome, report.decided_on, report.decision_id = told.outcome, told.decided_on, told.decision_id
    record(session, clock, actor, "report.decided", "report", subject_id, outcome=told.outcome, decision=told.number)


def _annulled(session: TenantSession, clock: Clock, actor: Actor, subject_id: uuid.UUID, told: DecisionTold) -> None:
    """The decision before the annulled one counts again; where there is none, it is undecided."""
    report = session.scalar(select(Report).where(Report.id == subject_id).with_for_update())
    heard = (told.outcome, told.decided_on, told.decision_id)
    if report is None or (report.outcome, report.decided_on, report.decision_id) != heard:
        return
    now = standing_decision(session, SubjectRef(KIND, subject_id))
    report.outcome, report.decided_on = (now.outcome, now.decided_on) if now else (None, None)
    report.decision_id = now.decision_id if now else None
    record(session, clock, actor, "report.undecided", "report", subject_id, decision=told.number)


def _subject(row: Row[*tuple[Any, ...]]) -> Subject:
    name: Message = message_from(row.title) if row.title else msg("Report")
    title = msg("%(report)s, %(day)s", report=name, day=SpokenDay(row.taken_on))
    documents = (SubjectDocument(str(title), row.file_id),) if row.file_id else ()
    return Subject(SubjectRef(KIND, row.id), title, f"/reports/{row.id}", documents)


REPORT: Final = SubjectKind(KIND, msg("Report"), _describe, _offered, _decided, _annulled)
