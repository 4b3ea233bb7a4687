"""The words for what is done with decisions and with what bodies forward."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "decision.taken": msg("A decision was taken"),
}
