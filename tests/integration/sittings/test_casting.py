"""Votes cast by phone on a real PostgreSQL: each once, however it is sent, by whom it belongs to and by nobody else."""

import threading
import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.domains.sittings.service import casting
from paktum.domains.sittings.service.participants import Participant
from paktum.domains.sittings.tables import SecretVoter, Vote, VoteCount, VoteEvent
from tests.support.pacts import Pact
from tests.support.rooms import NOON, Room, furnish


@pytest.fixture
def room(pact: Pact) -> Room:
    found = furnish(pact)
    for number in range(4):
        found.arrive(number)
    return found


def send(room: Room, who: Participant, vote: uuid.UUID, seat: int, choice: str) -> casting.Cast:
    with room.pact.work() as session:
        return casting.cast_vote(session, room.pact.app.extensions["paktum"].clock, who, vote, room.seats[seat], choice)


def choices(room: Room, vote: uuid.UUID) -> dict[uuid.UUID, str]:
    with room.pact.work() as session:
        rows = session.execute(select(Vote.seat_id, Vote.choice).where(Vote.vote_event_id == vote))
        return {row.seat_id: row.choice for row in rows}


def counts(room: Room, vote: uuid.UUID, body: uuid.UUID | None = None) -> dict[str, int]:
    with room.pact.work() as session:
        rows = session.execute(
            select(VoteCount.choice, func.sum(VoteCount.votes))
            .where(VoteCount.vote_event_id == vote, *([VoteCount.body_id == body] if body else []))
            .group_by(VoteCount.choice)
        )
        return {choice: int(votes) for choice, votes in rows}


def voters(room: Room, vote: uuid.UUID) -> int:
    with room.pact.work() as session:
        return (
            session.scalar(select(func.count()).select_from(SecretVoter).where(SecretVoter.vote_event_id == vote)) or 0
        )


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    """Do all together, each in a thread of its own; what each gave, an exception where it raised one."""
    start = threading.Barrier(len(jobs))

    def run(job: Callable[[], object]) -> object:
        start.wait(10)
        try:
            return job()
        except (Conflict, Forbidden) as refusal:
            return refusal

    with ThreadPoolExecutor(len(jobs)) as crowd:
        return [done.result(60) for done in [crowd.submit(run, job) for job in jobs]]


def test_the_holder_of_a_seat_votes(room: Room) -> None:
    vote = room.open_vote()
    assert not send(room, room.holder(0), vote, 0, "yes").again
    assert choices(room, vote) == {room.seats[0]: "yes"}


def test_the_same_vote_sent_twice_counts_once(room: Room) -> None:
    vote = room.open_vote()
    assert [send(room, room.holder(0), vote, 0, "yes").again for _ in range(2)] == [False, True]
    assert choices(room, vote) == {room.seats[0]: "yes"}


def test_an_open_choice_may_be_changed_until_the_closing(room: Room) -> None:
    vote = room.open_vote()
    send(room, room.holder(0), vote, 0, "yes")
    assert not send(room, room.holder(0), vote, 0, "abstain").again
    assert choices(room, vote) == {room.seats[0]: "abstain"}


def test_one_seat_voting_from_four_devices_at_once_is_counted_once(room: Room) -> None:
    vote = room.open_vote()
    at_once(
        [lambda choice=choice: send(room, room.holder(0), vote, 0, choice) for choice in ("yes", "no", "yes", "no")]
    )
    assert len(choices(room, vote)) == 1


@pytest.mark.parametrize("same", [True, False])
def test_a_secret_vote_from_four_devices_at_once_is_counted_once(room: Room, same: bool) -> None:
    vote = room.open_vote(secret=True)
    sent = ("yes",) * 4 if same else ("yes", "no", "abstain", "yes")
    done = at_once([lambda choice=choice: send(room, room.holder(0), vote, 0, choice) for choice in sent])
    assert sorted(one.again for one in done) == [False, True, True, True]  # type: ignore[attr-defined]
    assert voters(room, vote) == 1 and sum(counts(room, vote).values()) == 1


def test_many_seats_voting_in_secret_at_once_lose_no_vote_and_double_none(pact: Pact) -> None:
    room = furnish(pact, seats=24)
    for number in range(24):
        room.arrive(number)
    vote = room.open_vote(secret=True)
    wanted = ["yes", "no", "abstain"] * 8
    jobs = [lambda n=n: send(room, room.holder(n), vote, n, wanted[n]) for n in range(24)]
    at_once([*jobs[:4]])
    for first in range(4, 24, 4):
        at_once(jobs[first : first + 4])
    assert counts(room, vote) == {"yes": 8, "no": 8, "abstain": 8} and voters(room, vote) == 24


def test_in_a_secret_vote_the_first_choice_counts_and_no_later_one(room: Room) -> None:
    vote = room.open_vote(secret=True)
    send(room, room.holder(0), vote, 0, "yes")
    assert send(room, room.holder(0), vote, 0, "no").again
    assert counts(room, vote) == {"yes": 1, "no": 0, "abstain": 0}


