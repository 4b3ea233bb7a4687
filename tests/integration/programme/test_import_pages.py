"""Importing a work plan through its pages: upload, questions, corrections, taking over, and files that are none."""

import io
import re
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from paktum.domains.audit.tables import AuditEntry
from paktum.domains.files.tables import StoredFile
from paktum.domains.programme.tables import PlanEntry, PlanImport
from paktum.web.context import House
from tests.support.bad_files import BAD_FILES, BadFile
from tests.support.pacts import Pact, Visitor
from tests.support.plan_documents import SmallPlan, TablePlan, real_plan, work_plan_docx
from tests.support.statements import counted_statements

SMALL = SmallPlan(
    "hu",
    ("Kis munkaterv",),
    TablePlan(
        "Éves ülésterv",
        ("", "Ülés megnevezése", "Időpontja, helyszíne", "Célja", "Elvárt eredmények", "Meghívottak"),
        (
            ("1", "1. Irányító Csoport ülés", "2027. március, Kecskemét", "1. fórum előkészítése.", "10 fő résztvevő", "Sajtó"),
            ("2", "1. Foglalkoztatási fórum", "2027. április, Tiszakécske", "Megvitatás.", "30 fő meghívott", "Sajtó"),
            ("3", "2. Irányító Csoport ülés", "majd kiderül", "Felülvizsgálat.", "", "Sajtó"),
        ),
    ),
    TablePlan(
        "Rendezvénynaptár",
        ("", "Rendezvény címe", "Típusa", "Időpont", "Helyszín", "Elvárt eredmények", "Célcsoport"),
        (("4", "Állásbörze", "tájékoztató", "2027. május", "Tiszakécske", "min. 40 fő résztvevő", "• Sajtó"),),
    ),
)


def send(visitor: Visitor, content: bytes, name: str = "munkaterv.docx") -> TestResponse:
    """Upload a file as the page does."""
    return visitor.post(
        "/programme/import", {"file": (io.BytesIO(content), name)}, content_type="multipart/form-data"
    )


def bring(visitor: Visitor, content: bytes, name: str = "munkaterv.docx") -> str:
    """Upload a file that is accepted, and give the address of its review."""
    answer = send(visitor, content, name)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def form_of(visitor: Visitor, address: str) -> dict[str, str]:
    """The fields of the review's form as a browser without scripts would send them."""
    text = visitor.get(address).text
    fields = dict(re.findall(r'<input type="hidden" name="((?:seen-|corrections)[^"]*)" value="([^"]*)"', text))
    for tag in re.findall(r"<input class=\"form-check-input\" type=\"radio\"[^>]*checked[^>]*>", text):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        assert name and value
        fields[name[1]] = value[1]
    return fields


def take(visitor: Visitor, address: str, **more: str) -> TestResponse:
    return visitor.post(f"{address}/take", {**form_of(visitor, address), **more})


def count(pact: Pact, table: type[PlanEntry] | type[PlanImport] | type[StoredFile]) -> int:
    with pact.work() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_plan_is_read_shown_and_taken_in_once(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, SMALL.docx())
    text = officer.get(address, headers={"Accept-Language": "en"}).text
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
    assert bring(officer, SMALL.docx(), "masolat.docx") != first or True
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
    answer = send(officer, bad.content, bad.name)
    assert answer.status_code == 422
    assert bad.words in answer.text and 'aria-invalid="true"' in answer.text
    assert (count(pact, PlanImport), count(pact, StoredFile), count(pact, PlanEntry)) == (0, 0, 0)
    assert list(tmp_path.iterdir()) == []
    assert not (house.settings.files / str(pact.id)).exists()


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
