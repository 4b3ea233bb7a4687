"""The pages of an invitation: the office's list, guests, single lines, and the page of somebody who is asked."""

import re
import uuid
from datetime import timedelta
from typing import Any

import icalendar
from sqlalchemy import select, update

from paktum.core.messages import msg, say
from paktum.domains.bodies.tables import Mandate
from paktum.domains.files.service import keep_file
from paktum.domains.meetings.service.agenda import ItemDraft, add_item
from paktum.domains.meetings.service.inviting import send_invitation
from paktum.domains.meetings.service.life import cancel
from paktum.domains.meetings.tables import AgendaItem, Announcement, Invitee, Meeting, MeetingDocument
from tests.support.inviting import address_everybody, personal_secret, words_of
from tests.support.meetings import clock_of, planned_meeting
from tests.support.pacts import Pact, Visitor
from tests.support.post import mails


def sent_meeting(pact: Pact, **values: Any) -> uuid.UUID:
    address_everybody(pact)
    meeting = planned_meeting(pact, **values)
    with pact.work() as session:
        send_invitation(session, clock_of(pact), pact.actor("officer"), words_of(pact), meeting, notice_reason="sürgős")
    mails(pact)
    return meeting


def people(pact: Pact, meeting: uuid.UUID, kind: str = "seat") -> list[uuid.UUID]:
    with pact.work() as session:
        statement = select(Invitee.id).where(Invitee.meeting_id == meeting, Invitee.kind == kind)
        return list(session.scalars(statement.order_by(Invitee.id)))


def link(pact: Pact, invitee: uuid.UUID) -> str:
    return f"/m/{invitee}/{personal_secret(pact, invitee)}"


def answer_of(pact: Pact, invitee: uuid.UUID) -> tuple[Any, ...]:
    with pact.work() as session:
        statement = select(Invitee.answer, Invitee.answered_by, Invitee.stand_in, Invitee.remark)
        return tuple(session.execute(statement.where(Invitee.id == invitee)).one())


def state_of(pact: Pact, meeting: uuid.UUID) -> str:
    with pact.work() as session:
        return str(session.scalars(select(Meeting.state).where(Meeting.id == meeting)).one())


def test_the_office_convenes_from_the_list_and_the_mails_go_out(pact: Pact) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact)
    office = pact.signed_in("officer")
    page = office.get(f"/meetings/{meeting}/invitation")
    assert page.status_code == 200 and "A kamara képviselője" in page.text
    answer = office.post(f"/meetings/{meeting}/invitation/send", {"note": "Parkolni az udvarban lehet."})
    assert answer.status_code == 303
    assert state_of(pact, meeting) == "convened"
    assert len(mails(pact)) == 5 and "Parkolni az udvarban" in mails(pact)[0].text


def test_convening_late_asks_for_the_reason_and_keeps_what_was_typed(pact: Pact) -> None:
    address_everybody(pact)
    meeting = planned_meeting(pact, starts_at=clock_of(pact).now() + timedelta(days=2))
    office = pact.signed_in("officer")
    answer = office.post(f"/meetings/{meeting}/invitation/send", {"note": "Parkolni az udvarban lehet."})
    assert answer.status_code == 422 and "Parkolni az udvarban" in answer.text
    assert 'href="#notice_reason"' in answer.text and state_of(pact, meeting) == "planned"
    again = {"note": "Parkolni az udvarban lehet.", "notice_reason": "Sürgős a pályázat"}
    assert office.post(f"/meetings/{meeting}/invitation/send", again).status_code == 303


