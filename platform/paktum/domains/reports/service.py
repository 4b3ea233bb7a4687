"""The door to reports: asking for one with the data as it is now, asking again with the same data, and making the file."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from pydantic import ValidationError
from sqlalchemy import and_, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound, Refused
from paktum.core.ids import new_id
from paktum.core.languages import Language
from paktum.core.messages import Message, msg
from paktum.core.store import FileStore
from paktum.domains.audit.service import record
from paktum.domains.documents.service.letterheads import letterhead_of
from paktum.domains.files.service import keep_file
from paktum.domains.jobs.service import cancel_run, request_job, retry_run
from paktum.domains.jobs.tables import JobRun
from paktum.domains.reports.layouts import LAYOUTS, render
from paktum.domains.reports.queries import plan_facts
from paktum.domains.reports.rules import (
    FORMAT_NAMES,
    Circumstances,
    Order,
    order_of,
    work_plan_snapshot,
)
from paktum.domains.reports.snapshot import WorkPlanSnapshot
from paktum.domains.reports.tables import Report
from paktum.plugin.vocabulary import Vocabulary
from paktum.web.context import TenantFacts
from paktum.web.frame import LANGUAGE_NAMES

JOB_KIND: Final = "report.make"
ONE_PRESS: Final = timedelta(seconds=20)

Tell = Callable[[int, int, Message], None]


def checked_order(kind: str, file_format: str, language: str) -> Order:
    """The order that three codes from outside make; raises Invalid by the fields `kind`, `format`, `language`."""
    order, problems = order_of(kind, file_format, language)
    if order is None:
        raise Invalid(problems)
    return order


def ask_for_report(
    session: TenantSession,
    clock: Clock,
    store: FileStore,
    actor: Actor,
    tenant: TenantFacts,
    words: Vocabulary,
    order: Order,
) -> uuid.UUID:
    """Lock the data as it is now and have the report made; gives the report's id. Raises Forbidden.

    Asked for a moment ago by the same person with the same data, it is that one: a button was pressed twice.
    """
    authorise(actor, "reports.make")
    snapshot = _lock(session, clock, store, tenant, words, order.language, actor.post)
    session.one_at_a_time("report")
    return _asked_just_now(session, clock, actor, order, snapshot) or _request(session, clock, actor, order, snapshot)


def ask_again(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    report_id: uuid.UUID,
    file_format: str,
    language: str,
) -> uuid.UUID:
    """Have another file made from the data that was locked for a report: the same figures, perhaps in another format or
    language. Gives the new report's id. Raises Forbidden, NotFound, Invalid; Refused when the data cannot be read."""
    authorise(actor, "reports.make")
    source = _find(session, report_id)
    order = checked_order(source.kind, file_format, language)
    snapshot = _locked(source).in_language(order.language)
    return _request(session, clock, actor, order, snapshot, again=source.id)


def stop_report(session: TenantSession, clock: Clock, actor: Actor, report_id: uuid.UUID) -> None:
    """Stop making a report. Raises Forbidden, NotFound."""
    authorise(actor, "reports.make")
    cancel_run(session, clock, actor, _job_of(session, report_id))


