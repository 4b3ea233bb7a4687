"""Files that are no plans: each is refused with its own clear sentence, quickly, and nothing of it is kept."""

import io
import struct
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from paktum.core.errors import Refused
from paktum.domains.programme.reading.inspection import FileFormat, Limits, decode_text, display_name, inspect_file
from paktum.domains.programme.reading.parser import read_plan
from tests.support.plan_vocabularies import TISZAKECSKE
from tests.support.small_plans import SMALL_PLANS

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def _archive(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _word(parts: dict[str, bytes], body: bytes = b"") -> bytes:
    types = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    document = (
        b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        b"<w:body>" + body + b"</w:body></w:document>"
    )
    return _archive({"[Content_Types].xml": types, "word/document.xml": document, **parts})


def _refusal(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        read_plan(content, TISZAKECSKE)
    return str(refused.value.message)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\0" * 4096, "empty"),
        (PNG, "picture"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 64, "picture"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (OLE + "WordDocument".encode("utf-16-le"), "older Word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"{\\rtf1\\ansi plan}", "RTF"),
        (b"<!DOCTYPE html><html><body>plan</body></html>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "web page"),
        (b"\x1f\x8b\x08\0" + b"\0" * 32, "not a document"),
        (b"PK\x03\x04 broken", "damaged"),
        (_archive({"plan.txt": b"text"}), "archive"),
        (_archive({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}), "not a Word document"),
        (_word({"word/vbaProject.bin": b"macro"}), "macros"),
        (_archive({"[Content_Types].xml": b"application/vnd.ms-word.document.macroEnabled.main+xml"}), "macros"),
        (_word({}, b"<w:p>"), "damaged"),
        (_word({}), "No session plan"),
        ("Csak egy levél, táblázat nélkül.".encode(), "No session plan"),
        (b"plan\x00\x01\x02\x03 of nothing", "neither"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_its_reason(content: bytes, reason: str) -> None:
    assert reason in _refusal(content)


def test_an_encrypted_entry_of_an_archive_is_a_password() -> None:
    content = bytearray(_word({}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        position = content.find(mark)
        while position >= 0:
            content[position + at] |= 1
            position = content.find(mark, position + 4)
    assert "password" in _refusal(bytes(content))


def test_a_picture_renamed_to_a_document_is_known_by_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "munkaterv.docx"
    path.write_bytes(PNG)
    with pytest.raises(Refused, match="picture"):
        read_plan(path, TISZAKECSKE)


def test_a_file_over_the_limit_is_never_taken_into_memory() -> None:
    class Endless(io.RawIOBase):
        asked = 0

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            self.asked += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(Refused) as refused:
        inspect_file(stream, Limits(size=1024 * 1024))  # type: ignore[arg-type]
    assert "larger than 1 MB" in str(refused.value.message)
    assert stream.asked == 1024 * 1024 + 1


def test_a_large_file_on_disk_is_refused_by_its_size_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    with path.open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)
    before = _bytes_read()
    with pytest.raises(Refused, match="larger"):
        read_plan(path, TISZAKECSKE)
    assert _bytes_read() - before < 1024 * 1024


def _bytes_read() -> int:
    """How much this process has read from files so far, by the kernel's count."""
    return int(Path("/proc/self/io").read_text().split()[1])


def test_a_path_without_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no such file"):
        read_plan(tmp_path / "none.docx", TISZAKECSKE)


def test_a_table_of_far_more_rows_than_a_plan_is_refused() -> None:
    rows = "".join(f"{number}\tWorkshop {number}\tMay 2024\tTrades\n" for number in range(1, 502))
    assert "more than 500 rows" in _refusal(f"No.\tEvent\tWhen\tAim\n{rows}".encode())


def test_a_text_of_megabytes_is_refused() -> None:
    assert "larger than 2 MB" in _refusal(b"szo " * 600_000)


def _bomb_by_ratio() -> bytes:
    return _word({"word/media/image1.xml": b"\0" * (60 * 1024 * 1024)})


def _bomb_by_lie() -> bytes:
    """A document part that says it is small and unpacks to much more."""
    content = bytearray(_word({}, b"<w:p><w:r><w:t>" + b"a" * 30_000_000 + b"</w:t></w:r></w:p>"))
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        position = content.rfind(mark)
        content[position + at : position + at + 4] = struct.pack("<I", 5000)
    return bytes(content)


def _bomb_by_elements() -> bytes:
    return _word({}, b"<w:p/>" * 1_500_000)


def _bomb_by_depth() -> bytes:
    return _word({}, b"<w:sdt>" * 60_000 + b"</w:sdt>" * 60_000)


def _bomb_by_entries() -> bytes:
    return _archive({f"word/{number}.xml": b"" for number in range(5000)})


def _laughs() -> bytes:
    entities = b"".join(
        b'<!ENTITY l%d "%s">' % (number, b"&l%d;" % (number - 1) * 10 if number else b"ha") for number in range(10)
    )
    document = b'<?xml version="1.0"?><!DOCTYPE w [' + entities + b"]><w>&l9;</w>"
    return _word({"word/document.xml": document})


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "bomb",
    [_bomb_by_ratio, _bomb_by_lie, _bomb_by_elements, _bomb_by_depth, _bomb_by_entries, _laughs],
    ids=lambda make: make.__name__.strip("_"),
)
def test_a_bomb_is_refused_in_a_second_and_100_megabytes(bomb: object, tmp_path: Path) -> None:
    assert callable(bomb)
    path = tmp_path / "bomb.docx"
    path.write_bytes(bomb())
    script = """if True:
        import resource, sys, time
        from pathlib import Path
        from paktum.core.errors import Refused
        from paktum.domains.programme.reading.parser import read_plan
        from paktum.domains.programme.reading.vocabulary import PlanVocabulary
        before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        try:
            read_plan(Path(sys.argv[1]), PlanVocabulary(language="hu"))
        except Refused:
            after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(time.process_time() - started, (after - before) / 1024)
    """
    platform = Path(__file__).parents[3] / "platform"
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env={"PYTHONPATH": str(platform)},
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 1
    assert megabytes < 100


def test_a_document_that_names_files_elsewhere_is_read_without_opening_them(monkeypatch: pytest.MonkeyPatch) -> None:
    relations = (
        b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="http://x/attachedTemplate" Target="file:///etc/passwd" TargetMode="External"/>'
        b'<Relationship Id="r2" Type="http://x/officeDocument" Target="http://x.example/a" TargetMode="External"/>'
        b"</Relationships>"
    )
    stream = io.BytesIO(SMALL_PLANS["hu"].docx())
    parts = {}
    with zipfile.ZipFile(stream) as archive:
        for name in archive.namelist():
            parts[name] = archive.read(name)
    content = _archive({**parts, "word/_rels/document.xml.rels": relations, "_rels/.rels": relations})

    def closed(*_: object, **__: object) -> None:
        raise AssertionError("a file or address was opened")

    monkeypatch.setattr("socket.socket.connect", closed)
    monkeypatch.setattr("builtins.open", closed)
    assert len(read_plan(content, TISZAKECSKE).entries) == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1250"])
@pytest.mark.parametrize("language", ["hu", "cs", "pl"])
def test_a_text_is_read_in_any_usual_encoding(encoding: str, language: str) -> None:
    text = SMALL_PLANS[language].text  # type: ignore[index]
    assert decode_text(text.encode(encoding)).removeprefix("\ufeff") == text


def test_the_type_is_told_with_the_content() -> None:
    assert inspect_file(SMALL_PLANS["hu"].docx()).format is FileFormat.DOCX
    assert inspect_file(SMALL_PLANS["hu"].text.encode()).format is FileFormat.TEXT


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("munkaterv.docx", "munkaterv.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\office\\terv 2019.docx", "terv 2019.docx"),
        ("plan\0.docx", "plan.docx"),
        ("plan\u202excod.exe", "planxcod.exe"),
        ("a\r\nb\tc.txt", "abc.txt"),
        ("\u200b\ufeff", "–"),
        ("...", "–"),
        ("Éves_ülésterv.docx", "Éves_ülésterv.docx"),
    ],
)
def test_a_files_name_is_cleaned_for_showing(name: str, shown: str) -> None:
    assert display_name(name) == shown


def test_a_very_long_name_is_shortened_before_its_ending() -> None:
    shown = display_name("terv" * 100 + ".docx")
    assert len(shown) == 120
    assert shown.endswith("….docx")


def test_a_damaged_archive_part_is_refused() -> None:
    content = bytearray(SMALL_PLANS["hu"].docx())
    position = content.find(b"word/document.xml") + 60
    content[position : position + 40] = zlib.compress(b"x" * 100)[:8] * 5
    assert "damaged" in _refusal(bytes(content))
