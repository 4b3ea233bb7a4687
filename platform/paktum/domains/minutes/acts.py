"""The words for what is done with minutes and with the evidence of meetings."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "minutes.drafted": msg("Minutes were drafted"),
    "minutes.drafted_again": msg("Minutes were drafted again where nobody had written"),
    "minutes.draft_dropped": msg("The draft of minutes was given up"),
    "minutes.section_written": msg("A section of minutes was written"),
    "minutes.section_added": msg("A section was added to minutes"),
    "minutes.section_removed": msg("A section was taken out of minutes"),
    "minutes.version_kept": msg("A version of minutes was kept"),
    "minutes.sent": msg("Minutes were sent to the members"),
    "minutes.remarked": msg("A remark on minutes was made"),
    "minutes.remark_settled": msg("A remark on minutes was settled"),
    "minutes.approved": msg("Minutes were approved"),
    "minutes.opened_again": msg("Approved minutes were opened again"),
    "minutes.locked": msg("Minutes were closed"),
    "minutes.published": msg("Minutes were published"),
    "minutes.withdrawn": msg("The publication of minutes was withdrawn"),
    "minutes.file_made": msg("A file of minutes was made"),
    "evidence.added": msg("Evidence of a meeting was added"),
    "evidence.removed": msg("Evidence of a meeting was removed"),
    "evidence.bundled": msg("The evidence of a meeting was bundled"),
}
