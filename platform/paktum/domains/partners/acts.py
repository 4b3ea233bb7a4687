"""The words for what is done with partner organisations."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "organisation.added": msg("An organisation was added"),
    "organisation.edited": msg("An organisation was edited"),
    "organisation.ended": msg("An organisation was ended"),
    "organisation.resumed": msg("The end of an organisation was taken back"),
}
