"""What a vote comes to: majorities, ties, what missing votes can still change, circular votes and joint sessions."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from paktum.domains.sittings.rules.quorum import Quorum
from paktum.plugin.specs.charter import Majority, Turnout

Choice = Literal["yes", "no", "abstain"]
CHOICES: tuple[Choice, ...] = ("yes", "no", "abstain")
Outcome = Literal["carried", "rejected", "no_quorum"]
Reason = Literal["majority", "no_majority", "tie_broken", "tie_rejected", "tie_open", "no_quorum", "too_few_took_part"]


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes of one body by their weights; `not_cast` are those that may vote and have not."""

    yes: int = 0
    no: int = 0
    abstain: int = 0
    not_cast: int = 0

    @property
    def cast(self) -> int:
        return self.yes + self.no + self.abstain

    @property
    def present(self) -> int:
        """The votes there, cast or not: what majorities of those present are measured against."""
        return self.cast + self.not_cast


@dataclass(frozen=True, slots=True)
class Result:
    """What a vote of one body comes to.

    `needed` are the votes for that carry it as things stand. `settled` is whether the votes not cast can no longer change
    the outcome. A tie that the chair has to break and has not is `rejected` with the reason `tie_open`.
    """

    outcome: Outcome
    reason: Reason
    needed: int
    settled: bool

    @property
    def carried(self) -> bool:
        return self.outcome == "carried"


def needed_votes(tally: Tally, majority: Majority, all_votes: int) -> int:
    """How many votes for carry a motion: of those present or of all votes of the body; for a simple majority, one more than
    the votes against."""
    if majority.rule == "simple":
        return tally.no + 1
    base = tally.present if majority.of == "present" else all_votes
    if majority.rule == "absolute":
        return floor(Fraction(base, 2)) + 1
    return max(1, ceil(Fraction(2 * base, 3)))


def result_of(
    tally: Tally,
    majority: Majority,
    *,
    all_votes: int,
    tie: Literal["chair_decides", "rejected"],
    quorum: Quorum | None = None,
    chair_choice: Choice | None = None,
) -> Result:
    """The result of a vote by the charter of its day.

    `all_votes` are the votes of the body, present or away. `quorum` None: it was not asked for, as in a circular vote.
    `chair_choice` breaks a tie where the charter lets the chair do so; an abstaining chair breaks none.
    """
    needed = needed_votes(tally, majority, all_votes)
    if quorum is not None and not quorum.met:
        return Result("no_quorum", "no_quorum", needed, settled=True)
    now = _decided(tally, majority, all_votes, tie, chair_choice)
    extremes = (
        replace(tally, yes=tally.yes + tally.not_cast, not_cast=0),
        replace(tally, no=tally.no + tally.not_cast, not_cast=0),
        replace(tally, abstain=tally.abstain + tally.not_cast, not_cast=0),
    )
    # Every way the missing votes can fall lies between these three, and so does its outcome.
    settled = all(_decided(end, majority, all_votes, tie, chair_choice)[0] == now[0] for end in extremes)
    return Result(now[0], now[1], needed, settled)


def is_tie(tally: Tally) -> bool:
    """Whether as many votes are for as against, and anyone voted either way."""
    return tally.yes == tally.no > 0


def _decided(
    tally: Tally,
    majority: Majority,
    all_votes: int,
    tie: Literal["chair_decides", "rejected"],
    chair_choice: Choice | None,
) -> tuple[Outcome, Reason]:
    if tally.yes >= needed_votes(tally, majority, all_votes):
        return "carried", "majority"
    if not is_tie(tally) or not _tie_can_be_broken(tally, majority, all_votes):
        return "rejected", "no_majority"
    if tie == "rejected":
        return "rejected", "tie_rejected"
    if chair_choice == "yes":
        return "carried", "tie_broken"
    if chair_choice == "no":
        return "rejected", "tie_broken"
    return "rejected", "tie_open"


def _tie_can_be_broken(tally: Tally, majority: Majority, all_votes: int) -> bool:
    """Whether one vote more would have carried it: the chair's word adds no more than that to a tie."""
    return majority.rule == "simple" or tally.yes + 1 >= needed_votes(tally, majority, all_votes)


def circular_result(
    tally: Tally,
    majority: Majority,
    *,
    all_votes: int,
    turnout: Turnout,
    tie: Literal["chair_decides", "rejected"],
    chair_choice: Choice | None = None,
) -> Result:
    """The result of a vote by circulation: it counts when enough of all votes took part (at least half, for one), and the
    majority is then measured against the votes that did."""
    took_part = Fraction(tally.cast)
    asked = Fraction(turnout.share) * all_votes
    enough = took_part > asked if turnout.strictly_more else took_part >= asked
    if not enough or not tally.cast:
        needed = needed_votes(replace(tally, not_cast=0), majority, all_votes)
        return Result("no_quorum", "too_few_took_part", needed, settled=tally.not_cast == 0)
    counted = replace(tally, not_cast=0)
    result = result_of(counted, majority, all_votes=all_votes, tie=tie, chair_choice=chair_choice)
    return replace(result, settled=tally.not_cast == 0)


def joint_outcome(results: Iterable[Result]) -> Outcome:
    """What a vote of several bodies together comes to: carried when each of them carried it by its own charter."""
    outcomes = {result.outcome for result in results}
    if "no_quorum" in outcomes:
        return "no_quorum"
    return "carried" if outcomes == {"carried"} else "rejected"
