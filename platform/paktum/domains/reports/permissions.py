"""Permissions of reports."""

from paktum.core.actors import EVERYBODY, OFFICE, Permission
from paktum.core.messages import msg

# The one kind there is shows what everybody may read on the programme's pages.
PERMISSIONS = (
    Permission("reports.read", msg("Read and download reports"), EVERYBODY),
    Permission("reports.make", msg("Make reports"), OFFICE),
)
