"""Files of minutes are made by a job from a kept version; evidence is what its content says, photographs by consent."""

import hashlib
import io
import re
import zipfile

import pytest
from pypdf import PdfReader
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.support.minutes import approved, drafted, minutes_of, run_waiting_jobs
from tests.support.pacts import Pact, Visitor
from tests.support.pictures import jpeg, png, segment

PNG = png()
PDF = b"%PDF-1.7\n" + bytes(64)


def taken(visitor: Visitor, address: str) -> TestResponse:
    """A file as a browser takes it home."""
    with visitor.get(address) as answer:
        assert answer.data is not None
        return answer


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())


def made(pact: Pact, meeting: object, rendering: str, file_format: str = "pdf") -> str:
    officer = pact.signed_in("officer")
    form = {"format": file_format, "rendering": rendering}
    assert officer.post(f"/meetings/{meeting}/minutes/files", form).status_code == 303
    run_waiting_jobs(pact)
    found = re.search(
        rf'href="(/meetings/{meeting}/minutes/files/[^"]+)"', officer.get(f"/meetings/{meeting}/minutes").text
    )
    assert found is not None
    return found[1]


def test_the_whole_minutes_are_made_as_a_pdf_that_says_what_they_say(pact: Pact) -> None:
    meeting = approved(pact)
    answer = taken(pact.signed_in("officer"), made(pact, meeting, "whole"))
    assert answer.mimetype == "application/pdf"
    text = words_of(answer.data)
    assert "A csoport elfogadja a munkaprogramot." in text
    assert "jegyzőkönyvvezető" in text and "Az elnök" in text


def test_the_public_file_lacks_personal_parts_and_only_it_is_for_everybody(pact: Pact) -> None:
    meeting = drafted(pact)
    address = f"/meetings/{meeting}/minutes"
    officer, viewer = pact.signed_in("officer"), pact.signed_in("viewer")
    first = minutes_of(pact, meeting).sections[0]
    officer.post(
        f"{address}/sections/{first.id}",
        {
            "html": '<p>Nyilvános <span class="personal">titkos</span></p>',
            "heading": "A",
            "public": "y",
            "version": "1",
        },
    )
    pact.signed_in("head").post(f"{address}/approve", {"approver": "Az elnök"})
    whole = made(pact, meeting, "whole")
    open_to_all = made(pact, meeting, "public")
    assert "titkos" in words_of(taken(officer, whole).data)
    assert "titkos" not in words_of(taken(officer, open_to_all).data)
    assert viewer.get(open_to_all).status_code == 404
    officer.post(f"{address}/publish")
    assert taken(viewer, open_to_all).status_code == 200
    assert viewer.get(whole).status_code == 404


def test_a_format_or_rendering_that_does_not_exist_is_refused(pact: Pact) -> None:
    meeting = drafted(pact)
    officer = pact.signed_in("officer")
    for form in ({"format": "exe", "rendering": "whole"}, {"format": "pdf", "rendering": "secret"}):
        assert officer.post(f"/meetings/{meeting}/minutes/files", form).status_code == 422


def bring(pact: Pact, meeting: object, content: bytes, name: str, **form: str) -> int:
    data = {"kind": "other", "title": "", "taken_on": "", **form, "file": (io.BytesIO(content), name)}
    answer = pact.signed_in("officer").post(f"/meetings/{meeting}/evidence", data, content_type="multipart/form-data")
    return answer.status_code


def test_evidence_is_kept_listed_handed_out_and_taken_out(pact: Pact) -> None:
    meeting = drafted(pact)
    officer = pact.signed_in("officer")
    assert bring(pact, meeting, PDF, "ív.pdf", kind="signed_sheet", title="Aláírt jelenléti ív") == 303
    page = officer.get(f"/meetings/{meeting}/evidence").text
    found = re.search(rf'href="(/meetings/{meeting}/evidence/[0-9a-f-]+)"', page)
    assert found is not None and "Aláírt jelenléti ív" in page
    answer = taken(officer, found[1])
    assert answer.data == PDF and answer.headers["Content-Disposition"].startswith("attachment")
    assert officer.post(f"{found[1]}/remove").status_code == 303
    assert officer.get(found[1]).status_code == 404


def test_a_scan_may_be_as_large_as_the_page_says(pact: Pact) -> None:
    meeting, officer = drafted(pact), pact.signed_in("officer")
    scan = FileStorage(io.BytesIO(b"%PDF-1.7\n" + bytes(3_000_000)), "scan.pdf")
    fields = {"kind": "other", "title": "", "taken_on": "", "file": scan, "csrf_token": officer.token()}
    boundary, body = encode_multipart(fields)
    answer = officer.client.post(
        f"/meetings/{meeting}/evidence",
        base_url=pact.origin,
        data=body,
        content_type=f"multipart/form-data; boundary={boundary}",
    )
    assert answer.status_code == 303


