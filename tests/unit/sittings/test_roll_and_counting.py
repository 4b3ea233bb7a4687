"""The roll of a vote as it is stored, what is counted on it, and how the screen shortens and compares words."""

import json
import uuid
from dataclasses import replace

from hypothesis import strategies as st

from paktum.domains.sittings.rules.counting import (
    NamedVote,
    count_of,
    proof_of,
    seal_of,
    tallies_by_count,
    tallies_by_name,
    too_many,
)
from paktum.domains.sittings.rules.roll import MotionText, Roll, RollBody, RollSeat, read_roll
from paktum.domains.sittings.rules.voting import CHOICES
from paktum.domains.sittings.screen import short_names, word_changes
from paktum.plugin.specs import CharterRules
from tests.support.properties import given

RULES = CharterRules.model_validate(
    {
        "notice": {"days": 7},
        "forms": ["present", "circular"],
        "quorum": {"share": "1/2", "strictly_more": True},
        "ordinary": {"rule": "absolute"},
        "qualified": {"rule": "two_thirds", "of": "all"},
        "tie": "chair_decides",
        "proxies": {"allowed": True, "most_per_holder": 1},
        "circular": {"share": "1/2"},
        "minutes_due": {"days": 8},
        "numbering": {"pattern": "{n}/{year}"},
    }
)


def seat(number: int, **values: object) -> RollSeat:
    return replace(RollSeat(uuid.UUID(int=number), f"Seat {number}", present=True), **values)  # type: ignore[arg-type]


def roll_of(*seats: RollSeat, circular: bool = False, chair: int | None = None) -> Roll:
    body = RollBody(
        uuid.UUID(int=900),
        "Council",
        "C",
        uuid.UUID(int=901),
        "2018-01-01",
        RULES,
        "ordinary",
        1,
        uuid.UUID(int=chair) if chair else None,
        seats,
    )
    motion = MotionText(uuid.UUID(int=903), "Report", "The report is accepted.")
    return Roll(uuid.UUID(int=902), circular, "Officer", "2026-11-21T12:00:00+00:00", motion, (body,))


seats_drawn = st.lists(
    st.builds(
        lambda weight, voting, present: (weight, voting, present), st.integers(1, 9), st.booleans(), st.booleans()
    ),
    min_size=1,
    max_size=12,
)


@given(seats_drawn, st.booleans())
def test_a_roll_reads_back_as_it_was_written(drawn: list[tuple[int, bool, bool]], circular: bool) -> None:
    seats = [seat(n, weight=w, voting=v, present=p) for n, (w, v, p) in enumerate(drawn, 1)]
    roll = roll_of(*seats, circular=circular)
    assert read_roll(json.loads(json.dumps(roll.form()))) == roll


@given(seats_drawn, st.data())
def test_every_vote_that_can_be_cast_is_counted_once(drawn: list[tuple[int, bool, bool]], data: st.DataObject) -> None:
    seats = [seat(n, weight=w, voting=v, present=p) for n, (w, v, p) in enumerate(drawn, 1)]
    roll = roll_of(*seats)
    choices = {one.seat_id: data.draw(st.sampled_from(CHOICES)) for one in seats if data.draw(st.booleans())}
    (tally,) = tallies_by_name(roll, choices).values()
    assert tally.present == sum(one.weight for one in seats if one.voting and one.present)


def test_a_seat_away_votes_through_its_proxy() -> None:
    holder, giver = seat(1), seat(2, present=False, proxy_holder=uuid.UUID(int=1))
    roll = roll_of(holder, giver, seat(3, present=False))
    assert roll.voters == {holder.seat_id: holder.seat_id, giver.seat_id: holder.seat_id}


def test_counted_hands_leave_what_was_not_counted_as_not_cast_and_never_exceed_the_votes() -> None:
    roll = roll_of(*(seat(n) for n in range(1, 6)))
    body = roll.bodies[0]
    (tally,) = tallies_by_count(roll, {(body.body_id, "yes"): 3}).values()
    assert (tally.yes, tally.not_cast) == (3, 2)
    assert too_many(body, 3, 2, 1) and not too_many(body, 3, 2, 0)


def test_the_chairs_own_vote_breaks_a_tie_and_without_it_the_tie_stays_open() -> None:
    roll = roll_of(*(seat(n) for n in range(1, 5)), chair=1)
    even = {uuid.UUID(int=n): "yes" if n < 3 else "no" for n in range(1, 5)}
    tallies = tallies_by_name(roll, even)  # type: ignore[arg-type]
    assert count_of(roll, tallies, even).outcome == "carried"  # type: ignore[arg-type]
    assert len(count_of(roll, tallies).tie_open) == 1
    assert count_of(roll, tallies, None, {roll.bodies[0].body_id: "no"}).outcome == "rejected"


def test_a_circular_vote_asks_for_no_presence_but_for_enough_votes() -> None:
    roll = roll_of(*(seat(n) for n in range(1, 5)), circular=True)
    one, two = ({uuid.UUID(int=n): "yes" for n in range(1, number + 1)} for number in (1, 2))
    assert count_of(roll, tallies_by_name(roll, one)).outcome == "no_quorum"  # type: ignore[arg-type]
    assert count_of(roll, tallies_by_name(roll, two)).outcome == "carried"  # type: ignore[arg-type]


def test_the_seal_changes_with_any_fact_and_with_nothing_else() -> None:
    roll = roll_of(seat(1), seat(2))
    choices = {uuid.UUID(int=1): "yes", uuid.UUID(int=2): "yes"}
    count = count_of(roll, tallies_by_name(roll, choices))  # type: ignore[arg-type]
    named = (NamedVote(uuid.UUID(int=1), "yes", "office"),)
    facts = {"method": "by_name", "closed_at": "2026-11-21T12:05:00+00:00", "closed_by": "Officer"}
    proof = proof_of(roll.form(), count, secret=False, by_name=named, **facts)
    again = json.loads(json.dumps(dict(reversed(proof.items()))))
    assert seal_of(again) == seal_of(proof)
    again["bodies"][0]["seats"][0]["weight"] = 2
    assert seal_of(again) != seal_of(proof)
    assert "by_name" not in proof_of(roll.form(), count, secret=True, by_name=named, **facts)


def test_names_are_shortened_to_initials_and_equal_ones_are_told_apart() -> None:
    names = ["Krajská hospodářská komora", "Sdružení pro rozvoj LK", "Liberecký kraj", "Lesní kolektiv", "Diecéze"]
    assert short_names(names) == ["KHK", "SPRLK", "LK", "LK 2", "Diecéze"]


@given(st.text(alphabet="ab ", max_size=40), st.text(alphabet="ab ", max_size=40))
def test_the_differences_of_two_texts_hold_both_of_them(before: str, after: str) -> None:
    pieces = word_changes(before.strip(), after.strip())
    assert "".join(text for kind, text in pieces if kind != "ins") == before.strip()
    assert "".join(text for kind, text in pieces if kind != "del") == after.strip()
