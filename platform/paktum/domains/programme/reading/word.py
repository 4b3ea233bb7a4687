"""Reading a Word document's own XML into paragraphs and tables; nothing outside the file is ever opened."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

from paktum.core.errors import Refused
from paktum.core.messages import msg
from paktum.domains.programme.reading.documents import Block, Paragraph, PlanDocument, PlanTable, TableCell
from paktum.domains.programme.reading.inspection import Limits
from paktum.domains.programme.reading.markup import attribute, child, local, read_part, value_of
from paktum.domains.programme.reading.numbering import ListMarks, list_of

# What wraps content without being any, what must not be read, and what Word keeps a second time for older programs.
_WRAPPERS: Final = {
    "sdt",
    "sdtContent",
    "ins",
    "moveTo",
    "customXml",
    "smartTag",
    "hyperlink",
    "fldSimple",
    "dir",
    "bdo",
}
_UNREAD: Final = {"del", "moveFrom", "instrText", "delText", "pPr", "rPr", "Fallback", "tcPr", "trPr", "tblPr", "sdtPr"}
_BREAKS: Final = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_MARGIN_PART: Final = re.compile(r"word/(?:header|footer|footnotes|endnotes|comments)\d*\.xml")
_WIDEST: Final = 60


@dataclass
class _Reader:
    """What the paragraphs of one document need to know of it: heading styles, lists of styles, and list counters."""

    headings: frozenset[str] = frozenset()
    style_lists: dict[str, tuple[str, int]] = field(default_factory=dict)
    marks: ListMarks = field(default_factory=ListMarks)

    def blocks(self, element: Element, margin: bool = False) -> Iterator[Block]:
        for found in element:
            name = local(found.tag)
            if name == "p":
                yield from self._paragraph_blocks(found, margin)
            elif name == "tbl":
                yield from self._table_blocks(found, margin)
            elif name not in _UNREAD:
                yield from self.blocks(found, margin)

    def _paragraph_blocks(self, paragraph: Element, margin: bool) -> Iterator[Block]:
        text = self._paragraph(paragraph).strip()
        style = value_of(child(paragraph, "pPr"), "pStyle") or ""
        if text:
            yield Paragraph(text, heading=style in self.headings and not margin, margin=margin)
        for box in _boxes(paragraph):
            yield from self.blocks(box, margin)

    def _paragraph(self, paragraph: Element) -> str:
        text = "".join(_texts(paragraph))
        return f"{self._mark(paragraph)}{text}"

    def _mark(self, paragraph: Element) -> str:
        properties = child(paragraph, "pPr")
        found = list_of(properties) or self.style_lists.get(value_of(properties, "pStyle") or "")
        return self.marks.mark(*found) if found else ""

    def _table_blocks(self, table: Element, margin: bool) -> Iterator[Block]:
        rows = list(_inside(table, "tr"))
        cells = [list(_inside(row, "tc")) for row in rows]
        if all(len(row) == 1 for row in cells):
            # A table of one column is a frame around what stands in it, another table included.
            for row in cells:
                yield from self.blocks(row[0], margin)
            return
        yield PlanTable(tuple(self._row(row, found) for row, found in zip(rows, cells, strict=True)))

    def _row(self, row: Element, cells: list[Element]) -> tuple[TableCell, ...]:
        before = _count(value_of(child(row, "trPr"), "gridBefore"), 0)
        read = [TableCell("", span=before)] if before else []
        for cell in cells:
            properties = child(cell, "tcPr")
            across = value_of(properties, "hMerge")
            if across is not None and across != "restart" and read:
                read[-1] = TableCell(read[-1].text, read[-1].span + 1, read[-1].continues)
                continue
            down = value_of(properties, "vMerge")
            span = max(1, _count(value_of(properties, "gridSpan"), 1))
            read.append(TableCell(self._cell(cell), span, down is not None and down != "restart"))
        return tuple(read)

    def _cell(self, cell: Element) -> str:
        lines: list[str] = []
        for found in self._lines(cell):
            lines.append(found)
        return "\n".join(lines).strip()

    def _lines(self, element: Element) -> Iterator[str]:
        for found in element:
            name = local(found.tag)
            if name == "p":
                yield self._paragraph(found).rstrip()
                for box in _boxes(found):
                    yield from self._lines(box)
            elif name not in _UNREAD:
                yield from self._lines(found)


def _texts(element: Element) -> Iterator[str]:
    """The text of a paragraph's runs in order, without what was deleted, field codes and text boxes."""
    for found in element:
        name = local(found.tag)
        if name == "t":
            yield found.text or ""
        elif name in _BREAKS:
            yield _BREAKS[name]
        elif name not in _UNREAD and name != "txbxContent":
            yield from _texts(found)


def _boxes(element: Element) -> Iterator[Element]:
    for found in element:
        name = local(found.tag)
        if name == "txbxContent":
            yield found
        elif name not in _UNREAD and name != "t":
            yield from _boxes(found)


def _inside(element: Element, sought: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, also inside content controls and insertions; deleted rows are left out."""
    for found in element:
        name = local(found.tag)
        if name == sought:
            properties = child(found, "trPr")
            if properties is None or child(properties, "del") is None:
                yield found
        elif name in _WRAPPERS:
            yield from _inside(found, sought)


def _count(text: str | None, default: int) -> int:
    return min(int(text), _WIDEST) if text and text.isdecimal() and len(text) < 5 else default


def _main_part(archive: zipfile.ZipFile, limits: Limits) -> str:
    relations = read_part(archive, "_rels/.rels", limits)
    for relation in relations if relations is not None else ():
        kind, target = relation.get("Type", ""), relation.get("Target", "")
        if kind.endswith("/officeDocument") and relation.get("TargetMode") != "External":
            return target.lstrip("/")
    return "word/document.xml"


def _styles(root: Element | None) -> tuple[frozenset[str], dict[str, tuple[str, int]]]:
    headings: set[str] = set()
    lists: dict[str, tuple[str, int]] = {}
    for style in root if root is not None else ():
        code = attribute(style, "styleId") or ""
        name = (value_of(style, "name") or "").lower()
        if name.startswith("heading") or name in ("title", "subtitle"):
            headings.add(code)
        found = list_of(child(style, "pPr"))
        if found:
            lists[code] = found
    return frozenset(headings), lists


def read_docx(content: bytes, limits: Limits) -> PlanDocument:
    """Read a DOCX file's bytes, already inspected, into its paragraphs and tables, and what stands in its margins.

    Raises Refused when a part is damaged or the file holds no document.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(archive, limits)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Refused(msg("The file is damaged: it cannot be opened as a Word document.")) from error


def _read(archive: zipfile.ZipFile, limits: Limits) -> PlanDocument:
    root = read_part(archive, _main_part(archive, limits), limits)
    body = child(root, "body") if root is not None else None
    if body is None:
        raise Refused(msg("The file is damaged: it cannot be opened as a Word document."))
    headings, lists = _styles(read_part(archive, "word/styles.xml", limits))
    marks = ListMarks.of(read_part(archive, "word/numbering.xml", limits))
    reader = _Reader(headings, lists, marks)
    blocks = list(reader.blocks(body))
    for name in sorted(entry for entry in archive.namelist() if _MARGIN_PART.fullmatch(entry)):
        margin = read_part(archive, name, limits)
        if margin is not None:
            blocks.extend(reader.blocks(margin, margin=True))
    return PlanDocument(tuple(blocks))