def test_a_file_that_is_larger_is_refused_at_its_field(pact: Pact) -> None:
    meeting, officer = drafted(pact), pact.signed_in("officer")
    answer = officer.client.post(
        f"/meetings/{meeting}/evidence",
        base_url=pact.origin,
        environ_overrides={"CONTENT_LENGTH": "300000000"},
        content_type="multipart/form-data; boundary=x",
        headers={"X-CSRFToken": officer.token()},
    )
    assert answer.status_code == 413 and 'id="file-error"' in answer.text


def test_a_photograph_needs_consent_and_is_a_picture(pact: Pact) -> None:
    meeting = drafted(pact)
    assert bring(pact, meeting, PNG, "kép.png", kind="photo") == 422
    assert bring(pact, meeting, PDF, "kép.png", kind="photo", consent="y") == 422
    assert bring(pact, meeting, PNG, "kép.png", kind="photo", consent="y") == 303


def test_a_photograph_is_kept_without_its_position_and_camera(pact: Pact) -> None:
    meeting = drafted(pact)
    written = jpeg(segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08 47.5316N 21.6273E"))
    assert bring(pact, meeting, written, "kép.jpg", kind="photo", consent="y") == 303
    officer = pact.signed_in("officer")
    found = re.search(
        rf'href="(/meetings/{meeting}/evidence/[0-9a-f-]+)"', officer.get(f"/meetings/{meeting}/evidence").text
    )
    assert found is not None and taken(officer, found[1]).data == jpeg()
    assert bring(pact, meeting, written[:-2], "kép.jpg", kind="photo", consent="y") == 422


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"MZ" + bytes(64), b"PK\x03\x04" + bytes(40)])
def test_a_file_that_is_not_what_it_says_is_refused(pact: Pact, content: bytes) -> None:
    assert bring(pact, drafted(pact), content, "ív.pdf", kind="signed_sheet") == 422


def test_a_closed_meeting_takes_no_more_evidence(pact: Pact) -> None:
    meeting = approved(pact)
    pact.signed_in("officer").post(f"/meetings/{meeting}/minutes/lock")
    assert bring(pact, meeting, PDF, "ív.pdf", kind="signed_sheet") == 409


@pytest.mark.parametrize("role", ["member", "partner", "viewer"])
def test_evidence_is_the_offices_alone(pact: Pact, role: str) -> None:
    meeting = drafted(pact)
    reader = pact.signed_in(role)  # type: ignore[arg-type]
    assert reader.get(f"/meetings/{meeting}/evidence").status_code == 403
    assert reader.post(f"/meetings/{meeting}/evidence").status_code == 403


def test_the_minutes_are_made_as_a_word_document_too(pact: Pact) -> None:
    from docx import Document

    meeting = approved(pact)
    answer = taken(pact.signed_in("officer"), made(pact, meeting, "whole", "docx"))
    text = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(answer.data)).paragraphs)
    assert "A csoport elfogadja a munkaprogramot." in text


def test_everything_that_proves_the_meeting_comes_in_one_file_with_an_index(pact: Pact) -> None:
    meeting = approved(pact)
    assert bring(pact, meeting, PDF, "ív.pdf", kind="signed_sheet", title="Jelenléti ív") == 303
    assert bring(pact, meeting, PNG, "kép.png", kind="photo", consent="y", title="A terem") == 303
    officer = pact.signed_in("officer")
    assert officer.post(f"/meetings/{meeting}/evidence/bundle").status_code == 303
    run_waiting_jobs(pact)
    found = re.search(
        rf'href="(/meetings/{meeting}/minutes/files/[^"]+)"', officer.get(f"/meetings/{meeting}/evidence").text
    )
    assert found is not None
    with zipfile.ZipFile(io.BytesIO(taken(officer, found[1]).data)) as archive:
        names = archive.namelist()
        sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert {name for name in names if "/" in name} == set(sums)
        assert all(hashlib.sha256(archive.read(name)).hexdigest() == digest for name, digest in sums.items())
        assert sum(name.endswith(".pdf") for name in sums) == 2 and sum(name.endswith(".png") for name in sums) == 1
        index = archive.read("index.html").decode()
    assert "Jelenléti ív" in index and "A terem" in index
    assert pact.signed_in("member").get(found[1]).status_code == 404
