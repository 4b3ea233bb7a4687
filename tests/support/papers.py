"""Papers of meetings for tests: documents put on an agenda, and packs made without a worker."""

import io
import uuid

from docx import Document
from pypdf import PdfWriter

from paktum.domains.meetings.service.documents import DocumentDraft, add_document
from paktum.web.context import House
from tests.support.meetings import clock_of
from tests.support.pacts import Pact


def blank_pdf(pages: int = 1) -> bytes:
    """A PDF of empty A4 pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(595, 842)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def a_word_file(*lines: str) -> bytes:
    """A Word document with these paragraphs."""
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add(pact: Pact, meeting: uuid.UUID, name: str, content: bytes, item: uuid.UUID | None = None) -> uuid.UUID:
    """Put a file on the agenda, or on the whole meeting."""
    house: House = pact.app.extensions["paktum"]
    draft = DocumentDraft(title=name.partition(".")[0], item_id=item)
    with pact.work() as session:
        return add_document(
            session, clock_of(pact), pact.actor("officer"), house.store, meeting, draft, name, io.BytesIO(content)
        )


def make_pack_now(pact: Pact, meeting: uuid.UUID) -> None:
    """Put the pack together as a worker does."""
    from paktum.domains.meetings.service.packs import make_pack

    house: House = pact.app.extensions["paktum"]
    with pact.work() as session:
        make_pack(session, clock_of(pact), house.store, house.subjects, meeting, lambda done, total, phrase: None)


def bring_template(pact: Pact) -> None:
    """Take the template to start from into use, as the head does."""
    from paktum.domains.documents.layouts.minutes_starter import starter_template
    from paktum.domains.documents.service.word_templates import bring_template as bring
    from tests.support.reports import facts_of

    house: House = pact.app.extensions["paktum"]
    content = starter_template(pact.language)
    with pact.work() as session:
        assert not bring(session, clock_of(pact), house.store, pact.actor(), facts_of(pact), "letterhead.docx", content)
