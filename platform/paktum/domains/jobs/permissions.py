"""Permissions of job runs."""

from paktum.core.actors import EVERYBODY, OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("jobs.see", msg("Follow one's own background work"), EVERYBODY),
    Permission("jobs.see_all", msg("See all background work"), OFFICE),
)
