"""Missions: the office invites its steering group with the papers and hears who comes (N17, T5); a forum is invited by kind
of organisation and by list (N8, L5); members announce their plans beforehand (L2)."""

import re
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select

from paktum.domains.meetings.tables import AgendaItem, Invitee
from tests.support.inviting import carry_out_all, events_of
from tests.support.meetings import planned_meeting
from tests.support.pacts import Pact
from tests.support.post import mails, sending_through


def own_pages(pact: Pact) -> dict[str, str]:
    """The personal page that each mail leads to, by who got it."""
    return {mail.recipient: mail.path for mail in mails(pact)}


@pytest.mark.requirement("N17")
@pytest.mark.requirement("T5")
def test_the_steering_group_is_invited_in_a_minute_and_the_office_sees_who_comes(pact: Pact) -> None:
    meeting = planned_meeting(pact, items=["Megnyitás", "A munkaprogram elfogadása"], place="Kecskemét, Deák tér 3.")
    office = pact.signed_in("officer")
    here = f"/meetings/{meeting}/invitation"
    office.post(f"{here}/send", {"note": "A munkaprogram tervezete a mellékletben."})
    pages = own_pages(pact)
    assert set(pages) == {
        "sg-municipality@tiszakecske.example",
        "sg-government-office@tiszakecske.example",
        "sg-maltese-charity@tiszakecske.example",
        "sg-county@tiszakecske.example",
        "sg-chamber@tiszakecske.example",
    }
    member = pact.guest()
    member.post(pages["sg-municipality@tiszakecske.example"], {"answer": "accepted"})
    member.post(pages["sg-county@tiszakecske.example"], {"answer": "accepted"})
    member.post(
        pages["sg-chamber@tiszakecske.example"],
        {"answer": "declined", "stand_in": "Kamarai titkár", "remark": "külföldön"},
    )
    figures = re.findall(r"<dd>(\d+)</dd>", office.get(here).text.split("<main")[1])
    assert figures[:5] == ["5", "2", "0", "1", "2"]
    assert "Kamarai titkár" in office.get(here).text and "külföldön" in office.get(here).text


@pytest.mark.requirement("N17")
def test_a_postponed_meeting_reaches_every_calendar_and_its_new_time_does_too(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    office = pact.signed_in("officer")
    with sending_through(pact) as server:
        office.post(f"/meetings/{meeting}/invitation/send")
        carry_out_all(pact)
        office.post(f"/meetings/{meeting}/postpone", {"reason": "A polgármester külföldön"})
        carry_out_all(pact)
        form = office.get(f"/meetings/{meeting}/edit")
        version = re.search(r'name="version"[^>]*value="(\d+)"', form.text)
        assert version is not None
        names = re.findall(r'<(?:input|select|textarea)[^>]*name="([^"]+)"', form.text.split("<main")[1])
        new_time = {"version": version[1], "form": "present", "day": "2027-02-11", "starts": "10:00", "ends": "12:00"}
        assert set(new_time) <= set(names), names
        assert office.post(f"/meetings/{meeting}/edit", new_time).status_code == 303
        office.post(f"/meetings/{meeting}/invitation/send")
        carry_out_all(pact)
        count = len(server.taken)
        asked, off, again = (server.message(number) for number in (0, 5, count - 1))
    assert count == 15
    (first,), (second,), (third,) = events_of(asked, "REQUEST"), events_of(off, "CANCEL"), events_of(again, "REQUEST")
    assert first["UID"] == second["UID"] == third["UID"] == str(meeting)
    assert first["SEQUENCE"] < second["SEQUENCE"] < third["SEQUENCE"]
    assert third["DTSTART"].dt.isoformat() == "2027-02-11T09:00:00+00:00"


@pytest.mark.requirement("N8")
@pytest.mark.requirement("L5")
def test_a_forum_is_invited_by_kind_of_organisation_and_by_a_list_each_guest_once(
    make_pact: Callable[[str], Pact],
) -> None:
    pact = make_pact("tiszakecske")
    meeting = planned_meeting(pact, ("forum",), items=["Tájékoztató"])
    office, here = pact.signed_in("officer"), f"/meetings/{meeting}/invitation"
    found = office.get(f"{here}/guests?kind=hu.municipality").text
    chosen = re.findall(r'name="organisations"[^>]*value="([0-9a-f-]{36})"', found)
    assert len(chosen) == 1
    office.post(f"{here}/organisations", {"organisations": chosen})
    pasted = "ügyvezető;Első Kft.;elso@vallalkozas.example\nügyvezető;Második Kft.;masodik@vallalkozas.example"
    office.post(f"{here}/guests", {"guests": pasted})
    office.post(f"{here}/guests", {"guests": pasted})
    office.post(f"{here}/send")
    sent_to = sorted(mail.recipient for mail in mails(pact))
    assert sent_to == ["elso@vallalkozas.example", "masodik@vallalkozas.example", "municipality@tiszakecske.example"]


@pytest.mark.requirement("L2")
def test_members_of_the_council_announce_their_plans_before_the_meeting(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    meeting = planned_meeting(pact, ("executive_council",))
    with pact.work() as session:
        if session.scalars(select(AgendaItem.id).where(AgendaItem.kind == "announcements")).first() is None:
            session.add(AgendaItem(meeting_id=meeting, sequence=20, kind="announcements", title="Plánované akce"))
    office = pact.signed_in("officer")
    office.post(f"/meetings/{meeting}/invitation/send")
    address = next(iter(own_pages(pact).values()))
    sent = {"announced-title": "Burza práce v Liberci", "announced-on": "2027-03-04"}
    assert pact.guest().post(f"{address}/announcements", sent).status_code == 303
    assert "Burza práce v Liberci" in office.get(f"/meetings/{meeting}/announcements").text


def _a_body(pact: Pact) -> str:
    """The code of the body with the most mandates."""
    from sqlalchemy import func

    from paktum.domains.bodies.tables import Body, Mandate

    with pact.work() as session:
        statement = select(Body.code).join(Mandate, Mandate.body_id == Body.id).group_by(Body.code)
        return str(session.scalars(statement.order_by(func.count().desc()).limit(1)).one())


@pytest.mark.requirement("M1")
def test_a_guest_of_the_council_is_asked_in_the_guests_own_language(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("malopolska")
    meeting = planned_meeting(pact, (_a_body(pact),))
    office, here = pact.signed_in("officer"), f"/meetings/{meeting}/invitation"
    office.post(f"{here}/guests", {"guests": "konzultant;;host@svk.example"})
    with pact.work() as session:
        guest: uuid.UUID = session.scalars(select(Invitee.id).where(Invitee.email == "host@svk.example")).one()
    form = {"name": "konzultant", "organisation": "", "email": "host@svk.example", "language": "sk"}
    office.post(f"{here}/{guest}", form)
    office.post(f"{here}/send")
    by_address = {mail.recipient: mail for mail in mails(pact)}
    assert by_address.pop("host@svk.example").language == "sk"
    assert {mail.language for mail in by_address.values()} <= {"pl"}
