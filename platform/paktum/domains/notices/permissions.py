"""Permissions of notices."""

from paktum.core.actors import EVERYBODY, Permission
from paktum.core.messages import msg

PERMISSIONS = (Permission("notices.see", msg("Read one's own notices"), EVERYBODY),)
