"""Permissions of the first page."""

from paktum.core.actors import EVERYBODY, Permission
from paktum.core.messages import msg

PERMISSIONS = (Permission("desk.see", msg("See what is to be done today"), EVERYBODY),)
