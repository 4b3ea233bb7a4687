"""Phones at a meeting as people use them: the room's code, the personal link, voting, choosing a group; and the office."""

import html
import re
import uuid
from typing import Any

import pytest
from sqlalchemy import func, select, update

from paktum.core.ids import new_id
from paktum.core.links import link_secret
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.bodies.tables import Mandate
from paktum.domains.meetings.queries import meeting_head
from paktum.domains.meetings.rules.inviting import LINK_PURPOSE
from paktum.domains.meetings.tables import Invitee
from paktum.domains.sittings.service.check_in import room_secret
from paktum.domains.sittings.tables import Attendance, GroupSignUp, Proxy, SecretVoter, Vote
from tests.support.pacts import Pact, Visitor
from tests.support.rooms import Room, furnish
from tests.support.statements import counted_statements


@pytest.fixture
def room(pact: Pact) -> Room:
    return furnish(pact, seats=3)


def code_of(room: Room) -> str:
    """The path that the room's code leads to."""
    with room.pact.work() as session:
        head = meeting_head(session, room.meeting_id)
    key = room.pact.app.extensions["paktum"].settings.secret_key
    return f"/c/{room.meeting_id}/{room_secret(key, head)}"


def link_of(room: Room, number: int) -> str:
    """The phone page of the holder of a seat, by the personal link."""
    key = room.pact.app.extensions["paktum"].settings.secret_key
    invitee = room.invitees[number]
    return f"/now/link/{invitee}/{link_secret(key, LINK_PURPOSE, room.pact.id, invitee, 1)}"


def stays(room: Room) -> list[tuple[str, str, str]]:
    with room.pact.work() as session:
        rows = session.execute(
            select(Attendance.person, Attendance.capacity, Attendance.noted_by)
            .where(Attendance.left_at.is_(None))
            .order_by(Attendance.person)
        )
        return [(row.person, row.capacity, row.noted_by) for row in rows]


def count(room: Room, table: Any) -> int:
    with room.pact.work() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def check_in_as(phone: Visitor, room: Room, number: int) -> str:
    """Check in with the room's code as the holder of a seat; the address of one's own page."""
    answer = phone.post(code_of(room), {"invitee": str(room.invitees[number]), "number": str(new_id())})
    assert answer.status_code == 303
    return answer.location


def test_the_code_of_the_room_checks_a_member_in_and_leads_to_a_page_of_their_own(room: Room) -> None:
    phone = room.pact.guest()
    page = phone.get(code_of(room))
    assert page.status_code == 200 and "Member 1" in page.text
    address = check_in_as(phone, room, 1)
    assert stays(room) == [("Member 1", "holder", "check_in")]
    assert "Member 1" in phone.get(address).text


def test_names_are_found_without_capitals_and_accents(room: Room) -> None:
    room.guest("Éva Őri")
    found = room.pact.guest().get(f"{code_of(room)}?q=eva+ori").text
    assert "Éva Őri" in found and "Member 1" not in found


def test_in_a_large_meeting_nobody_is_named_before_something_was_typed(pact: Pact) -> None:
    room = furnish(pact, seats=31)
    assert "Member 7" not in pact.guest().get(code_of(room)).text
    assert "Member 7" in pact.guest().get(f"{code_of(room)}?q=member+7").text


def test_those_asked_stand_in_the_order_of_the_readers_alphabet(room: Room) -> None:
    with room.pact.work() as session:
        for invitee, name in zip(room.invitees, ("Zsófia", "Ödön", "Olga"), strict=False):
            session.execute(update(Invitee).where(Invitee.id == invitee).values(name=name))
    page = room.pact.guest().get(code_of(room)).text
    assert page.index("Olga") < page.index("Ödön") < page.index("Zsófia")


def test_a_name_is_found_without_its_accents_and_strokes(room: Room) -> None:
    with room.pact.work() as session:
        session.execute(update(Invitee).where(Invitee.id == room.invitees[0]).values(name="Michał Łącki"))
    found = room.pact.guest().get(f"{code_of(room)}?q=michal+lacki").text
    assert "Michał Łącki" in found and "Member 1" not in found


def test_a_check_in_sent_twice_is_one(room: Room) -> None:
    phone, form = room.pact.guest(), {"invitee": str(room.invitees[0]), "number": str(new_id())}
    first, second = phone.post(code_of(room), form), phone.post(code_of(room), form)
    assert first.location == second.location and count(room, Attendance) == 1


def test_nobody_takes_the_place_of_one_who_is_noted_as_present(room: Room) -> None:
    room.arrive(0)
    answer = room.pact.guest().post(code_of(room), {"invitee": str(room.invitees[0]), "number": str(new_id())})
    assert "/c/" in answer.location and stays(room) == [("Member 0", "holder", "office")]


