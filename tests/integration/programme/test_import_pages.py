"""Importing a work plan through its pages: upload, questions, corrections, taking over, and files that are none."""

import tempfile
from pathlib import Path

import pytest
from sqlalchemy import func, select

from paktum.domains.audit.tables import AuditEntry
from paktum.domains.files.tables import StoredFile
from paktum.domains.programme.tables import PlanEntry, PlanImport
from paktum.web.context import House
from tests.support.bad_files import BAD_FILES, BadFile
from tests.support.imports import SMALL, bring, send, take
from tests.support.pacts import Pact
from tests.support.plan_documents import real_plan, work_plan_docx
from tests.support.statements import counted_statements


def count(pact: Pact, table: type[PlanEntry] | type[PlanImport] | type[StoredFile]) -> int:
    with pact.work() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def stored(house: House, pact: Pact) -> int:
    """How many files the pact has in the store."""
    return sum(path.is_file() for path in (house.settings.files / str(pact.id)).rglob("*"))


def test_a_plan_is_read_shown_and_taken_in_once(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, SMALL.docx())
    text = officer.get(address).text
    assert "1. Irányító Csoport ülés" in text and "Állásbörze" in text
    assert count(pact, PlanEntry) == 0
    answer = take(officer, address)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/programme")
    # The session without a date stays out until somebody corrects it.
    assert count(pact, PlanEntry) == 3
    again = take(officer, address)
    assert again.headers["Location"] == address
    assert count(pact, PlanEntry) == 3


def test_the_same_file_again_says_so_and_changes_nothing(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    first = bring(officer, SMALL.docx())
    assert bring(officer, SMALL.docx(), "masolat.docx") == first
    take(officer, first)
    with pact.work() as session:
        before = session.execute(select(PlanEntry.id, PlanEntry.version, PlanEntry.changed_at)).all()
    second = bring(officer, SMALL.docx())
    assert second != first
    text = officer.get(second).text
    assert f"{second}/take" not in text
    take(officer, second)
    with pact.work() as session:
        assert session.execute(select(PlanEntry.id, PlanEntry.version, PlanEntry.changed_at)).all() == before


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: bad.name)
def test_a_bad_file_is_refused_at_its_field_and_leaves_no_trace(
    pact: Pact, bad: BadFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    house: House = pact.app.extensions["paktum"]
    officer = pact.signed_in("officer")
    officer.post("/language", {"language": "en"})
    before = (count(pact, PlanImport), count(pact, StoredFile), count(pact, PlanEntry), stored(house, pact))
    answer = send(officer, bad.content, bad.name)
    assert answer.status_code == 422
    assert bad.words in answer.text and 'aria-invalid="true"' in answer.text
    assert (count(pact, PlanImport), count(pact, StoredFile), count(pact, PlanEntry), stored(house, pact)) == before
    assert list(tmp_path.iterdir()) == []


def test_the_real_plan(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, work_plan_docx(real_plan().read_text(encoding="utf-8")))
    with counted_statements(pact.app) as sent:
        assert officer.get(address).status_code == 200
    assert len(sent) <= 5, sent
    assert take(officer, address).status_code == 303
    assert count(pact, PlanEntry) == 29
    with pact.work() as session:
        acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert acts[-3:] == ["plan_import.read", "plan.imported", "plan_import.taken_over"]
