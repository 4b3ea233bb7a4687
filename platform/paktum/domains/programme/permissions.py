"""Permissions of the programme and its calendars."""

from paktum.core.actors import EVERYBODY, OFFICE, Permission
from paktum.core.messages import msg

PERMISSIONS = (
    Permission("programme.read", msg("Read the work programme and the calendar"), EVERYBODY),
    Permission("programme.write", msg("Enter, change, date and cancel entries of the work programme"), OFFICE),
    Permission("programme.remove", msg("Remove entries that were entered by mistake"), ("head",)),
    Permission("programme.subscribe", msg("Get calendar addresses"), EVERYBODY),
    Permission("programme.renew_addresses", msg("Renew calendar addresses"), OFFICE),
)
