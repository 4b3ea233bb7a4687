"""The words for what is done with meetings."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "meeting.planned": msg("A meeting was planned"),
    "meeting.convened": msg("A meeting was convened"),
    "meeting.opened": msg("A sitting was opened"),
    "meeting.ended": msg("A sitting was ended"),
    "meeting.resumed": msg("A sitting was resumed"),
    "meeting.noted_held": msg("A meeting was noted as held"),
    "meeting.minutes_drafted": msg("The minutes of a meeting were drafted"),
    "meeting.minutes_dropped": msg("The draft of a meeting's minutes was dropped"),
    "meeting.minutes_approved": msg("The minutes of a meeting were approved"),
    "meeting.approval_withdrawn": msg("The approval of a meeting's minutes was withdrawn"),
    "meeting.closed": msg("A meeting's file was closed"),
    "meeting.file_opened": msg("A meeting's file was opened again"),
    "meeting.postponed": msg("A meeting was postponed"),
    "meeting.set_again": msg("A postponed meeting got a new time"),
    "meeting.cancelled": msg("A meeting was cancelled"),
    "meeting.restored": msg("The cancelling of a meeting was taken back"),
    "meeting.edited": msg("A meeting was edited"),
    "meeting.convened_again": msg("A meeting was convened a second time"),
    "meeting.removed": msg("A meeting planned by mistake was removed"),
    "agenda.filled": msg("Standing items and what waited were put on an agenda"),
    "agenda.reordered": msg("The order of an agenda was changed"),
    "meeting.pack_asked": msg("The pack of a meeting was asked for"),
    "meeting.pack_made": msg("The pack of a meeting was put together"),
    "agenda_item.added": msg("An item was put on an agenda"),
    "agenda_item.edited": msg("An item of an agenda was edited"),
    "agenda_item.withdrawn": msg("An item was taken off an agenda"),
    "agenda_item.put_back": msg("An item was put back on an agenda"),
    "agenda_item.carried": msg("An item of an agenda was carried over"),
    "agenda_item.forwarded": msg("An item of an agenda was forwarded to another body"),
    "agenda_item.removed": msg("An item entered by mistake was removed from an agenda"),
    "meeting_document.added": msg("A document was added to a meeting"),
    "meeting_document.changed": msg("A document of a meeting was renamed or moved"),
    "meeting_document.removed": msg("A document was removed from a meeting"),
    "announcement.added": msg("A planned activity was announced"),
    "announcement.edited": msg("An announcement was changed"),
    "announcement.withdrawn": msg("An announcement was withdrawn"),
}
