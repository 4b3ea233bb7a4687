"""The words for what is done with bodies, seats, mandates and charters."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "body.added": msg("A body was added"),
    "body.edited": msg("A body was edited"),
    "body.ended": msg("A body was ended"),
    "charter.changed": msg("The rules of a body were changed"),
    "mandate.corrected": msg("A slip in a mandate was corrected"),
    "mandate.ended": msg("A mandate was ended"),
    "mandate.given": msg("A mandate was given"),
    "mandate.replaced": msg("A mandate was replaced"),
    "mandate.tied": msg("It was noted as whom the holder of a mandate signs in"),
    "mandate.untied": msg("The holder of a mandate no longer signs in for it"),
    "seat.added": msg("A seat was added"),
    "seat.edited": msg("A seat was edited"),
    "seat.ended": msg("A seat was ended"),
    "seat.handed_over": msg("A seat was handed over"),
}
