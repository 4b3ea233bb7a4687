"""Permissions of partner organisations."""

from paktum.core.actors import EVERYBODY, OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("partners.see", msg("See the partner organisations"), EVERYBODY),
    Permission("partners.keep", msg("Add, edit and end partner organisations"), OFFICE),
)
