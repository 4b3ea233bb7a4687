"""The domains of the house in one list: their pages, permissions, places in the navigation, handlers and jobs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint

from paktum.core.actors import Permission
from paktum.domains.jobs import permissions as jobs_permissions
from paktum.domains.jobs.handlers import run_requested_job
from paktum.domains.notices.handlers import send_queued_mail
from paktum.domains.people import permissions as people_permissions
from paktum.domains.people.views import blueprint as people
from paktum.domains.reports import permissions as reports_permissions
from paktum.domains.reports.jobs import make_report
from paktum.domains.reports.service import JOB_KIND as REPORT_JOB
from paktum.domains.reports.views import blueprint as reports
from paktum.domains.tenancy import permissions as tenancy_permissions
from paktum.web.navigation import NavEntry


def blueprints() -> tuple[Blueprint, ...]:
    """The pages of all domains."""
    return (people, reports)


def permissions() -> Iterable[tuple[Permission, ...]]:
    """What roles may be allowed, domain by domain."""
    return (
        jobs_permissions.PERMISSIONS,
        people_permissions.PERMISSIONS,
        reports_permissions.PERMISSIONS,
        tenancy_permissions.PERMISSIONS,
    )


def navigation() -> tuple[NavEntry, ...]:
    """The places of the navigation, in their order."""
    return (NavEntry("proof", "reports.reports", "file-earmark-text", "reports.read", term=("report", "many")),)


def handlers() -> Mapping[str, Callable[..., None]]:
    """What carries out each topic of the outbox."""
    return {"job.run": run_requested_job, "mail.send": send_queued_mail}


def job_kinds() -> Mapping[str, Callable[..., Any]]:
    """The long works that a job run can be of."""
    return {REPORT_JOB: make_report}
