"""Reading the text that a word processor saves of a document with tables: tabs start cells, lines go on in them."""

import itertools
import re
from dataclasses import dataclass, field

from paktum.domains.programme.reading.documents import Block, Paragraph, PlanDocument, PlanTable, TableCell
from paktum.domains.programme.reading.headings import is_heading_row, main_column
from paktum.domains.programme.reading.plan import Column

_ROW_NUMBER = re.compile(r"\s*(?:\d{1,3}|[IVX]{1,5})\s*[.)/]?\s*")
_LONGEST_HEADING = 24


@dataclass
class _Cell:
    """A cell as it is found: its first line's number, its lines, and whether a row starts with it.

    `opens` is "line" when an empty line stands before its tab, "glued" when only blanks do (the number cell of the
    row is empty and the row before ends right there), "" when neither.
    """

    line: int
    lines: list[str] = field(default_factory=list)
    opens: str = ""

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def read_text(text: str) -> PlanDocument:
    """Turn a text export into paragraphs and tables; a text without a known table heading is paragraphs only."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n\n").split("\n")
    blocks: list[Block] = []
    position = 0
    while position < len(lines):
        found = _row_table(lines, position) or _cell_table(lines, position)
        if found:
            table, position = found
            blocks.append(table)
            continue
        if lines[position].strip():
            blocks.append(Paragraph(lines[position].strip()))
        position += 1
    return PlanDocument(tuple(_marked_captions(blocks)))


def _is_empty(line: str) -> bool:
    """Whether a line holds nothing; one with a tab is a cell, if an empty one."""
    return "\t" not in line and not line.strip()


def _marked_captions(blocks: list[Block]) -> list[Block]:
    """A short paragraph right before a table is its heading."""
    for index, (block, following) in enumerate(itertools.pairwise(blocks)):
        if isinstance(block, Paragraph) and isinstance(following, PlanTable) and len(block.text) <= 120:
            blocks[index] = Paragraph(block.text, heading=True)
    return blocks


def _row_table(lines: list[str], start: int) -> tuple[PlanTable, int] | None:
    """A table with a whole row on each line, as copied from a spreadsheet, from its heading on."""
    heading = lines[start].split("\t")
    if len(heading) < 4 or not is_heading_row(tuple(heading)):
        return None
    rows = [heading]
    position = start + 1
    while position < len(lines):
        cells = lines[position].split("\t")
        if len(cells) >= 3:
            rows.append(cells)
        elif lines[position].strip() and len(cells) == 1 and len(rows) > 1 and lines[position - 1].strip():
            rows[-1][-1] = f"{rows[-1][-1]}\n{cells[0]}"
        else:
            break
        position += 1
    return PlanTable(tuple(tuple(TableCell(cell.strip()) for cell in row) for row in rows)), position


def _cells_from(lines: list[str], start: int, width: int) -> list[_Cell]:
    """All cells from a heading of a width on, up to the next table's heading or the end."""
    cells: list[_Cell] = []
    for number in range(start, len(lines)):
        before, tab, after = lines[number].partition("\t")
        if not tab:
            cells[-1].lines.append(lines[number])
            continue
        if len(cells) >= width and _starts_table(lines, number):
            break
        opens = "line" if _is_empty(lines[number - 1]) else "glued" if before and not before.strip() else ""
        if before.strip():
            cells[-1].lines.append(before)
        pieces = after.split("\t")
        cells.append(_Cell(number, [pieces[0]], opens))
        cells.extend(_Cell(number, [piece]) for piece in pieces[1:])
    return cells


def _heading_cells(lines: list[str], start: int) -> list[str]:
    """The cells of a heading that begins at a line, up to the row that follows it; empty when there is none."""
    texts: list[str] = []
    for number in range(start, min(len(lines), start + 4 * _LONGEST_HEADING)):
        before, tab, after = lines[number].partition("\t")
        if not tab:
            if not texts or (lines[number].strip() and _is_empty(lines[number - 1])):
                break
            texts[-1] = f"{texts[-1]}\n{lines[number]}".rstrip()
            continue
        if texts and before and not before.strip() and main_column(texts[-1]) is not Column.OTHER:
            break
        if texts and _is_empty(lines[number - 1]) and any(text.strip() for text in texts):
            break
        if before.strip() or "\t" in after or len(texts) >= _LONGEST_HEADING or _ROW_NUMBER.fullmatch(after):
            break
        texts.append(after.strip())
    return texts


def _starts_table(lines: list[str], start: int) -> bool:
    if not lines[start].startswith("\t"):
        return False
    first = lines[start].strip()
    alone = start + 1 < len(lines) and "\t" in lines[start + 1]
    if first and alone and main_column(first) is Column.OTHER:
        # Most cells are no heading: this is known without looking at those that follow.
        return False
    texts = _heading_cells(lines, start)
    first_is_heading = bool(texts) and (not texts[0] or main_column(texts[0]) is not Column.OTHER)
    return first_is_heading and is_heading_row(tuple(texts))


def _cell_table(lines: list[str], start: int) -> tuple[PlanTable, int] | None:
    """A table with a cell on each tabbed line, from its heading on to its last complete row."""
    if not _starts_table(lines, start):
        return None
    heading = _heading_cells(lines, start)
    width = len(heading)
    cells = _cells_from(lines, start, width)
    rows: list[list[_Cell | None]] = []
    position = width
    while position < len(cells):
        row = _next_row(cells, position, width)
        if row is None:
            break
        rows.append(row)
        position += sum(cell is not None for cell in row)
    end = _trim_end(cells, position)
    texts = [tuple(TableCell(text) for text in heading)]
    texts.extend(tuple(TableCell(cell.text if cell else "") for cell in row) for row in rows)
    return PlanTable(tuple(texts)), end


def _next_row(cells: list[_Cell], start: int, width: int) -> list[_Cell | None] | None:
    """The cells of the row that begins at a cell: all of them, or all but an empty first one; None when too few are
    left."""
    whole = cells[start : start + width]
    without_first: list[_Cell | None] = [None, *cells[start : start + width - 1]]
    left = len(cells) - start
    if left < width - 1:
        return None
    if left == width - 1:
        return without_first
    if cells[start].opens == "glued":
        return without_first
    if not _ROW_NUMBER.fullmatch(cells[start].text) and cells[start].text:
        after_short = cells[start + width - 1]
        after_whole = cells[start + width] if left > width else None
        if after_short.opens and (after_whole is None or not after_whole.opens):
            return without_first
    return list(whole)


def _trim_end(cells: list[_Cell], position: int) -> int:
    """The line where the table ends: the last cell keeps what stands before its first empty line, the rest is loose."""
    if position < len(cells):
        end = cells[position].line
    else:
        last = cells[-1]
        end = last.line + len(last.lines)
    last = cells[position - 1]
    for index, line in enumerate(last.lines):
        if not line.strip() and any(earlier.strip() for earlier in last.lines[:index]):
            loose = last.lines[index:]
            del last.lines[index:]
            return min(end, last.line + len(last.lines)) if any(loose) else end
    return end
