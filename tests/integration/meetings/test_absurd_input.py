"""What nobody means to send: control characters, years of another age, hours that the clock skips."""

import pytest

from paktum.domains.meetings.queries import meeting_head
from tests.integration.meetings.test_meeting_pages import FIELDS, id_in
from tests.support.meetings import body_id
from tests.support.pacts import Pact


def test_control_characters_are_left_out_of_what_is_typed_and_line_ends_stay(pact: Pact) -> None:
    note = "First\x0b line\r\nSecond\x00 line\ufffe"
    values = {**FIELDS, "body": str(body_id(pact, "forum")), "title": "Found\x00ing\x07", "invitation_note": note}
    answer = pact.signed_in("head").post("/meetings/new", values)
    assert answer.status_code == 303
    with pact.work() as session:
        found = meeting_head(session, id_in(answer.location))
    assert (found.title, found.invitation_note) == ("Founding", "First line\nSecond line")


def test_control_characters_in_an_address_do_no_harm(pact: Pact) -> None:
    assert pact.signed_in("head").get("/meetings?q=%00a&body=%00&state=%00").status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"day": "9999-12-31"}, {"day": "0001-01-01"}, {"day": "0026-12-10"}, {"last_day": "9999-12-31"}],
    ids=lambda change: next(iter(change.values())),
)
def test_a_day_of_another_age_is_refused_and_the_list_stays_readable(pact: Pact, change: dict[str, str]) -> None:
    head = pact.signed_in("head")
    answer = head.post("/meetings/new", {**FIELDS, "body": str(body_id(pact, "forum")), **change})
    assert answer.status_code == 422 and "error-summary" in answer.text
    assert head.get("/meetings").status_code == 200


def test_a_meeting_that_would_end_when_it_begins_because_the_clocks_go_forward_is_refused(pact: Pact) -> None:
    hours = {"day": "2027-03-28", "starts": "02:30", "ends": "03:30"}
    answer = pact.signed_in("head").post("/meetings/new", {**FIELDS, **hours, "body": str(body_id(pact, "forum"))})
    assert answer.status_code == 422
