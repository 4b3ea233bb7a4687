"""Minutes as a Word document, on the office's own template or on the one that we give to start from."""

import io
from collections.abc import Iterator
from itertools import starmap, zip_longest
from types import SimpleNamespace
from typing import Any, Final

from docx import Document
from docxtpl import DocxTemplate, RichText
from jinja2 import TemplateError
from lxml import etree

from paktum.core.errors import Refused
from paktum.core.languages import locale_of
from paktum.core.messages import Message, msg
from paktum.core.tabular import writable
from paktum.domains.documents.layouts.minutes import MinutesPaper, minutes_data, minutes_state, minutes_title
from paktum.domains.documents.layouts.minutes_starter import starter_template
from paktum.domains.documents.paper import FORMS, meeting_time
from paktum.domains.documents.rich import RichBlock, RichRun
from paktum.domains.documents.word_fields import MINUTES_FIELDS, each_once, problems_of, strict_environment
from paktum.domains.documents.word_files import check_word_file
from paktum.domains.documents.wording import day_text

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TAB: Final = '<w:tabs><w:tab w:val="left" w:pos="454"/></w:tabs>'
_HANGING: Final = '<w:ind w:left="454" w:hanging="284"/>'
_FOOTNOTES: Final = "wordprocessingml.footnotes+xml"


def minutes_docx(minutes: MinutesPaper, template: bytes | None = None) -> bytes:
    """Make minutes as DOCX on a template that was checked; without one, on the starter template.

    Texts are never fields or markup. Raises Refused when the template cannot be filled in.
    """
    document = _opened(template or starter_template(minutes.document_language, minutes.letterhead.accent))
    try:
        document.render(minutes_fields(minutes), strict_environment(), autoescape=True)
    except TemplateError as error:
        raise Refused(msg("The Word template cannot be filled in. Check it in the settings.")) from error
    title = minutes_title(minutes)
    properties = document.docx.core_properties
    properties.title = writable(f"{title.text} – {minutes.meeting.title}")[:255]
    properties.author = writable(minutes.letterhead.organisation or minutes.letterhead.pact_name)[:255]
    properties.language = str(locale_of(minutes.document_language)).replace("_", "-")
    properties.created = properties.modified = minutes.taken_at.replace(tzinfo=None)
    properties.last_modified_by = properties.author
    return _saved(document)


def check_minutes_template(content: bytes, sample: MinutesPaper) -> list[Message]:
    """What is wrong with a template, as sentences; empty when minutes can be made with it.

    Raises Refused when the file is not a harmless Word document at all.
    """
    check_word_file(content)
    problems: list[Message] = []
    for source in _sources(content):
        problems += problems_of(source, MINUTES_FIELDS)
    if problems:
        return each_once(problems)
    made = minutes_docx(sample, content)
    body = Document(io.BytesIO(made)).element.body
    if any(len(text) for text in body.iter(f"{_W}t")) or any(
        paragraph.getparent().tag in (f"{_W}p", f"{_W}r") for paragraph in body.iter(f"{_W}p")
    ):
        return [
            msg("Write the text of a section as “%(field)s”, alone in a paragraph.", field="{{p section.content }}")
        ]
    words = "".join(text.text or "" for text in body.iter(f"{_W}t"))
    if not all(section.heading in words for section in sample.sections):
        return [msg("The sections of the minutes are missing. Repeat “sections” with its heading and content.")]
    return []


def _opened(content: bytes) -> DocxTemplate:
    document = DocxTemplate(io.BytesIO(content))
    document.init_docx()
    return document


def _saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _sources(content: bytes) -> Iterator[str]:
    """Every part of a template that will be read as one: the text, headers and footers, footnotes, and properties."""
    document = _opened(content)
    yield document.patch_xml(document.get_xml())
    for part in document.docx.part.package.iter_parts():
        margin = part.partname.startswith(("/word/header", "/word/footer"))
        if margin or str(part.content_type).endswith(_FOOTNOTES):
            yield document.patch_xml(etree.tostring(etree.fromstring(part.blob), encoding="unicode"))
    properties = document.docx.core_properties
    for name in ("author", "comments", "identifier", "language", "subject", "title"):
        yield str(getattr(properties, name) or "")


