"""Minutes are drafted from what happened, written section by section, and nothing that anybody types is lost."""

import json
import re
import uuid

import pytest

from paktum.core.messages import msg, say
from paktum.domains.sittings.service import sitting
from tests.support.minutes import SEATS, drafted, held_sitting, minutes_of
from tests.support.pacts import Pact, Visitor
from tests.support.sittings import Sitting
from tests.support.statements import counted_statements


def section_address(pact: Pact, meeting: uuid.UUID, kind: str = "closing") -> str:
    found = next(section for section in minutes_of(pact, meeting).sections if section.kind == kind)
    return f"/meetings/{meeting}/minutes/sections/{found.id}"


def quietly(visitor: Visitor, address: str, html: str, version: int) -> tuple[int, dict[str, object]]:
    answer = visitor.post(address, {"html": html, "heading": "Zárás", "public": "y", "version": version})
    return answer.status_code, json.loads(answer.data)


def test_the_draft_tells_presence_agenda_vote_and_decision(pact: Pact) -> None:
    meeting = drafted(pact)
    found = {section.kind: section.content for section in minutes_of(pact, meeting).sections}
    items = [section for section in minutes_of(pact, meeting).sections if section.kind == "item"]
    assert "Tiszakécske Város Önkormányzatának képviselője" in found["presence"]
    assert found["agenda"].count("<li>") == 2
    assert "A csoport elfogadja a munkaprogramot." in items[1].content
    assert "IG határozat" in items[1].content
    assert items[1].heading == "2. napirendi pont: A munkaprogram elfogadása"


def test_an_amendment_stands_before_the_motion_that_it_reworded_as_they_were_voted_on(pact: Pact) -> None:
    led = Sitting(pact, items=("Költségvetés",))
    led.arrive(*SEATS)
    motion = led.table("Száz legyen.")
    amendment = led.table("Ötven legyen.", amends=motion)
    for put in (amendment, motion):
        vote = led.open_vote(put)
        led.note(vote, sg_municipality="yes", sg_government_office="yes", sg_county="yes")
        led.close(vote)
    led.do(sitting.end_sitting)
    assert pact.signed_in("officer").post(f"/meetings/{led.id}/minutes").status_code == 303
    (item,) = [section for section in minutes_of(pact, led.id).sections if section.kind == "item"]
    first, second = (say(each, "hu") for each in (msg("Amendment:"), msg("Motion as amended:")))
    assert 0 <= item.content.index(first) < item.content.index(second)


def test_the_page_shows_the_draft_and_the_meeting_moves_on(pact: Pact) -> None:
    meeting = drafted(pact)
    page = pact.signed_in("officer").get(f"/meetings/{meeting}/minutes")
    assert page.status_code == 200
    assert "IG határozat" in page.text
    with pact.work() as session:
        from paktum.domains.meetings.queries import meeting_head

        assert meeting_head(session, meeting).state == "minutes_drafted"


def test_drafting_twice_keeps_the_one_draft(pact: Pact) -> None:
    meeting = drafted(pact)
    before = minutes_of(pact, meeting)
    assert pact.signed_in("officer").post(f"/meetings/{meeting}/minutes").status_code == 303
    assert minutes_of(pact, meeting) == before


def test_a_meeting_that_was_not_held_has_no_minutes_to_draft(pact: Pact) -> None:
    from tests.support.meetings import planned_meeting

    meeting = planned_meeting(pact)
    officer = pact.signed_in("officer")
    assert officer.get(f"/meetings/{meeting}/minutes").status_code == 200
    assert officer.post(f"/meetings/{meeting}/minutes").status_code == 409


def test_what_is_typed_is_saved_and_only_what_minutes_know_of_it(pact: Pact) -> None:
    meeting = drafted(pact)
    officer = pact.signed_in("officer")
    status, told = quietly(officer, section_address(pact, meeting), "<div>Vége.<script>x</script> <b>Kész</b></div>", 1)
    assert status == 200
    assert told["version"] == 2
    assert told["html"] == "<p>Vége. <strong>Kész</strong></p>"
    assert "<p>Vége. <strong>Kész</strong></p>" in officer.get(f"/meetings/{meeting}/minutes").text


def test_the_second_of_two_editors_hears_what_the_first_saved(pact: Pact) -> None:
    meeting = drafted(pact)
    address = section_address(pact, meeting)
    first, second = pact.signed_in("officer"), pact.signed_in("head")
    assert quietly(first, address, "<p>Az elsőé</p>", 1)[0] == 200
    status, told = quietly(second, address, "<p>A másodiké</p>", 1)
    assert status == 409
    assert told["html"] == "<p>Az elsőé</p>"
    assert quietly(second, address, "<p>A másodiké</p>", int(str(told["version"])))[0] == 200
    assert "A másodiké" in first.get(f"/meetings/{meeting}/minutes").text


def test_the_same_text_sent_twice_is_saved_once(pact: Pact) -> None:
    meeting = drafted(pact)
    address = section_address(pact, meeting)
    officer = pact.signed_in("officer")
    assert quietly(officer, address, "<p>Egyszer</p>", 1)[1]["version"] == 2
    assert quietly(officer, address, "<p>Egyszer</p>", 1) == quietly(officer, address, "<p>Egyszer</p>", 1)
    assert quietly(officer, address, "<p>Egyszer</p>", 1)[1]["version"] == 2


