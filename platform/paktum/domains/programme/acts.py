"""The words for what is done with the programme and its calendar addresses."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "plan_entry.added": msg("An entry was added to the programme"),
    "plan_entry.edited": msg("An entry of the programme was changed"),
    "plan_entry.day_fixed": msg("The day of an entry was fixed"),
    "plan_entry.day_opened": msg("The day of an entry was opened again"),
    "plan_entry.convened": msg("An entry of the programme was convened as a meeting"),
    "plan_entry.cancelled": msg("An entry of the programme was cancelled"),
    "plan_entry.restored": msg("A cancelled entry was restored"),
    "plan_entry.removed": msg("An entry entered by mistake was removed"),
    "plan_entry.results_set": msg("Results of an entry were recorded"),
    "plan_entry.linked": msg("What an entry prepares was added"),
    "plan_entry.unlinked": msg("What an entry prepares was taken away"),
    "programme.revision_decided": msg("A body decided on a revision of the programme"),
    "programme.revision_undecided": msg("A decision on a revision of the programme was annulled"),
    "programme.revision_locked": msg("The programme was locked to be brought before a body"),
    "plan.imported": msg("A plan was imported"),
    "plan_import.read": msg("The file of a plan was read"),
    "plan_import.answered": msg("Questions about a plan were answered"),
    "plan_import.corrected": msg("A row of a plan was corrected"),
    "plan_import.taken_over": msg("A plan was taken over from its file"),
    "plan_import.taken_back": msg("A plan taken over from its file was taken back"),
    "plan_import.discarded": msg("A plan that was read was discarded"),
    "plan_import.reopened": msg("A discarded plan was taken up again"),
    "calendar_feed.made": msg("A calendar address was made"),
    "calendar_feed.renewed": msg("A calendar address was renewed"),
}
