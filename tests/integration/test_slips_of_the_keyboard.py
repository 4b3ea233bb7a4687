"""What used to break pages: unseen characters, days at the ends of the calendar, files and floods in the place of texts."""

import io

import pytest

from paktum.core.messages import msg, say
from tests.support.meetings import body_id
from tests.support.pacts import Pact


@pytest.mark.parametrize(
    "address", ["/meetings?text=a%00b", "/decisions?text=%00", "/settings/words/a%00b", "/bodies?q=%00"]
)
def test_an_unseen_character_in_an_address_breaks_no_page(pact: Pact, address: str) -> None:
    assert pact.signed_in("head").get(address).status_code in (200, 404)


def test_a_seat_is_kept_without_the_unseen_characters_of_its_name(pact: Pact) -> None:
    head = pact.signed_in("head")
    body = body_id(pact, "steering_group")
    assert (
        head.post(f"/bodies/{body}/seats/new", {"label": "Hato\x00dik szék\x07", "organisation_id": ""}).status_code
        == 303
    )
    assert "Hatodik szék" in head.get(f"/bodies/{body}").text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_meeting_at_the_end_of_the_calendar_is_refused_and_breaks_no_list(pact: Pact, day: str) -> None:
    head = pact.signed_in("head")
    fields = {"day": day, "starts": "10:00", "ends": "11:00", "place": "Városháza", "form": "present"}
    answer = head.post("/meetings/new", {**fields, "body": str(body_id(pact, "forum"))})
    assert answer.status_code == 422
    assert 'id="day-error"' in answer.text
    assert head.get(f"/meetings/new?day={day}").status_code == 200
    assert head.get("/meetings").status_code == 200
    assert head.get("/").status_code == 200


def test_a_day_that_is_none_is_refused_in_the_words_of_the_house(pact: Pact) -> None:
    head = pact.signed_in("head")
    answer = head.post("/meetings/new", {"day": "2026-02-30", "starts": "10:00", "ends": "11:00"})
    assert say(msg("Write the day as year, month and day."), pact.language) in answer.text


@pytest.mark.parametrize("version", ["²", "9" * 5000])
def test_a_version_that_is_no_number_is_met_like_one_that_is_past(pact: Pact, version: str) -> None:
    head = pact.signed_in("head")
    form = {"name": "Szakképző Centrum", "kind": "hu.municipality", "place": "", "email": "", "consortium_role": ""}
    page = head.post("/organisations/new", form).headers["Location"]
    assert head.post(f"{page}/edit", {**form, "version": version}).status_code == 409


@pytest.mark.parametrize("number", ["0", "10000", "99999999999999999999"])
def test_an_entry_takes_no_number_that_a_plan_cannot_have(pact: Pact, number: str) -> None:
    head = pact.signed_in("head")
    answer = head.post("/programme/new/event", {"sequence": number, "title": "Állásbörze", "precision": "month"})
    assert answer.status_code == 422
    assert 'id="sequence-error"' in answer.text


@pytest.mark.parametrize("field", ["sequence", "title", "start", "place", "opened"])
def test_a_file_in_the_place_of_a_text_counts_as_nothing(pact: Pact, field: str) -> None:
    form = {"sequence": "77", "title": "Állásbörze", "precision": "day", "start": "2027-05-05", "types": "hu.informing"}
    answer = pact.signed_in("head").post(
        "/programme/new/event", {**form, field: (io.BytesIO(b"PK"), "a.txt")}, content_type="multipart/form-data"
    )
    assert answer.status_code in (303, 422)


def test_a_file_beside_the_field_for_files_is_not_taken(pact: Pact) -> None:
    files = {"title": (io.BytesIO(b"PK"), "a.txt"), "file": (io.BytesIO(b"PK"), "a.docx")}
    answer = pact.signed_in("head").post("/programme/import", files, content_type="multipart/form-data")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "address", ["/meetings/new", "/organisations/new", "/programme/imports/x", "/settings/words/session"]
)
def test_more_than_a_form_may_hold_is_refused_on_the_house_s_own_page(pact: Pact, address: str) -> None:
    answer = pact.signed_in("head").post(address, {"title": "x" * 1_100_000})
    assert answer.status_code in (404, 413)
    assert "error-page" in answer.text or "<h1>" in answer.text