def test_without_a_script_a_section_has_a_form_with_signs_and_shows_both_versions(pact: Pact) -> None:
    meeting = drafted(pact)
    address = section_address(pact, meeting)
    first, second = pact.signed_in("officer"), pact.signed_in("head")
    assert "Kmf." in first.get(address).text
    form = {"heading": "Zárás", "public": "y", "version": "1"}
    assert first.post(address, {**form, "text": "**Vége**\n\n- egy\n- kettő"}).status_code == 303
    closing = minutes_of(pact, meeting).sections[-1]
    assert closing.content == "<p><strong>Vége</strong></p>\n<ul><li>egy</li><li>kettő</li></ul>"
    answer = second.post(address, {**form, "text": "Az enyém"})
    assert answer.status_code == 409
    assert "Az enyém" in answer.text and "**Vége**" in answer.text
    version = re.search(r'name="version"[^>]*value="(\d+)"', answer.text)
    assert version is not None
    again = {**form, "version": version[1], "text": "Az enyém"}
    assert second.post(address, {**again, "keep-text": "theirs"}).status_code == 303
    assert minutes_of(pact, meeting).sections[-1].content == closing.content


def test_a_section_without_a_heading_is_refused_and_keeps_what_was_typed(pact: Pact) -> None:
    meeting = drafted(pact)
    address = section_address(pact, meeting)
    officer = pact.signed_in("officer")
    answer = officer.post(address, {"heading": " ", "public": "y", "version": "1", "text": "Megmaradt"})
    assert answer.status_code == 422 and "Megmaradt" in answer.text
    assert quietly(officer, address, "<p>x</p>", 1)[0] == 200
    empty = officer.post(address, {"html": "<p>y</p>", "heading": "", "public": "y", "version": "2"})
    assert empty.status_code == 422


def test_sections_are_added_before_the_closing_and_taken_out_with_a_version_kept(pact: Pact) -> None:
    meeting = drafted(pact)
    officer = pact.signed_in("officer")
    assert officer.post(f"/meetings/{meeting}/minutes/sections", {"heading": "Egyebek"}).status_code == 303
    headings = [section.heading for section in minutes_of(pact, meeting).sections]
    assert headings[-2] == "Egyebek"
    address = section_address(pact, meeting, "free")
    assert officer.post(f"{address}/remove").status_code == 303
    assert "Egyebek" not in [section.heading for section in minutes_of(pact, meeting).sections]
    compared = officer.get(f"/meetings/{meeting}/minutes/versions")
    assert "<del>Egyebek</del>" in compared.text


def test_drafting_again_changes_only_what_nobody_wrote_in(pact: Pact) -> None:
    from paktum.domains.meetings.tables import AgendaItem
    from paktum.domains.meetings.tables import Meeting as MeetingTable

    meeting = drafted(pact)
    officer = pact.signed_in("officer")
    assert quietly(officer, section_address(pact, meeting), "<p>A mienk</p>", 1)[0] == 200
    with pact.work() as session:
        item = session.query(AgendaItem).filter_by(meeting_id=meeting, sequence=1).one()
        item.notes = "Utólag talált jegyzet."
        session.query(MeetingTable).filter_by(id=meeting).one().place = "Kecskemét"
    assert officer.post(f"/meetings/{meeting}/minutes/again").status_code == 303
    found = minutes_of(pact, meeting).sections
    assert found[-1].content == "<p>A mienk</p>"
    assert any("Utólag talált jegyzet." in section.content for section in found)
    assert "Kecskemét" in found[0].content


def test_a_draft_can_be_given_up_and_the_meeting_waits_for_its_minutes_again(pact: Pact) -> None:
    meeting = drafted(pact)
    officer = pact.signed_in("officer")
    assert officer.get(f"/meetings/{meeting}/minutes/drop").status_code == 200
    assert officer.post(f"/meetings/{meeting}/minutes/drop").status_code == 303
    assert officer.post(f"/meetings/{meeting}/minutes").status_code == 303
    assert minutes_of(pact, meeting).state == "drafted"


@pytest.mark.parametrize("role", ["member", "partner", "viewer"])
def test_a_draft_is_the_offices_alone(pact: Pact, role: str) -> None:
    meeting = drafted(pact)
    reader = pact.signed_in(role)  # type: ignore[arg-type]
    page = reader.get(f"/meetings/{meeting}/minutes")
    assert page.status_code == 200
    assert "határozat" not in page.text
    assert reader.get(section_address(pact, meeting)).status_code == 403
    assert reader.post(f"/meetings/{meeting}/minutes").status_code == 403
    assert reader.get(f"/meetings/{meeting}/minutes/versions").status_code in (403, 404)


def test_the_page_takes_as_few_statements_whatever_the_meeting(pact: Pact) -> None:
    meeting = drafted(pact)
    officer = pact.signed_in("officer")
    officer.get(f"/meetings/{meeting}/minutes")
    with counted_statements(pact.app) as sent:
        officer.get(f"/meetings/{meeting}/minutes")
    assert len(sent) <= 7, "\n".join(sent)


def test_notes_of_an_item_are_words_and_never_markup(pact: Pact) -> None:
    from paktum.domains.meetings.tables import AgendaItem

    led = held_sitting(pact)
    with pact.work() as session:
        session.query(AgendaItem).filter_by(meeting_id=led.id).first().notes = "<script>alert(1)</script>"  # type: ignore[union-attr]
    officer = pact.signed_in("officer")
    officer.post(f"/meetings/{led.id}/minutes")
    page = officer.get(f"/meetings/{led.id}/minutes").text
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page
