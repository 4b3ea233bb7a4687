"""Putting a pack together: one PDF with bookmarks of the invitation, the agenda and every file, whatever its type."""

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from paktum.core.errors import Refused
from paktum.core.messages import Message, msg
from paktum.domains.documents.layouts.pack import (
    MeetingPack,
    PackFile,
    attached_page_pdf,
    invitation_pdf,
    picture_page_pdf,
)
from paktum.domains.documents.pictures import printable_size
from paktum.domains.documents.typesetting import PDF_MEDIA_TYPE

MOST_PAGES: Final = 3_000
_PICTURES: Final = frozenset({"image/png", "image/jpeg"})
# What a page may bring along besides its text: things that are only seen. Files, films and sounds stay behind.
_SEEN: Final = frozenset(
    {"/Link", "/Widget", "/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine"}
    | {"/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink"}
)

Content = Callable[[PackFile], bytes]
Tell = Callable[[int, int, Message], None]


@dataclass(frozen=True)
class _Part:
    """A file's pages, and whether the file itself is attached because it has no pages that can be shown."""

    file: PackFile
    reader: PdfReader
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
            return _Part(file, _reader(picture_page_pdf(pack, file, content)))
    unreadable = file.media_type == PDF_MEDIA_TYPE or file.media_type in _PICTURES
    return _Part(file, _reader(attached_page_pdf(pack, file, unreadable=unreadable)), content)


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
    for part in parts:
        before = len(writer.pages)
        writer.append(part.reader, import_outline=False)
        for page in writer.pages[before:]:
            _quieten(page)
        if part.attached is not None:
            writer.add_attachment(part.file.name, part.attached)
    _drop_promises(writer)
    _bookmark(writer, pack, first)
    writer.page_mode = "/UseOutlines"
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _quieten(page: PageObject) -> None:
    """Take out what a foreign page would do: its actions, and everything on it that is not only to be seen."""
    page.pop(NameObject("/AA"), None)
    kept = ArrayObject()
    for reference in page.get("/Annots", ArrayObject()).get_object() or ():
        annotation = reference.get_object()
        if not isinstance(annotation, DictionaryObject) or annotation.get("/Subtype") not in _SEEN:
            continue
        annotation.pop(NameObject("/AA"), None)
        action = annotation.get("/A")
        if action is not None and not _leads_to_an_address(action.get_object()):
            del annotation[NameObject("/A")]
        kept.append(reference)
    if kept:
        page[NameObject("/Annots")] = kept
    else:
        page.pop(NameObject("/Annots"), None)


def _leads_to_an_address(action: Any) -> bool:
    if not isinstance(action, DictionaryObject) or action.get("/S") != "/URI" or "/Next" in action:
        return False
    return str(action.get("/URI", "")).lower().startswith(("https://", "http://", "mailto:"))


def _drop_promises(writer: PdfWriter) -> None:
    """Take back what held of the invitation alone: with foreign pages the whole is no PDF/A and no PDF/UA."""
    root = writer.root_object
    for name in ("/OutputIntents", "/OpenAction", "/AA", "/AcroForm"):
        root.pop(NameObject(name), None)
    described = root.get("/Metadata")
    if described is not None and isinstance(described.get_object(), StreamObject):
        del root[NameObject("/Metadata")]


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