def test_a_newcomer_checks_in_as_a_guest_once_even_when_sent_twice(room: Room) -> None:
    phone = room.pact.guest()
    form = {"person": "A teacher", "organisation": "School", "number": str(new_id())}
    answers = [phone.post(f"{code_of(room)}/new", form) for _ in range(2)]
    assert {answer.status_code for answer in answers} == {303}
    assert stays(room) == [("A teacher", "guest", "check_in")]
    assert "A teacher" in phone.get(answers[0].location).text


def test_a_newcomer_without_a_name_is_asked_for_it_and_keeps_what_was_typed(room: Room) -> None:
    answer = room.pact.guest().post(f"{code_of(room)}/new", {"person": "", "organisation": "School", "number": ""})
    assert answer.status_code == 422 and 'value="School"' in answer.text


def test_a_new_code_ends_the_one_before(room: Room) -> None:
    old = code_of(room)
    room.pact.signed_in("officer").post(f"/meetings/{room.meeting_id}/check-in/code")
    assert room.pact.guest().get(old).status_code == 404
    assert room.pact.guest().get(code_of(room)).status_code == 200


@pytest.mark.parametrize("state", ["held", "closed", "cancelled"])
def test_nobody_checks_in_to_a_meeting_that_is_over(pact: Pact, state: str) -> None:
    room = furnish(pact, seats=1, state=state)
    assert pact.guest().get(code_of(room)).status_code == 409


def test_a_wrong_secret_opens_nothing(room: Room) -> None:
    address = link_of(room, 0)
    guest = room.pact.guest()
    for wrong in (address[:-1] + "!", address.replace("/link/", "/stay/"), address.replace("/link/", "/nobody/")):
        assert guest.get(wrong).status_code == 404
    assert guest.get(f"/now/member/{room.meeting_id}/me").status_code == 404


def test_whoever_checked_in_with_the_code_votes_only_after_the_office_confirmed_it(room: Room) -> None:
    phone = room.pact.guest()
    address = check_in_as(phone, room, 0)
    vote = room.open_vote(opened_at=room.now())
    form = {"vote": str(vote), "seat": str(room.seats[0]), "choice": "yes"}
    phone.post(f"{address}/vote", form)
    assert count(room, Vote) == 0
    office = room.pact.signed_in("officer")
    page = office.get(f"/meetings/{room.meeting_id}/check-in").text
    (stay,) = re.findall(r'name="stay" value="([^"]+)"', page)
    office.post(f"/meetings/{room.meeting_id}/check-in/confirm", {"stay": stay})
    phone.post(f"{address}/vote", form)
    assert count(room, Vote) == 1 and 'aria-pressed="true"' in phone.get(address).text


def test_saying_by_the_rooms_code_to_be_somebody_ends_no_proxy_until_the_office_confirms_it(room: Room) -> None:
    given = {"meeting_id": room.meeting_id, "seat_id": room.seats[0], "holder_seat_id": room.seats[1]}
    with room.pact.work() as session:
        session.add(Proxy(id=new_id(), given_at=room.now(), **given))

    def stands() -> bool:
        with room.pact.work() as session:
            return session.scalars(select(Proxy.ended_at)).one() is None

    check_in_as(room.pact.guest(), room, 0)
    assert stands()
    office = room.pact.signed_in("officer")
    (stay,) = re.findall(r'name="stay" value="([^"]+)"', office.get(f"/meetings/{room.meeting_id}/check-in").text)
    office.post(f"/meetings/{room.meeting_id}/check-in/confirm", {"stay": stay})
    assert not stands()


def test_a_member_arrives_and_votes_by_the_personal_link(room: Room) -> None:
    phone, address = room.pact.guest(), link_of(room, 2)
    assert phone.post(f"{address}/here", {"way": "present"}).status_code == 303
    assert stays(room) == [("Member 2", "holder", "link")]
    vote = room.open_vote(opened_at=room.now())
    phone.post(f"{address}/vote", {"vote": str(vote), "seat": str(room.seats[2]), "choice": "no"})
    with room.pact.work() as session:
        assert session.execute(select(Vote.choice, Vote.noted_by)).all() == [("no", "link")]


def test_the_page_of_a_secret_vote_says_that_it_counted_and_never_how(room: Room) -> None:
    room.arrive(0)
    vote = room.open_vote(secret=True)
    phone, address = room.pact.guest(), link_of(room, 0)
    assert "choice-yes" in phone.get(address).text
    phone.post(f"{address}/vote", {"vote": str(vote), "seat": str(room.seats[0]), "choice": "abstain"})
    page = phone.get(address).text
    assert "choice-" not in page and "aria-pressed" not in page and count(room, SecretVoter) == 1


