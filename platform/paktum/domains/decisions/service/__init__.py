"""The door to decisions: taking them, following them until they are executed, publishing, repealing, forwarding."""

from paktum.domains.decisions.rules import VoteCounts
from paktum.domains.decisions.service.taking import (
    TakenDecision,
    decision_told,
    next_number,
    take_decision,
    take_decisions,
)

__all__ = [
    "TakenDecision",
    "VoteCounts",
    "decision_told",
    "next_number",
    "take_decision",
    "take_decisions",
]
