"""The words for what is done with job runs."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "job.cancelled": msg("Long work was stopped"),
    "job.retried": msg("Long work was started again"),
}