def retry_report(session: TenantSession, clock: Clock, actor: Actor, report_id: uuid.UUID) -> None:
    """Start making a report again that failed or was stopped. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "reports.make")
    retry_run(session, clock, actor, _job_of(session, report_id))


def make_at_once(
    session: TenantSession, clock: Clock, store: FileStore, tenant: TenantFacts, words: Vocabulary, order: Order
) -> uuid.UUID:
    """Lock the data and make the file in this transaction, for the command line: no job, and nobody who asked."""
    snapshot = _lock(session, clock, store, tenant, words, order.language, "")
    report = _keep(session, clock, None, order, snapshot, None, new_id())
    make_file(session, clock, store, report.id, lambda done, total, phrase: None)
    return report.id


def make_file(session: TenantSession, clock: Clock, store: FileStore, report_id: uuid.UUID, tell: Tell) -> Message:
    """Make a report's file from its locked data and keep it; one that is made already stays. `tell` hears each step.

    Gives what the report is called.

    Raises NotFound; Refused when the data is not what was locked, or cannot be printed.
    """
    report = session.scalar(select(Report).where(Report.id == report_id).with_for_update())
    if report is None:
        raise NotFound
    tell(0, 3, msg("Reading the locked data"))
    snapshot = _locked(report)
    title = _title(checked_order(report.kind, report.format, report.language), snapshot)
    if report.file_id is not None:
        return title
    tell(1, 3, msg("Setting the pages"))
    made = render(report.kind, report.format, snapshot)
    tell(2, 3, msg("Keeping the file"))
    file = keep_file(session, store, None, name=made.name, media_type=made.media_type, chunks=[made.content])
    report.file_id = file.id
    record(session, clock, None, "report.made", "report", report.id, sha256=file.sha256, size=file.size)
    return title


def _lock(
    session: TenantSession,
    clock: Clock,
    store: FileStore,
    tenant: TenantFacts,
    words: Vocabulary,
    language: Language,
    made_by: str,
) -> WorkPlanSnapshot:
    around = Circumstances(letterhead_of(session, store, tenant), made_by, clock.now(), tenant.timezone)
    return work_plan_snapshot(plan_facts(session), words, around, language)


def _asked_just_now(
    session: TenantSession, clock: Clock, actor: Actor, order: Order, snapshot: WorkPlanSnapshot
) -> uuid.UUID | None:
    """The same report that the same person asked for within `ONE_PRESS`, unless it was stopped or failed."""
    latest = session.scalars(
        select(Report)
        .join(JobRun, and_(JobRun.tenant_id == Report.tenant_id, JobRun.id == Report.job_id))
        .where(
            (Report.kind == order.kind) & (Report.format == order.file_format) & (Report.language == order.language),
            Report.requested_by == actor.membership_id,
            Report.requested_at > clock.now() - ONE_PRESS,
            JobRun.state.not_in(("failed", "cancelled")),
        )
        .order_by(Report.requested_at.desc())
        .limit(1)
    ).first()
    if latest is None or latest.snapshot | {"taken_at": None} != snapshot.values() | {"taken_at": None}:
        return None
    return latest.id


def _request(
    session: TenantSession, clock: Clock, actor: Actor, order: Order, snapshot: WorkPlanSnapshot, **facts: object
) -> uuid.UUID:
    report_id = new_id()
    run_id = request_job(session, actor, JOB_KIND, _title(order, snapshot), {"report": str(report_id)})
    _keep(session, clock, actor, order, snapshot, run_id, report_id, **facts)
    return report_id


def _title(order: Order, snapshot: WorkPlanSnapshot) -> Message:
    """What a report is called where it is one of many: by the title of the document, in the document's language."""
    return msg(
        "%(report)s (%(format)s, %(language)s)",
        report=LAYOUTS[order.kind, order.file_format].title(snapshot),
        format=FORMAT_NAMES[order.file_format],
        language=LANGUAGE_NAMES[order.language],
    )


def _keep(
    session: TenantSession,
    clock: Clock,
    actor: Actor | None,
    order: Order,
    snapshot: WorkPlanSnapshot,
    run_id: uuid.UUID | None,
    report_id: uuid.UUID,
    **facts: object,
) -> Report:
    report = Report(
        id=report_id,
        kind=order.kind,
        format=order.file_format,
        language=order.language,
        snapshot=snapshot.values(),
        snapshot_digest=snapshot.checksum,
        job_id=run_id,
        requested_by=actor.membership_id if actor else None,
        requested_at=clock.now(),
    )
    session.add(report)
    session.flush()
    told = {name: str(value) for name, value in facts.items()}
    record(
        session,
        clock,
        actor,
        "report.requested",
        "report",
        report.id,
        kind=order.kind,
        format=order.file_format,
        language=order.language,
        data=snapshot.checksum,
        **told,
    )
    return report


def _locked(report: Report) -> WorkPlanSnapshot:
    """The data locked for a report; raises Refused when it is of another form, or not what was locked."""
    try:
        snapshot = WorkPlanSnapshot.model_validate(report.snapshot)
    except ValidationError as error:
        raise Refused(
            msg("The data of this report was locked in a form that is no longer read. Make a new report.")
        ) from error
    if snapshot.checksum != report.snapshot_digest:
        raise Refused(msg("The data locked for this report was changed since. Make a new report."))
    return snapshot


def _find(session: TenantSession, report_id: uuid.UUID) -> Report:
    report = session.scalar(select(Report).where(Report.id == report_id))
    if report is None:
        raise NotFound
    return report


def _job_of(session: TenantSession, report_id: uuid.UUID) -> uuid.UUID:
    run_id = session.scalar(select(Report.job_id).where(Report.id == report_id))
    if run_id is None:
        raise NotFound
    return run_id
