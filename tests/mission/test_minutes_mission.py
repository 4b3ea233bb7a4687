"""Minutes as a pact office keeps them (N16, N17, N18, T5, L3, L6, M7): drafted, approved, proved, published."""

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from pypdf import PdfReader

from paktum.domains.sittings.service import sitting
from tests.support.minutes import held_sitting, minutes_of, run_waiting_jobs, seat_codes
from tests.support.pacts import Pact, Visitor
from tests.support.pictures import jpeg
from tests.support.sittings import Sitting

PDF = b"%PDF-1.7\n" + bytes(64)
JPEG = jpeg()


def taken(visitor: Visitor, address: str) -> bytes:
    """A file as a browser takes it home."""
    with visitor.get(address) as answer:
        assert answer.status_code == 200
        return answer.data


def newest_file(visitor: Visitor, page: str, meeting: object) -> bytes:
    found = re.search(rf'href="(/meetings/{meeting}/minutes/files/[^"]+)"', visitor.get(page).text)
    assert found is not None
    return taken(visitor, found[1])


@pytest.mark.requirement("N17")
@pytest.mark.requirement("T5")
def test_the_minutes_of_a_steering_group_are_nearly_written_when_people_leave(pact: Pact) -> None:
    led = held_sitting(pact)
    officer, head, member = (pact.signed_in(role) for role in ("officer", "head", "member"))
    address = f"/meetings/{led.id}/minutes"
    officer.post(address)
    page = officer.get(address).text
    for words in (
        "Az ülés megnyitása",
        "Jelenlét",
        "határozatképesség",
        "A munkaprogram elfogadása",
        "IG határozat",
    ):
        assert words in page, words
    first = minutes_of(pact, led.id).sections[0]
    added = first.content + "<p>A sajtó képviselői is jelen voltak.</p>"
    answer = officer.post(
        f"{address}/sections/{first.id}", {"html": added, "heading": first.heading, "public": "y", "version": "1"}
    )
    assert answer.status_code == 200
    officer.post(f"{address}/send")
    run_waiting_jobs(pact)
    member.post(f"{address}/remarks", {"section_id": str(first.id), "text": "A helyszín Kecskemét volt."})
    assert "A helyszín Kecskemét volt." in officer.get(address).text
    head.post(f"{address}/approve", {"approver": "Az elnök"})
    officer.post(f"{address}/files", {"format": "pdf", "rendering": "whole"})
    run_waiting_jobs(pact)
    pages = PdfReader(io.BytesIO(newest_file(officer, address, led.id))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "A sajtó képviselői is jelen voltak." in text and "Az elnök" in text


@pytest.mark.requirement("N16")
@pytest.mark.requirement("N18")
def test_every_consultation_leaves_one_bundle_of_evidence(pact: Pact) -> None:
    led = held_sitting(pact)
    officer = pact.signed_in("officer")
    officer.post(f"/meetings/{led.id}/minutes")
    for content, name, form in (
        (PDF, "jelenleti-iv.pdf", {"kind": "signed_sheet", "title": "Aláírt jelenléti ív"}),
        (JPEG, "terem.jpg", {"kind": "photo", "title": "A terem", "consent": "y"}),
    ):
        data = {"taken_on": "2026-11-21", **form, "file": (io.BytesIO(content), name)}
        answer = officer.post(f"/meetings/{led.id}/evidence", data, content_type="multipart/form-data")
        assert answer.status_code == 303
    officer.post(f"/meetings/{led.id}/evidence/bundle")
    run_waiting_jobs(pact)
    with zipfile.ZipFile(io.BytesIO(newest_file(officer, f"/meetings/{led.id}/evidence", led.id))) as archive:
        index = archive.read("index.html").decode()
        endings = sorted(name.rpartition(".")[2] for name in archive.namelist() if "/" in name)
    assert endings == ["jpg", "pdf", "pdf"]
    for words in ("Aláírt jelenléti ív", "A terem"):
        assert words in index


@pytest.mark.requirement("L3")
@pytest.mark.requirement("L6")
def test_the_minutes_of_a_joint_session_count_each_body_and_go_public_without_what_is_personal(
    make_pact: Callable[[str], Pact],
) -> None:
    pact = make_pact("liberec")
    bodies = ("steering_committee", "executive_council")
    led = Sitting(pact, bodies, items=("Zahájení", "Stav a směřování paktu"))
    seats = [*seat_codes(pact, bodies[0]), *seat_codes(pact, bodies[1])]
    led.arrive(*seats)
    ballot = led.open_vote(led.table("Rada a výbor berou zprávu na vědomí.", item=1))
    led.note(ballot, **dict.fromkeys(seats, "yes"))
    led.close(ballot)
    led.do(sitting.end_sitting)
    officer, head, reader = (pact.signed_in(role) for role in ("officer", "head", "partner"))
    address = f"/meetings/{led.id}/minutes"
    officer.post(address)
    found = {section.kind: section.content for section in minutes_of(pact, led.id).sections}
    assert found["quorum"].count("<p>") == 2
    assert "Řídicí výbor. " in found["item"] and "Výkonná rada. " in found["item"]
    assert found["item"].count("<strong>") >= 2
    head.post(f"{address}/approve", {"approver": "Předsedající"})
    assert "berou zprávu na vědomí" not in reader.get(address).text
    officer.post(f"{address}/publish")
    page = reader.get(address).text
    assert "berou zprávu na vědomí" in page and "K bodu 2: Stav a směřování paktu" in page
    assert "Delegate of" not in re.sub(r"Jednání řídil\(a\):[^<]*", "", page)


@pytest.mark.requirement("M7")
def test_a_council_publishes_what_it_agreed_in_its_own_language(make_pact: Callable[[str], Pact]) -> None:
    pact = make_pact("malopolska")
    led = Sitting(pact, ("council",), items=("Otwarcie", "Wnioski z badania"))
    led.arrive(*seat_codes(pact, "council"))
    led.do(sitting.end_sitting)
    officer, head, partner = (pact.signed_in(role) for role in ("officer", "head", "partner"))
    address = f"/meetings/{led.id}/minutes"
    officer.post(address)
    headings = [section.heading for section in minutes_of(pact, led.id).sections]
    assert headings[0] == "Otwarcie posiedzenia" and "Ad 2. Wnioski z badania" in headings
    head.post(f"{address}/approve", {"approver": "Przewodniczący"})
    officer.post(f"{address}/publish")
    assert "Ad 2. Wnioski z badania" in partner.get(address).text
