"""The session plan, the event calendar and the half-yearly review of Tiszakécske, kept through the pages: T7, T8, T9."""

import re
import uuid
from datetime import date

import pytest
from icalendar import Calendar

from paktum.core.ids import SubjectRef
from paktum.core.periods import Period
from paktum.domains.decisions.service import TakenDecision, decision_told, take_decision
from tests.support.pacts import Pact, Visitor
from tests.support.plans import body_id, enter, planned


def subscribe(visitor: Visitor) -> str:
    """Make the pact's calendar address and give its path."""
    visitor.post("/calendar/addresses", {"body": ""})
    found = re.search(r'value="(http[^"]+\.ics)"', visitor.get("/calendar/addresses").text)
    assert found
    return found.group(1).removeprefix(visitor.pact.origin)


@pytest.mark.requirement("T7")
def test_a_session_goes_from_its_month_to_its_day_and_every_calendar_follows(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    form = {
        "title": "2. Irányító Csoport ülés",
        "sequence": "3",
        "body": body_id(pact, "steering_group"),
        "precision": "month",
        "start": "2027-03-01",
        "place": "Kecskemét",
        "purpose": "Az első közbenső jelentés értékelése",
        "results_text": "Értékelt első közbenső jelentés",
        "other_audiences": "Az Irányító Csoport tagjai",
        "evaluates": "1",
    }
    made = officer.post("/programme/new/session", form)
    assert made.status_code == 303
    feed = subscribe(officer)
    [before] = Calendar.from_ical(pact.guest().get(feed).data).walk("VEVENT")
    assert before["STATUS"] == "TENTATIVE"
    officer.post(f"{made.headers['Location']}/day", {"version": "1", "day": "2027-03-12"})
    [after] = Calendar.from_ical(pact.guest().get(feed).data).walk("VEVENT")
    assert (after["UID"], after["STATUS"]) == (before["UID"], "CONFIRMED")
    assert after["DTSTART"].dt.isoformat() == "2027-03-12"
    assert after["SEQUENCE"] > before["SEQUENCE"]
    page = officer.get(made.headers["Location"]).text
    for kept in ("Kecskemét", "Az első közbenső jelentés értékelése", "Értékelt első közbenső jelentés"):
        assert kept in page


@pytest.mark.requirement("T8")
def test_an_event_has_types_audiences_and_a_measured_result_against_what_came_of_it(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    form = {
        "title": "Munkavállalói tájékoztató rendezvény 1",
        "sequence": "1",
        "types": ["hu.informing", "hu.consultative"],
        "precision": "day",
        "start": "2026-11-10",
        "audiences": ["hu.employees", "hu.jobseekers"],
    }
    made = officer.post("/programme/new/event", form)
    assert made.status_code == 303
    address = made.headers["Location"]
    page = officer.get(address).text
    assert "tájékoztató" in page and "egyeztető" in page and "Területi foglalkoztatottak" in page
    assert "state-late" in page
    expected = {"version": "1", "at_least-participants": "40", "at_least-press_items": "2"}
    assert officer.post(f"{address}/results", expected).status_code == 303
    version = re.search(r'name="version" value="(\d+)"', officer.get(f"{address}/results").text)
    assert version
    came = {**expected, "version": version.group(1), "achieved-participants": "46", "achieved-press_items": "1"}
    assert officer.post(f"{address}/results", came).status_code == 303
    listed = officer.get("/programme?state=held").text
    assert "Munkavállalói tájékoztató rendezvény 1" in listed and "46" in listed


def _adopt(pact: Pact, revision_id: uuid.UUID, day: date) -> None:
    """Let the Steering Group adopt a revision, as closing a vote does."""
    house = pact.app.extensions["paktum"]
    subject, actor = SubjectRef("work_programme", revision_id), pact.actor("officer")
    body = uuid.UUID(body_id(pact, "steering_group"))
    with pact.work() as session:
        taken = TakenDecision(body_id=body, text="Elfogadja.", decided_on=day, subject=subject)
        told = decision_told(session, take_decision(session, house.clock, actor, taken))
        house.subjects.tell(session, house.clock, actor, subject, told)


def _lock(officer: Visitor) -> tuple[str, uuid.UUID]:
    address = officer.post("/programme/revisions").headers["Location"]
    return address, uuid.UUID(address.rpartition("/")[2])


@pytest.mark.requirement("T9")
def test_the_office_is_reminded_every_half_year_until_a_body_has_adopted_a_review(pact: Pact) -> None:
    # The tests' clock stands at Saturday, 21 November 2026.
    enter(pact, planned("session", 1, period=Period.month(2027, 3)))
    officer = pact.signed_in("officer")
    _, first = _lock(officer)
    _adopt(pact, first, date(2026, 5, 20))
    page = officer.get("/").text
    late = page[page.index("next-thing") :]
    assert 'href="/programme/revisions"' in late and "munkaterv" in late and "state-late" in late
    assert "/programme/revisions" not in pact.signed_in("member").get("/").text
    assert 'action="/programme/revisions"' in officer.get("/programme/revisions").text

    # A review that finds nothing to change is a revision too, and is brought before the body like any other.
    address, second = _lock(officer)
    assert second != first and _lock(officer)[1] == second
    assert f'href="{address}"' in officer.get("/").text
    assert 'href="/meetings"' in officer.get(address).text.split("<main", 1)[1]
    with pact.work() as session:
        offered = pact.app.extensions["paktum"].subjects.offered(session, "hu")
    assert [str(one.ref.id) for kind, subjects in offered if kind.code == "work_programme" for one in subjects] == [
        str(second)
    ]
    _adopt(pact, second, date(2026, 11, 20))
    assert "/programme/revisions" not in officer.get("/").text
    assert "2027. május 20." in officer.get("/programme/revisions").text
