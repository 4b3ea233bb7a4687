"""Permissions of tasks: those who work in the pact see them; the office gives them, and whoever has one carries it out."""

from paktum.core.actors import OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("tasks.see", msg("See tasks"), ("head", "officer", "member", "partner")),
    Permission("tasks.keep", msg("Give, change and drop tasks"), OFFICE),
    Permission(
        "tasks.do", msg("Carry out one's own tasks and remark on tasks"), ("head", "officer", "member", "partner")
    ),
)
