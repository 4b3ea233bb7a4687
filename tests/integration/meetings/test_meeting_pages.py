"""The pages of meetings in the test client: planning, the page itself, the agenda, documents and announcements."""

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import icalendar
import pytest
from sqlalchemy import update

from paktum.core.messages import msg, say
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.queries import agenda_rows, document_rows, meeting_head
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.service import life
from paktum.domains.meetings.service.agenda import ItemDraft, add_item
from tests.support.meetings import (
    body_id,
    clock_of,
    filled_meeting,
    meeting_with_announcements,
    planned_meeting,
)
from tests.support.pacts import Pact
from tests.support.pictures import jpeg, png, png_chunk, segment

FIELDS = {"day": "2026-12-10", "starts": "10:00", "ends": "12:00", "form": "present", "place": "Városháza"}


def id_in(location: str) -> uuid.UUID:
    return uuid.UUID(location.rsplit("/", 1)[-1].partition("#")[0])


def test_a_meeting_is_planned_from_its_body_and_begins_with_its_standing_agenda(pact: Pact) -> None:
    head = pact.signed_in("head")
    body = body_id(pact, "steering_group")
    form = head.get(f"/meetings/new?body={body}").text
    assert re.search(rf'<option (selected value="{body}"|value="{body}" selected)', form)
    answer = head.post("/meetings/new", {**FIELDS, "body": str(body)})
    assert answer.status_code == 303
    with pact.work() as session:
        found = meeting_head(session, id_in(answer.location))
        assert next(row.kind for row in agenda_rows(session, found.id)) == "opening"
    assert (found.local_start.hour, found.place) == (10, "Városháza")


def test_a_wrong_form_keeps_what_was_typed_and_says_what_is_wrong(pact: Pact) -> None:
    head = pact.signed_in("head")
    answer = head.post("/meetings/new", {**FIELDS, "body": str(body_id(pact, "forum")), "ends": "09:00"})
    assert answer.status_code == 422
    assert "Városháza" in answer.text and "error-summary" in answer.text
    assert head.post("/meetings/new", {**FIELDS, "body": str(uuid.uuid4())}).status_code == 422


def test_a_meeting_into_the_early_hours_needs_its_last_day(pact: Pact) -> None:
    head = pact.signed_in("head")
    fields = {**FIELDS, "body": str(body_id(pact, "forum")), "starts": "22:00", "ends": "01:00"}
    assert head.post("/meetings/new", fields).status_code == 422
    assert head.post("/meetings/new", {**fields, "last_day": "2026-12-11"}).status_code == 303


