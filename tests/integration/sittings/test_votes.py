"""Motions and votes through the services: what is frozen, what is counted, what is decided."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from paktum.core.errors import Conflict, Invalid
from paktum.core.ids import new_id
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.bodies.tables import Seat
from paktum.domains.decisions.tables import Decision
from paktum.domains.meetings.service import life
from paktum.domains.sittings.rules.counting import seal_of
from paktum.domains.sittings.service import agenda_progress, annulling, motions, presence, voting
from paktum.domains.sittings.service.motions import MotionDraft
from paktum.domains.sittings.tables import Vote, VoteCount, VoteEvent
from tests.support.meetings import body_id
from tests.support.pacts import Pact
from tests.support.sittings import MOTION, Sitting

THREE = ("sg_municipality", "sg_county", "sg_chamber")


def decisions(pact: Pact) -> list[Decision]:
    with pact.work() as session:
        found = session.scalars(select(Decision).order_by(Decision.body_id)).all()
        session.expunge_all()
        return list(found)


def test_a_vote_by_name_that_carries_becomes_a_decision_with_a_sealed_proof(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    motion = sitting.table(title="Report")
    vote = sitting.open_vote(motion)
    sitting.note(vote, sg_municipality="yes", sg_county="yes", sg_chamber="abstain")
    event = sitting.close(vote)
    assert (event.state, event.outcome, sitting.motion(motion).state) == ("closed", "carried", "carried")
    assert event.proof and event.proof_sha256 == seal_of(event.proof)
    assert event.proof["bodies"][0]["votes"] == {"yes": 2, "no": 0, "abstain": 1, "not_cast": 0}
    assert len(event.proof["by_name"]) == 3
    (decision,) = decisions(pact)
    assert (decision.title, decision.text, decision.vote_event_id) == ("Report", MOTION, vote)
    counts = {"yes": 2, "no": 0, "abstain": 1, "not_cast": 0, "needed": 2, "there": 3, "quorum": 3}
    assert decision.counts.items() >= {**counts, "proof": event.proof_sha256}.items()


def test_closing_twice_decides_once(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table())
    sitting.note(vote, sg_municipality="yes", sg_county="yes")
    first, second = sitting.close(vote), sitting.close(vote)
    assert first.proof_sha256 == second.proof_sha256
    assert len(decisions(pact)) == 1


def test_two_who_close_a_vote_at_the_same_moment_decide_once(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table())
    sitting.note(vote, sg_municipality="yes", sg_county="yes")
    with ThreadPoolExecutor(2) as pool:
        seals = {event.proof_sha256 for event in pool.map(lambda _: sitting.close(vote), range(2))}
    assert len(seals) == len(decisions(pact)) == 1


def test_of_two_votes_opened_at_the_same_moment_one_is_open(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    tabled = [sitting.table(), sitting.table("Something else")]

    def opened(motion: uuid.UUID) -> bool:
        try:
            sitting.open_vote(motion)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(opened, tabled)) == [False, True]


def test_the_chain_of_acts_keeps_the_seal_of_the_proof(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table())
    event = sitting.close(vote)
    with pact.work() as session:
        facts = session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "vote.closed")).one()
    assert facts["proof"] == event.proof_sha256


def test_what_changes_after_the_opening_changes_nothing_of_the_vote(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table())
    before = sitting.event(vote).roll
    sitting.leave("sg_county")
    sitting.arrive("sg_maltese_charity")
    with pact.work() as session:
        seat = session.scalars(select(Seat).where(Seat.code == "sg_chamber")).one()
        seat.label, seat.weight = "Another label", 7
    sitting.note(vote, sg_county="yes", sg_municipality="yes", sg_chamber="yes")
    with pytest.raises(Conflict):
        sitting.note(vote, sg_maltese_charity="no")
    event = sitting.close(vote)
    assert event.roll == before
    assert event.proof and event.proof["bodies"][0]["votes"]["yes"] == 3


def test_a_vote_called_again_replaces_the_one_before_and_can_be_taken_back(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table())
    sitting.note(vote, sg_county="yes", sg_chamber="no")
    sitting.note(vote, sg_county="no")
    sitting.note(vote, sg_chamber=None)
    with pact.work() as session:
        rows = session.execute(select(Vote.seat_id, Vote.choice)).all()
    assert [tuple(row) for row in rows] == [(sitting.seats["sg_county"], "no")]


def test_without_a_quorum_nothing_is_decided_and_the_motion_is_tabled_again(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_county", "sg_chamber")
    motion = sitting.table()
    vote = sitting.open_vote(motion)
    sitting.note(vote, sg_county="yes", sg_chamber="yes")
    assert sitting.close(vote).outcome == "no_quorum"
    assert sitting.motion(motion).state == "tabled"
    assert decisions(pact) == []
    sitting.arrive("sg_municipality")
    again = sitting.open_vote(motion)
    sitting.note(again, sg_county="yes", sg_chamber="yes")
    assert sitting.close(again).outcome == "carried"


def test_a_second_convening_decides_with_those_who_are_there(pact: Pact) -> None:
    from paktum.domains.meetings.tables import Meeting

    sitting = Sitting(pact)
    with pact.work() as session:
        session.scalars(select(Meeting)).one().convening = 2
    sitting.arrive("sg_county")
    vote = sitting.open_vote(sitting.table())
    sitting.note(vote, sg_county="yes")
    assert sitting.close(vote).outcome == "carried"


def test_a_tie_waits_for_the_chair_where_the_charter_lets_the_chair_decide(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive("sg_municipality", "sg_county", "sg_chamber", "sg_maltese_charity")
    vote = sitting.open_vote(sitting.table(), "show")
    body = body_id(pact, "steering_group")
    sitting.do(voting.note_counts, vote, {(body, "yes"): 2, (body, "no"): 2})
    with pytest.raises(Invalid) as asked:
        sitting.close(vote)
    assert f"chair-{body}" in asked.value.fields
    event = sitting.close(vote, {body: "yes"})
    assert event.outcome == "carried"
    assert event.proof and event.proof["bodies"][0]["tie_broken_by"] == "yes"


def test_shown_hands_are_counted_and_cannot_be_more_than_there_are_votes(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table(), "show")
    body = body_id(pact, "steering_group")
    with pytest.raises(Invalid):
        sitting.do(voting.note_counts, vote, {(body, "yes"): 3, (body, "no"): 1})
    sitting.do(voting.note_counts, vote, {(body, "yes"): 1, (body, "no"): 2})
    sitting.do(voting.note_counts, vote, {(body, "yes"): 3, (body, "no"): 0})
    event = sitting.close(vote)
    assert event.proof and event.proof["bodies"][0]["votes"]["yes"] == 3
    assert event.proof["by_name"] == []


def test_a_secret_vote_leaves_no_name_anywhere(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table(), "show", secret=True)
    body = body_id(pact, "steering_group")
    with pytest.raises(Conflict):
        sitting.note(vote, sg_county="yes")
    sitting.do(voting.note_counts, vote, {(body, "yes"): 2, (body, "no"): 1})
    event = sitting.close(vote)
    assert event.proof and "by_name" not in event.proof
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(Vote)) == 0


def test_a_vote_by_name_is_never_secret(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    with pytest.raises(Invalid):
        sitting.open_vote(sitting.table(), "by_name", secret=True)


def test_one_vote_is_open_at_a_time_and_opening_it_twice_opens_it_once(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    first, other, vote = sitting.table(), sitting.table("Something else"), new_id()
    for _ in range(2):
        sitting.do(voting.open_vote, first, vote, "by_name")
    with pytest.raises(Conflict):
        sitting.open_vote(other)
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(VoteEvent)) == 1


def test_a_vote_called_off_throws_away_what_was_cast_and_can_be_opened_anew(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    motion = sitting.table()
    vote = sitting.open_vote(motion, "show")
    sitting.do(voting.note_counts, vote, {(body_id(pact, "steering_group"), "yes"): 2})
    for _ in range(2):
        sitting.do(annulling.call_vote_off, vote)
    with pact.work() as session:
        assert session.scalar(select(func.count()).select_from(VoteCount)) == 0
    assert sitting.motion(motion).state == "tabled"
    with pytest.raises(Conflict):
        sitting.close(vote)
    sitting.open_vote(motion)


def test_nobody_present_means_no_vote(pact: Pact) -> None:
    sitting = Sitting(pact)
    with pytest.raises(Conflict):
        sitting.open_vote(sitting.table())


def test_votes_are_taken_in_session_only(pact: Pact) -> None:
    sitting = Sitting(pact, opened=False)
    sitting.arrive(*THREE)
    motion = sitting.table()
    with pytest.raises(Conflict):
        sitting.open_vote(motion)


def test_amendments_are_voted_on_first_and_reword_the_motion(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    motion = sitting.table("Pay 100.")
    amendment = sitting.table("Pay 50.", amends=motion)
    with pytest.raises(Conflict):
        sitting.open_vote(motion)
    vote = sitting.open_vote(amendment)
    sitting.note(vote, sg_municipality="yes", sg_county="yes")
    sitting.close(vote)
    assert decisions(pact) == []
    assert sitting.motion(motion).text == "Pay 50."
    final = sitting.open_vote(motion)
    sitting.note(final, sg_municipality="yes", sg_county="yes")
    sitting.close(final)
    assert [decision.text for decision in decisions(pact)] == ["Pay 50."]


def test_a_motion_tabled_twice_with_one_id_is_one_and_its_words_stand_once_voted_on(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    motion, draft = new_id(), MotionDraft(MOTION)
    for _ in range(2):
        sitting.do(motions.table_motion, sitting.items[0], motion, draft)
    sitting.do(motions.edit_motion, motion, 1, replace(draft, text="Other words"))
    with pytest.raises(Conflict):
        sitting.do(motions.edit_motion, motion, 1, replace(draft, text="Third words"))
    sitting.open_vote(motion)
    with pytest.raises(Conflict):
        sitting.do(motions.edit_motion, motion, 3, replace(draft, text="Third words"))


def test_a_withdrawal_takes_the_amendments_along_and_can_be_taken_back(pact: Pact) -> None:
    sitting = Sitting(pact)
    motion = sitting.table("Pay 100.")
    amendment = sitting.table("Pay 50.", amends=motion)
    sitting.do(motions.withdraw_motion, motion)
    assert sitting.motion(amendment).state == "withdrawn"
    with pytest.raises(Conflict):
        sitting.do(motions.table_again, amendment)
    for _ in range(2):
        sitting.do(motions.table_again, motion)
    sitting.do(motions.table_again, amendment)
    assert (sitting.motion(motion).state, sitting.motion(amendment).state) == ("tabled", "tabled")


def test_proxies_and_weights_count_in_the_result(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    sitting = Sitting(pact, ("executive_council",))
    with pact.work() as session:
        session.scalars(select(Seat).where(Seat.code == "ec_region")).one().weight = 3
    sitting.arrive("ec_region", "ec_chamber")
    sitting.give("ec_university", "ec_chamber")
    vote = sitting.open_vote(sitting.table())
    sitting.note(vote, ec_region="yes", ec_chamber="no", ec_university="no")
    event = sitting.close(vote)
    assert event.proof
    (body,) = event.proof["bodies"]
    assert (body["votes"], body["outcome"]) == ({"yes": 3, "no": 2, "abstain": 0, "not_cast": 0}, "carried")
    assert (body["quorum"]["there"], body["quorum"]["total"]) == (5, 7)


def test_who_is_out_for_the_item_does_not_vote_in_it(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE, "sg_maltese_charity")
    sitting.do(presence.note_absence, sitting.seats["sg_county"], "concerned", sitting.items[0])
    vote = sitting.open_vote(sitting.table())
    with pytest.raises(Conflict):
        sitting.note(vote, sg_county="yes")


def test_a_joint_session_counts_each_body_and_each_takes_its_own_decision(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    sitting = Sitting(pact, ("steering_committee", "executive_council"))
    sitting.arrive(*(code for code in sitting.seats))
    vote = sitting.open_vote(sitting.table())
    for_it = dict.fromkeys(sitting.seats, "yes")
    sitting.note(vote, **for_it)  # type: ignore[arg-type]
    event = sitting.close(vote)
    assert event.proof and [body["votes"]["yes"] for body in event.proof["bodies"]] == [5, 5]
    assert len({decision.body_id for decision in decisions(pact)}) == 2


def test_a_joint_session_rejects_what_one_of_its_bodies_rejects(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    sitting = Sitting(pact, ("steering_committee", "executive_council"))
    sitting.arrive(*(code for code in sitting.seats))
    motion = sitting.table()
    vote = sitting.open_vote(motion)
    sitting.note(vote, **{code: "yes" if code.startswith("sc_") else "no" for code in sitting.seats})  # type: ignore[arg-type]
    assert sitting.close(vote).outcome == "rejected"
    assert sitting.motion(motion).state == "rejected"
    assert decisions(pact) == [], "what one body alone carried is no decision of a joint session"


def test_a_circular_vote_counts_when_enough_took_part_and_nobody_has_to_come(pact: Pact) -> None:
    sitting = Sitting(pact, form="circular")
    motion = sitting.table()
    vote = sitting.open_vote(motion, "link")
    sitting.note(vote, sg_county="yes", sg_chamber="yes")
    assert sitting.close(vote).outcome == "no_quorum"
    again = sitting.open_vote(motion, "link")
    sitting.note(again, sg_county="yes", sg_chamber="yes", sg_municipality="no")
    assert sitting.close(again).outcome == "carried"


def test_the_item_cannot_change_while_a_vote_is_open(pact: Pact) -> None:
    sitting = Sitting(pact)
    sitting.arrive(*THREE)
    vote = sitting.open_vote(sitting.table())
    with pytest.raises(Conflict):
        sitting.do(agenda_progress.take_up, sitting.items[1])
    sitting.do(annulling.call_vote_off, vote)
    sitting.do(agenda_progress.take_up, sitting.items[1])


def test_notes_saved_twice_are_no_conflict_but_anothers_notes_are(pact: Pact) -> None:
    sitting = Sitting(pact)
    item, empty = sitting.items[0], agenda_progress.mark_of("")

    def save(notes: str, based_on: str) -> str:
        with pact.work() as session:
            return agenda_progress.save_notes(session, sitting.actor, sitting.id, item, notes, based_on)

    mark = save("First", empty)
    assert save("First", empty) == mark
    with pytest.raises(agenda_progress.NotesDiffer) as differ:
        save("Mine", empty)
    assert differ.value.stored == "First"
    save("Second", mark)


def test_ending_the_sitting_finishes_the_item_at_hand(pact: Pact) -> None:
    from paktum.domains.meetings.queries import agenda_rows, meeting_head
    from paktum.domains.sittings.service import sitting as whole

    sitting = Sitting(pact)
    sitting.do(whole.end_sitting)
    with pact.work() as session:
        assert meeting_head(session, sitting.id).state == "held"
        assert [item.state for item in agenda_rows(session, sitting.id)] == ["done", "open"]
    sitting.do(life.resume_sitting)
