"""The words for what is done with decisions and with what bodies forward."""

from collections.abc import Mapping
from typing import Final

from paktum.core.messages import Message, msg

ACTS: Final[Mapping[str, Message]] = {
    "decision.annulled": msg("A decision was annulled with its vote"),
    "decision.followed": msg("The execution of a decision was noted"),
    "decision.in_force_again": msg("A repealed decision came into force again"),
    "decision.published": msg("A decision was published"),
    "decision.repealed": msg("A decision was repealed"),
    "decision.taken": msg("A decision was taken"),
    "decision.withdrawn": msg("A decision was taken out of the public"),
    "referral.answered": msg("A matter of another body was answered"),
    "referral.forwarded": msg("A matter was forwarded to another body"),
    "referral.opened_again": msg("The answer to a matter of another body was annulled"),
    "referral.taken_up": msg("A matter of another body was taken up"),
    "referral.withdrawn": msg("A forwarded matter was withdrawn"),
}
