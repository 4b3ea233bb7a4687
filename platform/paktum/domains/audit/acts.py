"""The words for acts that no domain of its own stands for."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "outbox.forged": msg("A message that this pact never sent was refused"),
}
