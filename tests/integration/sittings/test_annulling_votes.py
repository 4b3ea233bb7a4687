"""A vote that was closed by mistake is annulled: what was sealed stays, and nothing that came of it counts any more."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from paktum.core.errors import Conflict, Forbidden, Invalid
from paktum.core.messages import msg, say
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.decisions.service import (
    ReferralDraft,
    follow_execution,
    forward,
    publish_decision,
    repeal_decision,
)
from paktum.domains.decisions.tables import Decision, Referral
from paktum.domains.meetings.tables import AgendaItem
from paktum.domains.minutes.service.approving import Approval, approve_by_chair
from paktum.domains.minutes.tables import Minutes
from paktum.domains.programme.service.revisions import lock_revision
from paktum.domains.programme.tables import PlanRevision
from paktum.domains.sittings.rules.counting import seal_of
from paktum.domains.sittings.service import annulling, sitting
from tests.support.meetings import USUAL_START, body_id, clock_of
from tests.support.minutes import minutes_of, sent
from tests.support.pacts import Pact
from tests.support.plans import enter, many
from tests.support.sittings import MOTION, Sitting

THREE = ("sg_municipality", "sg_county", "sg_chamber")
WHY = "The hands of another vote were entered."


def carried(led: Sitting, motion: uuid.UUID) -> uuid.UUID:
    vote = led.open_vote(motion)
    led.note(vote, sg_municipality="yes", sg_county="yes", sg_chamber="no")
    led.close(vote)
    return vote


def annul(led: Sitting, vote: uuid.UUID, reason: str = WHY, **named: Any) -> None:
    with led.pact.work() as session:
        actor = named.get("actor", led.actor)
        annulling.annul_closed_vote(session, led.clock, actor, led.subjects, led.id, vote, reason)


def decisions(pact: Pact) -> list[Decision]:
    with pact.work() as session:
        found = session.scalars(select(Decision).order_by(Decision.body_id, Decision.ordinal)).all()
        session.expunge_all()
        return list(found)


def three_there(pact: Pact, **values: Any) -> Sitting:
    led = Sitting(pact, **values)
    led.arrive(*THREE)
    return led


def test_an_annulled_vote_keeps_its_proof_and_opens_its_motion_again(pact: Pact) -> None:
    led = three_there(pact)
    motion = led.table()
    vote = carried(led, motion)
    before = led.event(vote)
    annul(led, vote)
    after = led.event(vote)
    assert (after.state, led.motion(motion).state) == ("annulled", "tabled")
    kept = ("roll", "proof", "proof_sha256", "outcome", "opened_at", "closed_at")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.proof and after.proof_sha256 == seal_of(after.proof)


def test_the_decision_of_an_annulled_vote_stays_with_its_number_and_the_next_one_gets_another(pact: Pact) -> None:
    led = three_there(pact)
    motion = led.table()
    vote = carried(led, motion)
    annul(led, vote)
    again = carried(led, motion)
    first, second = decisions(pact)
    assert (first.ordinal, second.ordinal) == (1, 2)
    assert first.number != second.number
    assert (first.motion_id, first.vote_event_id, first.annulled_because) == (motion, vote, WHY)
    assert first.execution == "lapsed"
    assert (second.motion_id, second.vote_event_id, second.annulled_because) == (motion, again, None)


def test_annulling_twice_is_one_act_that_tells_why(pact: Pact) -> None:
    led = three_there(pact)
    vote = carried(led, led.table())
    annul(led, vote)
    annul(led, vote, "Another reason")
    with pact.work() as session:
        facts = session.scalars(select(AuditEntry.facts).where(AuditEntry.action == "vote.undone")).all()
    assert [(one["vote"], one["reason"]) for one in facts] == [(str(vote), WHY)]


def test_a_vote_is_not_annulled_without_a_reason(pact: Pact) -> None:
    led = three_there(pact)
    vote = carried(led, led.table())
    for nothing in ("", "   ", "x" * 401):
        with pytest.raises(Invalid) as refusal:
            annul(led, vote, nothing)
        assert set(refusal.value.fields) == {"reason"}
    assert led.event(vote).state == "closed"


def test_an_open_vote_is_called_off_and_not_annulled(pact: Pact) -> None:
    led = three_there(pact)
    vote = led.open_vote(led.table())
    with pytest.raises(Conflict):
        annul(led, vote)


def test_a_member_cannot_annul_a_vote(pact: Pact) -> None:
    led = three_there(pact)
    vote = carried(led, led.table())
    with pytest.raises(Forbidden):
        annul(led, vote, actor=pact.actor("member"))


def test_of_two_votes_on_a_motion_the_later_is_annulled_first(pact: Pact) -> None:
    led = Sitting(pact)
    led.arrive("sg_county", "sg_chamber")
    motion = led.table()
    without_quorum = led.open_vote(motion)
    assert led.close(without_quorum).outcome == "no_quorum"
    led.arrive("sg_municipality")
    later = carried(led, motion)
    with pytest.raises(Conflict):
        annul(led, without_quorum)
    annul(led, later)
    annul(led, without_quorum)
    assert led.motion(motion).state == "tabled"


def test_once_the_minutes_are_approved_no_vote_is_annulled(pact: Pact) -> None:
    led = three_there(pact)
    vote = carried(led, led.table())
    led.do(sitting.end_sitting)
    pact.signed_in("officer").post(f"/meetings/{led.id}/minutes")
    with pact.work() as session:
        approve_by_chair(session, clock_of(pact), pact.actor("head"), led.id, Approval("Az elnök"))
    with pytest.raises(Conflict):
        annul(led, vote)


def test_while_the_minutes_are_drafted_a_vote_can_be_annulled(pact: Pact) -> None:
    led = three_there(pact)
    vote = carried(led, led.table())
    led.do(sitting.end_sitting)
    pact.signed_in("officer").post(f"/meetings/{led.id}/minutes")
    annul(led, vote)
    assert led.event(vote).state == "annulled"


def test_to_vote_anew_the_screen_leads_to_where_the_draft_of_the_minutes_is_given_up(pact: Pact) -> None:
    led = three_there(pact)
    vote = carried(led, led.table())
    led.do(sitting.end_sitting)
    office, looker, here = pact.signed_in("officer"), pact.signed_in("member"), f"/meetings/{led.id}"
    screen, way = f"{here}/sitting?shown={led.items[0]}", f'href="{here}/minutes/drop"'
    assert way not in office.get(screen).text
    office.post(f"{here}/minutes")
    assert office.get(screen).text.count(way) == 1
    annul(led, vote)
    assert office.get(screen).text.count(way) == 1
    assert way not in looker.get(screen).text
    assert office.post(f"{here}/minutes/drop", {"sure": "y"}).status_code == 303
    assert way not in office.get(screen).text
    assert office.post(f"{here}/sitting/resume").status_code == 303
    assert led.event(led.open_vote(led.event(vote).motion_id)).state == "open"


def test_the_words_before_an_annulled_amendment_come_back(pact: Pact) -> None:
    led = three_there(pact)
    motion = led.table()
    amendment = led.table("Other words.", amends=motion)
    vote = carried(led, amendment)
    assert led.motion(motion).text == "Other words."
    annul(led, vote)
    assert (led.motion(motion).text, led.motion(amendment).state) == (MOTION, "tabled")
    assert decisions(pact) == []


def test_an_amendment_stands_while_the_motion_it_changed_is_decided(pact: Pact) -> None:
    led = three_there(pact)
    motion = led.table()
    amendment_vote = carried(led, led.table("Other words.", amends=motion))
    main_vote = carried(led, motion)
    with pytest.raises(Conflict):
        annul(led, amendment_vote)
    annul(led, main_vote)
    annul(led, amendment_vote)
    assert led.motion(motion).text == MOTION


def test_a_joint_vote_is_annulled_for_every_body(make_pact: Callable[..., Pact]) -> None:
    pact = make_pact("liberec")
    led = Sitting(pact, ("steering_committee", "executive_council"))
    led.arrive(*led.seats)
    vote = led.open_vote(led.table())
    led.note(vote, **dict.fromkeys(led.seats, "yes"))
    led.close(vote)
    annul(led, vote)
    assert [one.annulled_because for one in decisions(pact)] == [WHY, WHY]


def bring(led: Sitting, kind: str, subject_id: uuid.UUID, item: int = 0) -> None:
    with led.pact.work() as session:
        row = session.scalars(select(AgendaItem).where(AgendaItem.id == led.items[item])).one()
        row.subject_kind, row.subject_id = kind, subject_id


def the_programme(pact: Pact) -> tuple[str | None, uuid.UUID | None]:
    with pact.work() as session:
        row = session.execute(select(PlanRevision.outcome, PlanRevision.decision_id)).one()
    return row.outcome, row.decision_id


def locked_programme(pact: Pact) -> uuid.UUID:
    enter(pact, *many(2))
    with pact.work() as session:
        return lock_revision(session, clock_of(pact), pact.actor("officer"))


def test_a_programme_adopted_by_an_annulled_vote_is_undecided_again(pact: Pact) -> None:
    led = three_there(pact)
    bring(led, "work_programme", locked_programme(pact))
    motion = led.table()
    vote = carried(led, motion)
    assert the_programme(pact)[0] == "carried"
    annul(led, vote)
    assert the_programme(pact) == (None, None)
    again = carried(led, motion)
    assert the_programme(pact) == ("carried", decisions(pact)[1].id)
    assert led.event(again).state == "closed"


def test_what_was_decided_of_a_programme_before_the_annulled_vote_counts_again(pact: Pact) -> None:
    led = three_there(pact)
    bring(led, "work_programme", locked_programme(pact))
    carried(led, led.table())
    later = led.open_vote(led.table("It is not to be the programme."))
    led.note(later, sg_municipality="no", sg_county="no", sg_chamber="no")
    led.close(later)
    assert the_programme(pact) == ("rejected", None)
    annul(led, later)
    assert the_programme(pact) == ("carried", decisions(pact)[0].id)


def test_what_an_annulled_decision_answered_waits_for_an_answer_again(pact: Pact) -> None:
    led = three_there(pact)
    draft = ReferralDraft(
        kind="recommendation",
        from_body_id=body_id(pact, "forum"),
        to_body_id=body_id(pact, "steering_group"),
        title="Javaslat a képzésekre",
    )
    with pact.work() as session:
        referral = forward(session, led.clock, led.actor, draft)
    bring(led, "referral", referral)
    annul(led, carried(led, led.table()))
    with pact.work() as session:
        row = session.execute(select(Referral.state, Referral.answered_at, Referral.answer_decision_id)).one()
    assert tuple(row) == ("taken_up", None, None)


def test_minutes_approved_by_an_annulled_decision_are_open_again(pact: Pact) -> None:
    earlier = sent(pact)
    with pact.work() as session:
        minutes = session.scalars(select(Minutes.id).where(Minutes.meeting_id == earlier)).one()
    led = Sitting(pact, starts_at=USUAL_START + timedelta(days=60))
    led.arrive(*THREE)
    bring(led, "minutes", minutes)
    vote = carried(led, led.table())
    assert minutes_of(pact, earlier).state == "approved"
    annul(led, vote)
    assert minutes_of(pact, earlier).state == "sent"


def test_nothing_more_is_done_with_an_annulled_decision_and_it_leaves_the_public(pact: Pact) -> None:
    led = three_there(pact)
    first, vote = carried(led, led.table()), carried(led, led.table("A second motion."))
    (kept, decision) = decisions(pact)
    head = pact.actor("head")
    with pact.work() as session:
        publish_decision(session, led.clock, head, decision.id, decision.version, decision.text)
        repeal_decision(session, led.clock, head, kept.id, decision.id)
    annul(led, vote)
    kept, decision = decisions(pact)
    assert (decision.published_at, kept.repealed_by_id, kept.execution) == (None, None, "open")
    with pact.work() as session, pytest.raises(Conflict):
        publish_decision(session, led.clock, head, decision.id, decision.version, decision.text)
    with pact.work() as session, pytest.raises(Conflict):
        follow_execution(session, led.clock, head, decision.id, decision.version, "done", "", None)
    with pact.work() as session, pytest.raises(Conflict):
        repeal_decision(session, led.clock, head, decision.id, kept.id)
    with pact.work() as session, pytest.raises(Invalid):
        repeal_decision(session, led.clock, head, kept.id, decision.id)
    assert led.event(first).state == "closed"


def test_without_scripts_a_vote_is_annulled_on_the_screen_and_every_page_tells_of_it(pact: Pact) -> None:
    led = three_there(pact)
    motion = led.table()
    vote = carried(led, motion)
    office, here = pact.signed_in("officer"), f"/meetings/{led.id}"
    refused = office.post(f"{here}/sitting/votes/{vote}/undo", {"reason": "", "undo": vote})
    assert refused.status_code == 422
    assert f'id="why-{vote}-error"' in refused.text
    for _ in range(2):
        assert office.post(f"{here}/sitting/votes/{vote}/undo", {"reason": WHY, "undo": vote}).status_code == 303
    screen = office.get(f"{here}/sitting").text
    assert f'id="open-{motion}"' in screen
    assert f"{here}/votes/{vote}" in screen
    proof = office.get(f"{here}/votes/{vote}").text
    assert WHY in proof and str(led.event(vote).proof_sha256) in proof
    assert office.get(f"{here}/votes/{vote}.json").status_code == 200
    (decision,) = decisions(pact)
    assert WHY in office.get(f"/decisions/{decision.id}").text
    register = office.get("/decisions").text
    assert decision.number in register
    assert say(msg("Annulled"), "hu").lower() in register
    assert office.get(f"/decisions/{decision.id}/extract.pdf").status_code == 200
    assert WHY in office.get("/decisions.csv").text


def test_the_draft_of_the_minutes_tells_that_a_vote_was_annulled_and_why(pact: Pact) -> None:
    led = three_there(pact)
    motion = led.table()
    annul(led, carried(led, motion))
    carried(led, motion)
    led.do(sitting.end_sitting)
    office = pact.signed_in("officer")
    office.post(f"/meetings/{led.id}/minutes")
    first, second = decisions(pact)
    page = office.get(f"/meetings/{led.id}/minutes").text
    assert WHY in page
    assert first.number in page and second.number in page
