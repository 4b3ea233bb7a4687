"""The papers of a meeting: the pack is made by a worker and made again when it is out of date; the sheet is always current."""

import io
import re
from collections.abc import Callable

from pypdf import PdfReader
from sqlalchemy import func, select

from paktum.domains.jobs.tables import JobRun
from paktum.domains.meetings.queries import agenda_rows, meeting_head
from paktum.domains.meetings.service import life
from paktum.domains.meetings.service.agenda import ItemDraft, add_item
from tests.support.meetings import clock_of, planned_meeting
from tests.support.pacts import Pact
from tests.support.papers import a_word_file, add, blank_pdf, make_pack_now
from tests.support.pictures import png
from tests.support.statements import counted_statements


def runs(pact: Pact) -> int:
    with pact.work() as session:
        return session.scalar(select(func.count()).where(JobRun.kind == "meeting.pack")) or 0


def downloaded(pact: Pact, address: str) -> PdfReader:
    answer = pact.signed_in("head").get(address)
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    content = answer.data
    answer.close()
    return PdfReader(io.BytesIO(content))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def test_the_pack_holds_the_agenda_and_every_document_in_its_order(pact: Pact) -> None:
    meeting = planned_meeting(pact, items=("Megnyitás", "Munkaprogram elfogadása"))
    with pact.work() as session:
        item = agenda_rows(session, meeting)[-1].id
    add(pact, meeting, "Munkaprogram.pdf", blank_pdf(3), item)
    add(pact, meeting, "Térkép.png", png(), item)
    add(pact, meeting, "Szöveg.docx", a_word_file("szöveg"))
    make_pack_now(pact, meeting)
    pdf = downloaded(pact, f"/meetings/{meeting}/pack/file")
    assert len(pdf.pages) == 6
    printed = words(pdf)
    for passage in ("Munkaprogram elfogadása", "Irányító Csoport", "Tiszakécskei Foglalkoztatási Paktum", "10:00"):
        assert passage in printed
    assert list(pdf.attachments) == ["Szöveg.docx"]


def test_the_office_asks_for_the_pack_and_sees_how_far_it_is(pact: Pact) -> None:
    meeting, visitor = planned_meeting(pact, items=("Megnyitás",)), pact.signed_in("officer")
    assert "/pack/file" not in visitor.get(f"/meetings/{meeting}/pack").text
    for _ in range(2):
        answer = visitor.post(f"/meetings/{meeting}/pack", {})
        assert answer.status_code == 303 and answer.headers["Location"] == f"/meetings/{meeting}/pack"
    assert runs(pact) == 1
    assert f'data-hx-get="/meetings/{meeting}/pack/progress"' in visitor.get(f"/meetings/{meeting}/pack").text
    assert "progress" in visitor.get(f"/meetings/{meeting}/pack/progress").text
    make_pack_now(pact, meeting)
    assert f"/meetings/{meeting}/pack/file" in visitor.get(f"/meetings/{meeting}/pack").text


def test_a_pack_that_was_made_is_made_again_once_when_the_agenda_changes_twice(pact: Pact) -> None:
    meeting = planned_meeting(pact, items=("Megnyitás",))
    make_pack_now(pact, meeting)
    assert runs(pact) == 0
    for title in ("Egy", "Kettő"):
        with pact.work() as session:
            add_item(session, clock_of(pact), pact.actor("officer"), meeting, ItemDraft(title))
    assert runs(pact) == 1
    with pact.work() as session:
        head = meeting_head(session, meeting)
    assert head.pack_made_at is not None and head.pack_made_at <= head.changed_at


def test_a_meeting_without_a_pack_asks_for_none_when_it_changes(pact: Pact) -> None:
    planned_meeting(pact, items=("Megnyitás", "Egyebek"))
    assert runs(pact) == 0


def test_making_the_pack_stands_in_nobodys_way_who_edits_the_meeting(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    with pact.work() as session:
        before = meeting_head(session, meeting).version
    make_pack_now(pact, meeting)
    with pact.work() as session:
        assert meeting_head(session, meeting).version == before


def test_a_meeting_that_was_called_off_gets_no_pack(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    with pact.work() as session:
        life.cancel(session, clock_of(pact), pact.actor("officer"), meeting, "Elmarad")
    assert pact.signed_in("officer").post(f"/meetings/{meeting}/pack", {}).status_code == 409


def test_guests_of_the_pact_see_neither_pack_nor_sheet(pact: Pact) -> None:
    meeting = planned_meeting(pact)
    make_pack_now(pact, meeting)
    partner = pact.signed_in("partner")
    for part in ("pack", "pack/file", "pack/progress", "attendance-sheet.pdf"):
        assert partner.get(f"/meetings/{meeting}/{part}").status_code == 403


def test_the_sheet_has_the_members_of_the_meetings_day_and_what_the_charter_wants(pact: Pact) -> None:
    printed = words(downloaded(pact, f"/meetings/{planned_meeting(pact)}/attendance-sheet.pdf"))
    for passage in ("Tiszakécske Város Önkormányzatának képviselője", "Bács-Kiskun", "2027. január 28."):
        assert passage in printed
    assert re.search(r"\b3\b.*\b5\b", printed)


def test_a_joint_session_has_a_sheet_for_each_body_in_few_statements(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    meeting = planned_meeting(pact, ("steering_committee", "executive_council"))
    visitor = pact.signed_in("head")
    visitor.get("/")
    with counted_statements(pact.app) as statements:
        answer = visitor.get(f"/meetings/{meeting}/attendance-sheet.pdf")
    assert len(PdfReader(io.BytesIO(answer.data)).pages) >= 3
    assert len(statements) <= 12
