"""Minutes on their way: sent to the members, remarked on, approved by the chair or a later meeting, closed, published."""

import re
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from paktum.core.ids import SubjectRef, new_id
from paktum.core.subjects import DecisionTold
from paktum.domains.bodies.tables import Mandate
from paktum.domains.meetings.queries import agenda_rows, meeting_head
from paktum.domains.meetings.tables import Invitee
from paktum.domains.minutes.tables import Minutes, MinutesSection
from paktum.domains.notices.tables import MailMessage, Notice
from paktum.domains.sittings.service import sitting
from paktum.web.context import House
from tests.support.meetings import body_id, clock_of
from tests.support.minutes import SEATS, approved, drafted, minutes_of, run_waiting_jobs, sent
from tests.support.pacts import Pact


def invite(pact: Pact, meeting: uuid.UUID, *names: str) -> None:
    with pact.work() as session:
        for name in names:
            session.add(
                Invitee(
                    id=new_id(),
                    meeting_id=meeting,
                    kind="seat",
                    name=name,
                    email=f"{name}@{pact.slug}.example",
                    language="hu",
                )
            )


def letters(pact: Pact) -> list[MailMessage]:
    with pact.work() as session:
        found = list(session.scalars(select(MailMessage).order_by(MailMessage.recipient)))
        session.expunge_all()
    return found


def link_of(letter: MailMessage, pact: Pact) -> str:
    found = re.search(r"http://[^\s]+?(/minutes/\S+)", letter.text_body or "")
    assert found is not None, letter.text_body
    return found[1]


def test_sending_keeps_a_version_and_writes_each_member_one_letter(pact: Pact) -> None:
    meeting = drafted(pact)
    invite(pact, meeting, "a", "b")
    officer = pact.signed_in("officer")
    assert officer.get(f"/meetings/{meeting}/minutes/send").status_code == 200
    assert officer.post(f"/meetings/{meeting}/minutes/send").status_code == 303
    run_waiting_jobs(pact)
    found = [mail for mail in letters(pact) if "/minutes/" in (mail.text_body or "")]
    assert [mail.recipient.split("@")[0] for mail in found] == ["a", "b"]
    assert link_of(found[0], pact) != link_of(found[1], pact)
    assert minutes_of(pact, meeting).state == "sent"


def test_a_form_sent_twice_writes_each_member_one_letter_and_asking_anew_sends_again(pact: Pact) -> None:
    meeting = drafted(pact)
    invite(pact, meeting, "a")
    officer, address = pact.signed_in("officer"), f"/meetings/{meeting}/minutes/send"

    def asked() -> dict[str, str]:
        found = re.search(r'name="after"[^>]*value="([^"]+)"', officer.get(address).text)
        return {"after": found[1] if found else ""}

    def sent() -> int:
        run_waiting_jobs(pact)
        return sum("/minutes/" in (mail.text_body or "") for mail in letters(pact))

    form = asked()
    assert [officer.post(address, form).status_code for _ in range(2)] == [303, 303]
    assert sent() == 1
    officer.post(address, asked())
    assert sent() == 2


def test_whoever_has_the_link_reads_and_remarks_without_signing_in(pact: Pact) -> None:
    meeting = drafted(pact)
    invite(pact, meeting, "a")
    pact.signed_in("officer").post(f"/meetings/{meeting}/minutes/send")
    run_waiting_jobs(pact)
    link = link_of(letters(pact)[-1], pact)
    reader = pact.guest()
    page = reader.get(link)
    assert page.status_code == 200 and "IG határozat" in page.text
    section = minutes_of(pact, meeting).sections[0].id
    assert reader.post(link, {"section_id": str(section), "text": "A helyszín hiányzik."}).status_code == 303
    assert reader.post(link, {"section_id": "", "text": " "}).status_code == 422
    assert "A helyszín hiányzik." in reader.get(link).text
    assert "A helyszín hiányzik." in pact.signed_in("officer").get(f"/meetings/{meeting}/minutes").text


