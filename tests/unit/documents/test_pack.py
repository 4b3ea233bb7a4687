"""The pack of a meeting: one PDF in the order of the agenda, with bookmarks, and nothing foreign that acts."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, NumberObject, TextStringObject

from paktum.core.errors import Refused
from paktum.core.messages import Message
from paktum.domains.documents import pack as packs
from paktum.domains.documents.layouts.pack import MeetingPack, PackFile, PackItem, invitation_data
from paktum.domains.documents.pack import pack_pdf
from paktum.domains.documents.paper import MeetingOnPaper
from paktum.domains.documents.pictures import printable_size
from tests.support.pictures import png
from tests.support.properties import given
from tests.unit.documents.conftest import PAPER

PDF, PNG, WORD = (
    "application/pdf",
    "image/png",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
)
Told = list[tuple[int, int, Message]]


def foreign(pages: int = 1, change: Callable[[PdfWriter], None] | None = None) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    if change:
        change(writer)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


class Shelf:
    """Files by their hash, as a store has them."""

    def __init__(self) -> None:
        self.contents: dict[str, bytes] = {}

    def file(self, title: str, content: bytes, media_type: str = PDF, kind: str = "submission") -> PackFile:
        key = str(len(self.contents))
        self.contents[key] = content
        name = f"{title}.bin"
        return PackFile(
            title=title,
            kind=kind,
            name=name,
            media_type=media_type,
            size=len(content),
            sha256=key,  # type: ignore[arg-type]
        )

    def made(self, pack: MeetingPack, told: Told | None = None) -> PdfReader:
        told = [] if told is None else told
        made = pack_pdf(pack, lambda file: self.contents[file.sha256], lambda *step: told.append(step))
        return PdfReader(io.BytesIO(made))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def a_pack(meeting: MeetingOnPaper, *files: PackFile, whole: tuple[PackFile, ...] = ()) -> MeetingPack:
    items = (PackItem(number=1, title="Megnyitás", minutes=10), PackItem(number=2, title="Munkaprogram", files=files))
    return MeetingPack(**PAPER, meeting=meeting, note="Tisztelettel meghívom.", files=whole, items=items)


def bookmarks(pdf: PdfReader, outline: Any = None, depth: int = 0) -> list[tuple[int, str, int]]:
    found: list[tuple[int, str, int]] = []
    for entry in pdf.outline if outline is None else outline:
        if isinstance(entry, list):
            found += bookmarks(pdf, entry, depth + 1)
        else:
            found.append((depth, str(entry.title), (pdf.get_destination_page_number(entry) or 0) + 1))
    return found


def test_files_follow_the_invitation_in_the_order_of_the_agenda_each_with_a_bookmark(
    meeting: MeetingOnPaper, shelf: Shelf
) -> None:
    whole = (shelf.file("Meghívottak", foreign(), kind="attachment"),)
    pdf = shelf.made(a_pack(meeting, shelf.file("Terv", foreign(3)), shelf.file("Térkép", png(), PNG), whole=whole))
    assert len(pdf.pages) == 6
    assert bookmarks(pdf)[-4:] == [(0, "Meghívottak", 2), (0, "2. Munkaprogram", 3), (1, "Terv", 3), (1, "Térkép", 6)]


def test_the_invitation_names_the_page_on_which_each_file_begins(meeting: MeetingOnPaper, shelf: Shelf) -> None:
    files = tuple(shelf.file(f"Melléklet {n}", foreign(2)) for n in range(60))
    pdf = shelf.made(a_pack(meeting, *files))
    begins = {title: page for _, title, page in bookmarks(pdf)}
    printed = " ".join(" ".join(page.extract_text() for page in pdf.pages[:6]).split())
    for number in (0, 17, 59):
        assert f"Melléklet {number} " in printed
        assert str(begins[f"Melléklet {number}"]) in printed.split(f"Melléklet {number} ", 1)[1][:12]


def test_a_file_that_is_no_pdf_is_attached_and_a_page_names_it(meeting: MeetingOnPaper, shelf: Shelf) -> None:
    pdf = shelf.made(a_pack(meeting, shelf.file("Előterjesztés", b"PK-word", WORD)))
    assert pdf.attachments["Előterjesztés.bin"] == [b"PK-word"]
    assert "Előterjesztés.bin" in pdf.pages[1].extract_text()


@pytest.mark.parametrize("content", [b"%PDF-1.4 broken", b"", foreign(1, lambda writer: writer.encrypt("titok"))])
def test_a_pdf_that_cannot_be_read_is_attached_and_spoils_nothing(
    meeting: MeetingOnPaper, shelf: Shelf, content: bytes
) -> None:
    pdf = shelf.made(a_pack(meeting, shelf.file("Hibás", content), shelf.file("Jó", foreign(2))))
    assert pdf.attachments["Hibás.bin"] == [content]
    assert len(pdf.pages) == 4


def test_a_picture_that_cannot_be_read_is_attached(meeting: MeetingOnPaper, shelf: Shelf) -> None:
    assert "Kép.bin" in shelf.made(a_pack(meeting, shelf.file("Kép", b"\x89PNG\r\n\x1a\nbroken", PNG))).attachments


def test_a_picture_that_would_unpack_to_more_than_a_machine_has_is_attached_and_never_opened(
    meeting: MeetingOnPaper, shelf: Shelf
) -> None:
    small = png()
    absurd = small[:16] + (100_000).to_bytes(4, "big") * 2 + small[24:]
    assert "Kép.bin" in shelf.made(a_pack(meeting, shelf.file("Kép", absurd, PNG))).attachments


JPEG_HEAD = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(10) + b"\xff\xc0\x00\x11\x08"


@pytest.mark.parametrize(
    ("content", "printable"),
    [
        (png(), True),
        (JPEG_HEAD + (600).to_bytes(2, "big") + (800).to_bytes(2, "big") + bytes(10), True),
        (JPEG_HEAD + b"\xff\xff\xff\xff" + bytes(10), False),
        (JPEG_HEAD, False),
        (b"\xff\xd8\xff" + b"\xff" * 40, False),
        (b"GIF89a", False),
        (b"", False),
    ],
)
def test_the_size_of_a_picture_is_read_from_its_head(content: bytes, printable: bool) -> None:
    assert printable_size(content) is printable


@given(st.binary(max_size=200))
def test_no_head_of_a_picture_trips_the_reader(rest: bytes) -> None:
    for start in (b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n"):
        assert printable_size(start + rest) in (True, False)


def test_what_a_foreign_page_would_do_is_left_out_and_its_web_links_stay(meeting: MeetingOnPaper, shelf: Shelf) -> None:
    def add_actions(writer: PdfWriter) -> None:
        page = writer.pages[0]
        page[NameObject("/AA")] = DictionaryObject()
        for rect, address in (((0, 0, 9, 9), "https://example.org"), ((9, 9, 20, 20), "file:///etc/passwd")):
            writer.add_annotation(0, Link(rect=rect, url=address))
        script = DictionaryObject(
            {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
        )
        writer.root_object[NameObject("/OpenAction")] = script
        writer.add_annotation(0, Link(rect=(20, 20, 30, 30), url="x"))
        page["/Annots"][-1].get_object()[NameObject("/A")] = script  # type: ignore[index]

    pdf = shelf.made(a_pack(meeting, shelf.file("Idegen", foreign(1, add_actions))))
    page = pdf.pages[1]
    assert "/AA" not in page
    kept = [note.get_object().get("/A", {}).get("/URI") for note in page["/Annots"]]  # type: ignore[union-attr]
    assert kept == ["https://example.org", None, None]
    assert "/OpenAction" not in pdf.trailer["/Root"]


def test_the_pack_names_its_language_and_title_keeps_the_invitations_tags_and_promises_no_more(
    meeting: MeetingOnPaper, shelf: Shelf
) -> None:
    pdf = shelf.made(a_pack(meeting, shelf.file("Terv", foreign())))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "hu"
    assert "/StructTreeRoot" in root
    described = root["/Metadata"].get_object().get_data().decode()
    assert meeting.title in described and "<rdf:li>hu</rdf:li>" in described
    assert "pdfaid" not in described and "pdfuaid" not in described
    assert root["/PageMode"] == "/UseOutlines"
    assert pdf.metadata is not None and pdf.metadata.title == meeting.title


def elements(node: Any) -> list[DictionaryObject]:
    """An element of the structure and all below it."""
    found = [node]
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        below = kid.get_object()
        if isinstance(below, DictionaryObject) and "/S" in below:
            found += elements(below)
    return found


def test_the_pages_set_for_files_keep_their_tags_as_parts_of_the_pack(meeting: MeetingOnPaper, shelf: Shelf) -> None:
    files = (
        shelf.file("Térkép", png(), PNG),
        shelf.file("Terv", foreign(2)),
        shelf.file("Levél", b"x", WORD),
    )
    pdf = shelf.made(a_pack(meeting, *files))
    tree: Any = pdf.trailer["/Root"]["/StructTreeRoot"]
    (document,) = (kid.get_object() for kid in tree["/K"])
    parts = [one for one in elements(document) if one["/S"] == "/Part" and "/T" in one]
    assert [(one["/S"], one["/T"], one["/Lang"]) for one in parts] == [
        ("/Part", "Térkép", "hu"),
        ("/Part", "Levél", "hu"),
    ]
    picture, letter = (elements(part) for part in parts)
    assert [one["/Alt"] for one in picture if one["/S"] == "/Figure"] == ["Térkép"]
    for part, place in ((picture, 1), (letter, 4)):
        assert [one["/T"] for one in part if one["/S"] == "/H1"] == [part[0]["/T"]]
        ours = pdf.pages[place].indirect_reference
        assert {one.raw_get("/Pg").idnum for one in part if "/Pg" in one} == {ours.idnum}  # type: ignore[union-attr]


def test_every_mark_of_a_page_leads_to_an_element_of_that_page_and_no_number_means_two_things(
    meeting: MeetingOnPaper, shelf: Shelf
) -> None:
    files = [shelf.file(f"Kép {n}", png(), PNG) for n in range(3)]
    pdf = shelf.made(a_pack(meeting, *files, shelf.file("Levél", b"x", WORD)))
    tree: Any = pdf.trailer["/Root"]["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    keys = [int(key) for key in numbers[::2]]
    assert keys == sorted(set(keys)) and max(keys) < tree["/ParentTreeNextKey"]
    parents = dict(zip(keys, numbers[1::2], strict=True))
    known = {one.indirect_reference.idnum for one in elements(tree["/K"][0].get_object())}  # type: ignore[union-attr]
    for page in pdf.pages:
        led = parents[int(page["/StructParents"])].get_object()
        assert len(led) > 0
        assert {one.idnum for one in led if hasattr(one, "idnum")} <= known
    pages = [pdf.get_object(n) for n in range(1, len(pdf.xref[0]) + 1)]
    assert sum(isinstance(one, DictionaryObject) and one.get("/Type") == "/Page" for one in pages) == len(pdf.pages)


def test_progress_is_told_file_by_file(meeting: MeetingOnPaper, shelf: Shelf) -> None:
    told: Told = []
    shelf.made(a_pack(meeting, shelf.file("Terv", foreign()), shelf.file("Másik", foreign())), told)
    assert [(done, total) for done, total, _ in told] == [(0, 3), (1, 3), (2, 3)]


def test_a_pack_that_nobody_could_print_is_refused(
    meeting: MeetingOnPaper, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packs, "MOST_PAGES", 3)
    with pytest.raises(Refused):
        shelf.made(a_pack(meeting, shelf.file("A", foreign(2)), shelf.file("B", foreign(2))))


def test_items_have_times_as_long_as_the_planned_lengths_tell(meeting: MeetingOnPaper) -> None:
    items = tuple(PackItem(number=n, title="Pont", minutes=minutes) for n, minutes in enumerate((10, 20, None, 15), 1))
    data = invitation_data(MeetingPack(**PAPER, meeting=meeting, items=items), (), 1)
    assert [item["at"] for item in data["items"]] == ["10:00", "10:10", "10:30", ""]


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_every_page_after_the_invitation_bears_its_number_in_the_pack_however_it_is_turned(
    meeting: MeetingOnPaper, shelf: Shelf, turned: int
) -> None:
    def turn(writer: PdfWriter) -> None:
        for page in writer.pages:
            page.rotate(turned)

    pdf = shelf.made(a_pack(meeting, shelf.file("Terv", foreign(3, turn)), shelf.file("Lap", b"PK", WORD)))
    assert [f"{number} / 5" in page.extract_text() for number, page in enumerate(pdf.pages, 1)] == [False] + [True] * 4


def test_a_document_on_the_agenda_is_a_link_to_its_page(meeting: MeetingOnPaper, shelf: Shelf) -> None:
    pdf = shelf.made(a_pack(meeting, shelf.file("Terv", foreign(3)), shelf.file("Térkép", foreign())))
    links = [note.get_object() for note in pdf.pages[0]["/Annots"]]  # type: ignore[union-attr]
    assert not any("/A" in link for link in links)
    led = {pdf.get_page_number(link["/Dest"][0].get_object()) + 1 for link in links}
    assert led == {2, 5}


def test_a_foreign_page_does_not_claim_a_place_in_the_structure_of_the_invitation(
    meeting: MeetingOnPaper, shelf: Shelf
) -> None:
    def tag(writer: PdfWriter) -> None:
        writer.pages[0][NameObject("/StructParents")] = NumberObject(0)

    pdf = shelf.made(a_pack(meeting, shelf.file("Idegen", foreign(1, tag))))
    assert "/StructParents" in pdf.pages[0]
    assert "/StructParents" not in pdf.pages[1]


def test_a_careless_page_without_fonts_or_with_nonsense_for_them_is_numbered_too(
    meeting: MeetingOnPaper, shelf: Shelf
) -> None:
    def spoil(writer: PdfWriter) -> None:
        writer.pages[0].pop(NameObject("/Resources"), None)
        writer.pages[1][NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): NumberObject(7)})
        writer.pages[1][NameObject("/Rotate")] = NumberObject(0)

    pdf = shelf.made(a_pack(meeting, shelf.file("Hanyag", foreign(2, spoil))))
    assert [f"{number} / 3" in pdf.pages[number - 1].extract_text() for number in (2, 3)] == [True, True]
