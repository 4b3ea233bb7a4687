"""Reports as a pact office uses them (P4, P6): asked for and left alone, there when one comes back, in any language."""

import io
from collections.abc import Callable

import pytest
from babel.dates import format_date
from pypdf import PdfReader

from paktum.core.languages import LANGUAGES, Language, locale_of
from paktum.core.messages import msg, say
from paktum.core.periods import Period, period_text
from tests.support.pacts import Pact, Visitor
from tests.support.small_plan import CHANGED, enter_small_plan, rename_entry
from tests.support.waiting import wait_for


@pytest.mark.requirement("P4")
def test_a_report_shows_how_far_it_is_and_waits_with_its_file(pact: Pact, background: None) -> None:
    plan = enter_small_plan(pact)
    head = pact.signed_in("head")
    asked = head.post("/reports", {"kind": "work-plan", "format": "pdf", "language": "hu"})
    address = str(asked.headers["Location"])
    assert head.get(f"{address}/progress").status_code == 200
    rename_entry(pact, plan.event, "Amit később írtak át")
    # The browser is closed meanwhile; the office comes back by the list, and partners find the paper there too.
    found = wait_for("the report on the list", lambda: link_to_file(pact.signed_in("partner"), address))
    printed = words_of(file_of(pact.signed_in("partner"), found))
    assert "Munkavállalói tájékoztató" in printed
    assert "Amit később írtak át" not in printed
    title = msg("%(report)s (%(format)s, %(language)s)", report="Munkaprogram", format="PDF", language="Magyar")
    assert say(msg("The report is ready: %(report)s", report=title), "hu") in head.get("/notices").text


@pytest.mark.requirement("P4")
def test_a_report_that_did_not_succeed_says_why_and_can_be_tried_again(pact: Pact, background: None) -> None:
    from sqlalchemy import select

    from paktum.domains.reports.tables import Report
    from tests.support.reports import ask

    with pact.work() as session:
        report_id = ask(session, pact)
        report = session.scalars(select(Report).where(Report.id == report_id)).one()
        kept = report.snapshot
        report.snapshot = kept | {"made_by": "?"}
    head, address = pact.signed_in("head"), f"/reports/{report_id}"
    wait_for("the failure", lambda: f'action="{address}/retry"' in head.get(address).text)
    with pact.work() as session:
        session.scalars(select(Report).where(Report.id == report_id)).one().snapshot = kept
    assert head.post(f"{address}/retry").status_code == 303
    assert wait_for("the report", lambda: link_to_file(head, address))


@pytest.mark.requirement("P6")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_in_the_language_that_was_asked_for(
    make_pact: Callable[[str], Pact], background: None, language: Language
) -> None:
    pact = make_pact("tiszakecske")
    enter_small_plan(pact)
    head = pact.signed_in("head")
    asked = head.post("/reports", {"kind": "work-plan", "format": "pdf", "language": language})
    found = wait_for("the report", lambda: link_to_file(head, str(asked.headers["Location"])))
    content = file_of(head, found)
    printed = words_of(content)
    assert PdfReader(io.BytesIO(content)).trailer["/Root"]["/Lang"] == language
    dates = [period_text(Period.month(2019, 3), language), format_date(CHANGED, "long", locale=locale_of(language))]
    headings = [say(each, language) for each in (msg("The plan at a glance"), msg("Expected results"), msg("Invited"))]
    assert [text for text in dates + headings if text.replace("\u00a0", " ") not in printed] == []


def link_to_file(visitor: Visitor, address: str) -> str | None:
    return f"{address}/file" if f'href="{address}/file"' in visitor.get("/reports").text else None


def file_of(visitor: Visitor, address: str) -> bytes:
    with visitor.get(address) as answer:
        assert answer.status_code == 200
        return answer.data


def words_of(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.replace("\u00a0", " ").split())
