"""Papers of meetings, as the five partnerships need them: the pack that goes out, and the sheet that is signed."""

import io
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from paktum.domains.meetings.queries import agenda_rows
from tests.support.meetings import planned_meeting
from tests.support.pacts import Pact
from tests.support.papers import a_word_file, add, blank_pdf, make_pack_now


def opened(pact: Pact, address: str) -> PdfReader:
    answer = pact.signed_in("officer").get(address)
    assert answer.status_code == 200
    content = answer.data
    answer.close()
    return PdfReader(io.BytesIO(content))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


@pytest.mark.requirement("N17")
def test_the_steering_groups_pack_goes_out_as_one_file_with_every_submission(pact: Pact) -> None:
    meeting = planned_meeting(pact, items=("Munkaprogram", "Költségvetés"), place="Kecskemét")
    with pact.work() as session:
        items = [row.id for row in agenda_rows(session, meeting)][-2:]
    add(pact, meeting, "Munkaprogram.pdf", blank_pdf(4), items[0])
    add(pact, meeting, "Költségvetés.docx", a_word_file("Költségvetés"), items[1])
    make_pack_now(pact, meeting)
    pdf = opened(pact, f"/meetings/{meeting}/pack/file")
    marks = [str(mark.title) for mark in pdf.outline if not isinstance(mark, list)]
    assert [mark.partition(". ")[2] for mark in marks[-2:]] == ["Munkaprogram", "Költségvetés"]
    assert "Kecskemét" in words(pdf)
    assert list(pdf.attachments) == ["Költségvetés.docx"]


@pytest.mark.requirement("N18")
def test_the_attendance_sheet_names_the_five_seats_of_the_steering_group_to_sign(pact: Pact) -> None:
    printed = words(opened(pact, f"/meetings/{planned_meeting(pact)}/attendance-sheet.pdf"))
    for organisation in (
        "Tiszakécske Város Önkormányzat",
        "Bács-Kiskun Megyei Kormányhivatal",
        "Magyar Máltai Szeretetszolgálat",
        "Bács-Kiskun Megyei Önkormányzat",
        "Kereskedelmi és Iparkamara",
    ):
        assert organisation in printed


@pytest.mark.requirement("L3")
def test_a_joint_session_has_a_sheet_for_each_body_in_czech(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("liberec")
    meeting = planned_meeting(pact, ("steering_committee", "executive_council"))
    pdf = opened(pact, f"/meetings/{meeting}/attendance-sheet.pdf")
    assert pdf.trailer["/Root"]["/Lang"] == "cs"
    with pact.work() as session:
        from paktum.domains.meetings.queries import meeting_head

        bodies = [body.name for body in meeting_head(session, meeting).bodies]
    pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
    assert all(any(page.count(body) >= 2 for page in pages) for body in bodies)