def test_guests_come_by_a_pasted_list_or_not_at_all(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    office = pact.signed_in("officer")
    address = f"/meetings/{meeting}/invitation/guests"
    wrong = office.post(address, {"guests": "first; Office; first@office.example\nsecond; nothing@"})
    assert wrong.status_code == 422 and "first@office.example" in wrong.text and people(pact, meeting, "guest") == []
    right = "first; Office; first@office.example\nsecond; Office; second@office.example\nFIRST;;FIRST@office.example"
    assert office.post(address, {"guests": right}).status_code == 303
    assert len(people(pact, meeting, "guest")) == 2


def test_guests_come_by_kind_of_organisation_each_once(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    office = pact.signed_in("officer")
    page = office.get(f"/meetings/{meeting}/invitation/guests?kind=hu.chamber")
    assert "Kereskedelmi és Iparkamara" in page.text and "Bács-Kiskun Megyei Kormányhivatal" not in page.text
    from paktum.domains.partners.tables import Organisation

    with pact.work() as session:
        chamber = session.scalars(select(Organisation.id).where(Organisation.kind == "hu.chamber")).one()
    for _ in range(2):
        office.post(f"/meetings/{meeting}/invitation/organisations", {"organisations": [str(chamber), "no-id"]})
    with pact.work() as session:
        (row,) = session.scalars(select(Invitee).where(Invitee.kind == "guest")).all()
        assert row.organisation_id == chamber and row.email == "chamber@tiszakecske.example"


def test_somebody_answers_by_the_personal_link_and_changes_it(pact: Pact) -> None:
    meeting = sent_meeting(pact, items=["Éves munkaprogram"])
    who = people(pact, meeting)[0]
    guest, address = pact.guest(), link(pact, who)
    page = guest.get(address)
    assert page.status_code == 200 and "Éves munkaprogram" in page.text
    assert page.headers["Cache-Control"] == "private, no-store" and page.headers["Referrer-Policy"] == "no-referrer"
    sent = {"answer": "declined", "stand_in": "osztályvezető", "remark": "szabadságon"}
    assert guest.post(address, sent).status_code == 303
    assert answer_of(pact, who) == ("declined", "link", "osztályvezető", "szabadságon")
    assert guest.post(address, {"answer": "accepted"}).status_code == 303
    assert answer_of(pact, who) == ("accepted", "link", "", "")
    assert guest.post(address, {"remark": "later"}).status_code == 422
    assert answer_of(pact, who)[0] == "accepted"


def test_a_wrong_link_an_ended_link_and_one_of_somebody_taken_off_look_the_same(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    first, second, third = people(pact, meeting)[:3]
    old, of_third = link(pact, first), link(pact, third)
    office = pact.signed_in("officer")
    office.post(f"/meetings/{meeting}/invitation/{first}/link")
    office.post(f"/meetings/{meeting}/invitation/{third}/off")
    answers = [
        pact.guest().get(address) for address in (old, of_third, f"/m/{second}/{'a' * 32}", f"/m/{uuid.uuid4()}/x")
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert pact.guest().post(old, {"answer": "accepted"}).status_code == 404
    assert pact.guest().get(link(pact, first)).status_code == 200


def test_taking_off_can_be_undone_from_the_page_that_says_so(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    who = people(pact, meeting)[0]
    office = pact.signed_in("officer")
    page = office.post(f"/meetings/{meeting}/invitation/{who}/off", follow_redirects=True)
    undo = f"/meetings/{meeting}/invitation/{who}/again"
    assert undo in page.text
    office.post(undo)
    assert pact.guest().get(link(pact, who)).status_code == 200


def test_one_answer_holds_for_all_seats_of_one_person(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    first, second, other = people(pact, meeting)[:3]
    with pact.work() as session:
        session.execute(
            update(Invitee).where(Invitee.id.in_([first, second])).values(name="jegyző", email="j@v.example")
        )
        session.execute(update(Invitee).where(Invitee.id == other).values(name="irodavezető", email="j@v.example"))
    pact.guest().post(link(pact, first), {"answer": "accepted"})
    assert [answer_of(pact, who)[0] for who in (first, second, other)] == ["accepted", "accepted", None]


def test_after_a_change_of_time_the_earlier_answer_is_shown_as_such_and_asked_anew(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    who = people(pact, meeting)[0]
    pact.guest().post(link(pact, who), {"answer": "accepted"})
    with pact.work() as session:
        session.execute(update(Meeting).values(calendar_sequence=1))
    office = pact.signed_in("officer")
    assert office.get(f"/meetings/{meeting}/invitation?answer=accepted").text.count('scope="row"') == 0
    assert office.get(f"/meetings/{meeting}/invitation?answer=silent").text.count('scope="row"') == 5


def papers(pact: Pact, meeting: uuid.UUID) -> dict[str, uuid.UUID]:
    """A public and an internal item, each with a public and an internal document, and a pack."""
    actor, clock = pact.actor("officer"), clock_of(pact)
    store = pact.app.extensions["paktum"].store
    found: dict[str, uuid.UUID] = {}
    with pact.work() as session:
        for name in ("public", "internal"):
            item = add_item(session, clock, actor, meeting, ItemDraft(f"{name} item", public=name == "public"))
            for kind in ("public", "internal"):
                content = f"{name} {kind}".encode()
                file = keep_file(session, store, actor, name="a.pdf", media_type="application/pdf", chunks=[content])
                paper = MeetingDocument(
                    meeting_id=meeting, agenda_item_id=item, file_id=file.id, title="Paper", public=kind == "public"
                )
                session.add(paper)
                session.flush()
                found[f"{name} {kind}"] = paper.id
        session.execute(update(Meeting).where(Meeting.id == meeting).values(pack_file_id=file.id))
    return found


def status(browser: Visitor, address: str) -> int:
    with browser.get(address) as answer:
        return answer.status_code


def test_members_see_all_papers_and_guests_only_the_public_ones_of_public_items(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    found = papers(pact, meeting)
    pact.signed_in("officer").post(f"/meetings/{meeting}/invitation/guests", {"guests": "guest;;g@employers.example"})
    address_everybody(pact)
    with pact.work() as session:
        send_invitation(session, clock_of(pact), pact.actor("officer"), words_of(pact), meeting)
    mails(pact)
    member, guest = link(pact, people(pact, meeting)[0]), link(pact, people(pact, meeting, "guest")[0])
    browser = pact.guest()
    assert "internal item" in browser.get(member).text and "internal item" not in browser.get(guest).text
    for name, document in found.items():
        assert status(browser, f"{member}/documents/{document}") == 200
        assert status(browser, f"{guest}/documents/{document}") == (200 if name == "public public" else 404), name
    assert status(browser, f"{member}/pack") == 200 and status(browser, f"{guest}/pack") == 404
    assert status(browser, f"{member}/documents/{uuid.uuid4()}") == 404


def test_the_mail_of_a_guest_names_no_internal_item_and_brings_no_pack(pact: Pact) -> None:
    from paktum.domains.notices.tables import MailMessage

    meeting = planned_meeting(pact)
    papers(pact, meeting)
    pact.signed_in("officer").post(f"/meetings/{meeting}/invitation/guests", {"guests": "guest;;g@employers.example"})
    address_everybody(pact)
    with pact.work() as session:
        send_invitation(session, clock_of(pact), pact.actor("officer"), words_of(pact), meeting)
    by_address = {mail.recipient: mail for mail in mails(pact)}
    own = by_address.pop("g@employers.example")
    assert "public item" in own.text and "internal item" not in own.text
    assert all("internal item" in mail.text for mail in by_address.values())
    with pact.work() as session:
        rows = session.execute(select(MailMessage.recipient, MailMessage.attachments, MailMessage.calendar)).all()
    for row in rows:
        assert bool(row.attachments) is (row.recipient != "g@employers.example")
        assert ("internal item" in row.calendar) is (row.recipient != "g@employers.example")


def test_the_office_notes_an_answer_and_takes_it_back(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    who = people(pact, meeting)[0]
    office = pact.signed_in("officer")
    address = f"/meetings/{meeting}/invitation/{who}/answer"
    assert office.post(address, {"answer": "accepted", "remark": "telefonon"}).status_code == 303
    assert answer_of(pact, who) == ("accepted", "office", "", "telefonon")
    assert office.post(address, {"answer": ""}).status_code == 303
    assert answer_of(pact, who)[:2] == (None, None)


def test_the_office_reads_about_an_invitee_who_is_spoken_to_on_their_own_page(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    who = people(pact, meeting)[0]
    office, guest = pact.signed_in("officer"), pact.guest()
    for visitor in (office, guest):
        visitor.post("/language", {"language": "en", "next": "/"})
    of_office, own = office.get(f"/meetings/{meeting}/invitation/{who}").text, guest.get(link(pact, who)).text
    assert "Who comes instead of you" in own and "If you cannot come" in own
    assert "Who comes instead" in of_office and "in their place" in of_office
    assert not any(words in of_office for words in ("instead of you", "If you cannot come", "Do you come?"))


def test_the_tabs_of_the_list_count_people_and_its_lines_speak_of_one(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    pact.guest().post(link(pact, people(pact, meeting)[0]), {"answer": "accepted"})
    office = pact.signed_in("officer")
    office.post("/language", {"language": "en", "next": "/"})
    page = office.get(f"/meetings/{meeting}/invitation").text
    assert "will come (1)" in page and "will not come (0)" in page
    assert re.search(r'<span class="state state-\w+">comes</span>', page)


def test_a_new_address_ends_the_old_link_and_gets_the_invitation(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    who = people(pact, meeting)[0]
    old = link(pact, who)
    office = pact.signed_in("officer")
    form = {"name": "jegyző", "organisation": "", "email": "new@town.example", "language": "hu"}
    assert office.post(f"/meetings/{meeting}/invitation/{who}", {**form, "email": "no address"}).status_code == 422
    assert office.post(f"/meetings/{meeting}/invitation/{who}", form).status_code == 303
    assert pact.guest().get(old).status_code == 404
    before = len(mails(pact))
    office.post(f"/meetings/{meeting}/invitation/send")
    assert [mail.recipient for mail in mails(pact)[before:]] == ["new@town.example"]


def test_the_list_leaves_as_a_table(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    pact.guest().post(link(pact, people(pact, meeting)[0]), {"answer": "accepted", "remark": "=1+1"})
    office = pact.signed_in("officer")
    table = office.get(f"/meetings/{meeting}/invitation.csv").text
    assert table.count("tiszakecske") >= 5 and "'=1+1" in table
    assert office.get(f"/meetings/{meeting}/invitation.xlsx").data[:2] == b"PK"
    assert pact.signed_in("officer").get(f"/meetings/{meeting}/invitation.html").status_code == 404


def test_only_the_office_sees_addresses_and_sends(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    member = pact.signed_in("member")
    assert member.get(f"/meetings/{meeting}/invitation").status_code == 403
    assert member.post(f"/meetings/{meeting}/invitation/send").status_code == 403


def test_a_member_who_is_signed_in_answers_without_the_link_and_is_reminded_on_today(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    who = people(pact, meeting)[0]
    with pact.work() as session:
        mandate = session.scalars(select(Invitee.mandate_id).where(Invitee.id == who)).one()
        tied = {"membership_id": pact.actor("member").membership_id}
        session.execute(update(Mandate).where(Mandate.id == mandate).values(**tied))
    member = pact.signed_in("member")
    assert f"/meetings/{meeting}/answer" in member.get("/").text
    assert member.get(f"/meetings/{meeting}/answer").status_code == 200
    assert member.post(f"/meetings/{meeting}/answer", {"answer": "tentative"}).status_code == 303
    assert answer_of(pact, who)[:2] == ("tentative", "page")
    assert f"/meetings/{meeting}/answer" not in member.get("/").text
    assert pact.signed_in("partner").get(f"/meetings/{meeting}/answer").status_code == 404


def test_today_tells_the_office_that_a_change_was_not_told(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    office = pact.signed_in("officer")
    assert f'href="/meetings/{meeting}/invitation"' not in office.get("/").text
    with pact.work() as session:
        session.scalars(select(Meeting).where(Meeting.id == meeting)).one().calendar_sequence += 1
    assert f'href="/meetings/{meeting}/invitation"' in office.get("/").text


def test_a_cancelled_meeting_says_so_on_the_personal_page_and_takes_no_answer(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    who = people(pact, meeting)[0]
    with pact.work() as session:
        cancel(session, clock_of(pact), pact.actor("officer"), meeting, "A pályázat visszavonva")
    page = pact.guest().get(link(pact, who))
    assert page.status_code == 200 and "A pályázat visszavonva" in page.text and 'name="answer"' not in page.text
    assert pact.guest().post(link(pact, who), {"answer": "accepted"}).status_code == 422
    assert answer_of(pact, who)[0] is None


def test_plans_are_announced_from_the_personal_page(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    with pact.work() as session:
        session.add(AgendaItem(meeting_id=meeting, sequence=9, kind="announcements", title="Tervek"))
    who = people(pact, meeting)[0]
    address, guest = link(pact, who), pact.guest()
    assert "announced-title" in guest.get(address).text
    wrong = guest.post(f"{address}/announcements", {"announced-title": "", "announced-text": "kept words"})
    assert wrong.status_code == 422 and "kept words" in wrong.text
    sent = {"announced-title": "Állásbörze", "announced-on": "2027-02-10"}
    assert guest.post(f"{address}/announcements", sent).status_code == 303
    with pact.work() as session:
        assert session.execute(select(Announcement.title, Announcement.invitee_id)).one() == ("Állásbörze", who)
    assert "Állásbörze" in guest.get(address).text


def test_without_an_item_for_them_nothing_is_announced(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    address = link(pact, people(pact, meeting)[0])
    assert pact.guest().post(f"{address}/announcements", {"announced-title": "x"}).status_code == 404


def test_the_personal_page_speaks_the_persons_language_until_another_is_chosen(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    who = people(pact, meeting)[0]
    with pact.work() as session:
        session.execute(update(Invitee).where(Invitee.id == who).values(language="pl"))
    guest = pact.guest()
    assert '<html lang="pl"' in guest.get(link(pact, who)).text
    guest.post("/language", {"language": "sk", "next": "/"})
    assert '<html lang="sk"' in guest.get(link(pact, who)).text


def test_the_meeting_can_be_saved_to_a_calendar_from_the_personal_page(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    answer = pact.guest().get(link(pact, people(pact, meeting)[0]) + "/meeting.ics")
    (event,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert event["UID"] == str(meeting) and "ATTENDEE" not in event and "/m/" not in answer.text


def test_the_personal_link_opens_the_phone_page_while_the_sitting_is_open(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    who = people(pact, meeting)[0]
    with pact.work() as session:
        session.execute(update(Meeting).where(Meeting.id == meeting).values(state="in_session"))
    secret = personal_secret(pact, who)
    assert f"/now/link/{who}/{secret}" in pact.guest().get(f"/m/{who}/{secret}").text
    assert pact.guest().get(f"/now/link/{who}/{secret}").status_code == 200


def test_the_meetings_page_counts_the_answers_that_hold_and_says_that_a_change_waits_to_be_sent(pact: Pact) -> None:
    meeting = sent_meeting(pact)
    pact.guest().post(link(pact, people(pact, meeting)[0]), {"answer": "accepted"})
    office = pact.signed_in("officer")
    numbers = re.findall(r'<dd class="num">(\d+)</dd>', office.get(f"/meetings/{meeting}").text)
    assert numbers == ["1", "4"]
    with pact.work() as session:
        session.scalars(select(Meeting).where(Meeting.id == meeting)).one().calendar_sequence += 1
    page = office.get(f"/meetings/{meeting}").text
    assert re.findall(r'<dd class="num">(\d+)</dd>', page) == ["0", "5"]
    assert say(msg("Send what is missing"), "hu") in page