def test_a_second_editor_sees_both_versions_and_nothing_typed_is_lost(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    one, other = pact.signed_in("head"), pact.signed_in("officer")
    with pact.work() as session:
        version = str(meeting_head(session, meeting).version)
    saved = one.post(f"/meetings/{meeting}/edit", {**FIELDS, "version": version})
    late = other.post(f"/meetings/{meeting}/edit", {**FIELDS, "place": "Művelődési ház", "version": version})
    assert (saved.status_code, late.status_code) == (303, 409)
    assert "Városháza" in late.text and "Művelődési ház" in late.text


def test_moving_a_meeting_raises_the_sequence_that_calendars_go_by_and_renaming_its_note_does_not(pact: Pact) -> None:
    meeting, head = planned_meeting(pact), pact.signed_in("head")

    def save(**fields: str) -> int:
        with pact.work() as session:
            version = str(meeting_head(session, meeting).version)
        head.post(f"/meetings/{meeting}/edit", {**FIELDS, **fields, "version": version})
        with pact.work() as session:
            return meeting_head(session, meeting).calendar_sequence

    assert save() == 1
    assert save(invitation_note="Kérjük, hozza magával a tervet.") == 1
    assert save(place="Máshol") == 2


def test_a_postponed_meeting_gets_a_new_time_and_is_prepared_again(pact: Pact) -> None:
    meeting, head = planned_meeting(pact), pact.signed_in("head")
    assert head.post(f"/meetings/{meeting}/postpone", {"reason": ""}).status_code == 422
    assert head.post(f"/meetings/{meeting}/postpone", {"reason": "Betegség"}).status_code == 303
    assert "Betegség" in head.get(f"/meetings/{meeting}").text
    with pact.work() as session:
        version = str(meeting_head(session, meeting).version)
    head.post(f"/meetings/{meeting}/edit", {**FIELDS, "day": "2027-02-11", "version": version})
    with pact.work() as session:
        found = meeting_head(session, meeting)
    assert (found.state, found.state_reason, found.day.isoformat()) == (MeetingState.PLANNED, "", "2027-02-11")


def test_a_meeting_convened_too_late_needs_its_reason(pact: Pact) -> None:
    meeting = planned_meeting(pact, starts_at=datetime(2026, 11, 25, 9, tzinfo=UTC))
    head = pact.signed_in("head")
    assert head.post(f"/meetings/{meeting}/convene", {"reason": " "}).status_code == 422
    assert head.post(f"/meetings/{meeting}/convene", {"reason": "Sürgős döntés"}).status_code == 303
    with pact.work() as session:
        found = meeting_head(session, meeting)
    assert (found.state, found.notice_reason) == (MeetingState.CONVENED, "Sürgős döntés")


def test_the_charter_of_the_day_stays_when_the_body_changes_its_rules_later(pact: Pact) -> None:
    from paktum.domains.bodies.tables import Charter

    meeting = planned_meeting(pact)
    with pact.work() as session:
        life.mark_convened(session, clock_of(pact), pact.actor("officer"), meeting)
    with pact.work() as session:
        before = meeting_head(session, meeting).bodies[0]
        rules = before.charter.model_dump(mode="json", exclude_defaults=True) | {"notice": {"days": 30}}
        later = (before.charter_from or datetime(2000, 1, 1).date()) + timedelta(days=1)
        session.add(Charter(body_id=before.body_id, valid_from=later, rules=rules))
    with pact.work() as session:
        assert meeting_head(session, meeting).bodies[0].charter_id == before.charter_id


def test_the_list_parts_what_is_to_come_from_what_was_and_leaves_as_a_file(pact: Pact) -> None:
    planned_meeting(pact, title="Jövőbeli ülés")
    old = planned_meeting(pact, title="Régi ülés", starts_at=datetime(2026, 10, 1, 8, tzinfo=UTC))
    with pact.work() as session:
        life.note_held(session, clock_of(pact), pact.actor("officer"), old)
    reader = pact.signed_in("member")
    coming, past = reader.get("/meetings").text, reader.get("/meetings?view=past").text
    assert "Jövőbeli ülés" in coming and "Régi ülés" not in coming
    assert "Régi ülés" in past and "Jövőbeli ülés" not in past
    assert "Régi ülés" in reader.get("/meetings?view=all&text=régi").text
    assert "Régi ülés" in reader.get("/meetings?view=all&text=REGI+ules").text
    assert "Régi ülés" not in reader.get("/meetings?view=all&text=100%25").text
    assert "Jövőbeli ülés" in reader.get("/meetings.csv").text
    assert reader.get("/meetings.xlsx").status_code == 200 and reader.get("/meetings.doc").status_code == 404


def test_partners_see_neither_internal_items_nor_internal_documents(pact: Pact) -> None:
    from paktum.domains.meetings.service.agenda import ItemDraft, add_item
    from paktum.domains.meetings.service.documents import DocumentDraft, add_document

    meeting, actor, store = planned_meeting(pact), pact.actor("officer"), pact.app.extensions["paktum"].store
    with pact.work() as session:
        add_item(session, clock_of(pact), actor, meeting, ItemDraft("Személyi ügy", public=False))
        add_item(session, clock_of(pact), actor, meeting, ItemDraft("Nyilvános ügy"))
        draft = DocumentDraft("Bizalmas irat")
        document = add_document(session, clock_of(pact), actor, store, meeting, draft, "b.pdf", BytesIO(b"%PDF-1.7"))
    address = f"/meetings/{meeting}/documents/{document}"
    partner, member = pact.signed_in("partner"), pact.signed_in("member")
    page = partner.get(f"/meetings/{meeting}").text
    assert "Nyilvános ügy" in page and "Személyi ügy" not in page and "Bizalmas irat" not in page
    assert partner.get(address).status_code == 404
    answer = member.get(address)
    assert (answer.status_code, answer.data) == (200, b"%PDF-1.7")
    answer.close()
    assert "Személyi ügy" in member.get(f"/meetings/{meeting}").text


def test_several_files_are_taken_at_once_or_none_of_them(pact: Pact) -> None:
    meeting, head = planned_meeting(pact), pact.signed_in("head")
    good, bad = b"%PDF-1.7 a", b"MZ not a document"
    fields = {"kind": "submission", "item": ""}

    def send(*contents: bytes) -> int:
        files = [(BytesIO(content), f"{n}.pdf") for n, content in enumerate(contents)]
        answer = head.post(
            f"/meetings/{meeting}/documents", {**fields, "file": files}, content_type="multipart/form-data"
        )
        return answer.status_code

    assert send(good, bad) == 422
    with pact.work() as session:
        assert document_rows(session, meeting) == []
    assert send(good, good + b"2") == 303
    with pact.work() as session:
        assert [row.title for row in document_rows(session, meeting)] == ["0", "1"]
    answer = head.get(f"/meetings/{meeting}/documents")
    assert "application/pdf" not in answer.text and "PDF" in answer.text


def test_more_files_than_are_taken_at_once_are_refused_and_none_is_left_out_in_silence(pact: Pact) -> None:
    head, meeting = pact.signed_in("head"), planned_meeting(pact)
    files = [(BytesIO(b"%PDF-1.7\n" + bytes([number])), f"{number}.pdf") for number in range(21)]
    fields = {"item": "", "kind": "submission", "title": "", "file": files}
    answer = head.post(f"/meetings/{meeting}/documents", fields, content_type="multipart/form-data")
    assert answer.status_code == 422 and 'id="file-error"' in answer.text


def test_a_picture_among_the_documents_is_kept_without_its_position_and_camera(pact: Pact) -> None:
    meeting, head = planned_meeting(pact), pact.signed_in("head")
    page = f"/meetings/{meeting}/documents"

    def send(content: bytes, name: str) -> int:
        form = {"kind": "attachment", "item": "", "file": (BytesIO(content), name)}
        return head.post(page, form, content_type="multipart/form-data").status_code

    taken = jpeg(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08 47.5316N 21.6273E"))
    drawn = png()
    written = drawn[:33] + png_chunk(b"tEXt", b"Author\0somebody") + drawn[33:]
    assert (send(taken, "helyszín.jpg"), send(written, "térkép.png")) == (303, 303)
    with pact.work() as session:
        ids = {row.name: row.id for row in document_rows(session, meeting)}
    for name, plain in (("helyszín.jpg", jpeg()), ("térkép.png", drawn)):
        answer = head.get(f"{page}/{ids[name]}")
        assert answer.data == plain
        answer.close()
    assert send(taken[:-2], "csonka.jpg") == 422
    with pact.work() as session:
        assert len(document_rows(session, meeting)) == 2


def test_partners_announce_what_they_plan_and_change_only_their_own(pact: Pact) -> None:
    meeting, _, office_one = meeting_with_announcements(pact)
    partner = pact.signed_in("partner")
    page = f"/meetings/{meeting}/announcements"
    sent = partner.post(page, {"title": "Nyílt nap", "on": "2027-01-30", "text": "Várjuk a munkáltatókat."})
    assert sent.status_code == 303
    shown = partner.get(page).text
    assert "Nyílt nap" in shown and "Állásbörze" in shown
    own = [uuid.UUID(found) for found in re.findall(rf"{page}/([0-9a-f-]{{36}})", shown)]
    assert office_one not in own and len(own) == 1
    assert partner.get(f"{page}/{office_one}").status_code == 404
    assert partner.post(f"{page}/{own[0]}/withdraw").status_code == 303
    assert "Nyílt nap" not in partner.get(page).text


def test_a_meeting_without_an_item_for_them_has_no_page_of_announcements(pact: Pact) -> None:
    assert pact.signed_in("head").get(f"/meetings/{planned_meeting(pact)}/announcements").status_code == 404


def test_a_meeting_leaves_for_calendars_with_its_exact_hours(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    content = pact.signed_in("head").get(f"/meetings/{meeting}.ics").data
    event = next(iter(icalendar.Calendar.from_ical(content).walk("VEVENT")))
    assert event["DTSTART"].dt == datetime(2027, 1, 28, 9, tzinfo=UTC)
    assert str(event["UID"]) == str(meeting) and event["STATUS"] == "TENTATIVE"


@pytest.mark.parametrize("role", ["member", "partner", "viewer"])
def test_only_the_office_keeps_meetings(pact: Pact, role: str) -> None:
    meeting = filled_meeting(pact)
    visitor = pact.signed_in(role)  # type: ignore[arg-type]
    assert visitor.get("/meetings/new").status_code == 403
    for act in ("convene", "cancel", "postpone", "close", "agenda/fill", "remove"):
        assert visitor.post(f"/meetings/{meeting}/{act}", {"reason": "x"}).status_code == 403, act
    assert f"/meetings/{meeting}/agenda" not in visitor.get(f"/meetings/{meeting}").text


def test_the_page_says_what_to_do_next_with_the_charters_notice_named(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    meeting = filled_meeting(pact, ("executive_council",), starts_at=datetime(2026, 12, 10, 9, tzinfo=UTC))
    page = pact.signed_in("head").get(f"/meetings/{meeting}?lang=en").text
    following = page[page.index("next-thing") : page.index('class="split"')]
    assert f"/meetings/{meeting}/invitation" in following
    assert "7" in following and "3. prosince 2026" in following


def test_a_meeting_planned_by_mistake_is_removed_and_one_that_people_know_of_is_not(pact: Pact) -> None:
    head, mistake, known = pact.signed_in("head"), filled_meeting(pact), planned_meeting(pact)
    with pact.work() as session:
        life.mark_convened(session, clock_of(pact), pact.actor("officer"), known)
    assert head.post(f"/meetings/{mistake}/remove").status_code == 303
    assert head.get(f"/meetings/{mistake}").status_code == 404
    assert head.post(f"/meetings/{known}/remove").status_code == 409


def test_the_page_of_a_body_fetches_its_meetings(pact: Pact) -> None:
    planned_meeting(pact, title="Alakuló ülés")
    body, reader = body_id(pact, "steering_group"), pact.signed_in("member")
    assert f"/meetings/of/{body}" in reader.get(f"/bodies/{body}").text
    assert "Alakuló ülés" in reader.get(f"/meetings/of/{body}").text


def test_a_meeting_of_several_bodies_is_offered_only_where_there_are_several(pact: Pact) -> None:
    head = pact.signed_in("head")
    assert 'name="others"' in head.get("/meetings/new").text
    with pact.work() as session:
        session.execute(update(Body).where(Body.code != "steering_group").values(ended_on=date(2026, 1, 1)))
    alone = head.get("/meetings/new").text
    assert 'name="body"' in alone and 'name="others"' not in alone


def test_an_item_is_not_forwarded_where_no_other_body_is(pact: Pact) -> None:
    head, meeting = pact.signed_in("head"), planned_meeting(pact, items=["Költségterv"])
    with pact.work() as session:
        item = agenda_rows(session, meeting)[0].id
        session.execute(update(Body).where(Body.code != "steering_group").values(ended_on=date(2026, 1, 1)))
    page = head.get(f"/meetings/{meeting}/agenda/{item}/forward").text
    assert 'name="to_body"' not in page and say(msg("There is no other body yet"), pact.language) in page


def test_an_empty_list_is_not_counted(pact: Pact) -> None:
    meeting, head = planned_meeting(pact), pact.signed_in("head")
    empty = head.get(f"/meetings/{meeting}/agenda").text
    assert 'class="empty"' in empty and 'id="list"' not in empty
    with pact.work() as session:
        add_item(
            session, clock_of(pact), pact.actor("officer"), meeting, ItemDraft("Bejelentések", kind="announcements")
        )
    filled, empty = (head.get(f"/meetings/{meeting}/{part}").text for part in ("agenda", "announcements"))
    assert 'id="list"' in filled
    assert 'class="empty"' in empty and 'id="list"' not in empty


def test_the_history_of_a_meeting_sets_who_did_it_apart_by_a_comma(pact: Pact) -> None:
    page = pact.signed_in("head").get(f"/meetings/{planned_meeting(pact)}").text
    assert re.search(r'<br>[^<]+, <span class="muted small"', page)


def test_the_name_of_a_meeting_in_a_heading_stands_behind_a_colon_for_whoever_does_not_see_its_weight(
    pact: Pact,
) -> None:
    page = pact.signed_in("head").get(f"/meetings/{planned_meeting(pact)}/agenda").text
    heading = re.sub(r"<[^>]+>", "", page[page.index("<h1") : page.index("</h1>")])
    assert re.fullmatch(r"[^:]+: IG, .+", heading)
