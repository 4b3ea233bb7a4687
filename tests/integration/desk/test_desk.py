"""The first page of a pact, and the list of pacts."""

from collections.abc import Callable
from datetime import date

import pytest

from paktum.core.messages import msg
from paktum.core.periods import Period
from paktum.domains.jobs.service import request_job
from paktum.domains.notices.service import notify
from tests.support.pacts import Pact
from tests.support.plans import enter, many, planned
from tests.support.statements import counted_statements

# The tests' clock stands at Saturday, 21 November 2026.
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize("number", [10, 1000])
def test_today_takes_at_most_ten_statements(pact: Pact, number: int) -> None:
    enter(pact, *many(number))
    head = pact.signed_in("head")
    head.get("/account")
    with counted_statements(pact.app) as fresh:
        assert head.get("/").status_code == 200
    with counted_statements(pact.app) as kept:
        head.get("/")
    assert len(fresh) <= 10, fresh
    assert len(kept) <= 2, kept


def test_without_a_plan_today_teaches(pact: Pact) -> None:
    assert "/programme/import" in pact.signed_in("head").get("/").text
    assert "/programme/import" not in pact.signed_in("member").get("/").text


def test_the_one_next_thing_is_what_is_due_with_its_button(pact: Pact) -> None:
    enter(
        pact,
        planned("event", 1, title="Elmúlt rendezvény", period=Period.month(2026, 5)),
        planned("session", 2, title="Decemberi ülés", period=Period.month(2026, 12), body="forum"),
        planned("event", 3, title="Távoli rendezvény", period=Period.month(2027, 9)),
    )
    page = pact.signed_in("head").get("/").text
    first = page[page.index("next-thing") : page.index('class="split"')]
    assert "Decemberi ülés" in first and "/day" in first
    late = page[page.index('id="late"') : page.index('id="due"')]
    assert "Elmúlt rendezvény" in late and "/results" in late
    assert "Távoli rendezvény" in page[page.index('id="next"') :]
    reader = pact.signed_in("member").get("/").text
    assert "next-thing" not in reader and "/results" not in reader and "Elmúlt rendezvény" in reader


def test_what_is_late_comes_first_when_nothing_is_due(pact: Pact) -> None:
    enter(pact, planned("event", 1, title="Elmúlt", period=Period.month(2026, 5)))
    page = pact.signed_in("head").get("/").text
    assert "Elmúlt" in page[page.index("next-thing") : page.index('class="split"')]


def test_a_fixed_day_of_this_week_is_due_and_a_later_one_comes_next(pact: Pact) -> None:
    enter(
        pact,
        planned("event", 1, title="Holnapi", period=Period.on(date(2026, 11, 22))),
        planned("event", 2, title="Jövő heti", period=Period.on(date(2026, 11, 24))),
    )
    page = pact.signed_in("member").get("/").text
    due, coming = page.index('id="due"'), page.index('id="next"')
    assert due < page.index("Holnapi") < coming < page.index("Jövő heti")


def test_the_list_of_late_things_shows_all_of_them_and_nothing_else(pact: Pact) -> None:
    late = [planned("event", n, title=f"Elmúlt {n}.", period=Period.month(2026, 5)) for n in range(1, 54)]
    enter(pact, *late, planned("event", 99, title="Távoli rendezvény", period=Period.month(2027, 9)))
    head = pact.signed_in("head")
    today = head.get("/").text
    assert 'href="/today/late"' in today and "53" in today
    first, second = head.get("/today/late").text, head.get("/today/late?page=2").text
    assert first.count('class="entry ') == 50 and second.count('class="entry ') == 3
    assert all((f"Elmúlt {n}." in first) != (f"Elmúlt {n}." in second) for n in range(1, 54))
    assert "Távoli rendezvény" not in first + second and 'href="/today/late?page=2"' in first
    assert "/results" in first and "/results" not in pact.signed_in("member").get("/today/late").text
    assert head.get("/today/due").status_code == 200 and head.get("/today/next").status_code == 404


def test_ones_own_notices_and_jobs_are_shown_and_no_one_elses(pact: Pact) -> None:
    head, officer = pact.actor("head"), pact.actor("officer")
    with pact.work() as session:
        assert head.membership_id
        notify(session, head.membership_id, msg("A notice for the head"), "/programme")
        request_job(session, head, "none", msg("A job of the head"), {})
    assert "A notice for the head" in (text := pact.signed_in("head").get("/").text)
    assert "A job of the head" in text and "<progress" in text
    other = pact.signed_in("officer").get("/").text
    assert "A notice for the head" not in other and "A job of the head" not in other
    assert officer.membership_id != head.membership_id


def test_a_guest_of_a_pact_finds_its_sign_in_in_the_pacts_language(make_pact: Callable[[str], Pact]) -> None:
    for like, language in (("tiszakecske", "hu"), ("liberec", "cs"), ("participation", "sk"), ("malopolska", "pl")):
        answer = make_pact(like).guest().get("/")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text and 'name="password"' in answer.text


def test_the_installations_own_host_lists_the_pacts_by_country(make_pact: Callable[[str], Pact]) -> None:
    one, other = make_pact("tiszakecske"), make_pact("liberec")
    with counted_statements(one.app) as sent:
        answer = one.app.test_client().get("/", base_url="http://localhost", headers={"Accept-Language": "pl"})
    assert answer.status_code == 200 and len(sent) <= 2, sent
    assert "Węgry" in answer.text and "Czechy" in answer.text
    assert f"//{one.host}/sign-in" in answer.text and f"//{other.host}/sign-in" in answer.text


def test_pages_of_a_pact_are_not_on_the_installations_own_host(pact: Pact) -> None:
    for address in ("/programme", "/calendar"):
        assert pact.app.test_client().get(address, base_url="http://localhost").status_code == 404
