"""The tenant's own pages: what the plugins gave, and renaming, switching, adding, taking back."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from paktum.domains.audit.tables import AuditEntry
from paktum.domains.tenancy.tables import TenantConfiguration
from tests.support.pacts import Pact
from tests.support.statements import counted_statements

PAGES = (
    "/settings",
    "/settings/words",
    "/settings/bodies",
    "/settings/events",
    "/settings/audiences",
    "/settings/changes",
)
SESSION = {"hu_one": "tanácskozás", "hu_many": "tanácskozások", "hu_accusative": "tanácskozást"}


def seen(page: str) -> str:
    """The hidden mark of the word as the form carries it."""
    import html

    found = re.search(r'name="seen" type="hidden" value="([^"]*)"', page)
    assert found is not None
    return html.unescape(found[1])


def changes_of(pact: Pact) -> object:
    with pact.work() as session:
        return session.scalar(select(TenantConfiguration.changes))


@pytest.mark.parametrize("address", PAGES)
def test_each_page_takes_few_statements(pact: Pact, address: str) -> None:
    head = pact.signed_in("head")
    head.get(address)
    with counted_statements(pact.app) as sent:
        assert head.get(address).status_code == 200
    assert len(sent) <= 3, sent


def test_the_facts_and_the_grant_come_from_the_files(pact: Pact) -> None:
    page = pact.signed_in("officer").get("/settings").text
    for fact in ("Tiszakécskei Foglalkoztatási Paktum", "TOP-5.1.2-16", "Europe/Budapest", "Magyarország"):
        assert fact in page
    grant = page[page.index('id="grant"') :]
    assert "Tiszakécske Város Önkormányzata" in grant and "Magyar Máltai Szeretetszolgálat Egyesület" in grant


def test_a_pact_without_a_public_grant_shows_none(make_pact: Callable[[str], Pact]) -> None:
    page = make_pact("participation").signed_in("head").get("/settings")
    assert page.status_code == 200


def test_a_renamed_word_is_used_at_once_and_can_be_taken_back(pact: Pact) -> None:
    head = pact.signed_in("head")
    body = {"hu_one": "grémium", "hu_many": "grémiumok", "hu_accusative": "grémiumot"}
    form = {**body, "seen": seen(head.get("/settings/words/body").text)}
    assert head.post("/settings/words/body", form).status_code == 303
    after = head.get("/settings/changes").text
    assert "grémium" in after and "testület" in after
    assert "Grémiumok" in head.get("/bodies").text
    assert head.post("/settings/words/body/take-back").status_code == 303
    assert "Testületek" in head.get("/bodies").text
    assert changes_of(pact) == {}
    with pact.work() as session:
        acts = list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)))
    assert acts == ["term.renamed", "term.taken_back"]


@pytest.mark.parametrize("field", ["hu_one", "hu_many", "hu_accusative"])
def test_every_form_that_pages_use_is_asked_for(pact: Pact, field: str) -> None:
    head = pact.signed_in("head")
    form = {**SESSION, "seen": seen(head.get("/settings/words/session").text), field: ""}
    answer = head.post("/settings/words/session", form)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert changes_of(pact) == {}


def test_a_czech_word_needs_its_genitives_too(make_pact: Callable[[str], Pact]) -> None:
    head = make_pact("liberec").signed_in("head")
    page = head.get("/settings/words/session").text
    form = {"cs_one": "schůze", "cs_many": "schůze", "cs_accusative": "schůzi", "seen": seen(page)}
    answer = head.post("/settings/words/session", form)
    assert answer.status_code == 422
    assert 'id="cs_genitive-error"' in answer.text and 'id="cs_genitive_many-error"' in answer.text


def test_english_is_given_whole_or_not_at_all(pact: Pact) -> None:
    head = pact.signed_in("head")
    form = {**SESSION, "en_one": "sitting", "seen": seen(head.get("/settings/words/session").text)}
    answer = head.post("/settings/words/session", form)
    assert answer.status_code == 422
    assert 'id="en_many-error"' in answer.text


def test_two_heads_renaming_the_same_word_see_each_other(pact: Pact) -> None:
    head = pact.signed_in("head")
    mark = seen(head.get("/settings/words/session").text)
    assert head.post("/settings/words/session", {**SESSION, "seen": mark}).status_code == 303
    answer = head.post("/settings/words/session", {**SESSION, "hu_one": "gyűlés", "seen": mark})
    assert answer.status_code == 409
    assert "tanácskozás" in answer.text and "gyűlés" in answer.text


def test_an_event_type_is_switched_off_and_on_again(pact: Pact) -> None:
    head = pact.signed_in("head")
    assert head.post("/settings/events/hu.evaluating/off").status_code == 303
    assert changes_of(pact) == {"event_types_off": ["hu.evaluating"]}
    notice = head.get("/settings/events").text
    assert "/settings/events/hu.evaluating/on" in notice
    assert head.post("/settings/events/hu.evaluating/on").status_code == 303
    assert changes_of(pact) == {}
    assert head.post("/settings/events/hu.nothing/off").status_code == 404
    assert head.post("/settings/events/hu.evaluating/sideways").status_code == 404


def test_an_event_type_of_ones_own_is_retired_and_never_removed(pact: Pact) -> None:
    head = pact.signed_in("head")
    names = {"own_name": "Üzemlátogatás", "english_name": "Plant visit"}
    assert head.post("/settings/events/new", names).status_code == 303
    page = head.get("/settings/events").text
    code = re.search(r"/settings/events/([a-z0-9_]+\.plant_visit)/off", page)
    assert code is not None and "Üzemlátogatás" in page
    assert head.post(f"/settings/events/{code[1]}", {**names, "own_name": "Gyárlátogatás"}).status_code == 303
    assert head.post(f"/settings/events/{code[1]}/off").status_code == 303
    page = head.get("/settings/events").text
    assert "Gyárlátogatás" in page and f"/settings/events/{code[1]}/on" in page
    assert head.post("/settings/events/hu.informing", names).status_code == 404


def test_a_kind_of_working_group_can_be_made_into_bodies(pact: Pact) -> None:
    head = pact.signed_in("head")
    form = {
        "own_name": "Ifjúsági munkacsoport",
        "english_name": "Youth group",
        "base": "hu.working_group",
        "area": "ifjúság",
        "short": "IMCS",
    }
    assert head.post("/settings/bodies/new", {**form, "area": ""}).status_code == 422
    assert head.post("/settings/bodies/new", {**form, "base": "hu.nothing"}).status_code == 422
    assert head.post("/settings/bodies/new", form).status_code == 303
    code = re.search(r'value="([a-z0-9_]+\.youth_group)"', head.get("/bodies/new").text)
    assert code is not None
    answer = head.post("/bodies/new", {"body_type": code[1], "name": "Fiatalok munkacsoportja", "parent_id": ""})
    body = answer.headers["Location"]
    assert "IMCS" in head.get(body).text
    assert head.post(f"/settings/bodies/{code[1]}/off").status_code == 303
    assert f'value="{code[1]}"' not in head.get("/bodies/new").text
    assert "Ifjúsági munkacsoport" in head.get(body).text


def test_the_officer_looks_and_the_head_changes(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    assert "/settings/words/session" not in officer.get("/settings/words").text
    for address in ("/settings/words/session", "/settings/events/hu.informing/off", "/settings/events/new"):
        assert officer.post(address).status_code == 403
    for role in ("member", "partner", "viewer"):
        assert pact.signed_in(role).get("/settings").status_code == 403


def test_what_can_be_done_with_a_word_is_read_out_apart_from_the_word(pact: Pact) -> None:
    head = pact.signed_in("head")
    for address in ("/settings/words", "/settings/events"):
        page = head.get(address).text
        hidden = re.findall(
            r'[^<>]+<span class="visually-hidden">([^<]+)</span></(?:a|button)>', page[page.index("<main") :]
        )
        assert hidden and all(name.startswith(": ") for name in hidden), address
