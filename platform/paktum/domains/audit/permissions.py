"""Permissions of the audit chain."""

from paktum.core.actors import Permission
from paktum.core.messages import msg

PERMISSIONS = (Permission("audit.see", msg("See who did what, and check that nothing of it was changed"), ("head",)),)
