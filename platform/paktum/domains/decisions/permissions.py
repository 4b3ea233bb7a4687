"""Permissions of decisions: everybody reads what was published, the bodies' members everything; the head publishes."""

from paktum.core.actors import EVERYBODY, OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("decisions.see", msg("See published decisions"), EVERYBODY),
    Permission(
        "decisions.read",
        msg("Read every decision in full, and what bodies forward to each other"),
        ("head", "officer", "member"),
    ),
    Permission("decisions.keep", msg("Enter decisions and follow their execution"), OFFICE),
    Permission("decisions.publish", msg("Publish decisions, withdraw and repeal them"), ("head",)),
    Permission("referrals.keep", msg("Forward matters between bodies and answer them"), OFFICE),
)
