"""Permissions of people: their own account, and the members of the pact."""

from paktum.core.actors import EVERYBODY, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("people.own_account", msg("Use one's own account"), EVERYBODY),
    Permission("people.see", msg("See who belongs to the pact"), ("head", "officer")),
    Permission("people.manage", msg("Invite colleagues, change roles, end memberships"), ("head",)),
)
