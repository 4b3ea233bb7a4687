"""The domains of the house in one list: their pages, permissions, places in the navigation, handlers and jobs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint

from paktum.core.actors import Permission
from paktum.core.messages import Message, msg
from paktum.core.subjects import SubjectKind
from paktum.domains.audit import permissions as audit_permissions
from paktum.domains.audit.acts import ACTS as AUDIT_ACTS
from paktum.domains.audit.views import blueprint as audit
from paktum.domains.bodies import permissions as bodies_permissions
from paktum.domains.bodies.acts import ACTS as BODIES_ACTS
from paktum.domains.bodies.views import blueprint as bodies
from paktum.domains.decisions import permissions as decisions_permissions
from paktum.domains.decisions.acts import ACTS as DECISIONS_ACTS
from paktum.domains.decisions.subjects import REFERRAL
from paktum.domains.decisions.views import blueprint as decisions
from paktum.domains.decisions.views import referrals_blueprint as referrals
from paktum.domains.desk import permissions as desk_permissions
from paktum.domains.desk.views import blueprint as desk
from paktum.domains.documents import permissions as documents_permissions
from paktum.domains.documents.acts import ACTS as DOCUMENTS_ACTS
from paktum.domains.documents.views import blueprint as documents
from paktum.domains.jobs import permissions as jobs_permissions
from paktum.domains.jobs.acts import ACTS as JOBS_ACTS
from paktum.domains.jobs.handlers import run_requested_job
from paktum.domains.jobs.service import leave_run
from paktum.domains.jobs.views import blueprint as jobs
from paktum.domains.meetings import permissions as meetings_permissions
from paktum.domains.meetings.acts import ACTS as MEETINGS_ACTS
from paktum.domains.meetings.inviting_job import write_mails
from paktum.domains.meetings.inviting_views import blueprint as meetings_invitation
from paktum.domains.meetings.pack_job import make_meeting_pack
from paktum.domains.meetings.paper_queries import PACK_JOB
from paktum.domains.meetings.personal_views import blueprint as personal
from paktum.domains.meetings.service.telling import JOB_KIND as INVITE_JOB
from paktum.domains.meetings.views import blueprint as meetings
from paktum.domains.minutes import permissions as minutes_permissions
from paktum.domains.minutes.acts import ACTS as MINUTES_ACTS
from paktum.domains.minutes.jobs import bundle_evidence, make_minutes_file, send_to_members
from paktum.domains.minutes.service.approving import SEND_JOB as MINUTES_SEND_JOB
from paktum.domains.minutes.service.bundling import BUNDLE_JOB as EVIDENCE_JOB
from paktum.domains.minutes.service.papers import FILE_JOB as MINUTES_FILE_JOB
from paktum.domains.minutes.subject import KIND as MINUTES_SUBJECT
from paktum.domains.minutes.views import blueprint as minutes
from paktum.domains.notices import permissions as notices_permissions
from paktum.domains.notices.demo_views import blueprint as demo_mail
from paktum.domains.notices.handlers import send_queued_mail
from paktum.domains.notices.service import leave_mail
from paktum.domains.notices.views import blueprint as notices
from paktum.domains.partners import permissions as partners_permissions
from paktum.domains.partners.acts import ACTS as PARTNERS_ACTS
from paktum.domains.partners.views import blueprint as partners
from paktum.domains.people import handlers as people_handlers
from paktum.domains.people import permissions as people_permissions
from paktum.domains.people.acts import ACTS as PEOPLE_ACTS
from paktum.domains.people.views import blueprint as people
from paktum.domains.people.views import members_blueprint as members
from paktum.domains.programme import permissions as programme_permissions
from paktum.domains.programme.acts import ACTS as PROGRAMME_ACTS
from paktum.domains.programme.import_row_views import blueprint as programme_import
from paktum.domains.programme.subjects import WORK_PROGRAMME
from paktum.domains.programme.views import blueprints as programme
from paktum.domains.reports import permissions as reports_permissions
from paktum.domains.reports.acts import ACTS as REPORTS_ACTS
from paktum.domains.reports.jobs import make_report
from paktum.domains.reports.service import JOB_KIND as REPORT_JOB
from paktum.domains.reports.subjects import REPORT
from paktum.domains.reports.views import blueprint as reports
from paktum.domains.sittings import handlers as sittings_handlers
from paktum.domains.sittings import permissions as sittings_permissions
from paktum.domains.sittings.acts import ACTS as SITTINGS_ACTS
from paktum.domains.sittings.phone_views import blueprint as phones
from paktum.domains.sittings.topic_views import blueprint as meetings_groups
from paktum.domains.sittings.views import blueprint as sittings
from paktum.domains.tasks import permissions as tasks_permissions
from paktum.domains.tasks.acts import ACTS as TASKS_ACTS
from paktum.domains.tasks.handlers import remind_of_tasks
from paktum.domains.tasks.service.reminding import keep_reminding_after_failure
from paktum.domains.tasks.views import blueprint as tasks
from paktum.domains.tenancy import permissions as tenancy_permissions
from paktum.domains.tenancy.acts import ACTS as TENANCY_ACTS
from paktum.domains.tenancy.views import blueprint as tenancy
from paktum.web.navigation import NavEntry


def blueprints(*, demo: bool = False) -> tuple[Blueprint, ...]:
    """The pages of all domains; those of a demo only where `demo` says so."""
    pages = (
        desk,
        reports,
        *programme,
        programme_import,
        meetings_invitation,
        personal,
        meetings,
        phones,
        meetings_groups,
        decisions,
        referrals,
        tasks,
        sittings,
        minutes,
        documents,
        bodies,
        partners,
        jobs,
        notices,
        people,
        members,
        tenancy,
        audit,
    )
    return (*pages, demo_mail) if demo else pages


def permissions() -> Iterable[tuple[Permission, ...]]:
    """What roles may be allowed, domain by domain."""
    return (
        bodies_permissions.PERMISSIONS,
        documents_permissions.PERMISSIONS,
        jobs_permissions.PERMISSIONS,
        meetings_permissions.PERMISSIONS,
        sittings_permissions.PERMISSIONS,
        partners_permissions.PERMISSIONS,
        people_permissions.PERMISSIONS,
        notices_permissions.PERMISSIONS,
        audit_permissions.PERMISSIONS,
        tenancy_permissions.PERMISSIONS,
        programme_permissions.PERMISSIONS,
        minutes_permissions.PERMISSIONS,
        desk_permissions.PERMISSIONS,
        reports_permissions.PERMISSIONS,
        decisions_permissions.PERMISSIONS,
        tasks_permissions.PERMISSIONS,
    )


def navigation() -> tuple[NavEntry, ...]:
    """The places of the navigation, in their order."""
    return (
        NavEntry("day", "desk.home", "sunrise", "desk.see", label=msg("Today")),
        NavEntry("day", "calendar.show", "calendar3", "programme.read", label=msg("Calendar")),
        NavEntry("work", "programme.plan", "list-check", "programme.read", term=("work_programme", "one")),
        NavEntry(
            "work",
            "meetings.meetings",
            "calendar-event",
            "meetings.see",
            term=("session", "many"),
            also=("minutes", "personal", "phones"),
        ),
        NavEntry(
            "work",
            "decisions.register",
            "patch-check",
            "decisions.see",
            term=("decision", "many"),
            also=("referrals",),
        ),
        NavEntry(
            "work",
            "tasks.tasks",
            "check2-square",
            "tasks.see",
            term=("task", "many"),
            waiting=lambda visitor: visitor.open_tasks,
        ),
        NavEntry("people", "bodies.bodies", "people", "bodies.see", term=("body", "many")),
        NavEntry("people", "partners.organisations", "building", "partners.see", term=("organisation", "many")),
        NavEntry("proof", "reports.reports", "file-earmark-text", "reports.read", term=("report", "many")),
        NavEntry("house", "jobs.jobs", "hourglass-split", "jobs.see", label=msg("Long work")),
        NavEntry("house", "members.members", "people", "people.see", label=msg("Members")),
        NavEntry("house", "tenancy.settings", "gear", "tenancy.see", label=msg("Settings")),
        NavEntry("house", "audit.acts", "journal-check", "audit.see", label=msg("Who did what")),
    )


def handlers() -> Mapping[str, Callable[..., None]]:
    """What carries out each topic of the outbox."""
    return {
        "job.run": run_requested_job,
        "mail.send": send_queued_mail,
        "people.reset_requested": people_handlers.send_reset_link,
        "people.password_changed": people_handlers.tell_of_new_password,
        "people.invitation_due": people_handlers.send_invitation,
        "tasks.remind": remind_of_tasks,
        "meeting.planned": sittings_handlers.put_group_reports,
        "meeting.convened_again": sittings_handlers.bring_motions,
    }


def given_up() -> Mapping[str, Callable[..., None]]:
    """What notes, topic by topic, that a message was left after its last attempt."""
    return {"job.run": leave_run, "mail.send": leave_mail, "tasks.remind": keep_reminding_after_failure}


def act_labels() -> Mapping[str, Message]:
    """The words for the acts that the audit chain knows by their codes."""
    return {
        **AUDIT_ACTS,
        **BODIES_ACTS,
        **DOCUMENTS_ACTS,
        **DECISIONS_ACTS,
        **JOBS_ACTS,
        **MEETINGS_ACTS,
        **MINUTES_ACTS,
        **PARTNERS_ACTS,
        **PEOPLE_ACTS,
        **PROGRAMME_ACTS,
        **REPORTS_ACTS,
        **SITTINGS_ACTS,
        **TASKS_ACTS,
        **TENANCY_ACTS,
    }


def job_kinds() -> Mapping[str, Callable[..., Any]]:
    """The long works that a job run can be of."""
    return {
        REPORT_JOB: make_report,
        INVITE_JOB: write_mails,
        PACK_JOB: make_meeting_pack,
        MINUTES_SEND_JOB: send_to_members,
        MINUTES_FILE_JOB: make_minutes_file,
        EVIDENCE_JOB: bundle_evidence,
    }


def subject_kinds() -> tuple[SubjectKind, ...]:
    """What can be brought before a body, in the order in which it is offered."""
    return (WORK_PROGRAMME, REPORT, REFERRAL, MINUTES_SUBJECT)
