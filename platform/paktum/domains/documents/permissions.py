"""Permissions of papers: the office sees what its papers are written on, its head decides it."""

from paktum.core.actors import OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("documents.see_templates", msg("See the templates of papers"), OFFICE),
    Permission("documents.keep_templates", msg("Change the templates of papers"), ("head",)),
)
