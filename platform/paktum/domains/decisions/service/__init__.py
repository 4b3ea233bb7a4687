"""The door to decisions: taking them, following them until they are executed, publishing, repealing, forwarding."""

from paktum.domains.decisions.rules import VoteCounts
from paktum.domains.decisions.service.annulling import annul_decisions, standing_decision
from paktum.domains.decisions.service.keeping import (
    follow_execution,
    publish_decision,
    repeal_decision,
    withdraw_decision,
)
from paktum.domains.decisions.service.referring import (
    ReferralDraft,
    answer,
    forward,
    take_up,
    take_up_listed,
    withdraw_referral,
)
from paktum.domains.decisions.service.taking import (
    TakenDecision,
    TakenIn,
    decision_told,
    next_number,
    take_decision,
    take_decisions,
)

__all__ = [
    "ReferralDraft",
    "TakenDecision",
    "TakenIn",
    "VoteCounts",
    "annul_decisions",
    "answer",
    "decision_told",
    "follow_execution",
    "forward",
    "next_number",
    "publish_decision",
    "repeal_decision",
    "standing_decision",
    "take_decision",
    "take_decisions",
    "take_up",
    "take_up_listed",
    "withdraw_decision",
    "withdraw_referral",
]