def minutes_fields(minutes: MinutesPaper) -> dict[str, Any]:
    """The values of `MINUTES_FIELDS` for one paper."""
    data = minutes_data(minutes)
    approved_on = minutes.local(minutes.approved_at).date() if minutes.final and minutes.approved_at else None
    return {
        "pact": data["pact"],
        "organisation": data["organisation"],
        "place": data["place"],
        "reference": data["reference"],
        "title": data["title"],
        "meeting": data["meeting"],
        "bodies": minutes.own("; ".join(minutes.meeting.bodies)),
        "time": meeting_time(minutes, minutes.meeting),
        "meeting_place": minutes.own(minutes.meeting.place),
        "form": minutes.says(FORMS[minutes.meeting.form]),
        "state": minutes_state(minutes),
        "approved_by": minutes.own(minutes.approval) if minutes.final else "",
        "approved_on": day_text(approved_on, minutes.document_language) if approved_on else "",
        "notice": data["notice"],
        "made_by": minutes.own(minutes.made_by),
        "dated": minutes.dated,
        "presence": [SimpleNamespace(**_soft(row)) for row in data["presence"]],
        "sections": [
            SimpleNamespace(
                number=section["number"], heading=minutes.own(source.heading), content=_paragraphs(source.blocks)
            )
            for section, source in zip(data["sections"], minutes.sections, strict=True)
        ],
        "attached": [SimpleNamespace(title=minutes.own(title)) for title in minutes.attached],
        "signing": [SimpleNamespace(post=post) for post in data["signing"]],
    }


def _soft(row: dict[str, str]) -> dict[str, str]:
    """Values without the places to break that only the PDF needs."""
    return {name: value.replace("\u200b", "") for name, value in row.items()}


class _Paragraphs:
    """Paragraphs of Word, as the filling-in takes them."""

    def __init__(self, xml: str) -> None:
        self._xml = xml

    def __html__(self) -> str:
        return self._xml

    __str__ = __html__


def _paragraphs(blocks: tuple[RichBlock, ...]) -> _Paragraphs:
    """Blocks as paragraphs of Word. Marks of lists are written out: an office's template need not have styles for lists."""
    return _Paragraphs("".join(starmap(_block, zip_longest(blocks, blocks[1:]))))


def _block(block: RichBlock, following: RichBlock | None) -> str:
    """A paragraph, or one for each item of a list; what leads into what follows never ends a page."""
    if block.kind == "paragraph":
        leads = all(run.strong or not run.text.strip() for run in block.lines[0])
        before_list = following is not None and following.kind != "paragraph"
        keep = "<w:pPr><w:keepNext/></w:pPr>" if leads or before_list else ""
        return f"<w:p>{keep}{_line(block.lines[0])}</w:p>"
    close = '<w:spacing w:after="40"/>'
    marks = ("•" if block.kind == "bulleted" else f"{number}." for number in range(1, len(block.lines) + 1))
    return "".join(
        f"<w:p><w:pPr>{_TAB}{close if place < len(block.lines) else ''}{_HANGING}</w:pPr>"
        f"<w:r><w:t>{mark}</w:t></w:r><w:r><w:tab/></w:r>{_line(line)}</w:p>"
        for place, (mark, line) in enumerate(zip(marks, block.lines, strict=True), 1)
    )


def _line(line: tuple[RichRun, ...]) -> RichText:
    text = RichText()
    for run in line:
        for place, piece in enumerate(writable(run.text).split("\n")):
            if place:
                text.xml += "<w:r><w:br/></w:r>"
            if piece:
                text.add(_literal(piece), bold=run.strong, italic=run.emphasis)
    return text


def _literal(text: str) -> str:
    """Text in which the marks that the filling-in treats specially afterwards are parted by a joiner that nobody sees."""
    for mark in ("{_{", "}_}", "{_%", "%_}"):
        text = text.replace(mark, mark[0] + "\u2060" + mark[1:])
    return text
