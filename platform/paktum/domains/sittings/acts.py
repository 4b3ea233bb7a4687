"""The words for what is done in sittings."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "presence.arrived": msg("Somebody was noted as present"),
    "presence.left": msg("Somebody was noted as gone"),
    "presence.corrected": msg("The times of somebody's presence were corrected"),
    "presence.struck": msg("A presence noted by mistake was struck"),
    "absence.noted": msg("An absence was noted"),
    "absence.withdrawn": msg("An absence was taken back"),
    "proxy.given": msg("A vote was given to another member"),
    "proxy.ended": msg("A vote given to another member was taken back"),
    "agenda_item.taken_up": msg("An agenda item was taken up"),
    "agenda_item.finished": msg("An agenda item was finished"),
    "motion.tabled": msg("A motion was tabled"),
    "motion.edited": msg("A motion was reworded"),
    "motion.withdrawn": msg("A motion was withdrawn"),
    "vote.opened": msg("A vote was opened"),
    "vote.closed": msg("A vote was closed"),
    "vote.annulled": msg("A vote was called off"),
    "vote.undone": msg("A closed vote was annulled"),
    "group_topic.added": msg("A topic for a working group was offered"),
    "group_topic.reworded": msg("A topic for a working group was reworded"),
    "group_topic.dropped": msg("A topic for a working group was dropped"),
    "group_topic.chosen": msg("Somebody chose a topic"),
    "group_topic.left": msg("Somebody took the choice of a topic back"),
    "group_topic.electing": msg("A group began to elect its leader"),
    "group_topic.leader_named": msg("The leader of a group was noted"),
    "group_topic.day_fixed": msg("The first date of a group was fixed"),
    "group_topic.formed": msg("A working group was formed in a meeting"),
    "presence.checked_in": msg("Somebody checked in with a phone"),
    "presence.confirmed": msg("Check-ins with a phone were confirmed"),
    "meeting.room_code_renewed": msg("The code for checking in was renewed"),
}
