"""The words for what is done with the words and kinds of the pact."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "body_type.kept": msg("A kind of working group was saved"),
    "body_type.switched": msg("A kind of working group was retired or taken up again"),
    "event_type.kept": msg("A kind of event was saved"),
    "event_type.switched_off": msg("A kind of event was switched off"),
    "event_type.switched_on": msg("A kind of event was switched on"),
    "term.renamed": msg("A word was renamed"),
    "term.taken_back": msg("A renamed word was taken back"),
}
