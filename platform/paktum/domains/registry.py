"""The domains of the house in one list: their pages, permissions, places in the navigation, handlers and jobs."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint

from paktum.core.actors import Permission
from paktum.core.messages import msg
from paktum.domains.bodies import permissions as bodies_permissions
from paktum.domains.bodies.views import blueprint as bodies
from paktum.domains.jobs import permissions as jobs_permissions
from paktum.domains.jobs.handlers import run_requested_job
from paktum.domains.notices.handlers import send_queued_mail
from paktum.domains.partners import permissions as partners_permissions
from paktum.domains.partners.views import blueprint as partners
from paktum.domains.people import permissions as people_permissions
from paktum.domains.people.views import blueprint as people
from paktum.domains.tenancy import permissions as tenancy_permissions
from paktum.domains.tenancy.views import blueprint as tenancy
from paktum.web.navigation import NavEntry


def blueprints() -> tuple[Blueprint, ...]:
    """The pages of all domains."""
    return (people, bodies, partners, tenancy)


def permissions() -> Iterable[tuple[Permission, ...]]:
    """What roles may be allowed, domain by domain."""
    return (
        bodies_permissions.PERMISSIONS,
        jobs_permissions.PERMISSIONS,
        partners_permissions.PERMISSIONS,
        people_permissions.PERMISSIONS,
        tenancy_permissions.PERMISSIONS,
    )


def navigation() -> tuple[NavEntry, ...]:
    """The places of the navigation, in their order."""
    return (
        NavEntry("people", "bodies.bodies", "people", "bodies.see", term=("body", "many")),
        NavEntry("people", "partners.organisations", "building", "partners.see", term=("organisation", "many")),
        NavEntry("house", "tenancy.settings", "gear", "tenancy.see", label=msg("Settings")),
    )


def handlers() -> Mapping[str, Callable[..., None]]:
    """What carries out each topic of the outbox."""
    return {"job.run": run_requested_job, "mail.send": send_queued_mail}


def job_kinds() -> Mapping[str, Callable[..., Any]]:
    """The long works that a job run can be of."""
    return {}
