"""Permissions of sittings: the office leads them on the screen; the pact's members may look on."""

from paktum.core.actors import OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("sittings.see", msg("Follow sittings and see how votes came out"), ("head", "officer", "member")),
    Permission("sittings.run", msg("Note presence, take votes and lead sittings on the screen"), OFFICE),
)
