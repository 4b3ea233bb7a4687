"""The door to the programme: entries, their days, results and links, imports, and calendar addresses."""

from paktum.domains.programme.service.convening import convene_entry
from paktum.domains.programme.service.entries import (
    EntryChanged,
    add_entry,
    cancel_entry,
    edit_entry,
    fix_day,
    next_sequence,
    remove_entry,
    restore_entry,
    unfix_day,
)
from paktum.domains.programme.service.feeds import get_or_create_feed, renew_feed
from paktum.domains.programme.service.importing import import_entries
from paktum.domains.programme.service.outcomes import link_entries, set_results, unlink_entries

__all__ = [
    "EntryChanged",
    "add_entry",
    "cancel_entry",
    "convene_entry",
    "edit_entry",
    "fix_day",
    "get_or_create_feed",
    "import_entries",
    "link_entries",
    "next_sequence",
    "remove_entry",
    "renew_feed",
    "restore_entry",
    "set_results",
    "unfix_day",
    "unlink_entries",
]
