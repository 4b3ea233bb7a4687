"""Importing a work plan through its pages: upload, questions, corrections, taking over, and files that are none."""

import io
import tempfile
import uuid
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from paktum.core.actors import Role
from paktum.domains.audit.tables import AuditEntry
from paktum.domains.bodies.tables import Body
from paktum.domains.files.tables import StoredFile
from paktum.domains.programme.import_compare import compare, present_entries
from paktum.domains.programme.import_queries import whole_import
from paktum.domains.programme.import_rows import decide_rows
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult, PlanImport
from paktum.domains.programme.vocabulary import plan_bodies
from paktum.web.context import House
from tests.support.bad_files import BAD_FILES, BadFile
from tests.support.imports import SMALL, bring, form_of, send, take
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
    assert count(pact, PlanEntry) == 5
    again = take(officer, address)
    assert again.headers["Location"] == address
    assert count(pact, PlanEntry) == 5


def test_the_same_file_again_says_so_and_changes_nothing(pact: Pact) -> None:
    officer, content = pact.signed_in("officer"), SMALL.docx()
    first = bring(officer, content)
    assert bring(officer, content, "masolat.docx") == first
    take(officer, first)
    with pact.work() as session:
        before = session.execute(
            select(PlanEntry.id, PlanEntry.version, PlanEntry.changed_at).order_by(PlanEntry.id)
        ).all()
    second = bring(officer, content)
    assert second != first
    text = officer.get(second).text
    assert f"{second}/take" not in text
    take(officer, second)
    with pact.work() as session:
        assert (
            session.execute(select(PlanEntry.id, PlanEntry.version, PlanEntry.changed_at).order_by(PlanEntry.id)).all()
            == before
        )


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


def test_a_file_of_300_megabytes_is_refused_before_its_bytes_are_read(pact: Pact) -> None:
    class Unread(io.BytesIO):
        """A body that must not be read."""

        def read(self, _size: int | None = -1) -> bytes:
            raise AssertionError("the body was read")

    officer = pact.signed_in("officer")
    officer.post("/language", {"language": "en"})
    answer = officer.client.post(
        "/programme/import",
        base_url=pact.origin,
        input_stream=Unread(),
        environ_overrides={"CONTENT_LENGTH": "300000000"},
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": officer.token()},
    )
    assert answer.status_code == 413
    assert "The file is larger than 25 MB" in answer.text and 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize("role", ["viewer", "member", "partner"])
def test_only_the_office_imports(pact: Pact, role: Role) -> None:
    address = bring(pact.signed_in("officer"), SMALL.docx())
    visitor = pact.signed_in(role)
    for path in ("/programme/import", "/programme/imports", address, f"{address}/file", f"{address}/rows/1"):
        assert visitor.get(path).status_code == 403
    assert send(visitor, SMALL.docx()).status_code == 403
    assert visitor.post(f"{address}/take").status_code == 403


def test_the_original_can_be_opened_again(pact: Pact) -> None:
    officer, content = pact.signed_in("officer"), SMALL.docx()
    answer = officer.get(f"{bring(officer, content, 'terv 2027.docx')}/file")
    assert answer.data == content
    assert answer.content_type.startswith("application/vnd.openxmlformats")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def question_of(pact: Pact, address: str, rule: str) -> str:
    """The place of a question by the rule that asks it, as the page names it."""
    with pact.work() as session:
        rows = whole_import(session, uuid.UUID(address.rsplit("/", 1)[1])).rows
    return next(
        f"{i}-{j}" for i, row in enumerate(rows) for j, doubt in enumerate(row.read.unsure) if doubt.rule == rule
    )


