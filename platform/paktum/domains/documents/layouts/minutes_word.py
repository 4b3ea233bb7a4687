"""Minutes as a Word document, on the office's own template or on the one that we give to start from."""

import io
from collections.abc import Iterator
from functools import cache
from types import SimpleNamespace
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt, RGBColor
from docxtpl import DocxTemplate, RichText, RichTextParagraph
from jinja2 import TemplateError
from lxml import etree

from paktum.core.errors import Refused
from paktum.core.languages import Language, locale_of
from paktum.core.messages import Message, msg, say
from paktum.core.tabular import writable
from paktum.domains.documents.layouts.minutes import MinutesPaper, minutes_data, minutes_state, minutes_title
from paktum.domains.documents.paper import FORMS, meeting_time
from paktum.domains.documents.rich import RichBlock, RichRun
from paktum.domains.documents.word_fields import MINUTES_FIELDS, each_once, problems_of, strict_environment
from paktum.domains.documents.word_files import check_word_file
from paktum.domains.documents.wording import day_text

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FOOTNOTES: Final = "wordprocessingml.footnotes+xml"


def minutes_docx(minutes: MinutesPaper, template: bytes | None = None) -> bytes:
    """Make minutes as DOCX on a template that was checked; without one, on the starter template.

    Texts are never fields or markup. Raises Refused when the template cannot be filled in.
    """
    document = _opened(template or starter_template(minutes.document_language))
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


def _paragraphs(blocks: tuple[RichBlock, ...]) -> RichTextParagraph:
    """Blocks as paragraphs of Word. Marks of lists are written out: an office's template need not have styles for lists."""
    content = RichTextParagraph()
    for block in blocks:
        for number, line in enumerate(block.lines, 1):
            mark = {"paragraph": "", "bulleted": "•\u00a0", "numbered": f"{number}.\u00a0"}[block.kind]
            content.add(_line(line, mark))
    if not blocks:
        content.add(RichText(""))
    return content


def _line(line: tuple[RichRun, ...], mark: str) -> RichText:
    text = RichText(mark)
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


@cache
def starter_template(language: Language) -> bytes:
    """A template to start from, with every field in its place and its labels in one language."""

    def word(message: Message) -> str:
        return say(message, language)

    document = _empty_page()
    _heading(document, "{{ title }}", 20)
    _heading(document, "{{ meeting }}", 14)
    _lines(document, "{%p if notice %}", "{{ notice }}", "{%p endif %}")
    _labelled(document, word(msg("Body")), "{{ bodies }}")
    _labelled(document, word(msg("Time of the meeting")), "{{ time }}")
    _labelled(document, word(msg("Place")), "{{ meeting_place }}")
    _labelled(document, word(msg("Form of the meeting")), "{{ form }}")
    _lines(document, "{%p if approved_by %}")
    _labelled(
        document,
        word(msg("Minutes approved by")),
        "{{ approved_by }}{% if approved_on %}, {{ approved_on }}{% endif %}",
    )
    _lines(document, "{%p endif %}", "{%p if presence %}")
    _heading(document, word(msg("Those present")), 13)
    _presence_table(document, [word(each) for each in (msg("Member"), msg("Person"), msg("Time present"))])
    _lines(document, "{%p endif %}", "{%p for section in sections %}")
    _heading(document, "{% if section.number %}{{ section.number }} {% endif %}{{ section.heading }}", 13)
    _lines(document, "{{p section.content }}", "{%p endfor %}", "{%p if attached %}")
    _heading(document, word(msg("Annexes")), 13)
    _lines(document, "{%p for annex in attached %}", "{{ loop.index }}. {{ annex.title }}", "{%p endfor %}")
    _lines(document, "{%p endif %}", "{%p for signer in signing %}")
    sign = document.add_paragraph("\n\n" + "_" * 36 + "\n{{ signer.post }}")
    sign.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _lines(document, "{%p endfor %}")
    return _saved(document)


def _empty_page() -> Any:
    """An A4 page with the pact above and the state of the minutes below."""
    document = Document()
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.header.paragraphs[0].add_run("{{ pact }}").bold = True
    page.header.add_paragraph(
        "{{ organisation }}{% if place %}, {{ place }}{% endif %}{% if reference %} · {{ reference }}{% endif %}"
    )
    page.footer.paragraphs[0].text = "{{ state }}"
    return document


def _lines(document: Any, *lines: str) -> None:
    for line in lines:
        document.add_paragraph(line)


def _heading(document: Any, text: str, size: int) -> None:
    paragraph = document.add_heading(level=1 if size > 14 else 2)
    run = paragraph.add_run(text)
    run.font.size, run.font.color.rgb, run.font.name = Pt(size), RGBColor(0x1C, 0x1A, 0x16), "Calibri"


def _labelled(document: Any, label: str, field: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    paragraph.add_run(f"{label}: ").bold = True
    paragraph.add_run(field)


def _presence_table(document: Any, head: list[str]) -> None:
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    table.rows[1].cells[0].text = "{%tr for member in presence %}"
    for cell, text in zip(
        table.rows[2].cells,
        (
            "{{ member.seat }}{% if member.organisation %}, {{ member.organisation }}{% endif %}",
            "{{ member.person }}{% if member.person and member.capacity %}, {% endif %}{{ member.capacity }}"
            "{% if member.note %} ({{ member.note }}){% endif %}",
            "{{ member.times }}",
        ),
        strict=True,
    ):
        cell.text = text
    table.rows[3].cells[0].text = "{%tr endfor %}"
