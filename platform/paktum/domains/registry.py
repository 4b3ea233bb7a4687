"""The domains of the house in one list: their pages, permissions, places in the navigation, handlers and jobs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint

from paktum.core.actors import Permission
from paktum.core.messages import msg
from paktum.domains.desk import permissions as desk_permissions
from paktum.domains.desk.views import blueprint as desk
from paktum.domains.jobs import permissions as jobs_permissions
from paktum.domains.jobs.handlers import run_requested_job
from paktum.domains.notices.handlers import send_queued_mail
from paktum.domains.people import permissions as people_permissions
from paktum.domains.people.views import blueprint as people
from paktum.domains.programme import permissions as programme_permissions
from paktum.domains.programme.views import blueprints as programme
from paktum.domains.tenancy import permissions as tenancy_permissions
from paktum.web.navigation import NavEntry


def blueprints() -> tuple[Blueprint, ...]:
    """The pages of all domains."""
    return (people, desk, *programme)


def permissions() -> Iterable[tuple[Permission, ...]]:
    """What roles may be allowed, domain by domain."""
    return (
        jobs_permissions.PERMISSIONS,
        people_permissions.PERMISSIONS,
        tenancy_permissions.PERMISSIONS,
        programme_permissions.PERMISSIONS,
        desk_permissions.PERMISSIONS,
    )


def navigation() -> tuple[NavEntry, ...]:
    """The places of the navigation, in their order."""
    return (
        NavEntry("day", "desk.home", "sunrise", "desk.see", label=msg("Today")),
        NavEntry("day", "calendar.show", "calendar3", "programme.read", label=msg("Calendar")),
        NavEntry("work", "programme.plan", "list-check", "programme.read", term=("work_programme", "one")),
    )


def handlers() -> Mapping[str, Callable[..., None]]:
    """What carries out each topic of the outbox."""
    return {"job.run": run_requested_job, "mail.send": send_queued_mail}


def job_kinds() -> Mapping[str, Callable[..., Any]]:
    """The long works that a job run can be of."""
    return {}
