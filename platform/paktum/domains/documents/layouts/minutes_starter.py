"""The Word template of minutes that we give to start from: every field in its place, its labels in one language."""

import io
import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from paktum.core.languages import Language, locale_of
from paktum.core.messages import Message, msg, say

_FONT: Final = "Calibri"
_INK: Final = RGBColor(0x1C, 0x1A, 0x16)
_QUIET: Final = RGBColor(0x59, 0x54, 0x4A)
_RULE: Final = "BDB5A3"
_TEXT_WIDTH: Final = Mm(165)
_LABEL_WIDTH: Final = Mm(42)
_PAGE_MARK: Final = re.compile(r"(\{pages?\})")
_PAGE_FIELDS: Final = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


@cache
def starter_template(language: Language, accent: str = "#1c1a16") -> bytes:
    """A template to start from; `accent` (`#rrggbb`) colours its rules. The same arguments give the same words."""

    def word(message: Message) -> str:
        return say(message, language)

    document = _page(language, accent.lstrip("#").upper())
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ meeting }}", style="Subtitle")
    _lines(document, "{%p if notice %}", "{{ notice }}", "{%p endif %}")
    _details(
        document,
        (
            (word(msg("Body")), "{{ bodies }}", ""),
            (word(msg("Time of the meeting")), "{{ time }}", ""),
            (word(msg("Place")), "{{ meeting_place }}", "meeting_place"),
            (word(msg("Form of the meeting")), "{{ form }}", ""),
            (word(msg("Minutes approved by")), "{{ approved_by }}", "approved_by"),
            (word(msg("Approved on")), "{{ approved_on }}", "approved_on"),
        ),
    )
    _lines(document, "{%p if presence %}")
    document.add_paragraph(word(msg("Those present")), style="Heading 2")
    _presence(document, [word(each) for each in (msg("Member"), msg("Person"), msg("Time present"))])
    _lines(document, "{%p endif %}", "{%p for section in sections %}")
    document.add_paragraph(
        "{% if section.number %}{{ section.number }} {% endif %}{{ section.heading }}", style="Heading 2"
    )
    _lines(document, "{{p section.content }}", "{%p endfor %}", "{%p if attached %}")
    document.add_paragraph(word(msg("Annexes")), style="Heading 2")
    _lines(document, "{%p for annex in attached %}", "{{ loop.index }}. {{ annex.title }}", "{%p endfor %}")
    _lines(document, "{%p endif %}")
    dated = document.add_paragraph("{{ dated }}")
    dated.paragraph_format.space_before, dated.paragraph_format.keep_with_next = Pt(22), True
    _signatures(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(language: Language, accent: str) -> Any:
    """An A4 page with room to file it: the letterhead on the first, a running head on the others, the page below."""
    document = Document()
    _styles(document, language)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(25), Mm(20), Mm(20), Mm(20)
    page.header_distance = page.footer_distance = Mm(10)
    page.different_first_page_header_footer = True
    first = page.first_page_header.paragraphs[0]
    _tabbed(first, "{{ pact }}", "{{ place }}", size=13, bold=True)
    second = page.first_page_header.add_paragraph()
    _tabbed(second, "{{ organisation }}", "{{ reference }}", size=9.5)
    third = page.first_page_header.add_paragraph()
    _tabbed(third, "", say(msg("File number:"), language) + " " + "_" * 18, size=9.5)
    _ruled(third, "bottom", accent, 12)
    third.paragraph_format.space_after = Pt(14)
    running = page.header.paragraphs[0]
    _tabbed(running, "{{ pact }}", "{{ title }}, {{ time }}", size=8.5)
    _ruled(running, "bottom", accent, 6)
    for foot in (page.first_page_footer, page.footer):
        _foot(foot.paragraphs[0], language)
    return document


def _styles(document: Any, language: Language) -> None:
    looks: dict[str, tuple[float, bool, float, float]] = {
        "Normal": (11, False, 0, 5),
        "Title": (22, True, 0, 2),
        "Subtitle": (13, True, 0, 8),
        "Heading 2": (13, True, 14, 4),
    }
    for name, (size, bold, before, after) in looks.items():
        style = document.styles[name]
        style.font.name, style.font.size, style.font.bold, style.font.italic = _FONT, Pt(size), bold, False
        style.font.color.rgb = _INK
        fonts = style.element.rPr.rFonts
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{attribute}"), None)
        for border in style.element.pPr.findall(qn("w:pBdr")) if style.element.pPr is not None else ():
            style.element.pPr.remove(border)
        for spacing in style.element.rPr.findall(qn("w:spacing")):
            style.element.rPr.remove(spacing)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.12
        style.paragraph_format.widow_control = True
    document.styles["Heading 2"].paragraph_format.keep_with_next = True
    # What the program checks spelling and breaks words by.
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), str(locale_of(language)).replace("_", "-"))