def test_a_script_gets_the_part_of_the_page_and_a_refusal_in_words(room: Room) -> None:
    vote = room.open_vote(method="show")
    form = {"vote": str(vote), "seat": str(room.seats[0]), "choice": "yes"}
    answer = room.pact.guest().post(f"{link_of(room, 0)}/vote", form, headers={"HX-Request": "true"})
    assert (
        answer.status_code == 200 and answer.text.lstrip().startswith('<div id="now"') and 'role="alert"' in answer.text
    )


def news_of(page: str) -> str:
    """Where a phone asks for news."""
    (address,) = re.findall(r'id="now"[^>]*data-hx-get="([^"]+)"', page)
    return html.unescape(address)


@pytest.fixture
def ticking(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds by which news are kept, for the test to set; at each question a new second, and no phone's own turn."""
    from paktum.domains.sittings import phone_views

    now = [0.0]
    monkeypatch.setattr(phone_views, "seconds", lambda: now[0])
    monkeypatch.setattr(phone_views, "_turn", lambda key_id: 1)
    return now


def test_a_phone_that_asks_again_gets_nothing_until_there_is_news(room: Room, ticking: list[float]) -> None:
    phone = room.pact.guest()
    news = news_of(phone.get(link_of(room, 0)).text)
    assert phone.get(news).status_code == 204
    room.open_vote()
    ticking[0] = 1.0
    answer = phone.get(news)
    assert answer.status_code == 200 and answer.text.lstrip().startswith('<div id="now"')


def test_a_phone_in_its_turn_learns_that_the_office_confirmed_it(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from paktum.domains.sittings import phone_views

    monkeypatch.setattr(phone_views, "_turn", lambda key_id: 0)
    phone = room.pact.guest()
    news = news_of(phone.get(check_in_as(phone, room, 0)).text)
    assert phone.get(news).status_code == 204
    office = room.pact.signed_in("officer")
    (stay,) = re.findall(r'name="stay" value="([^"]+)"', office.get(f"/meetings/{room.meeting_id}/check-in").text)
    office.post(f"/meetings/{room.meeting_id}/check-in/confirm", {"stay": stay})
    assert phone.get(news).status_code == 200


def test_a_sign_of_another_meeting_asks_as_one_without_any(room: Room, ticking: list[float]) -> None:
    phone, other = room.pact.guest(), furnish(room.pact, seats=1)
    news = news_of(phone.get(link_of(room, 0)).text).replace(str(room.meeting_id), str(other.meeting_id))
    with counted_statements(room.pact.app) as sent:
        assert phone.get(news).status_code == 204
    assert any("FROM invitee" in statement for statement in sent), "the person was looked up"


def test_hundreds_of_phones_asking_within_a_second_cost_one_look(room: Room, ticking: list[float]) -> None:
    room.arrive(0)
    room.open_vote()
    phone = room.pact.guest()
    phone.get(link_of(room, 0))
    with counted_statements(room.pact.app) as sent:
        news = news_of(phone.get(link_of(room, 0)).text)
    assert len(sent) <= 10
    with counted_statements(room.pact.app) as sent:
        assert [phone.get(news).status_code for _ in range(20)] == [204] * 20
    assert len(sent) <= 4


def test_a_signed_in_member_reaches_the_page_without_a_link(room: Room) -> None:
    actor = room.pact.actor("member")
    with room.pact.work() as session:
        session.get_one(Invitee, (room.pact.id, room.invitees[0])).membership_id = actor.membership_id
    member = room.pact.signed_in("member")
    answer = member.get(f"/meetings/{room.meeting_id}/phone", follow_redirects=True)
    assert answer.status_code == 200 and "Member 0" in answer.text


def test_a_member_whose_seat_nobody_knows_reads_what_to_do(room: Room) -> None:
    answer = room.pact.signed_in("member").get(f"/meetings/{room.meeting_id}/phone")
    assert answer.status_code == 403
    assert f"/meetings/{room.meeting_id}" in answer.text and "<ol" in answer.text
    office = room.pact.signed_in("officer").get(f"/meetings/{room.meeting_id}/phone")
    assert office.status_code == 403 and f"/bodies/{room.bodies[0]}" in office.text
    assert room.pact.signed_in("member").get(f"/meetings/{new_id()}/phone").status_code == 404


def test_a_mandate_tied_during_the_meeting_opens_the_page_at_once_and_untied_closes_it(room: Room) -> None:
    actor = room.pact.actor("member")
    mandate = new_id()
    with room.pact.work() as session:
        session.add(Mandate(id=mandate, body_id=room.bodies[0], seat_id=room.seats[0], holder="H", role="member"))
        session.flush()
        session.get_one(Invitee, (room.pact.id, room.invitees[0])).mandate_id = mandate
    member, office = room.pact.signed_in("member"), room.pact.signed_in("officer")
    address = f"/meetings/{room.meeting_id}/phone"
    assert member.get(address).status_code == 403
    form = {"holder": "H", "email": "", "since": "", "membership": str(actor.membership_id)}
    correct = f"/bodies/{room.bodies[0]}/mandates/{mandate}/correct"
    for _ in range(2):
        assert office.post(correct, form).status_code == 303
    assert f'selected value="{actor.membership_id}"' in office.get(correct).text
    assert member.get(address).status_code == 200
    assert office.post(correct, {**form, "membership": ""}).status_code == 303
    assert member.get(address).status_code == 403
    with room.pact.work() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.object_id == mandate))
        assert sorted(act for act in acts if "tied" in act) == ["mandate.tied", "mandate.untied"]