def test_votes_of_a_secret_vote_count_by_the_weight_of_the_seat_and_for_its_own_body(pact: Pact) -> None:
    room = furnish(pact, seats=2, bodies=2)
    for number in range(4):
        room.arrive(number)
    vote = room.open_vote(secret=True, weights={0: 3})
    for number, choice in enumerate(("yes", "no", "no", "abstain")):
        send(room, room.holder(number), vote, number, choice)
    assert counts(room, vote, room.bodies[0]) == {"yes": 3, "no": 1, "abstain": 0}
    assert counts(room, vote, room.bodies[1]) == {"yes": 0, "no": 1, "abstain": 1}


def test_whoever_holds_a_proxy_casts_both_votes(room: Room) -> None:
    vote = room.open_vote(away=[4], proxies={4: 0})
    send(room, room.holder(0), vote, 0, "yes")
    assert send(room, room.holder(0), vote, 4, "no").ballot.for_another
    assert choices(room, vote) == {room.seats[0]: "yes", room.seats[4]: "no"}


def test_nobody_casts_the_vote_of_another_seat(room: Room) -> None:
    vote = room.open_vote()
    with pytest.raises(Forbidden):
        send(room, room.holder(1), vote, 0, "yes")
    assert choices(room, vote) == {}


def test_whoever_gave_a_proxy_and_stays_away_does_not_vote(room: Room) -> None:
    vote = room.open_vote(away=[4], proxies={4: 0})
    with pytest.raises(Forbidden):
        send(room, room.holder(4), vote, 4, "yes")


def test_whoever_came_after_the_opening_does_not_vote(room: Room) -> None:
    room.arrive(4, arrived_at=NOON + timedelta(minutes=5))
    vote = room.open_vote(away=[4])
    with pytest.raises(Forbidden):
        send(room, room.holder(4), vote, 4, "yes")


def test_whoever_went_after_the_opening_still_votes(pact: Pact) -> None:
    room = furnish(pact, seats=1)
    room.arrive(0, left_at=NOON + timedelta(minutes=5))
    vote = room.open_vote()
    send(room, room.holder(0), vote, 0, "yes")
    assert choices(room, vote) == {room.seats[0]: "yes"}


def test_while_the_substitute_sits_there_the_holder_does_not_vote(pact: Pact) -> None:
    room = furnish(pact, seats=1)
    room.arrive(0, capacity="substitute", invitee_id=None, person="Substitute")
    vote = room.open_vote()
    with pytest.raises(Forbidden):
        send(room, room.holder(0), vote, 0, "yes")


def test_a_check_in_in_the_room_votes_only_when_the_office_has_confirmed_it(pact: Pact) -> None:
    room = furnish(pact, seats=2)
    unconfirmed, confirmed = room.arrive(0, noted_by="check_in"), room.arrive(1)
    vote = room.open_vote()
    with pytest.raises(Forbidden):
        send(room, room.holder(0, stay_id=unconfirmed), vote, 0, "yes")
    send(room, room.holder(1, stay_id=confirmed), vote, 1, "yes")
    assert choices(room, vote) == {room.seats[1]: "yes"}


def test_a_vote_by_circulation_is_cast_by_holders_who_attend_nothing(pact: Pact) -> None:
    room = furnish(pact, seats=1, form="circular")
    vote = room.open_vote()
    send(room, room.holder(0), vote, 0, "yes")
    assert choices(room, vote) == {room.seats[0]: "yes"}


@pytest.mark.parametrize("state", ["closed", "annulled"])
def test_after_the_closing_nothing_counts(room: Room, state: str) -> None:
    vote = room.open_vote(state=state)
    with pytest.raises(Conflict):
        send(room, room.holder(0), vote, 0, "yes")
    assert choices(room, vote) == {}


def test_a_vote_by_show_of_hands_is_not_taken_by_phone(room: Room) -> None:
    vote = room.open_vote(method="show")
    with pytest.raises(Conflict):
        send(room, room.holder(0), vote, 0, "yes")


def test_a_choice_that_does_not_exist_is_refused(room: Room) -> None:
    vote = room.open_vote()
    with pytest.raises(Invalid):
        send(room, room.holder(0), vote, 0, "perhaps")


def test_a_vote_of_another_meeting_does_not_exist(room: Room) -> None:
    other = furnish(room.pact, seats=1)
    with pytest.raises(NotFound):
        send(room, room.holder(0), other.open_vote(), 0, "yes")


def test_a_closing_waits_for_votes_under_way_and_refuses_those_after_it(room: Room) -> None:
    vote = room.open_vote()
    sent, closed = threading.Event(), threading.Event()

    def vote_slowly() -> None:
        with room.pact.work() as session:
            clock = room.pact.app.extensions["paktum"].clock
            casting.cast_vote(session, clock, room.holder(0), vote, room.seats[0], "yes")
            sent.set()
            assert not closed.wait(0.3), "the closing did not wait for a vote under way"

    def close() -> None:
        assert sent.wait(10)
        with room.pact.work() as session:
            session.scalars(select(VoteEvent).where(VoteEvent.id == vote).with_for_update()).one().state = "closed"
        closed.set()

    at_once([vote_slowly, close])
    with pytest.raises(Conflict):
        send(room, room.holder(1), vote, 1, "yes")
    assert choices(room, vote) == {room.seats[0]: "yes"}
