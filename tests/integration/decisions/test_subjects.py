"""What can be brought before a body hears what was decided: the work programme, a report, what another body forwarded."""

import uuid
from datetime import UTC, date, datetime

from sqlalchemy import select, update

from paktum.core.clock import SystemClock
from paktum.core.ids import SubjectRef
from paktum.core.subjects import DecisionTold, Outcome
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.service import (
    ReferralDraft,
    TakenDecision,
    decision_told,
    forward,
    take_decision,
)
from paktum.domains.decisions.tables import Referral
from paktum.domains.programme.service.revisions import lock_revision
from paktum.domains.programme.tables import PlanEntry, PlanRevision
from paktum.domains.reports.tables import Report
from paktum.web.context import House
from tests.support.pacts import Pact
from tests.support.plans import enter, many
from tests.support.reports import a_finished_report

CLOCK = SystemClock()


def house_of(pact: Pact) -> House:
    found: House = pact.app.extensions["paktum"]
    return found


def body_of(pact: Pact, code: str) -> uuid.UUID:
    with pact.work() as session:
        found: uuid.UUID = session.scalars(select(Body.id).where(Body.code == code)).one()
    return found


def decide(pact: Pact, subject: SubjectRef, body: str = "forum", outcome: Outcome = "carried") -> uuid.UUID | None:
    """Let a body decide on a subject, as closing a vote does."""
    body_id, actor = body_of(pact, body), pact.actor("officer")
    with pact.work() as session:
        told = DecisionTold(outcome, body_id, date(2018, 10, 29))
        if outcome == "carried":
            taken = TakenDecision(body_id=body_id, text="Elfogadja.", decided_on=told.decided_on, subject=subject)
            told = decision_told(session, take_decision(session, CLOCK, actor, taken))
        house_of(pact).subjects.tell(session, CLOCK, actor, subject, told)
    return told.decision_id


def offered(pact: Pact, kind: str) -> list[uuid.UUID]:
    with pact.work() as session:
        found = house_of(pact).subjects.offered(session, "hu")
    return [one.ref.id for known, subjects in found for one in subjects if known.code == kind]


def lock(pact: Pact) -> uuid.UUID:
    with pact.work() as session:
        return lock_revision(session, CLOCK, pact.actor("officer"))


def send(pact: Pact) -> uuid.UUID:
    draft = ReferralDraft(
        kind="recommendation",
        from_body_id=body_of(pact, "forum"),
        to_body_id=body_of(pact, "steering_group"),
        title="Javaslat a képzésekre",
    )
    with pact.work() as session:
        return forward(session, CLOCK, pact.actor("officer"), draft)


def referral(pact: Pact, referral_id: uuid.UUID) -> Referral:
    with pact.work() as session:
        found: Referral = session.scalars(select(Referral).where(Referral.id == referral_id)).one()
        session.expunge(found)
    return found


def test_a_body_adopts_the_programme_as_it_was_locked(pact: Pact) -> None:
    enter(pact, *many(3))
    revision_id = lock(pact)
    assert offered(pact, "work_programme") == [revision_id]
    decision_id = decide(pact, SubjectRef("work_programme", revision_id))
    assert offered(pact, "work_programme") == []
    with pact.work() as session:
        row = session.execute(select(PlanRevision.outcome, PlanRevision.decision_id)).one()
    assert tuple(row) == ("carried", decision_id)
    page = pact.signed_in("viewer").get(f"/programme/revisions/{revision_id}").text
    assert "1/2018. (X. 29.)" in page


def test_locking_twice_without_a_change_makes_one_revision_and_a_change_makes_another(pact: Pact) -> None:
    enter(pact, *many(2))
    first = lock(pact)
    assert lock(pact) == first
    decide(pact, SubjectRef("work_programme", first))
    with pact.work() as session:
        entry = session.scalars(select(PlanEntry).order_by(PlanEntry.sequence).limit(1)).one()
        entry.place = "Kecskemét, Városháza"
    second = lock(pact)
    assert second != first
    page = pact.signed_in("viewer").get(f"/programme/revisions/{second}").text
    assert "Kecskemét, Városháza</ins>" in page


def test_the_office_locks_the_programme_from_its_page_and_nobody_else_does(pact: Pact) -> None:
    enter(pact, *many(2))
    assert pact.signed_in("member").post("/programme/revisions").status_code == 403
    officer = pact.signed_in("officer")
    answer = officer.post("/programme/revisions")
    assert answer.status_code == 303
    assert officer.get(answer.location).status_code == 200
    assert "/programme/revisions/" in officer.get("/programme/revisions").text


def test_an_empty_programme_is_not_brought_before_a_body(pact: Pact) -> None:
    assert pact.signed_in("officer").post("/programme/revisions").status_code == 409


def test_a_report_is_accepted_by_the_forum(pact: Pact) -> None:
    report_id = a_finished_report(pact)
    assert offered(pact, "report") == [report_id]
    decide(pact, SubjectRef("report", report_id))
    assert offered(pact, "report") == []
    with pact.work() as session:
        assert session.scalars(select(Report.outcome)).one() == "carried"
        subject = house_of(pact).subjects.describe(session, [SubjectRef("report", report_id)], "hu")
    assert len(subject[SubjectRef("report", report_id)].documents) == 1
    assert "1/2018. (X. 29.)" in pact.signed_in("viewer").get(f"/reports/{report_id}").text


def test_a_decision_of_the_body_that_was_asked_answers_what_was_forwarded(pact: Pact) -> None:
    own = send(pact)
    assert offered(pact, "referral") == [own]
    decision_id = decide(pact, SubjectRef("referral", own), "steering_group")
    answered = referral(pact, own)
    assert (answered.state, answered.answer_decision_id) == ("answered", decision_id)
    assert offered(pact, "referral") == []


def test_a_motion_that_failed_leaves_it_to_be_answered_in_words(pact: Pact) -> None:
    own = send(pact)
    decide(pact, SubjectRef("referral", own), "steering_group", "rejected")
    assert referral(pact, own).state == "taken_up"


def test_another_body_does_not_answer_for_the_one_that_was_asked(pact: Pact) -> None:
    own = send(pact)
    decide(pact, SubjectRef("referral", own), "forum")
    assert referral(pact, own).state == "forwarded"


def test_subjects_are_called_by_the_day_it_was_where_the_pact_is(pact: Pact) -> None:
    enter(pact, *many(2))
    revision_id, report_id = lock(pact), a_finished_report(pact)
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    with pact.work() as session:
        session.execute(update(PlanRevision).values(made_at=late))
        report = session.get_one(Report, (pact.id, report_id))
        report.snapshot = {**report.snapshot, "taken_at": late.isoformat()}
    refs = [SubjectRef("work_programme", revision_id), SubjectRef("report", report_id)]
    with pact.work() as session:
        found = house_of(pact).subjects.describe(session, refs, "en")
    assert ["2 March 2026" in str(found[ref].title) for ref in refs] == [True, True]
