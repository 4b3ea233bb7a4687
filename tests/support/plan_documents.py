"""Work plans as files: the real plan's text as a Word document, and small plans of our own in five languages."""

import io
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from paktum.core.languages import Language

REAL_PLAN = "tiszakecske-work-plan.hu.txt"


def shared_folder() -> Path | None:
    """The folder with the partnerships' documents: named by PAKTUM_SHARED, or `shared` beside the checkout."""
    named = os.environ.get("PAKTUM_SHARED")
    candidates = [Path(named)] if named else [parent / "shared" for parent in Path(__file__).resolve().parents]
    return next((folder for folder in candidates if (folder / "domain").is_dir()), None)


def real_plan() -> Path:
    """The real work plan's text; skips the test where the partnerships' documents are absent."""
    folder = shared_folder()
    path = folder / "domain" / "sources" / REAL_PLAN if folder else None
    if path is None or not path.is_file():
        pytest.skip("the partnerships' documents are not here: set PAKTUM_SHARED to their folder")
    return path


@dataclass(frozen=True)
class TablePlan:
    """A table to write: the paragraph before it, its headings, and its rows of cell texts."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def reordered(self, order: Sequence[int]) -> "TablePlan":
        """The same table with its columns in another order."""
        rows = tuple(tuple(row[index] for index in order) for row in self.rows)
        return TablePlan(self.caption, tuple(self.headings[index] for index in order), rows)


@dataclass(frozen=True)
class SmallPlan:
    """A small plan of our own: language, opening paragraphs, and two tables."""

    language: Language
    opening: tuple[str, ...]
    sessions: TablePlan
    events: TablePlan

    @property
    def tables(self) -> tuple[TablePlan, TablePlan]:
        return (self.sessions, self.events)

    @property
    def text(self) -> str:
        """The plan as a word processor saves it as text: an empty line before a row, a tab before each cell."""
        lines = [*self.opening]
        for table in self.tables:
            lines.append(table.caption)
            for row in (table.headings, *table.rows):
                lines.extend(f"\t{cell}" for cell in row)
                lines.append("")
        return "\n".join(lines)

    def docx(self, change: Callable[[Document], None] | None = None) -> bytes:
        """The plan as a Word document; `change` may alter it before it is saved."""
        return document_of(self.opening, self.tables, change)


def document_of(
    opening: Sequence[str], tables: Sequence[TablePlan], change: Callable[[Document], None] | None = None
) -> bytes:
    """A Word document of paragraphs and tables, each table under its caption as a heading."""
    document = docx.Document()
    for line in opening:
        document.add_paragraph(line)
    for plan in tables:
        document.add_heading(plan.caption, level=1)
        table = document.add_table(rows=0, cols=len(plan.headings))
        for row in (plan.headings, *plan.rows):
            for cell, text in zip(table.add_row().cells, row, strict=True):
                paragraphs = text.split("\n")
                cell.text = paragraphs[0]
                for paragraph in paragraphs[1:]:
                    cell.add_paragraph(paragraph)
    if change:
        change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def work_plan_docx(source_text: str) -> bytes:
    """The real plan, given as the text form of the source, as a Word document with its two tables."""
    before, _, rest = source_text.partition("\nÉves ülésterv\n")
    first, _, second = rest.partition("\nRendezvénynaptár\n")
    second, _, after = second.partition("\n\n\n[image")
    sessions = _table("Éves ülésterv", first, 6)
    events = _table("Rendezvénynaptár", second, 7)
    opening = [line for line in before.split("\n") if line.strip()]

    def close(document: Document) -> None:
        for line in f"[image{after}".split("\n"):
            if line.strip():
                document.add_paragraph(line)

    return document_of(opening, (sessions, events), close)


def _table(caption: str, text: str, width: int) -> TablePlan:
    """The rows of a table in the source: cells start at tabs, a row after an empty line or after blanks and a tab."""
    marked = re.sub(r"\n[ \u00a0]+\t", "\n\n\t\n\t", text)
    heading, *rows = re.split(r"\n\n(?=\t(?:\d+)?\n)", marked.strip("\n"))
    cells = [tuple(cell.strip() for cell in re.split(r"(?:^|\n)\t", row)[1:]) for row in (heading, *rows)]
    assert {len(row) for row in cells} == {width}, "the source's text has another shape than this builder knows"
    return TablePlan(caption, cells[0], tuple(cells[1:]))


def merge_down(table: int, column: int, first: int, last: int) -> Callable[[Document], None]:
    """Merge cells of a column from one row of a table to another (rows count the heading as 0)."""

    def change(document: Document) -> None:
        cells = document.tables[table].columns[column].cells
        kept = cells[first].text
        merged = cells[first].merge(cells[last])
        merged.text = kept

    return change


def add_section_row(table: int, before: int, text: str) -> Callable[[Document], None]:
    """Put a row merged over all columns before a row of a table."""

    def change(document: Document) -> None:
        found = document.tables[table]
        row = found.add_row()  # type: ignore[no-untyped-call]
        merged = row.cells[0].merge(row.cells[-1])
        merged.text = text
        found.rows[before]._tr.addprevious(row._tr)

    return change


def numbered_by_list(table: int, column: int) -> Callable[[Document], None]:
    """Empty the cells of a column and let Word's own numbered list count the rows instead."""

    def change(document: Document) -> None:
        for row in document.tables[table].rows[1:]:
            paragraph = row.cells[column].paragraphs[0]
            paragraph.text = ""
            paragraph.style = document.styles["List Number"]

    return change


def bulleted_by_list(table: int, column: int) -> Callable[[Document], None]:
    """Take the typed bullets out of a column's cells and let Word's own bulleted list put them there."""

    def change(document: Document) -> None:
        for row in document.tables[table].rows[1:]:
            for paragraph in row.cells[column].paragraphs:
                paragraph.text = paragraph.text.lstrip("• ")
                paragraph.style = document.styles["List Bullet"]

    return change


def delete_run(table: int, row: int, column: int, text: str) -> Callable[[Document], None]:
    """Add a tracked deletion to a cell: text that a reader no longer sees."""

    def change(document: Document) -> None:
        paragraph = document.tables[table].rows[row].cells[column].paragraphs[0]
        deleted, run, gone = OxmlElement("w:del"), OxmlElement("w:r"), OxmlElement("w:delText")
        gone.text = text
        gone.set(qn("xml:space"), "preserve")
        run.append(gone)
        deleted.append(run)
        paragraph._p.append(deleted)

    return change
