"""The calendar's lists, its addresses, and the feeds behind them."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from paktum.core.errors import NotFound
from paktum.core.periods import Period
from paktum.domains.programme.export import tenant_calendar
from tests.support.pacts import Pact
from tests.support.plans import address_of, enter, many, planned
from tests.support.statements import counted_statements


def feed_path(pact: Pact, body: str = "") -> str:
    """Make an address as a viewer does, and give its path."""
    viewer = pact.signed_in("viewer")
    assert viewer.post("/calendar/addresses", {"body": body}).status_code == 303
    found = re.findall(r'value="(http[^"]+\.ics)"', viewer.get("/calendar/addresses").text)
    assert found and found[-1 if body else 0].startswith(pact.origin)
    return str(found[-1 if body else 0]).removeprefix(pact.origin)


def test_a_feed_opens_without_signing_in_and_is_valid(pact: Pact) -> None:
    enter(
        pact,
        planned("session", 1, period=Period.month(2027, 3)),
        planned("event", 1, period=Period.on(date(2027, 5, 6))),
    )
    answer = pact.guest().get(feed_path(pact))
    assert answer.status_code == 200 and answer.content_type.startswith("text/calendar")
    assert answer.headers["Cache-Control"] == "private, max-age=900"
    events = {str(e["SUMMARY"]): e for e in Calendar.from_ical(answer.data).walk("VEVENT")}
    month, day = events["1. Irányító Csoport ülés"], events["Workshop 1"]
    assert (month["STATUS"], month["TRANSP"]) == ("TENTATIVE", "TRANSPARENT")
    assert (month["DTSTART"].dt, month["DTEND"].dt) == (date(2027, 3, 1), date(2027, 4, 1))
    assert (day["STATUS"], day["DTSTART"].dt, day["DTEND"].dt) == ("CONFIRMED", date(2027, 5, 6), date(2027, 5, 7))


def test_the_uid_stays_and_the_sequence_rises_when_a_day_is_fixed_and_when_it_is_cancelled(pact: Pact) -> None:
    enter(pact, planned("session", 1))
    path, address = feed_path(pact), address_of(pact, "session", 1)
    head, seen = pact.signed_in("head"), []
    steps = [("", {}), ("/day", {"version": 1, "day": "2027-02-12"}), ("/cancel", {"version": 2, "reason": "Elmarad"})]
    for step, form in steps:
        if step:
            assert head.post(address + step, form).status_code == 303
        event = Calendar.from_ical(pact.guest().get(path).data).walk("VEVENT")[0]
        seen.append((str(event["UID"]), int(event["SEQUENCE"]), str(event["STATUS"])))
    assert len({uid for uid, _, _ in seen}) == 1
    assert [(number, status) for _, number, status in seen] == [(0, "TENTATIVE"), (1, "CONFIRMED"), (2, "CANCELLED")]


@pytest.mark.parametrize("number", [10, 1000])
def test_a_feed_takes_one_statement_besides_the_opening(pact: Pact, number: int) -> None:
    enter(pact, *many(number))
    path, guest = feed_path(pact), pact.guest()
    guest.get(path)
    with counted_statements(pact.app) as sent:
        answer = guest.get(path)
    assert answer.data.count(b"BEGIN:VEVENT") == number
    assert len(sent) == 2, sent


def test_what_a_program_knows_already_is_not_sent_again(pact: Pact) -> None:
    enter(pact, planned("session", 1))
    path, guest = feed_path(pact), pact.guest()
    tag = guest.get(path).headers["ETag"]
    same = guest.get(path, headers={"If-None-Match": tag})
    assert (same.status_code, same.data) == (304, b"")
    enter(pact, planned("session", 1, title="Új cím"))
    changed = guest.get(path, headers={"If-None-Match": tag})
    assert changed.status_code == 200 and "Új cím" in changed.text


def test_a_renewed_address_ends_the_old_one_even_for_who_knows_the_revision(pact: Pact) -> None:
    path, head = feed_path(pact), pact.signed_in("head")
    feed_id = path.split("/")[2]
    assert pact.signed_in("viewer").post(f"/calendar/addresses/{feed_id}/renew").status_code == 403
    assert head.post(f"/calendar/addresses/{feed_id}/renew").status_code == 303
    new = feed_path(pact)
    fresh = pact.guest().get(new)
    assert new != path and fresh.status_code == 200
    assert pact.guest().get(path).status_code == 404
    assert pact.guest().get(path, headers={"If-None-Match": fresh.headers["ETag"]}).status_code == 404


def test_asking_again_gives_the_same_address(pact: Pact) -> None:
    assert feed_path(pact) == feed_path(pact)


def test_the_feed_of_a_body_holds_its_sessions_only(pact: Pact) -> None:
    from tests.support.plans import body_id

    enter(pact, planned("session", 1), planned("session", 2, body="forum", title="A fórum"), planned("event", 1))
    text = pact.guest().get(feed_path(pact, body_id(pact, "forum"))).text
    assert "A fórum" in text and text.count("BEGIN:VEVENT") == 1


def test_a_feed_opens_at_its_own_pact_and_with_its_own_secret_only(
    pact: Pact, make_pact: Callable[[str], Pact]
) -> None:
    other = make_pact("tiszakecske")
    path = feed_path(pact)
    assert other.guest().get(path).status_code == 404
    _, _, feed_id, secret = path.split("/")
    assert pact.guest().get(f"/calendar/{feed_id}/{'A' * 32}.ics").status_code == 404
    assert pact.guest().get(f"/calendar/{feed_id}/ő.ics").status_code == 404
    assert pact.guest().get(f"/calendar/018f0000-0000-7000-8000-000000000000/{secret}").status_code == 404
    foreign = {"body": path.split("/")[2]}
    assert pact.signed_in("head").post("/calendar/addresses", foreign).status_code == 404
    assert other.signed_in("head").post(f"/calendar/addresses/{feed_id}/renew").status_code == 404


def test_an_empty_plan_has_a_valid_feed(pact: Pact) -> None:
    assert Calendar.from_ical(pact.guest().get(feed_path(pact)).data).walk("VEVENT") == []


def test_looking_at_addresses_makes_none(pact: Pact) -> None:
    assert ".ics" not in pact.signed_in("head").get("/calendar/addresses").text


@pytest.mark.parametrize("query", ["", "?view=month&at=2027-02", "?view=year&at=2027", "?view=past", "?view=x&at=y"])
def test_every_list_of_the_calendar_takes_few_statements(pact: Pact, query: str) -> None:
    enter(pact, *many(40))
    viewer = pact.signed_in("viewer")
    viewer.get("/programme")
    with counted_statements(pact.app) as sent:
        assert viewer.get(f"/calendar{query}").status_code == 200
    assert len(sent) <= 3, sent


def test_a_month_shows_what_lies_in_it(pact: Pact) -> None:
    enter(
        pact,
        planned("event", 1, title="Márciusi", period=Period.month(2027, 3)),
        planned("event", 2, title="Negyedéves", period=Period.quarter(2027, 1)),
        planned("event", 3, title="Áprilisi", period=Period.month(2027, 4)),
    )
    page = pact.signed_in("viewer").get("/calendar?view=month&at=2027-03").text
    assert "Márciusi" in page and "Negyedéves" in page and "Áprilisi" not in page


def test_one_entry_leaves_as_a_calendar_file(pact: Pact) -> None:
    enter(pact, *many(3))
    answer = pact.signed_in("viewer").get(address_of(pact, "event", 2) + ".ics")
    assert len(Calendar.from_ical(answer.data).walk("VEVENT")) == 1
    assert "event-2.ics" in answer.headers["Content-Disposition"]


def test_the_command_writes_what_the_feed_gives(pact: Pact, tmp_path: Path) -> None:
    enter(pact, *many(5))
    assert tenant_calendar(pact.app, pact.slug) == pact.guest().get(feed_path(pact)).data
    with pytest.raises(NotFound):
        tenant_calendar(pact.app, "no-such-pact")
