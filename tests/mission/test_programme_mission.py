"""The session plan and the event calendar of Tiszakécske, kept through the pages: T7 and T8."""

import re

import pytest
from icalendar import Calendar

from tests.support.pacts import Pact, Visitor
from tests.support.plans import body_id


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