def test_an_answer_is_kept_and_taken_in(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, SMALL.docx())
    number = question_of(pact, address, "row_number")
    answer = officer.post(f"{address}?show=check", {**form_of(officer, address), f"q-{number}": "file"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{address}?show=check")
    assert form_of(officer, address)[f"seen-{number}"] == "file"
    take(officer, address)
    with pact.work() as session:
        # The file gives the number 2 twice: with that answer the second of the two stays out.
        events = session.scalars(select(PlanEntry.sequence).where(PlanEntry.kind == "event")).all()
    assert sorted(events) == [1, 2]


def test_a_proposal_can_be_confirmed(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, SMALL.docx())
    number = question_of(pact, address, "row_number")
    assert f'value="{number}" id="confirm-{number}"' in officer.get(address).text
    officer.post(address, {"confirm": number})
    assert f'value="{number}" id="confirm-{number}"' not in officer.get(address).text
    assert form_of(officer, address)[f"seen-{number}"] == "place"


def test_an_answer_on_the_page_counts_when_the_plan_is_taken_in_at_once(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, SMALL.docx())
    take(officer, address, **{f"q-{question_of(pact, address, 'row_number')}": "file"})
    with pact.work() as session:
        # The file gives the number 2 twice: with that answer the second of the two stays out.
        events = session.scalars(select(PlanEntry.sequence).where(PlanEntry.kind == "event")).all()
    assert sorted(events) == [1, 2]


def test_two_people_who_answer_differently_are_shown_both_answers(pact: Pact) -> None:
    officer, head = pact.signed_in("officer"), pact.signed_in("head")
    address = bring(officer, SMALL.docx())
    number = question_of(pact, address, "row_number")
    opened = form_of(head, address)
    officer.post(address, {**form_of(officer, address), f"q-{number}": "file"})
    officer.post(address, {**form_of(officer, address), f"q-{number}": "place"})
    officer.post(address, {**form_of(officer, address), f"q-{number}": "file"})
    # What the head saw is what the officer thinks no more.
    mine = {**opened, f"q-{number}": "place", f"seen-{number}": "place"}
    taken = head.post(f"{address}/take", mine)
    assert taken.status_code == 409
    assert f'name="keep-q-{number}"' in taken.text
    assert count(pact, PlanEntry) == 0
    in_part = head.post(f"{address}/take", mine, headers={"HX-Request": "true"})
    assert in_part.status_code == 409 and "two-versions" in in_part.headers["HX-Redirect"]
    assert f'name="keep-q-{number}"' in head.get(in_part.headers["HX-Redirect"]).text
    head.post(address, {f"q-{number}": "place", f"seen-{number}": "file", f"keep-q-{number}": "theirs"})
    assert form_of(head, address)[f"q-{number}"] == "file"
    head.post(address, {f"q-{number}": "place", f"seen-{number}": "file", f"keep-q-{number}": "mine"})
    assert form_of(head, address)[f"q-{number}"] == "place"


def test_a_discarded_import_can_be_taken_up_again(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, SMALL.docx())
    officer.post(f"{address}/discard")
    assert officer.post(f"{address}/take", {"corrections": "0"}).headers["Location"] == address
    assert count(pact, PlanEntry) == 0
    officer.post(f"{address}/reopen")
    take(officer, address)
    assert count(pact, PlanEntry) == 5


def test_a_new_version_of_the_plan_says_what_changes_and_leaves_what_people_changed(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    officer.post("/language", {"language": "en"})
    take(officer, bring(officer, SMALL.docx()))
    with pact.work() as session:
        session.execute(
            update(PlanEntry).where(PlanEntry.kind == "event", PlanEntry.sequence == 1).values(place="Lakitelek")
        )
    rows = (
        SMALL.sessions.rows[0],
        ("2", "1. Foglalkoztatási fórum", "2027. június, Szolnok", *SMALL.sessions.rows[1][3:]),
    )
    events = replace(
        SMALL.events,
        rows=(("1", *SMALL.events.rows[0][1:4], "Kecskemét", *SMALL.events.rows[0][5:]), *SMALL.events.rows[1:]),
    )
    new = replace(SMALL, sessions=replace(SMALL.sessions, rows=rows), events=events)
    address = bring(officer, new.docx(), "uj.docx")
    text = officer.get(address).text
    assert "Compared with the programme: 0 new, 2 changed, 3 the same." in text
    assert "Changes in the programme: time, place" in text
    assert "Stays as people changed it there: place." in text
    take(officer, address)
    with pact.work() as session:
        places = session.execute(
            select(PlanEntry.kind, PlanEntry.sequence, PlanEntry.place).where(PlanEntry.sequence < 3)
        ).all()
    assert {tuple(row) for row in places} == {
        ("session", 1, "Kecskemét"),
        ("session", 2, "Szolnok"),
        ("event", 1, "Lakitelek"),
        ("event", 2, "Tiszakécske"),
    }


def test_the_comparison_says_what_the_import_then_does(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    take(officer, bring(officer, SMALL.docx()))
    fewer = replace(SMALL, events=replace(SMALL.events, rows=()))
    changed = replace(
        fewer, sessions=replace(SMALL.sessions, rows=(*SMALL.sessions.rows[1:2], ("9", *SMALL.sessions.rows[0][1:])))
    )
    address = bring(officer, changed.docx(), "masik.docx")
    with pact.work() as session:
        whole = whole_import(session, uuid.UUID(address.rsplit("/", 1)[1]))
        present = present_entries(session)
        ids = {body.reference: body.id for body in plan_bodies(session) if body.id}
        said = compare(decide_rows(whole.rows).planned(e.reference for e in present), present, ids)
    take(officer, address)
    with pact.work() as session:
        rows = whole_import(session, uuid.UUID(address.rsplit("/", 1)[1])).rows
    assert [row.outcome for row in rows] == [difference.state for difference in said.differences.values()]


def test_the_list_names_file_state_and_who_brought_it(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    officer.post("/language", {"language": "en"})
    take(officer, bring(officer, SMALL.docx(), "terv.docx"))
    text = officer.get("/programme/imports").text
    assert "terv.docx" in text and "taken over" in text and pact.actor("officer").post in text


def test_the_pages_take_few_statements_however_many_rows_there_are(pact: Pact) -> None:
    officer, numbers = pact.signed_in("officer"), []
    for rows in (3, 60):
        events = tuple((str(n), f"{n}. rendezvény", *SMALL.events.rows[0][2:]) for n in range(1, rows + 1))
        plan = replace(SMALL, events=replace(SMALL.events, rows=events))
        address = bring(officer, plan.docx(), f"{rows}.docx")
        with counted_statements(pact.app) as sent:
            assert officer.get(address).status_code == 200
        numbers.append(len(sent))
        take(officer, address)
    assert numbers[0] == numbers[1] <= 5, sent


def test_the_real_plan_becomes_nineteen_sessions_and_ten_events(pact: Pact) -> None:
    officer = pact.signed_in("officer")
    address = bring(officer, work_plan_docx(real_plan().read_text(encoding="utf-8")))
    assert take(officer, address).status_code == 303
    with pact.work() as session:
        rows = session.execute(
            select(PlanEntry.kind, PlanEntry.sequence, PlanEntry.precision, PlanEntry.place, PlanEntry.types)
        ).all()
        bodies = session.execute(
            select(Body.code, func.count()).join(PlanEntry, PlanEntry.body_id == Body.id).group_by(Body.code)
        ).all()
        results = session.execute(
            select(PlanEntryResult.measure, func.sum(PlanEntryResult.at_least)).group_by(PlanEntryResult.measure)
        ).all()
        links = session.scalar(select(func.count()).select_from(PlanEntryLink))
        evaluated = session.scalars(
            select(PlanEntry.evaluates).where(func.cardinality(PlanEntry.evaluates) > 0).order_by(PlanEntry.sequence)
        ).all()
        acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert sorted(row.sequence for row in rows if row.kind == "session") == list(range(1, 20))
    assert sorted(row.sequence for row in rows if row.kind == "event") == list(range(1, 11))
    assert sum(row.precision == "day" for row in rows) == 2
    assert sum(row.precision == "month" for row in rows) == 27
    assert sum(row.place == "Kecskemét" for row in rows) == 2
    assert all("hu.informing" in row.types for row in rows if row.kind == "event")
    assert {tuple(row) for row in bodies} == {("steering_group", 12), ("forum", 7)}
    assert {tuple(row) for row in results} == {("participants", 630), ("press_items", 2)}
    assert links == 19
    assert evaluated == [[1], [2], [3], [4], [5]]
    assert acts[-3:] == ["plan_import.read", "plan.imported", "plan_import.taken_over"]
    again = bring(officer, work_plan_docx(real_plan().read_text(encoding="utf-8")))
    assert f"{again}/take" not in officer.get(again).text
