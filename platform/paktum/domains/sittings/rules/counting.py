"""Counting a vote: from ballots to tallies, from tallies to results by each body's charter, and the sealed proof."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paktum.domains.sittings.rules.roll import Roll, RollBody
from paktum.domains.sittings.rules.voting import (
    CHOICES,
    Choice,
    Outcome,
    Result,
    Tally,
    circular_result,
    joint_outcome,
    result_of,
)


@dataclass(frozen=True, slots=True)
class BodyCount:
    """A vote as it stands in one body."""

    body: RollBody
    tally: Tally
    result: Result
    tie_broken_by: Choice | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A vote as it stands: what it comes to in each body, and altogether."""

    bodies: tuple[BodyCount, ...]

    @property
    def outcome(self) -> Outcome:
        return joint_outcome(one.result for one in self.bodies)

    @property
    def settled(self) -> bool:
        """Whether the votes not cast can no longer change the outcome."""
        return all(one.result.settled for one in self.bodies)

    @property
    def tie_open(self) -> tuple[BodyCount, ...]:
        """The bodies where the votes are equal and the chair has not said how to decide."""
        return tuple(one for one in self.bodies if one.result.reason == "tie_open")


def tallies_by_name(roll: Roll, choices: Mapping[uuid.UUID, Choice]) -> dict[uuid.UUID, Tally]:
    """Tallies by body from the choices of seats; a choice for a seat that may not vote does not count."""
    return {body.body_id: _tally(body, choices) for body in roll.bodies}


def _tally(body: RollBody, choices: Mapping[uuid.UUID, Choice]) -> Tally:
    votes: dict[str, int] = dict.fromkeys(CHOICES, 0)
    missing = 0
    for seat in body.castable:
        choice = choices.get(seat.seat_id)
        if choice is None:
            missing += seat.weight
        else:
            votes[choice] += seat.weight
    return Tally(votes["yes"], votes["no"], votes["abstain"], missing)


def tallies_by_count(roll: Roll, counts: Mapping[tuple[uuid.UUID, str], int]) -> dict[uuid.UUID, Tally]:
    """Tallies by body from counted hands or slips, by (body, choice); what is not counted was not cast."""
    tallies = {}
    for body in roll.bodies:
        yes, no, abstain = (counts.get((body.body_id, choice), 0) for choice in CHOICES)
        tallies[body.body_id] = Tally(yes, no, abstain, max(0, body.votes - yes - no - abstain))
    return tallies


def count_of(
    roll: Roll,
    tallies: Mapping[uuid.UUID, Tally],
    choices: Mapping[uuid.UUID, Choice] | None = None,
    chair: Mapping[uuid.UUID, Choice] | None = None,
) -> Count:
    """What a vote comes to by the charters on its roll.

    A tie that the chair decides goes by the chair's own vote in `choices`, or by what was asked: `chair`, by body.
    """
    return Count(tuple(_count(roll, body, tallies[body.body_id], choices or {}, chair or {}) for body in roll.bodies))


def _count(
    roll: Roll,
    body: RollBody,
    tally: Tally,
    choices: Mapping[uuid.UUID, Choice],
    chair: Mapping[uuid.UUID, Choice],
) -> BodyCount:
    word = chair.get(body.body_id)
    if word is None and body.chair_seat_id is not None:
        word = choices.get(body.chair_seat_id)
    rules = body.rules
    if roll.circular and rules.circular is not None:
        result = circular_result(
            tally, body.asked, all_votes=body.all_votes, turnout=rules.circular, tie=rules.tie, chair_choice=word
        )
    else:
        quorum = None if roll.circular else body.quorum
        result = result_of(tally, body.asked, all_votes=body.all_votes, tie=rules.tie, quorum=quorum, chair_choice=word)
    return BodyCount(body, tally, result, word if result.reason == "tie_broken" else None)


def too_many(body: RollBody, yes: int, no: int, abstain: int) -> bool:
    """Whether more votes were counted than can be cast."""
    return yes + no + abstain > body.votes


@dataclass(frozen=True, slots=True)
class NamedVote:
    """How a seat voted in an open vote, and how it was noted: by the office or by the member's own link."""

    seat_id: uuid.UUID
    choice: Choice
    noted_by: str


def proof_of(
    roll: Mapping[str, Any],
    count: Count,
    *,
    method: str,
    secret: bool,
    closed_at: str,
    closed_by: str,
    by_name: tuple[NamedVote, ...] = (),
) -> dict[str, Any]:
    """The proof of a closed vote as JSON: its roll, with what each body's votes came to written beside that body.

    A secret vote has no names in it. Instants are ISO 8601 in UTC.
    """
    results = {str(one.body.body_id): _result_form(one) for one in count.bodies}
    proof: dict[str, Any] = {
        **roll,
        "bodies": [{**body, **results[body["body_id"]]} for body in roll["bodies"]],
        "closed_at": closed_at,
        "closed_by": closed_by,
        "method": method,
        "secret": secret,
        "outcome": count.outcome,
    }
    if not secret:
        proof["by_name"] = [
            {"seat_id": str(vote.seat_id), "choice": vote.choice, "noted_by": vote.noted_by} for vote in by_name
        ]
    return proof


def _result_form(one: BodyCount) -> dict[str, Any]:
    quorum, tally = one.body.quorum, one.tally
    return {
        "votes": {"yes": tally.yes, "no": tally.no, "abstain": tally.abstain, "not_cast": tally.not_cast},
        "quorum": {
            "needed": quorum.needed,
            "there": quorum.there,
            "total": quorum.total,
            "in_votes": quorum.in_votes,
            "met": quorum.met,
        },
        "needed": one.result.needed,
        "outcome": one.result.outcome,
        "reason": one.result.reason,
        "tie_broken_by": one.tie_broken_by,
    }


def canonical(proof: Mapping[str, Any]) -> bytes:
    """A proof as canonical JSON: keys sorted, no spaces, UTF-8."""
    return json.dumps(proof, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def seal_of(proof: Mapping[str, Any]) -> str:
    """The seal of a proof: SHA-256 of its canonical JSON, in hexadecimal digits."""
    return hashlib.sha256(canonical(proof)).hexdigest()
