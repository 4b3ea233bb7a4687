"""Permissions of tasks: members see all of them and partners their own; the office gives, whoever has one carries it out."""

from paktum.core.actors import OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("tasks.see", msg("See one's own tasks"), ("head", "officer", "member", "partner")),
    Permission("tasks.see_all", msg("See everybody's tasks"), ("head", "officer", "member")),
    Permission("tasks.keep", msg("Give, change and drop tasks"), OFFICE),
    Permission(
        "tasks.do", msg("Carry out one's own tasks and remark on tasks"), ("head", "officer", "member", "partner")
    ),
)
