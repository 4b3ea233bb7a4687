"""Permissions of the tenant's own page."""

from paktum.core.actors import OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("tenancy.see", msg("See what the plugins gave the pact"), OFFICE),
    Permission("tenancy.configure", msg("Change words, event types and working groups"), ("head",)),
)
