"""When a vote that was closed by mistake can be annulled, and what its motion reads then."""

from typing import Final

from paktum.core.messages import Message, msg

OPEN_IN: Final = frozenset({"in_session", "held", "minutes_drafted"})
"""Once the minutes are approved, the vote stands in them: they have to be opened again first."""
LONGEST_REASON: Final = 400


def annulment_problem(
    meeting_state: str, vote_state: str, *, voted_since: bool, amended_state: str | None
) -> Message | None:
    """Why a vote cannot be annulled; None where it can.

    `voted_since` tells that its motion was put to the vote again afterwards; `amended_state` is the state of the motion
    that its own motion would change, None where that is no amendment.
    """
    if meeting_state not in OPEN_IN:
        return msg("The minutes are approved. Open them again first, and then annul the vote.")
    if vote_state == "open":
        return msg("This vote is still open. Call it off instead.")
    if voted_since:
        return msg("This motion was put to the vote again since. Annul the later vote first.")
    if amended_state not in (None, "tabled"):
        return msg("The motion that was amended was decided or withdrawn since. Open that motion again first.")
    return None


def words_without(now: str, amendment: str, before: str | None) -> str:
    """How a motion reads once the amendment that reworded it does not count: as `before`, unless its words were changed
    since, or nobody kept what they were."""
    return before if before is not None and now == amendment else now
