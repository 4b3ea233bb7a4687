"""Permissions of minutes: the office writes them, members read and remark, everybody reads what was published."""

from typing import Final

from paktum.core.actors import EVERYBODY, OFFICE, Permission, Role
from paktum.core.messages import msg

_INSIDE: Final[tuple[Role, ...]] = ("head", "officer", "member")
PERMISSIONS = (
    Permission("minutes.see", msg("See that there are minutes, and read what of them is public"), EVERYBODY),
    Permission("minutes.read", msg("Read whole minutes once they are sent to the members"), _INSIDE),
    Permission("minutes.remark", msg("Remark on minutes before they are approved"), _INSIDE),
    Permission("minutes.write", msg("Write minutes and keep the evidence of meetings"), OFFICE),
    Permission("minutes.approve", msg("Approve minutes for the chair, and open approved ones again"), ("head",)),
)
"""What roles may do with minutes. Whoever chairs a body of the meeting may approve its minutes whatever the role."""
