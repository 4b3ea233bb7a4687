"""Error pages: what they are called, and the ways on that they offer."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text
from werkzeug.test import TestResponse

from paktum.core.database import current_session
from paktum.core.ids import new_id
from paktum.core.messages import msg, say
from paktum.domains.bodies.tables import Body
from paktum.domains.notices.service import notify
from paktum.web.access import requires
from tests.support.minutes import sent
from tests.support.pacts import Pact


def test_a_page_that_is_refused_leads_back_to_the_page_that_led_to_it(pact: Pact) -> None:
    page = pact.signed_in("viewer").get("/settings", headers={"Referer": f"{pact.origin}/programme?year=2027"})
    assert page.status_code == 403
    assert '<a class="btn btn-primary" href="/programme?year=2027">' in page.text


@pytest.mark.parametrize(
    "before",
    [
        "https://elsewhere.example/programme",
        "/settings",
        "{origin}//elsewhere.example/",
        "{origin}/\\elsewhere.example",
    ],
)
def test_a_refused_page_leads_nowhere_but_to_another_page_of_the_site(pact: Pact, before: str) -> None:
    page = pact.signed_in("viewer").get("/settings", headers={"Referer": before.format(origin=pact.origin)})
    assert page.status_code == 403
    assert page.text.count('class="btn btn-primary" href="/"') == 1
    assert "elsewhere" not in page.text


def test_what_can_no_longer_be_done_is_not_called_the_change_of_somebody_else(pact: Pact) -> None:
    meeting = sent(pact)
    page = pact.signed_in("officer").get(f"/meetings/{meeting}/minutes/drop")
    assert page.status_code == 409
    assert f"<h1>{say(msg('This cannot be done now'), pact.language)}</h1>" in page.text


def test_a_failure_of_the_database_shows_the_house_s_own_page(pact: Pact, monkeypatch: pytest.MonkeyPatch) -> None:
    head = pact.signed_in("head")

    def fail() -> None:
        current_session().add(Body(id=new_id()))
        current_session().flush()

    monkeypatch.setitem(pact.app.view_functions, "bodies.add_body", requires("bodies.found")(fail))
    answer = head.post("/bodies/new")
    assert answer.status_code == 500
    assert f"<h1>{say(msg('Something went wrong here'), pact.language)}</h1>" in answer.text


def test_what_was_saved_a_moment_earlier_is_said_so(pact: Pact, monkeypatch: pytest.MonkeyPatch) -> None:
    head = pact.signed_in("head")

    def save_again() -> None:
        current_session().execute(text("insert into organisation select * from organisation limit 1"))

    monkeypatch.setitem(pact.app.view_functions, "partners.add_organisation", requires("partners.keep")(save_again))
    answer = head.post("/organisations/new")
    assert answer.status_code == 409
    assert "<h1>" in answer.text and "500" not in answer.text


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/organisations/new", {"name": "Kétszer Kft.", "kind": "hu.school", "place": "", "consortium_role": ""}),
        ("/programme/new/event", {"sequence": "77", "title": "Kétszer", "precision": "day", "start": "2027-05-05"}),
    ],
)
def test_a_form_sent_twice_at_once_is_saved_once(pact: Pact, address: str, fields: dict[str, str]) -> None:
    visitors = [pact.signed_in("head"), pact.signed_in("officer")]
    if "event" in address:
        fields = {**fields, "types": "hu.informing", "place": "", "purpose": ""}
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(one.status_code for one in pool.map(lambda one: one.post(address, fields), visitors))
    assert answers == [303, 422]


def _failing_at_the_end(pact: Pact, monkeypatch: pytest.MonkeyPatch, statement: str) -> TestResponse:
    """The answer to a form whose transaction fails when it is committed, in a browser with an unread notice."""
    with pact.work() as session:
        notify(session, pact.actor("head").membership_id, msg("Work plan"), "/")
    head = pact.signed_in("head")

    def save() -> str:
        current_session().at_commit(lambda: current_session().execute(text(statement)))
        return "saved"

    monkeypatch.setitem(pact.app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(pact.app.view_functions, "partners.add_organisation", requires("partners.keep")(save))
    return head.post("/organisations/new")


def test_what_turns_out_at_the_end_to_be_saved_already_is_said_so_too(
    pact: Pact, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = _failing_at_the_end(pact, monkeypatch, "insert into organisation select * from organisation limit 1")
    assert answer.status_code == 409
    assert f"<h1>{say(msg('This cannot be done now'), pact.language)}</h1>" in answer.text


def test_a_failure_at_the_end_shows_the_house_s_own_page_and_says_that_nothing_was_saved(
    pact: Pact, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = _failing_at_the_end(pact, monkeypatch, "select 1 / 0")
    assert answer.status_code == 500
    assert f"<h1>{say(msg('Something went wrong here'), pact.language)}</h1>" in answer.text


def test_a_page_that_is_used_the_wrong_way_says_which_ways_there_are(pact: Pact) -> None:
    answer = pact.signed_in("head").post("/audit")
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= {one.strip() for one in answer.headers.get("Allow", "").split(",")}
