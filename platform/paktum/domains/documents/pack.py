"""Putting a pack together: one PDF with bookmarks of the invitation, the agenda and every file, whatever its type."""

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DecodedStreamObject, NameObject, StreamObject

from paktum.core.errors import Refused
from paktum.core.messages import Message, msg
from paktum.domains.documents.layouts.pack import (
    PAGE_ADDRESS,
    MeetingPack,
    PackFile,
    attached_page_pdf,
    invitation_pdf,
    picture_page_pdf,
)
from paktum.domains.documents.pack_pages import lead_links, number_pages, quieten
from paktum.domains.documents.pack_tags import adopt_tags
from paktum.domains.documents.pictures import printable_size
from paktum.domains.documents.typesetting import PDF_MEDIA_TYPE

MOST_PAGES: Final = 3_000
_PICTURES: Final = frozenset({"image/png", "image/jpeg"})

_DESCRIBED: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li><rdf:li xml:lang="{title_language}">{title}</rdf:li>\
</rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

Content = Callable[[PackFile], bytes]
Tell = Callable[[int, int, Message], None]


@dataclass(frozen=True)
class _Part:
    """A file's pages, whether they were set here, and the file itself where it is attached for want of pages to show."""

    file: PackFile
    reader: PdfReader
    own: bool = False
    attached: bytes | None = None


def pack_pdf(pack: MeetingPack, content: Content, tell: Tell) -> bytes:
    """Make the pack. `content` gives the bytes of a file of it; `tell` hears each step.

    PDFs come in page by page, pictures on a page of their own; any other file, and a PDF that cannot be read, is attached
    with a page that names it. Scripts and actions of foreign pages are left out. Raises Refused when there are too many
    pages to print.
    """
    files = pack.all_files
    parts: list[_Part] = []
    for place, file in enumerate(files):
        tell(place, len(files) + 1, msg("Adding %(title)s", title=file.title))
        parts.append(_part(pack, file, content(file)))
    tell(len(files), len(files) + 1, msg("Setting the invitation and the agenda"))
    lengths = [len(part.reader.pages) for part in parts]
    if sum(lengths) > MOST_PAGES:
        raise Refused(msg("The pack would have more than %(most)d pages. Take some documents out.", most=MOST_PAGES))
    invitation, first = _invitation(pack, lengths)
    return _written(pack, invitation, parts, first)


def _invitation(pack: MeetingPack, lengths: list[int]) -> tuple[bytes, tuple[int, ...]]:
    """The invitation, and the page of the pack (from 1) on which each file begins.

    The invitation names these pages and is itself before them, so it is set until its own length no longer changes.
    """
    own = 1
    while True:
        pages = tuple(own + 1 + sum(lengths[:place]) for place in range(len(lengths)))
        invitation = invitation_pdf(pack, pages, own + sum(lengths))
        found = len(PdfReader(io.BytesIO(invitation)).pages)
        # Longer numbers could in theory move a line back and forth: then the longer one has the say.
        if found <= own:
            return invitation, pages
        own = found


def _part(pack: MeetingPack, file: PackFile, content: bytes) -> _Part:
    if file.media_type == PDF_MEDIA_TYPE:
        reader = _readable(content)
        if reader is not None:
            return _Part(file, reader)
    elif file.media_type in _PICTURES and printable_size(content):
        with suppress(Refused):
            return _Part(file, _reader(picture_page_pdf(pack, file, content)), own=True)
    unreadable = file.media_type == PDF_MEDIA_TYPE or file.media_type in _PICTURES
    return _Part(file, _reader(attached_page_pdf(pack, file, unreadable=unreadable)), own=True, attached=content)


def _reader(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def _readable(content: bytes) -> PdfReader | None:
    """A reader of a foreign PDF, or None when it is locked or broken: every page is tried."""
    try:
        reader = _reader(content)
        if reader.is_encrypted or not 0 < len(reader.pages) <= MOST_PAGES:
            return None
        trial = PdfWriter()
        trial.append(reader, import_outline=False)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        # A damaged file makes the library stumble in any of these ways; the file is then attached as it is.
        return None
    return reader


def _written(pack: MeetingPack, invitation: bytes, parts: list[_Part], first: tuple[int, ...]) -> bytes:
    # Cloned, so that the invitation keeps its tags, its language and its bookmarks.
    writer = PdfWriter(clone_from=_reader(invitation))
    own = len(writer.pages)
    for part in parts:
        before = len(writer.pages)
        writer.append(part.reader, import_outline=False)
        for page in writer.pages[before:]:
            quieten(page)
        if part.own:
            adopt_tags(writer, part.reader, writer.pages[before:], part.file.title)
        if part.attached is not None:
            writer.add_attachment(part.file.name, part.attached)
    lead_links(writer, own, PAGE_ADDRESS)
    number_pages(writer, own)
    _drop_promises(writer)
    _describe(writer, pack)
    _bookmark(writer, pack, first)
    writer.page_mode = "/UseOutlines"
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _drop_promises(writer: PdfWriter) -> None:
    """Take back what held of the invitation alone: with foreign pages the whole is no PDF/A and no PDF/UA."""
    root = writer.root_object
    for name in ("/OutputIntents", "/OpenAction", "/AA", "/AcroForm"):
        root.pop(NameObject(name), None)
    described = root.get("/Metadata")
    if described is not None and isinstance(described.get_object(), StreamObject):
        del root[NameObject("/Metadata")]


def _describe(writer: PdfWriter, pack: MeetingPack) -> None:
    """What archives and readers ask of the whole: title, language, whose it is, and when it was made."""
    author = escape(pack.letterhead.organisation or pack.letterhead.pact_name)
    described = _DESCRIBED.format(
        title=escape(pack.meeting.title),
        title_language=pack.meeting.title_language,
        language=pack.document_language,
        author=author,
        date=pack.taken_at.isoformat(timespec="seconds"),
    )
    stream = DecodedStreamObject()
    stream.set_data(described.encode())
    stream.update({NameObject("/Type"): NameObject("/Metadata"), NameObject("/Subtype"): NameObject("/XML")})
    writer.root_object[NameObject("/Metadata")] = writer._add_object(stream)


def _bookmark(writer: PdfWriter, pack: MeetingPack, first: tuple[int, ...]) -> None:
    """A bookmark for each item that has files, and one below it for each file; those of the whole meeting stand alone."""
    pages = iter(first)
    for file, page in _paired(pack.files, pages):
        writer.add_outline_item(title=file.title, page_number=page - 1)
    for item in pack.items:
        pairs = list(_paired(item.files, pages))
        if pairs:
            parent = writer.add_outline_item(title=f"{item.number}. {item.title}", page_number=pairs[0][1] - 1)
            for file, page in pairs:
                writer.add_outline_item(title=file.title, page_number=page - 1, parent=parent)


def _paired(files: tuple[PackFile, ...], pages: Iterator[int]) -> Iterator[tuple[PackFile, int]]:
    for file in files:
        yield file, next(pages)
