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
    "meeting.mail_requested": msg("Mail about a meeting was asked for"),
    "meeting.mailed": msg("Mail about a meeting was written"),
    "invitees.prepared": msg("The list of those invited was prepared"),
    "invitees.guests_added": msg("Guests were put on the list of those invited"),
    "invitee.changed": msg("A line of the list of those invited was corrected"),
    "invitee.taken_off": msg("Somebody was taken off the list of those invited"),
    "invitee.asked_again": msg("Somebody was put back on the list of those invited"),
    "invitee.link_renewed": msg("A personal link was ended and a new one made"),
    "invitee.answered": msg("An invitation was answered"),
    "invitee.answer_entered": msg("The office noted an answer to an invitation"),
    "agenda_item.added": msg("An item was put on an agenda"),
}
