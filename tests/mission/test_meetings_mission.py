"""Meetings as the partnerships hold them, from the plan to the agenda: through the pages, each in its own language."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime

import icalendar
import pytest

from paktum.core.periods import Period
from paktum.domains.programme.service import link_entries
from tests.support.meetings import body_id, filled_meeting
from tests.support.pacts import Pact, Visitor
from tests.support.plans import enter, planned

MEETING = re.compile(r"/meetings/([0-9a-f-]{36})")


def entry_of(visitor: Visitor, title: str) -> str:
    page = visitor.get("/programme").text
    found = re.search(rf'href="(/programme/entries/[0-9a-f-]+)"[^>]*>{re.escape(title)}', page)
    assert found, title
    return found.group(1)


@pytest.mark.requirement("N17")
@pytest.mark.requirement("T5")
def test_a_steering_group_is_convened_from_its_plan_entry_in_three_steps(pact: Pact) -> None:
    enter(
        pact,
        planned(
            "session",
            1,
            title="1. Irányító Csoport ülés",
            period=Period.month(2027, 1),
            body="steering_group",
            purpose="Paktum iroda felállítása.",
        ),
    )
    office = pact.signed_in("officer")
    entry = entry_of(office, "1. Irányító Csoport ülés")
    assert f"{entry}/convene" in office.get(entry).text
    form = office.get(f"{entry}/convene").text
    assert 'value="1. Irányító Csoport ülés"' in form
    day = re.search(r'name="day"[^>]*value="(2027-01-\d\d)"', form)
    assert day, "a day within the planned month is proposed"
    body = str(body_id(pact, "steering_group"))
    fields = {"body": body, "day": day.group(1), "starts": "10:00", "ends": "12:00", "form": "present"}
    sent = office.post(f"{entry}/convene", {**fields, "title": "1. Irányító Csoport ülés", "place": "Kecskemét"})
    assert sent.status_code == 303
    meeting = office.get(sent.location).text
    assert "1. Irányító Csoport ülés" in meeting and "Paktum iroda felállítása" in meeting
    assert "határozatképesség" in meeting
    # The entry now has the meeting's day and leads to it; it cannot be convened twice.
    assert MEETING.search(office.get(entry).text)
    assert office.post(f"{entry}/convene", {**fields, "title": "x"}).status_code == 409


@pytest.mark.requirement("T10")
def test_the_session_that_prepares_a_forum_has_it_on_its_agenda(pact: Pact) -> None:
    enter(
        pact,
        planned("session", 2, title="2. Irányító Csoport ülés", period=Period.month(2027, 2), body="steering_group"),
        planned("session", 3, title="1. Foglalkoztatási fórum", period=Period.month(2027, 3), body="forum"),
    )
    office = pact.signed_in("officer")
    first, second = entry_of(office, "2. Irányító Csoport ülés"), entry_of(office, "1. Foglalkoztatási fórum")
    with pact.work() as session:
        ids = [uuid.UUID(address.rsplit("/", 1)[-1]) for address in (first, second)]
        link_entries(session, pact.app.extensions["paktum"].clock, pact.actor("officer"), *ids)
    body = str(body_id(pact, "steering_group"))
    fields = {"body": body, "day": "2027-02-10", "starts": "10:00", "ends": "12:00", "form": "present"}
    sent = office.post(f"{first}/convene", {**fields, "title": "2. Irányító Csoport ülés"})
    assert "1. Foglalkoztatási fórum" in office.get(sent.location).text


def test_a_subscribed_calendar_shows_the_hours_under_the_same_uid(pact: Pact) -> None:
    enter(pact, planned("session", 1, title="Ülés", period=Period.month(2027, 1), body="steering_group"))
    office = pact.signed_in("officer")
    entry = entry_of(office, "Ülés")
    before = next(iter(icalendar.Calendar.from_ical(office.get(f"{entry}.ics").data).walk("VEVENT")))
    body = str(body_id(pact, "steering_group"))
    fields = {"body": body, "day": "2027-01-20", "starts": "10:00", "ends": "12:00", "form": "present", "title": "Ülés"}
    office.post(f"{entry}/convene", fields)
    after = next(iter(icalendar.Calendar.from_ical(office.get(f"{entry}.ics").data).walk("VEVENT")))
    assert str(before["UID"]) == str(after["UID"])
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    assert before["DTSTART"].dt == date(2027, 1, 1)
    assert after["DTSTART"].dt == datetime(2027, 1, 20, 9, tzinfo=UTC)


@pytest.mark.requirement("L2")
def test_a_signatory_of_liberec_announces_its_project_before_the_councils_meeting(
    make_pact: Callable[[str], Pact],
) -> None:
    pact = make_pact("liberec")
    meeting = filled_meeting(pact, ("executive_council",))
    office, partner = pact.signed_in("officer"), pact.signed_in("partner")
    group = str(body_id(pact, "education_group"))
    office.post(
        f"/meetings/{meeting}/agenda",
        {
            "title": "Obory středních škol",
            "kind": "theme",
            "subject": "",
            "working_group_id": group,
            "minutes": "30",
            "public": "y",
        },
    )
    partner.post(f"/meetings/{meeting}/announcements", {"title": "Veletrh vzdělávání", "on": "2027-01-20"})
    page = partner.get(f"/meetings/{meeting}").text
    assert "Obory středních škol" in page and "OPS vzdělávání" in page
    assert "Chystané akce a projekty signatářů" in page
    assert "Veletrh vzdělávání" in office.get(f"/meetings/{meeting}/announcements").text


@pytest.mark.requirement("L3")
def test_today_proposes_liberecs_yearly_joint_session_and_it_is_one_meeting_of_two_bodies(
    make_pact: Callable[[str], Pact],
) -> None:
    pact = make_pact("liberec")
    filled_meeting(pact, ("executive_council",))
    office = pact.signed_in("officer")
    today = office.get("/").text
    proposal = re.search(r'href="(/meetings/new\?body=[0-9a-f-]+&amp;with=[0-9a-f-]+[^"]*)"', today)
    assert proposal, "the joint session of this year is missing and proposed"
    form = office.get(proposal.group(1).replace("&amp;", "&")).text
    assert form.count("checked") >= 2
    bodies = [str(body_id(pact, code)) for code in ("steering_committee", "executive_council")]
    sent = office.post(
        "/meetings/new",
        {
            "body": bodies[0],
            "others": bodies[1:],
            "day": "2026-12-15",
            "starts": "09:00",
            "ends": "11:30",
            "form": "present",
        },
    )
    assert sent.status_code == 303
    page = office.get(sent.location).text
    assert "Řídicí výbor" in page and "Výkonná rada" in page
    assert "with=" not in office.get("/").text


@pytest.mark.requirement("M1")
def test_małopolska_is_told_that_its_second_council_of_the_year_is_missing(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("malopolska")
    filled_meeting(pact, ("council",), starts_at=datetime(2026, 3, 9, 9, tzinfo=UTC))
    today = pact.signed_in("officer").get("/").text
    body = body_id(pact, "council")
    assert f"/meetings/new?body={body}" in today
    assert f"/meetings/new?body={body}" not in pact.signed_in("member").get("/").text


@pytest.mark.requirement("N16")
def test_today_names_the_charters_notice_when_a_forum_has_to_be_convened(pact: Pact) -> None:
    meeting = filled_meeting(pact, ("forum",), starts_at=datetime(2026, 12, 7, 9, tzinfo=UTC))
    head = pact.signed_in("head")
    first = head.get("/").text
    first = first[first.index("next-thing") : first.index('class="split"')]
    assert str(meeting) in first and "15" in first
    assert uuid.UUID(MEETING.findall(first)[0]) == meeting
