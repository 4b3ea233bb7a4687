"""Entering, changing, dating, cancelling and removing entries through their pages."""

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from paktum.core.messages import msg, say
from paktum.domains.programme.tables import PlanEntry
from tests.support.pacts import Pact, Visitor
from tests.support.pages import without_token
from tests.support.plans import address_of, body_id, enter, many, planned
from tests.support.statements import counted_statements


def version_on(visitor: Visitor, address: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', visitor.get(address).text)
    assert found, address
    return found.group(1)


def session_form(pact: Pact, **changes: object) -> dict[str, object]:
    return {
        "title": "Az első ülés",
        "sequence": "1",
        "body": body_id(pact, "steering_group"),
        "precision": "month",
        "start": "2027-03-15",
        "place": "Tiszakécske",
        "purpose": "A munkaterv",
        "results_text": "",
        "audiences": ["hu.press"],
        "other_audiences": "Minden érdeklődő",
        "evaluates": "1, 2",
        **changes,
    }


def stored(pact: Pact, sequence: int = 1) -> PlanEntry:
    with pact.work() as session:
        entry = session.scalars(select(PlanEntry).where(PlanEntry.sequence == sequence)).one()
        session.expunge(entry)
        return entry


def test_a_session_is_entered_and_shown(pact: Pact) -> None:
    head = pact.signed_in("head")
    answer = head.post("/programme/new/session", session_form(pact))
    assert answer.status_code == 303, answer.text
    page = head.get(answer.headers["Location"]).text
    assert "Az első ülés" in page and "Minden érdeklődő" in page
    entry = stored(pact)
    assert (entry.precision, entry.period[0].isoformat(), entry.evaluates) == ("month", "2027-03-01", [1, 2])
    assert entry.audiences[0]["code"] == "hu.press"


def test_a_wrong_form_keeps_what_was_typed_and_says_what_is_wrong(pact: Pact) -> None:
    head = pact.signed_in("head")
    answer = head.post("/programme/new/session", session_form(pact, title="", place="Egy hosszú helyszín", body=""))
    assert answer.status_code == 422
    assert "Egy hosszú helyszín" in answer.text and 'class="error-summary"' in answer.text
    refused = head.post("/programme/new/session", session_form(pact, body=""))
    assert refused.status_code == 422 and 'id="body-error"' in refused.text
    event = head.post("/programme/new/event", session_form(pact, types=["hu.nonsense"]))
    assert event.status_code == 422


def test_a_number_is_given_once(pact: Pact) -> None:
    head = pact.signed_in("head")
    head.post("/programme/new/session", session_form(pact))
    again = head.post("/programme/new/session", session_form(pact, title="Még egy"))
    assert again.status_code == 422 and 'id="sequence-error"' in again.text


def test_two_editors_the_second_sees_both_versions_and_loses_nothing(pact: Pact) -> None:
    head, officer = pact.signed_in("head"), pact.signed_in("officer")
    head.post("/programme/new/session", session_form(pact))
    address = address_of(pact, "session", 1) + "/edit"
    version = version_on(head, address)
    first = head.post(address, session_form(pact, title="A vezető címe", version=version))
    assert first.status_code == 303
    second = officer.post(address, session_form(pact, title="A munkatárs címe", place="Kecskemét", version=version))
    assert second.status_code == 409
    assert "A vezető címe" in second.text and "A munkatárs címe" in second.text
    assert stored(pact).title == "A vezető címe"
    shown = re.search(r'name="version" value="(\d+)"', second.text)
    assert shown
    typed = session_form(pact, title="A munkatárs címe", place="Kecskemét", version=shown.group(1))
    merged = officer.post(address, {**typed, "keep-title": "theirs", "keep-place": "mine"})
    assert merged.status_code == 303, merged.text
    assert (stored(pact).title, stored(pact).place) == ("A vezető címe", "Kecskemét")


def test_what_the_second_editor_left_alone_stays_as_the_first_saved_it(pact: Pact) -> None:
    head, officer = pact.signed_in("head"), pact.signed_in("officer")
    head.post("/programme/new/session", session_form(pact))
    address = address_of(pact, "session", 1) + "/edit"
    opened = re.search(r'name="opened"[^>]*value="([^"]+)"', officer.get(address).text)
    assert opened
    head.post(address, session_form(pact, place="Kecskemét", version=1))
    second = officer.post(address, session_form(pact, title="Más cím", version=1, opened=opened.group(1)))
    assert second.status_code == 409
    assert '<input type="hidden" name="keep-place" value="theirs">' in second.text
    assert 'name="keep-title"' in second.text and "Más cím" in second.text
    officer.post(address, {**session_form(pact, title="Más cím", version=2), "keep-place": "theirs"})
    assert (stored(pact).title, stored(pact).place) == ("Más cím", "Kecskemét")


def test_a_day_is_fixed_and_opened_again_while_the_plan_stays(pact: Pact) -> None:
    head = pact.signed_in("head")
    enter(pact, planned("session", 1))
    address = address_of(pact, "session", 1)
    before = stored(pact)
    answer = head.post(f"{address}/day", {"version": before.version, "day": "2027-02-12"})
    assert answer.status_code == 303
    fixed = stored(pact)
    assert (fixed.day is not None, fixed.period, fixed.calendar_sequence) == (True, before.period, 1)
    assert head.post(f"{address}/day", {"version": before.version, "day": "2027-02-13"}).status_code == 409
    wrong = head.post(f"{address}/day", {"version": fixed.version, "day": "2027-02-12", "last_day": "2027-02-01"})
    assert wrong.status_code == 422 and 'id="last_day-error"' in wrong.text
    head.post(f"{address}/day/open", {"version": fixed.version})
    assert (stored(pact).day, stored(pact).calendar_sequence) == (None, 2)


def test_a_cancelled_entry_stays_with_its_reason_and_can_be_restored(pact: Pact) -> None:
    head = pact.signed_in("head")
    enter(pact, planned("event", 1))
    address = address_of(pact, "event", 1)
    assert head.post(f"{address}/cancel", {"version": 1, "reason": " "}).status_code == 422
    assert head.post(f"{address}/cancel", {"version": 1, "reason": "Kevés jelentkező"}).status_code == 303
    assert "Kevés jelentkező" in head.get(address).text
    version = version_on(head, address)
    assert head.post(f"{address}/restore", {"version": version}).status_code == 303
    assert stored(pact).cancelled_at is None and stored(pact).calendar_sequence == 2


def test_what_was_achieved_makes_an_entry_held(pact: Pact) -> None:
    head = pact.signed_in("head")
    enter(pact, planned("event", 1, results=(("participants", 40), ("press_items", 2))))
    address = address_of(pact, "event", 1)
    form = {"version": 1, "at_least-participants": "40", "achieved-participants": "46", "at_least-press_items": "2"}
    assert head.post(f"{address}/results", {**form, "achieved-participants": "many"}).status_code == 422
    assert head.post(f"{address}/results", form).status_code == 303
    assert "state-held" in head.get(address).text
    assert "46" in head.get("/programme?state=held").text


def test_what_an_entry_prepares_is_shown_on_both_pages(pact: Pact) -> None:
    head = pact.signed_in("head")
    enter(pact, planned("session", 1, title="Az előkészítő"), planned("event", 1, title="Az előkészített"))
    one, other = address_of(pact, "session", 1), address_of(pact, "event", 1)
    other_id = other.rsplit("/", 1)[1]
    assert head.post(f"{one}/links", {"prepares": other_id}).status_code == 303
    assert "Az előkészített" in head.get(one).text and "Az előkészítő" in head.get(other).text
    assert head.post(f"{other}/links", {"prepares": one.rsplit("/", 1)[1]}).status_code == 409
    assert head.post(f"{one}/links/{other_id}/remove").status_code == 303
    assert "Az előkészítő" not in head.get(other).text


def test_only_the_head_removes_a_mistake_and_only_while_nothing_refers_to_it(pact: Pact) -> None:
    enter(pact, planned("session", 1), planned("session", 2, prepares=(planned("session", 1).reference,)))
    head, officer = pact.signed_in("head"), pact.signed_in("officer")
    address = address_of(pact, "session", 1)
    assert officer.post(f"{address}/remove", {"version": 1}).status_code == 403
    assert head.post(f"{address}/remove", {"version": 1}).status_code == 409
    first = address.rsplit("/", 1)[1]
    head.post(f"{address_of(pact, 'session', 2)}/links/{first}/remove")
    assert head.post(f"{address}/remove", {"version": 1}).status_code == 303
    assert head.get(address).status_code == 404


@pytest.mark.parametrize("role", ["member", "partner", "viewer"])
def test_who_only_reads_changes_nothing(pact: Pact, role: str) -> None:
    enter(pact, planned("session", 1))
    address = address_of(pact, "session", 1)
    reader = pact.signed_in(role)  # type: ignore[arg-type]
    page = reader.get(address)
    assert page.status_code == 200 and "/edit" not in page.text
    for path in ("/edit", "/day", "/cancel", "/restore", "/results", "/links", "/remove", "/day/open"):
        assert reader.post(address + path, {"version": 1}).status_code == 403, path
    assert reader.post("/programme/new/session", session_form(pact)).status_code == 403


def test_an_entry_of_another_pact_looks_like_none(pact: Pact, make_pact: Callable[[str], Pact]) -> None:
    other = make_pact("tiszakecske")
    enter(other, planned("session", 1))
    foreign = address_of(other, "session", 1)
    head = pact.signed_in("head")
    none = "/programme/entries/018f0000-0000-7000-8000-000000000000"
    for path in ("", ".ics", "/edit", "/day", "/cancel", "/results", "/links", "/remove"):
        missing, hidden = head.get(none + path), head.get(foreign + path)
        assert missing.status_code == hidden.status_code == 404, path
        assert without_token(hidden.text).replace(foreign, none) == without_token(missing.text), path
    for path in ("/edit", "/day", "/day/open", "/cancel", "/restore", "/results", "/links", "/remove"):
        form = {**session_form(pact), "version": 1, "day": "2027-01-01", "reason": "x", "prepares": none[-36:]}
        assert head.post(foreign + path, form).status_code == 404, path


def test_a_foreign_body_cannot_be_chosen(pact: Pact, make_pact: Callable[[str], Pact]) -> None:
    other = make_pact("tiszakecske")
    head = pact.signed_in("head")
    answer = head.post("/programme/new/session", session_form(pact, body=body_id(other, "steering_group")))
    assert answer.status_code == 422


@pytest.mark.parametrize("number", [10, 1000])
def test_an_entrys_page_takes_at_most_five_statements(pact: Pact, number: int) -> None:
    rows = many(number)
    links = tuple(row.reference for row in rows[1:9])
    enter(pact, planned("session", 1, prepares=links), *rows[1:])
    head = pact.signed_in("head")
    address = address_of(pact, "session", 1)
    head.get("/account")
    for path in ("", "/edit", "/links", "/results", "/day", ".ics"):
        with counted_statements(pact.app) as sent:
            assert head.get(address + path).status_code == 200
        assert len(sent) <= 5, (path, sent)


def test_the_history_of_an_entry_names_posts_and_acts(pact: Pact) -> None:
    head = pact.signed_in("head")
    made = head.post("/programme/new/session", session_form(pact)).headers["Location"]
    head.post(f"{made}/day", {"version": 1, "day": "2027-03-12"})
    page = head.get(made).text
    assert page.count(pact.actor("head").post) >= 3
    assert page.count(f', <span class="muted small">{pact.actor("head").post}</span>') >= 2


def test_the_kind_of_a_new_entry_is_written_small_behind_its_colon(pact: Pact) -> None:
    page = pact.signed_in("head").get("/programme/new/session").text
    assert f"{say(msg('New entry: %(kind)s', kind='ülés'), pact.language)}</h1>" in page


@pytest.mark.parametrize(
    "change",
    [{"sequence": "99999999999999"}, {"precision": "day", "end": "2090-01-01"}, {"title": "x" * 401}],
    ids=["number", "length", "title"],
)
def test_what_no_plan_holds_is_refused_in_the_readers_language(pact: Pact, change: dict[str, str]) -> None:
    answer = pact.signed_in("head").post("/programme/new/session", session_form(pact, **change))
    assert answer.status_code == 422 and 'class="error-summary"' in answer.text
    assert "Field cannot" not in answer.text
