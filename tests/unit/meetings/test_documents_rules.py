"""What a file is, told by its content."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import strategies as st

from paktum.domains.meetings.rules.documents import DocumentType, name_with_ending, type_of
from tests.support.properties import given

_OFFICE = "application/vnd.openxmlformats-officedocument"


def packed(*members: str, first: bytes = b"x") -> BytesIO:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for number, member in enumerate(members):
            archive.writestr(member, first if number == 0 else b"x")
    return content


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (BytesIO(b"%PDF-1.7\n"), "pdf"),
        (BytesIO(b"\x89PNG\r\n\x1a\nrest"), "png"),
        (BytesIO(b"\xff\xd8\xff\xe0rest"), "jpg"),
        (packed("[Content_Types].xml", "word/document.xml"), "docx"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (packed("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.text"), "odt"),
    ],
)
def test_what_offices_send_each_other_is_known(content: BytesIO, ending: str) -> None:
    found = type_of(content)
    assert found is not None and found.ending == ending


@pytest.mark.parametrize(
    "content",
    [
        BytesIO(b""),
        BytesIO(b"<html><script>alert(1)</script>"),
        BytesIO(b"MZ\x90\x00"),
        BytesIO(b"PK\x03\x04 cut off"),
        packed("word/document.xml", "word/vbaProject.bin"),
        packed("evil.exe", "word/document.xml"),
        packed("anything.txt"),
        packed("mimetype", first=b"application/x-other"),
    ],
)
def test_anything_else_and_anything_with_macros_is_not_taken(content: BytesIO) -> None:
    assert type_of(content) is None


@given(st.integers(4, 400), st.integers(0, 255))
def test_no_damage_to_an_office_document_makes_the_question_fail(place: int, octet: int) -> None:
    content = bytearray(
        packed("mimetype", "tartalom á.xml", first=b"application/vnd.oasis.opendocument.text").getvalue()
    )
    content[place % len(content)] = octet
    assert type_of(BytesIO(bytes(content))) is None or isinstance(type_of(BytesIO(bytes(content))), DocumentType)


@pytest.mark.parametrize("large", [False, True])
def test_a_document_of_far_too_many_parts_is_not_taken_and_its_parts_are_not_listed(
    large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 100 if large else 1 << 16)
    content = packed("word/document.xml", *(f"{number:x}" for number in range(6_000)))
    if large:
        # The short record of an archive with a large one may say anything.
        octets = content.getbuffer()
        end = bytes(octets).rfind(b"PK\x05\x06")
        octets[end + 8 : end + 16] = b"\x01\0\x01\0\x40\0\0\0"
        octets.release()
    monkeypatch.setattr(zipfile.ZipFile, "infolist", lambda _: pytest.fail("the parts were listed"))
    assert type_of(content) is None


@given(st.binary(max_size=200))
def test_no_bytes_make_the_question_fail(content: bytes) -> None:
    assert type_of(BytesIO(content)) is None or isinstance(type_of(BytesIO(content)), DocumentType)


@pytest.mark.parametrize(
    ("name", "ending", "expected"),
    [
        ("terv.pdf", "pdf", "terv.pdf"),
        ("terv.PDF", "pdf", "terv.PDF"),
        ("foto.jpeg", "jpg", "foto.jpeg"),
        ("terv.exe", "pdf", "terv.pdf"),
        ("C:\\iratok\\terv.docx", "docx", "terv.docx"),
        ("../../etc/passwd", "pdf", "passwd.pdf"),
        ("", "pdf", "document.pdf"),
        ("a\nb.pdf", "pdf", "ab.pdf"),
    ],
)
def test_a_file_keeps_its_name_with_the_ending_of_its_content(name: str, ending: str, expected: str) -> None:
    assert name_with_ending(name, ending) == expected


@given(st.text(max_size=300))
def test_no_name_leads_into_another_folder(name: str) -> None:
    kept = name_with_ending(name, "pdf")
    assert "/" not in kept and "\\" not in kept and kept.lower().endswith(".pdf")
