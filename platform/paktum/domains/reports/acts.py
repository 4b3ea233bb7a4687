"""The words for what is done with reports."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "report.decided": msg("A body decided on a report"),
    "report.undecided": msg("A decision on a report was annulled"),
    "report.made": msg("The file of a report was made"),
    "report.requested": msg("A report was asked for"),
}