def _tabbed(paragraph: Any, left: str, right: str, *, size: float, bold: bool = False) -> None:
    """Two texts on a line: one at the left, one at the right end."""
    paragraph.style.paragraph_format.tab_stops.clear_all()
    paragraph.paragraph_format.tab_stops.add_tab_stop(_TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run(left)
    run.bold, run.font.size = bold, Pt(size)
    run.font.color.rgb = _INK if bold else _QUIET
    end = paragraph.add_run(f"\t{right}")
    end.font.size, end.font.color.rgb = Pt(min(size, 9.5)), _QUIET


def _foot(paragraph: Any, language: Language) -> None:
    """The state of the minutes, and which page of how many this is."""
    _tabbed(paragraph, "{{ state }}", "", size=8.5)
    words = say(msg("Page %(page)s of %(pages)s", page="{page}", pages="{pages}"), language)
    for piece in _PAGE_MARK.split(words):
        run = paragraph.add_run("1" if piece in _PAGE_FIELDS else piece)
        run.font.size, run.font.color.rgb = Pt(8.5), _QUIET
        if piece in _PAGE_FIELDS:
            # A number that the program counts itself.
            field = OxmlElement("w:fldSimple")
            field.set(qn("w:instr"), _PAGE_FIELDS[piece])
            run._r.addprevious(field)
            field.append(run._r)


def _ruled(paragraph: Any, side: str, colour: str, eighths: int) -> None:
    borders, border = OxmlElement("w:pBdr"), OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        border.set(qn(f"w:{name}"), value)
    borders.append(border)
    properties = paragraph._p.get_or_add_pPr()
    # The schema wants borders before tab stops, spacing and indents.
    place = next((at for at, child in enumerate(properties) if child.tag in _AFTER_BORDERS), len(properties))
    properties.insert(place, borders)


_AFTER_BORDERS: Final = frozenset(qn(f"w:{name}") for name in ("shd", "tabs", "spacing", "ind", "jc", "rPr"))


def _lines(document: Any, *lines: str) -> None:
    for line in lines:
        document.add_paragraph(line)


def _details(document: Any, rows: Sequence[tuple[str, str, str]]) -> None:
    """Labels and fields beside each other; a row whose field may be empty is left out then."""
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for label, field, needed in rows:
        if needed:
            table.add_row().cells[0].text = f"{{%tr if {needed} %}}"
        cells = table.add_row().cells
        run = cells[0].paragraphs[0].add_run(label)
        run.font.color.rgb = _QUIET
        cells[1].text = field
        if needed:
            table.add_row().cells[0].text = "{%tr endif %}"
    _set(table, (_LABEL_WIDTH, _TEXT_WIDTH - _LABEL_WIDTH))


def _presence(document: Any, head: Sequence[str]) -> None:
    table = document.add_table(rows=4, cols=3)
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, head, strict=True):
        run = cell.paragraphs[0].add_run(text)
        run.bold, run.font.color.rgb = True, _QUIET
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
    _set(table, (Mm(70), Mm(63), Mm(32)), ruled=True)
    # The head comes again on each page.
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))


def _signatures(document: Any) -> None:
    """A line for each who signs, beside each other, together with the day above them."""
    table = document.add_table(rows=1, cols=3)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    opening, line, ending = table.rows[0].cells
    opening.text, ending.text = "{%tc for signer in signing %}", "{%tc endfor %}"
    sign = line.paragraphs[0]
    sign.alignment = WD_ALIGN_PARAGRAPH.CENTER
    sign.paragraph_format.space_before, sign.paragraph_format.keep_with_next = Pt(34), True
    sign.add_run("_" * 20)
    post = line.add_paragraph()
    post.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = post.add_run("{{ signer.post }}")
    run.font.size, run.font.color.rgb = Pt(9.5), _QUIET
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _set(table: Any, widths: Sequence[int], *, ruled: bool = False) -> None:
    """Give the columns their widths; rows are never broken over two pages."""
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(2)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    if ruled:
        _rule_rows(table)


def _rule_rows(table: Any) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", _RULE)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    table._tbl.tblPr.append(borders)
