"""Correcting the rows of an import, and two people who do it at once."""

import re
import uuid
from datetime import date

from sqlalchemy import func, select

from paktum.domains.files.tables import StoredFile
from paktum.domains.programme.import_queries import whole_import
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult, PlanImport
from tests.support.imports import SMALL, bring, form_of, row_form_of, take
from tests.support.pacts import Pact


def count(pact: Pact, table: type[PlanEntry] | type[PlanImport] | type[StoredFile]) -> int:
    with pact.work() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_form_that_is_sent_back_as_it_was_corrects_nothing(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, SMALL.docx())
    for number in (1, 2, 4):
        answer = officer.post(f"{address}/rows/{number}", row_form_of(officer, f"{address}/rows/{number}"))
        assert answer.status_code == 303, answer.text
    with pact.work() as session:
        rows = whole_import(session, uuid.UUID(address.rsplit("/", 1)[1])).rows
    assert [dict(row.own) for row in rows] == [{}] * 6


def test_a_row_without_a_date_is_corrected_and_then_taken_in_and_the_correction_holds_the_next_time(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, SMALL.docx())
    row = f"{address}/rows/3"
    form = {**row_form_of(officer, row), "title": "2. IG ülés", "precision": "quarter", "start": "2027-08-15"}
    form |= {"least-participants": "12", "prepares": ["event-1"]}
    answer = officer.post(row, form)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address}#row-3")
    take(officer, address)
    with pact.work() as session:
        entry = session.scalars(select(PlanEntry).where(PlanEntry.kind == "session", PlanEntry.sequence == 3)).one()
        assert (entry.title, entry.precision, entry.period) == (
            "2. IG ülés",
            "quarter",
            (date(2027, 7, 1), date(2027, 10, 1)),
        )
        assert session.scalar(select(PlanEntryResult.at_least).where(PlanEntryResult.entry_id == entry.id)) == 12
        assert session.scalar(select(func.count()).where(PlanEntryLink.entry_id == entry.id)) == 1
        before = session.execute(select(PlanEntry.id, PlanEntry.version).order_by(PlanEntry.id)).all()
    again = bring(officer, SMALL.docx())
    assert f"{again}/take" not in officer.get(again).text
    take(officer, again)
    with pact.work() as session:
        assert session.execute(select(PlanEntry.id, PlanEntry.version).order_by(PlanEntry.id)).all() == before


def test_a_wrong_correction_keeps_what_was_typed_and_says_what_is_wrong(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    row = f"{bring(officer, SMALL.docx())}/rows/3"
    answer = officer.post(row, {**row_form_of(officer, row), "start": "", "purpose": "Új cél", "title": "Új cím"})
    assert answer.status_code == 422
    assert "Új cél" in answer.text and "Új cím" in answer.text and "error-summary" in answer.text
    wrong = officer.post(row, {**row_form_of(officer, row), "start": "2027-08-01", "least-participants": "sok"})
    assert wrong.status_code == 422 and 'value="sok"' in wrong.text


def test_a_row_that_is_left_out_stays_out(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, SMALL.docx())
    officer.post(f"{address}/rows/1", {**row_form_of(officer, f"{address}/rows/1"), "left_out": "y"})
    take(officer, address)
    with pact.work() as session:
        taken = session.execute(
            select(PlanEntry.kind, PlanEntry.sequence).order_by(PlanEntry.kind, PlanEntry.sequence)
        ).all()
    assert [tuple(row) for row in taken] == [("event", 1), ("event", 2), ("event", 3), ("session", 2)]


def test_two_people_who_correct_a_row_are_shown_both_versions(pact: Pact) -> None:
    officer, head = pact.signed_in("officer"), pact.signed_in("head")
    row = f"{bring(officer, SMALL.docx())}/rows/1"
    mine = {**row_form_of(head, row), "place": "Lakitelek"}
    officer.post(row, {**row_form_of(officer, row), "place": "Szolnok", "title": "1. IG ülés"})
    answer = head.post(row, mine)
    assert answer.status_code == 409
    assert "Szolnok" in answer.text and "Lakitelek" in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)
    assert version
    resolved = {**mine, "version": version[1], "keep-place": "mine", "keep-title": "theirs"}
    assert head.post(row, resolved).status_code == 303
    kept = row_form_of(officer, row)
    assert (kept["place"], kept["title"]) == (["Lakitelek"], ["1. IG ülés"])


def test_nobody_takes_in_what_they_have_not_seen(pact: Pact) -> None:
    officer, head = pact.signed_in("officer"), pact.signed_in("head")
    address = bring(officer, SMALL.docx())
    opened = form_of(head, address)
    officer.post(f"{address}/rows/1", {**row_form_of(officer, f"{address}/rows/1"), "place": "Szolnok"})
    assert head.post(f"{address}/take", opened).status_code == 409
    assert count(pact, PlanEntry) == 0
