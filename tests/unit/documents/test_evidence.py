"""The evidence of a meeting as an archive: complete, checkable, and the same whenever it is made."""

import hashlib
import io
import zipfile
from datetime import date
from html.parser import HTMLParser

import pytest

from paktum.domains.documents.evidence import EvidenceBundle, EvidenceFile, bundle_name, write_evidence
from paktum.domains.documents.paper import MeetingOnPaper
from tests.unit.documents.conftest import PAPER

CONTENTS = {name: f"content of {name}".encode() for name in ("a", "b", "c")}


def a_file(key: str, **changes: object) -> EvidenceFile:
    fields: dict[str, object] = {
        "group": "Jegyzőkönyv",
        "title": "Jegyzőkönyv <3. változat>",
        "name": "Jegyzőkönyv.PDF",
        "media_type": "application/pdf",
        "size": len(CONTENTS[key]),
        "sha256": hashlib.sha256(CONTENTS[key]).hexdigest(),
        "dated": date(2018, 11, 5),
    }
    return EvidenceFile.model_validate(fields | changes)


@pytest.fixture
def bundle(meeting: MeetingOnPaper) -> EvidenceBundle:
    photo = {"group": "Fényképek", "title": "=1+1", "name": "../../kép.jpg", "media_type": "image/jpeg"}
    return EvidenceBundle(
        **PAPER,
        meeting=meeting,
        files=(a_file("a"), a_file("b", **photo), a_file("c", **photo | {"title": "漢字", "name": "x"})),
        missing=("Aláírt jelenléti ív",),
    )


def made(bundle: EvidenceBundle) -> zipfile.ZipFile:
    by_hash = {hashlib.sha256(content).hexdigest(): content for content in CONTENTS.values()}
    archive = io.BytesIO()
    write_evidence(archive, bundle, lambda file: io.BytesIO(by_hash[file.sha256]), lambda done, total, phrase: None)
    return zipfile.ZipFile(archive)


def test_files_stand_in_plain_folders_after_the_index(bundle: EvidenceBundle) -> None:
    assert made(bundle).namelist() == [
        "index.html",
        "index.xlsx",
        "SHA256SUMS",
        "1-jegyzokonyv/01-jegyzokonyv-3-valtozat.pdf",
        "2-fenykepek/02-1-1.jpg",
        "2-fenykepek/03-file",
    ]


def test_the_checksums_are_those_of_the_files(bundle: EvidenceBundle) -> None:
    archive = made(bundle)
    for line in archive.read("SHA256SUMS").decode().splitlines():
        sha256, path = line.split("  ")
        assert hashlib.sha256(archive.read(path)).hexdigest() == sha256


def test_the_index_links_every_file_and_names_what_is_missing(bundle: EvidenceBundle) -> None:
    page = made(bundle).read("index.html").decode()
    found: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend(value for name, value in attrs if name == "href" and value)

    Links().feed(page)
    assert found == made(bundle).namelist()[3:]
    assert "Jegyzőkönyv &lt;3. változat&gt;" in page
    assert "Aláírt jelenléti ív" in page


def test_the_same_bundle_gives_the_same_bytes(bundle: EvidenceBundle) -> None:
    contents = [made(bundle).read(name) for name in made(bundle).namelist()]
    assert contents == [made(bundle).read(name) for name in made(bundle).namelist()]
    assert {entry.date_time for entry in made(bundle).infolist()} == {(2018, 10, 30, 10, 30, 0)}


def test_the_archive_is_named_after_the_meeting_and_its_day(bundle: EvidenceBundle) -> None:
    assert bundle_name(bundle).endswith("iranyito-csoport-1-2018-ules-2018-10-29.zip")