def test_a_wrong_an_ended_and_an_early_link_open_nothing(pact: Pact) -> None:
    from paktum.domains.minutes.links import readers, secret_of

    meeting = drafted(pact)
    invite(pact, meeting, "a")
    house: House = pact.app.extensions["paktum"]
    with pact.work() as session:
        (reader,) = readers(session, meeting)
    link = f"/minutes/{reader.invitee_id}/{secret_of(house.settings.secret_key, pact.id, reader)}"
    guest = pact.guest()
    assert guest.get(link).status_code == 404
    pact.signed_in("officer").post(f"/meetings/{meeting}/minutes/send")
    assert guest.get(link).status_code == 200
    assert guest.get(f"{link[:-3]}xyz").status_code == 404
    with pact.work() as session:
        session.execute(update(Invitee).values(link_generation=2))
    assert guest.get(link).status_code == 404


def test_a_member_of_the_pact_remarks_and_the_office_settles(pact: Pact) -> None:
    meeting = sent(pact)
    member, officer = pact.signed_in("member"), pact.signed_in("officer")
    address = f"/meetings/{meeting}/minutes"
    assert "IG határozat" in member.get(address).text
    assert member.post(f"{address}/remarks", {"section_id": "", "text": "Jó így."}).status_code == 303
    with pact.work() as session:
        told = session.scalars(select(Notice.membership_id)).all()
    assert told == [pact.actor("officer").membership_id]
    assert member.post(f"{address}/remarks", {"section_id": "", "text": ""}).status_code == 422
    found = re.search(rf'action="({address}/remarks/[0-9a-f-]+/settle)"', officer.get(address).text)
    assert found is not None
    assert member.post(found[1]).status_code == 403
    assert officer.post(found[1]).status_code == 303
    assert "/settle" not in officer.get(address).text
    for role in ("partner", "viewer"):
        assert pact.signed_in(role).post(f"{address}/remarks", {"text": "x"}).status_code == 403  # type: ignore[arg-type]


def test_the_head_approves_for_the_chair_and_the_text_is_sealed(pact: Pact) -> None:
    meeting = sent(pact)
    head, officer = pact.signed_in("head"), pact.signed_in("officer")
    address = f"/meetings/{meeting}/minutes"
    assert officer.get(f"{address}/approve").status_code == 403
    assert officer.post(f"{address}/approve", {"approver": "Én"}).status_code == 403
    asked = head.get(f"{address}/approve").text
    assert "1. napirendi pont: Megnyitás" in asked and "2. napirendi pont" not in asked
    assert head.post(f"{address}/approve", {"approver": " "}).status_code == 422
    assert head.post(f"{address}/approve", {"approver": "Az elnök"}).status_code == 303
    assert head.post(f"{address}/approve", {"approver": "Az elnök"}).status_code == 303
    found = minutes_of(pact, meeting)
    assert (found.state, found.approved_by, found.approver) == ("approved", "chair", "Az elnök")
    section = f"{address}/sections/{found.sections[0].id}"
    assert officer.post(section, {"html": "<p>más</p>", "heading": "H", "version": "1"}).status_code == 403
    assert officer.get(section).status_code == 409
    with pact.work() as session:
        assert meeting_head(session, meeting).state == "minutes_approved"


def test_whoever_chairs_the_body_approves_whatever_the_role(pact: Pact) -> None:
    meeting = sent(pact)
    member = pact.signed_in("member")
    address = f"/meetings/{meeting}/minutes/approve"
    assert member.post(address, {"approver": "A tag"}).status_code == 403
    with pact.work() as session:
        session.add(
            Mandate(
                id=new_id(),
                body_id=body_id(pact, "steering_group"),
                membership_id=pact.actor("member").membership_id,
                holder="Elnök",
                role="chair",
            )
        )
    assert member.post(address, {"approver": "Az elnök"}).status_code == 303
    assert minutes_of(pact, meeting).state == "approved"


