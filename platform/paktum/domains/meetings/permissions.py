"""Permissions of meetings: everybody in the pact sees them, the office keeps them, participants announce what they plan."""

from paktum.core.actors import EVERYBODY, OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("meetings.see", msg("See meetings and their agendas"), EVERYBODY),
    Permission(
        "meetings.see_internal", msg("See internal items and documents of meetings"), ("head", "officer", "member")
    ),
    Permission("meetings.keep", msg("Prepare, convene and hold meetings"), OFFICE),
    Permission(
        "meetings.announce",
        msg("Announce planned activities before a meeting"),
        ("head", "officer", "member", "partner"),
    ),
)
"""What roles may do with meetings; internal items and documents are for the office and the bodies' members."""
