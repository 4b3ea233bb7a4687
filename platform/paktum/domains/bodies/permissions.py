"""Permissions of bodies: everybody in the pact sees who decides; the office keeps it, the head founds and ends."""

from paktum.core.actors import EVERYBODY, OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("bodies.see", msg("See bodies, seats, mandates and charters"), EVERYBODY),
    Permission("bodies.keep", msg("Keep seats and mandates"), OFFICE),
    Permission("bodies.found", msg("Add and end bodies, change their charters"), ("head",)),
)