@pytest.mark.parametrize(("outcome", "state"), [("carried", "approved"), ("rejected", "sent")])
def test_a_later_meeting_approves_as_the_decision_says(pact: Pact, outcome: str, state: str) -> None:
    meeting = sent(pact)
    house: House = pact.app.extensions["paktum"]
    with pact.work() as session:
        ref = SubjectRef("minutes", minutes_of(pact, meeting).id)
        told = DecisionTold(outcome, body_id(pact, "steering_group"), clock_of(pact).now().date(), None, "2/2026")  # type: ignore[arg-type]
        house.subjects.tell(session, clock_of(pact), pact.actor("officer"), ref, told)
    found = minutes_of(pact, meeting)
    assert found.state == state
    assert found.approved_by == ("meeting" if state == "approved" else None)


def test_minutes_are_put_on_the_next_agenda_and_its_vote_approves_them(pact: Pact) -> None:
    from datetime import timedelta

    from tests.support.meetings import USUAL_START
    from tests.support.sittings import Sitting

    meeting = sent(pact)
    officer = pact.signed_in("officer")
    address = f"/meetings/{meeting}/minutes/next-agenda"
    assert officer.post(address).status_code == 422
    following = Sitting(pact, items=("Megnyitás",), opened=False, starts_at=USUAL_START + timedelta(days=60))
    assert officer.post(address).headers["Location"].endswith(f"/meetings/{following.id}")
    assert officer.post(address).status_code == 303
    with pact.work() as session:
        items = [item for item in agenda_rows(session, following.id) if item.subject is not None]
    assert len(items) == 1
    following.do(sitting.open_sitting)
    following.arrive(*SEATS)
    following.items = [items[0].id]
    ballot = following.open_vote(following.table("A csoport elfogadja az előző ülés jegyzőkönyvét."))
    following.note(ballot, sg_municipality="yes", sg_government_office="yes", sg_county="yes")
    following.close(ballot)
    found = minutes_of(pact, meeting)
    assert (found.state, found.approved_by) == ("approved", "meeting")
    assert "IG határozat" in found.approver and found.approving_decision_id is not None
    assert f"/decisions/{found.approving_decision_id}" in officer.get(f"/meetings/{meeting}/minutes").text


def test_a_meeting_closed_elsewhere_is_opened_with_its_minutes(pact: Pact) -> None:
    from paktum.domains.meetings.service.life import close_meeting

    meeting = approved(pact)
    with pact.work() as session:
        close_meeting(session, clock_of(pact), pact.actor("officer"), meeting)
    head = pact.signed_in("head")
    assert head.post(f"/meetings/{meeting}/minutes/reopen", {"reason": "Elírás."}).status_code == 303
    assert minutes_of(pact, meeting).state == "sent"


def test_open_minutes_are_offered_to_agendas_and_approved_ones_no_more(pact: Pact) -> None:
    house: House = pact.app.extensions["paktum"]

    def offered() -> list[str]:
        with pact.work() as session:
            kinds = {kind.code: subjects for kind, subjects in house.subjects.offered(session, "hu")}
        return [subject.address for subject in kinds.get("minutes", ())]

    meeting = sent(pact)
    assert offered() == [f"/meetings/{meeting}/minutes"]
    pact.signed_in("head").post(f"/meetings/{meeting}/minutes/approve", {"approver": "Az elnök"})
    assert offered() == []


def test_approved_minutes_are_opened_again_with_a_reason_and_nothing_stays_published(pact: Pact) -> None:
    meeting = approved(pact)
    address = f"/meetings/{meeting}/minutes"
    head, officer = pact.signed_in("head"), pact.signed_in("officer")
    assert officer.post(f"{address}/publish").status_code == 303
    assert officer.post(f"{address}/lock").status_code == 303
    assert officer.post(f"{address}/reopen", {"reason": "x"}).status_code == 403
    assert head.post(f"{address}/reopen", {"reason": ""}).status_code == 422
    assert head.post(f"{address}/reopen", {"reason": "Elírás a határozatban."}).status_code == 303
    found = minutes_of(pact, meeting)
    assert (found.state, found.published_at, found.locked_at) == ("sent", None, None)
    with pact.work() as session:
        assert meeting_head(session, meeting).state == "minutes_drafted"


