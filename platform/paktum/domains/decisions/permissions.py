"""Permissions of decisions: everybody in the pact reads what was decided; the office keeps it, the head makes it public."""

from paktum.core.actors import EVERYBODY, OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("decisions.see", msg("See decisions and what bodies forward to each other"), EVERYBODY),
    Permission("decisions.keep", msg("Enter decisions and follow their execution"), OFFICE),
    Permission("decisions.publish", msg("Publish decisions, withdraw and repeal them"), ("head",)),
    Permission("referrals.keep", msg("Forward matters between bodies and answer them"), OFFICE),
)
