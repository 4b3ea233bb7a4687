"""The page of the programme: its statements, filters, files, and what each role sees."""

import csv
import io
import zipfile

import pytest
from icalendar import Calendar

from paktum.core.periods import Period
from tests.support.pacts import Pact
from tests.support.plans import enter, many, planned
from tests.support.statements import counted_statements


@pytest.mark.parametrize("number", [10, 1000])
def test_the_plan_page_takes_as_few_statements_for_many_entries_as_for_few(pact: Pact, number: int) -> None:
    enter(pact, *many(number))
    head = pact.signed_in("head")
    head.get("/account")
    with counted_statements(pact.app) as fresh:
        page = head.get("/programme")
    with counted_statements(pact.app) as kept:
        head.get("/programme")
    assert page.status_code == 200 and page.text.count("<tr") >= min(number, 100)
    assert len(fresh) <= 5, fresh
    assert len(kept) <= 2, kept


def test_a_long_plan_comes_in_parts_and_opens_at_the_one_where_today_is(pact: Pact) -> None:
    past = [planned("event", n, title=f"Elmúlt {n}.", period=Period.month(2026, 5)) for n in range(1, 121)]
    coming = [planned("event", n, title=f"Jövő {n}.", period=Period.month(2027, 5)) for n in range(201, 331)]
    enter(pact, *past, *coming)
    head = pact.signed_in("head")

    def listed(query: str) -> set[str]:
        table = head.get(f"/programme{query}").text.split('<table class="ledger', 1)[1]
        titles = [f"Elmúlt {n}." for n in range(1, 121)] + [f"Jövő {n}." for n in range(201, 331)]
        return {title for title in titles if f">{title}</a>" in table}

    first, middle, last = (listed(f"?page={number}") for number in (1, 2, 3))
    assert (len(first), len(middle), len(last)) == (100, 100, 50)
    assert len(first | middle | last) == 250
    assert listed("") == middle and listed("?page=99") == last
    assert listed("?order=kind") == {f"Elmúlt {n}." for n in range(1, 101)}
    assert len(listed("?kind=event&text=jövő")) == 100
    page = head.get("/programme?kind=event").text
    assert 'href="/programme?kind=event&amp;page=3#list"' in page
    assert 'href="/programme/plan.csv?kind=event"' in page
    assert len(list(csv.reader(io.StringIO(head.get("/programme/plan.csv").text), delimiter=";"))) == 251


def test_an_empty_plan_teaches_and_offers_the_first_step(pact: Pact) -> None:
    head, viewer = pact.signed_in("head"), pact.signed_in("viewer")
    assert "/programme/new/session" in head.get("/programme").text
    assert "/programme/new/session" not in viewer.get("/programme").text


def test_a_change_shows_on_the_next_page_although_pages_are_kept(pact: Pact) -> None:
    head = pact.signed_in("head")
    enter(pact, planned("session", 1, title="A régi cím"))
    assert "A régi cím" in head.get("/programme").text
    enter(pact, planned("session", 1, title="Az új cím"))
    assert "Az új cím" in head.get("/programme").text


def test_filters_stand_in_the_address_and_narrow_the_list(pact: Pact) -> None:
    enter(
        pact,
        planned("session", 1, title="Első ülés", period=Period.month(2027, 3)),
        planned("event", 1, title="Műhely", period=Period.month(2028, 3)),
        planned("event", 2, title="Régi rendezvény", period=Period.month(2026, 3)),
    )
    head = pact.signed_in("head")

    def listed(query: str) -> list[str]:
        text = head.get(f"/programme{query}").text
        table = text[text.index('id="list"') :]
        return [title for title in ("Első ülés", "Műhely", "Régi rendezvény") if f">{title}</a>" in table]

    assert listed("") == ["Első ülés", "Műhely", "Régi rendezvény"]
    assert listed("?kind=session") == ["Első ülés"]
    assert listed("?year=2028") == ["Műhely"]
    assert listed("?state=late") == ["Régi rendezvény"]
    assert listed("?type=hu.informing") == ["Műhely", "Régi rendezvény"]
    assert listed("?text=elso") == ["Első ülés"]
    assert listed("?kind=nonsense&year=abc&state=x") == ["Első ülés", "Műhely", "Régi rendezvény"]
    assert listed("?text=nowhere") == []


def test_the_list_leaves_as_csv_and_xlsx_in_which_no_cell_acts(pact: Pact) -> None:
    enter(pact, planned("session", 1, title='=HYPERLINK("http://evil.example")', place="+36", purpose="@SUM(A1)"))
    head = pact.signed_in("head")
    answer = head.get("/programme/plan.csv")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert rows[1][1] == '\'=HYPERLINK("http://evil.example")'
    assert not any(cell.startswith(("=", "+", "@", "-")) for cell in rows[1])
    workbook = zipfile.ZipFile(io.BytesIO(head.get("/programme/plan.xlsx").data))
    assert b"<f>" not in workbook.read("xl/worksheets/sheet1.xml")


def test_the_list_leaves_as_a_calendar_with_its_filters(pact: Pact) -> None:
    enter(pact, planned("session", 1), planned("event", 1))
    answer = pact.signed_in("viewer").get("/programme/plan.ics?kind=event")
    events = list(Calendar.from_ical(answer.data).walk("VEVENT"))
    assert [str(event["SUMMARY"]) for event in events] == ["Workshop 1"]


def test_what_people_typed_cannot_act_on_the_page(pact: Pact) -> None:
    evil = '<script>alert(1)</script>"onmouseover=x'
    enter(pact, planned("session", 1, title=evil, place=evil, purpose=evil, results_text=evil, results=()))
    head = pact.signed_in("head")
    for address in ("/programme", "/calendar", "/", "/programme?text=script"):
        assert "<script>alert" not in head.get(address).text


def test_a_guest_is_asked_to_sign_in(pact: Pact) -> None:
    for address in ("/programme", "/programme/plan.csv", "/calendar", "/calendar/addresses"):
        assert pact.guest().get(address).status_code == 303