def test_closing_closes_the_meeting_too(pact: Pact) -> None:
    meeting = approved(pact)
    officer = pact.signed_in("officer")
    assert officer.post(f"/meetings/{meeting}/minutes/lock").status_code == 303
    with pact.work() as session:
        assert meeting_head(session, meeting).state == "closed"
    assert officer.post(f"/meetings/{sent(pact)}/minutes/lock").status_code == 409


def test_everybody_reads_published_minutes_without_personal_and_internal_parts(pact: Pact) -> None:
    meeting = drafted(pact)
    address = f"/meetings/{meeting}/minutes"
    officer, head, viewer = pact.signed_in("officer"), pact.signed_in("head"), pact.signed_in("viewer")
    first, second = minutes_of(pact, meeting).sections[:2]
    officer.post(
        f"{address}/sections/{first.id}",
        {
            "html": '<p>Nyilvános <span class="personal">titkos</span></p>',
            "heading": "A",
            "public": "y",
            "version": "1",
        },
    )
    officer.post(f"{address}/sections/{second.id}", {"html": "<p>bizalmas</p>", "heading": "B", "version": "1"})
    assert officer.post(f"{address}/publish").status_code == 409
    head.post(f"{address}/approve", {"approver": "Az elnök"})
    assert "Nyilvános" not in viewer.get(address).text
    preview = officer.get(f"{address}/public").text
    assert "Nyilvános" in preview and "titkos" not in preview and "bizalmas" not in preview
    assert officer.post(f"{address}/publish").status_code == 303
    page = viewer.get(address).text
    assert "Nyilvános" in page and "titkos" not in page and "bizalmas" not in page
    assert "titkos" in pact.signed_in("member").get(address).text
    assert officer.post(f"{address}/withdraw").status_code == 303
    assert "Nyilvános" not in viewer.get(address).text


def test_members_compare_what_was_sent_and_approved_and_the_office_everything(pact: Pact) -> None:
    meeting = sent(pact)
    address = f"/meetings/{meeting}/minutes"
    officer = pact.signed_in("officer")
    section = minutes_of(pact, meeting).sections[-1]
    officer.post(
        f"{address}/sections/{section.id}",
        {"html": "<p>Az ülés véget ért.</p>", "heading": section.heading, "public": "y", "version": "1"},
    )
    assert officer.post(f"{address}/versions").status_code == 303
    pact.signed_in("head").post(f"{address}/approve", {"approver": "Az elnök"})
    page = pact.signed_in("member").get(f"{address}/versions").text
    assert "<del>" in page and "<ins>" in page
    assert len(re.findall(r"<li><b>", page)) == 2
    assert len(re.findall(r"<li><b>", officer.get(f"{address}/versions").text)) == 4
    assert officer.get(f"{address}/versions?before=1&after=99").status_code == 404


def test_a_version_never_changes_when_the_text_does(pact: Pact) -> None:
    from paktum.domains.minutes.rules.life import sealed
    from paktum.domains.minutes.tables import MinutesVersion

    meeting = approved(pact)
    with pact.work() as session:
        session.execute(update(MinutesSection).values(content="<p>x</p>"))
        row = session.scalars(select(MinutesVersion).where(MinutesVersion.occasion == "approved")).one()
        assert sealed(row.content) == row.sha256
        assert session.scalars(select(Minutes.current_version)).one() == row.number
    assert meeting


def test_another_pacts_minutes_cannot_be_approved_as_a_subject(pact: Pact, make_pact: Callable[[str], Pact]) -> None:
    there = make_pact("tiszakecske")
    meeting = sent(there)
    house: House = pact.app.extensions["paktum"]
    ref = SubjectRef("minutes", minutes_of(there, meeting).id)
    told = DecisionTold("carried", body_id(pact, "steering_group"), clock_of(pact).now().date(), None, "1/2026")
    with pact.work() as session:
        house.subjects.tell(session, clock_of(pact), pact.actor("officer"), ref, told)
    assert minutes_of(there, meeting).state == "sent"