def test_a_correction_that_says_nothing_of_signing_in_leaves_it(room: Room) -> None:
    actor, mandate = room.pact.actor("member"), new_id()
    with room.pact.work() as session:
        values = {"body_id": room.bodies[0], "seat_id": room.seats[0], "holder": "H", "role": "member"}
        session.add(Mandate(id=mandate, membership_id=actor.membership_id, **values))
    office = room.pact.signed_in("officer")
    answer = office.post(f"/bodies/{room.bodies[0]}/mandates/{mandate}/correct", {"holder": "H2", "email": ""})
    assert answer.status_code == 303
    with room.pact.work() as session:
        row = session.scalars(select(Mandate).where(Mandate.id == mandate)).one()
        assert (row.holder, row.membership_id) == ("H2", actor.membership_id)


def test_while_another_sits_in_the_seat_one_is_told_so(room: Room) -> None:
    room.arrive(0, capacity="substitute", invitee_id=None, person="Substitute")
    answer = room.pact.guest().post(f"{link_of(room, 0)}/here", {"way": "present"}, headers={"HX-Request": "true"})
    assert 'role="alert"' in answer.text and stays(room) == [("Substitute", "substitute", "office")]


def test_whom_the_office_noted_as_present_is_recognised_by_the_personal_link(room: Room) -> None:
    room.arrive(0, invitee_id=None)
    phone, address = room.pact.guest(), link_of(room, 0)
    phone.post(f"{address}/here", {"way": "present"})
    assert len(stays(room)) == 1
    phone.post(f"{address}/leave")
    assert stays(room) == []


def test_a_group_forms_with_phones_and_the_office(room: Room) -> None:
    office = room.pact.signed_in("officer")
    base, topic = f"/meetings/{room.meeting_id}/groups", new_id()
    form = {"title": "Indicators", "question": "What?", "item": str(room.item_id), "number": str(topic)}
    assert office.post(f"{base}/topics", form).status_code == 303
    phones = [(room.pact.guest(), link_of(room, number)) for number in range(2)]
    for phone, address in phones:
        phone.post(f"{address}/choose", {"topic": str(topic)})
    office.post(f"{base}/{topic}/members", {"person": "A teacher", "organisation": "School"})
    office.post(f"{base}/{topic}/elect")
    with room.pact.work() as session:
        members = {row.person: row.id for row in session.execute(select(GroupSignUp.person, GroupSignUp.id))}
    for phone, address in phones:
        phone.post(f"{address}/prefer", {"topic": str(topic), "sign_up": str(members["Member 0"])})
    office.post(f"{base}/{topic}/leader", {"sign_up": str(members["Member 0"])})
    leader, address = phones[0]
    assert "first_day" in leader.get(address).text and "first_day" not in phones[1][0].get(phones[1][1]).text
    leader.post(f"{address}/first-day", {"topic": str(topic), "first_day": "2026-12-10", "first_place": "Library"})
    (kind,) = set(re.findall(r'name="body_type" value="([^"]+)"', office.get(base).text)) or {"hu.working_group"}
    assert office.post(f"{base}/{topic}/form", {"body_type": kind}).status_code == 303
    body = re.findall(r'href="(/bodies/[^"]+)"', office.get(base).text.partition('id="topic-')[2])[0]
    page = office.get(body).text
    assert "Indicators" in page and "Member 0" in page and "A teacher" in page
    assert "Indicators" in office.get(f"{base}/wall").text


def test_an_unknown_act_is_not_found(room: Room) -> None:
    assert room.pact.guest().post(f"{link_of(room, 0)}/dance").status_code == 404
    office = room.pact.signed_in("officer")
    assert office.post(f"/meetings/{room.meeting_id}/groups/{uuid.uuid4()}/dance").status_code == 404
