"""A plan's document as pieces in order: paragraphs, and tables of rows of cells, wherever they came from."""

from dataclasses import dataclass

from paktum.domains.programme.reading.wording import tidy


@dataclass(frozen=True)
class Paragraph:
    """A paragraph outside of tables; `heading` when the document marks it as one, `margin` when it is in a header,
    footer, note or comment."""

    text: str
    heading: bool = False
    margin: bool = False


@dataclass(frozen=True)
class TableCell:
    """A cell: its text (lines as paragraphs), how many columns it spans, and whether it goes on from the row above."""

    text: str
    span: int = 1
    continues: bool = False


@dataclass(frozen=True)
class PlanTable:
    """A table: rows of cells; a row may be shorter than others."""

    rows: tuple[tuple[TableCell, ...], ...]

    def grid(self) -> tuple[tuple[str, ...], ...]:
        """Texts by row and column, every row as wide as the widest; a spanning cell's text stands in its first column,
        a cell that goes on from above repeats the text above."""
        wide = max((sum(cell.span for cell in row) for row in self.rows), default=0)
        lines: list[tuple[str, ...]] = []
        for row in self.rows:
            line: list[str] = []
            for cell in row:
                above = lines[-1][len(line)] if cell.continues and lines and len(line) < wide else ""
                line.append(above or cell.text)
                line.extend([""] * (cell.span - 1))
            line.extend([""] * (wide - len(line)))
            lines.append(tuple(line))
        return tuple(lines)


Block = Paragraph | PlanTable


@dataclass(frozen=True)
class PlanDocument:
    """A document's pieces in the order a reader meets them."""

    blocks: tuple[Block, ...]

    @property
    def tables(self) -> tuple[PlanTable, ...]:
        return tuple(block for block in self.blocks if isinstance(block, PlanTable))

    @property
    def loose_text(self) -> tuple[str, ...]:
        """The paragraphs outside of tables."""
        return tuple(block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def title(self) -> str:
        """The first paragraph marked as a heading, or else the first one there is; empty when there is none."""
        paragraphs = [block for block in self.blocks if isinstance(block, Paragraph) and not block.margin]
        marked = [block for block in paragraphs if block.heading]
        return tidy((marked or paragraphs)[0].text) if paragraphs else ""
