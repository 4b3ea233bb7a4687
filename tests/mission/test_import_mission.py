"""The real work plan of Tiszakécske, from the upload to the programme, entries, calendar and files: T11, T7, T8, T10."""

import re

import pytest
from icalendar import Calendar

from tests.support.imports import bring, form_of, take
from tests.support.pacts import Pact, Visitor
from tests.support.plan_documents import real_plan, work_plan_docx


def with_the_plan(pact: Pact) -> Visitor:
    """The officer, after taking the real plan in as proposed."""
    officer = pact.signed_in("officer")
    officer.post("/language", {"language": "en"})
    take(officer, bring(officer, work_plan_docx(real_plan().read_text(encoding="utf-8"))))
    return officer


def entry_of(visitor: Visitor, title: str) -> str:
    """The address of the entry of a title, from the programme's list."""
    found = re.search(
        rf'<a href="(/programme/entries/[^"]+)"[^>]*>{re.escape(title)}</a>', visitor.get("/programme").text
    )
    assert found, title
    return found[1]


@pytest.mark.requirement("T11")
def test_the_partnerships_own_plan_is_read_questioned_corrected_and_taken_in(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    officer.post("/language", {"language": "en"})
    address = bring(officer, real_plan().read_bytes(), "Munkaterv 2018-10-24.txt")
    page = officer.get(address).text
    assert "Take in 29 entries" in page
    assert page.count('<tr class="question">') == 12
    # The tenth session says it prepares the third forum, which was long before: the fifth is proposed, and confirmed.
    [question] = [name for name, key in form_of(officer, address).items() if key == "session-16"]
    officer.post(address, {"confirm": question.removeprefix("q-")})
    # The eighth event has the number 7 a second time: its place in the table is kept.
    assert officer.get(f"{address}?show=check").text.count('id="row-') == 7
    done = take(officer, address)
    assert "29 entries were taken in." in officer.get(done.headers["Location"]).text
    tenth = officer.get(entry_of(officer, "10. Irányító Csoport ülés")).text
    assert "5. Foglalkoztatási fórum" in tenth


@pytest.mark.requirement("T11")
def test_the_same_plan_again_changes_nothing_whether_as_text_or_as_a_document(pact: Pact) -> None:
    officer = with_the_plan(pact)
    again = bring(officer, real_plan().read_bytes(), "Munkaterv.txt")
    page = officer.get(again).text
    assert "Compared with the programme: 0 new, 0 changed, 29 the same." in page
    assert f"{again}/take" not in page


@pytest.mark.requirement("T7")
def test_every_session_of_the_plan_has_its_body_time_place_purpose_results_and_invited(pact: Pact) -> None:
    officer = with_the_plan(pact)
    page = officer.get(entry_of(officer, "2. Irányító Csoport ülés")).text
    for words in ("Kecskemét", "Irányító Csoport tagjai", "1. Foglalkoztatási fórum", "Workshop-sorozat 1"):
        assert words in page
    assert 'datetime="2019-03"' in page


@pytest.mark.requirement("T8")
def test_the_closing_event_has_its_types_audiences_and_both_numbers(pact: Pact) -> None:
    officer = with_the_plan(pact)
    page = officer.get(entry_of(officer, "Sajtónyilvános ünnepélyes projekt zárórendezvény")).text
    for words in ("tájékoztató", "értékelő", "Területi vállalkozások", "Sajtó", "sajtómegjelenés"):
        assert words in page


@pytest.mark.requirement("T10")
def test_the_plan_leaves_as_a_calendar_with_all_its_entries(pact: Pact) -> None:
    officer = with_the_plan(pact)
    events = Calendar.from_ical(officer.get("/programme/plan.ics").data).walk("VEVENT")
    assert len(events) == 29
    assert sum(event["STATUS"] == "TENTATIVE" for event in events) == 27
