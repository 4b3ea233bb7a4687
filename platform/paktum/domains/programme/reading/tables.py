"""Finding a plan's tables in a document by their headings, whatever the order of columns, and joining what was split."""

from collections import Counter
from dataclasses import dataclass, field

from paktum.domains.programme.reading.dates import reads_as_date
from paktum.domains.programme.reading.documents import Paragraph, PlanDocument, PlanTable
from paktum.domains.programme.reading.headings import columns_of, is_heading_row, kind_votes, main_column
from paktum.domains.programme.reading.plan import Column, Kind, NoteKind, PlanNote
from paktum.domains.programme.reading.wording import tidy, words

_WHO_AND_WHEN = (Column.TITLE, Column.WHEN, Column.BODY)
_LONGEST_CAPTION = 200


@dataclass
class FoundTable:
    """A plan's table: its kind (None when the headings do not say), caption, headings and columns, and rows of texts.

    Rows are as wide as the headings.
    """

    kind: Kind | None
    caption: str
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)


@dataclass
class FoundTables:
    """All plan tables of a document, and the rest of its text in order."""

    tables: list[FoundTable] = field(default_factory=list)
    notes: list[PlanNote] = field(default_factory=list)


def find_tables(document: PlanDocument) -> FoundTables:
    """Part a document into the plan's tables and notes; no text is dropped."""
    found = FoundTables()
    caption = ""
    after_table = False
    for block in document.blocks:
        if isinstance(block, PlanTable):
            _read_table(block, caption, after_table, found)
            caption, after_table = "", True
            continue
        found.notes.append(_note(block))
        if not block.margin:
            caption = block.text if len(block.text) <= _LONGEST_CAPTION else ""
            after_table = False
    for table in found.tables:
        if not table.rows:
            found.notes.append(PlanNote(NoteKind.TABLE, "\t".join(filter(None, map(tidy, table.headings)))))
    found.tables = [table for table in found.tables if table.rows]
    for table in found.tables:
        table.columns = _settled_columns(table)
    return found


def _note(block: Paragraph) -> PlanNote:
    kind = NoteKind.MARGIN if block.margin else NoteKind.HEADING if block.heading else NoteKind.PARAGRAPH
    return PlanNote(kind, block.text)


def _read_table(block: PlanTable, caption: str, after_table: bool, found: FoundTables) -> None:
    grid = block.grid()
    current: FoundTable | None = None
    if after_table and found.tables and grid and len(found.tables[-1].headings) == len(grid[0]):
        # Word parts a long table at a page's end by hand: the second half has no heading of its own.
        current = found.tables[-1]
    skip = 0
    for index, row in enumerate(grid):
        if skip:
            skip -= 1
            continue
        heading, skip = _heading_at(grid, index)
        if heading:
            if current is None or not _same_headings(current.headings, heading):
                current = _new_table(heading, caption)
                found.tables.append(current)
            continue
        if any(cell.strip() for cell in row):
            caption = _read_row(row, current, found) or caption


def _read_row(row: tuple[str, ...], table: FoundTable | None, found: FoundTables) -> str:
    """Put a row where it belongs; gives back the text of a row that may be the caption of what follows it."""
    filled = [tidy(cell) for cell in row if cell.strip()]
    if table is None:
        found.notes.append(PlanNote(NoteKind.TABLE, "\t".join(filled)))
        return filled[0] if len(set(filled)) == 1 and len(filled[0]) <= _LONGEST_CAPTION else ""
    held = {column for column, cell in zip(table.columns, row, strict=True) if cell.strip()}
    if not held.isdisjoint(_WHO_AND_WHEN):
        table.rows.append(row)
    elif table.rows and held and Column.NUMBER not in held:
        table.rows[-1] = tuple(
            "\n".join(part for part in (before, more) if part.strip())
            for before, more in zip(table.rows[-1], row, strict=True)
        )
    else:
        found.notes.append(PlanNote(NoteKind.ROW, "\t".join(filled)))
    return ""


def _heading_at(grid: tuple[tuple[str, ...], ...], index: int) -> tuple[tuple[str, ...], int]:
    """The heading that begins at a row, and how many rows more it takes; empty when there is none."""
    row = grid[index]
    below = grid[index + 1] if index + 1 < len(grid) else ()
    if below and _is_lower_heading(row, below):
        joined = tuple(
            upper if tidy(upper) == tidy(lower) else f"{upper}\n{lower}".strip()
            for upper, lower in zip(row, below, strict=True)
        )
        if is_heading_row(joined):
            return joined, 1
    return (row, 0) if is_heading_row(row) else ((), 0)


def _is_lower_heading(upper: tuple[str, ...], lower: tuple[str, ...]) -> bool:
    """Whether the lower row says no more than headings do: what its cells add is known as headings, or repeats."""
    added = [cell for above, cell in zip(upper, lower, strict=True) if cell.strip() and tidy(above) != tidy(cell)]
    filled = [cell for cell in upper if cell.strip()]
    known = sum(bool(columns_of(cell)) for cell in filled)
    if not added or len(added) == len(lower) or 3 * known < 2 * len(filled):
        return False
    return all(columns_of(cell) for cell in added) and not any(reads_as_date(cell) for cell in upper)


def _same_headings(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return [words(cell) for cell in one] == [words(cell) for cell in other]


def _new_table(headings: tuple[str, ...], caption: str) -> FoundTable:
    columns: list[Column] = []
    for heading in headings:
        column = main_column(heading) if heading.strip() else Column.OTHER
        columns.append(Column.OTHER if column in columns else column)
    if Column.TITLE not in columns and Column.BODY in columns:
        columns[columns.index(Column.BODY)] = Column.TITLE
    if columns and columns[0] is Column.OTHER and not headings[0].strip() and Column.NUMBER not in columns:
        columns[0] = Column.NUMBER
    return FoundTable(_kind(headings, columns, caption), caption, headings, tuple(columns))


def _kind(headings: tuple[str, ...], columns: list[Column], caption: str) -> Kind | None:
    votes: Counter[Kind] = Counter()
    for heading, column in zip(headings, columns, strict=True):
        weight = 2 if column is Column.TITLE else 1
        for kind, count in kind_votes(heading).items():
            votes[kind] += weight * count
    for kind, count in kind_votes(caption).items():
        votes[kind] += 2 * count
    votes[Kind.EVENT] += 2 * (Column.TYPES in columns)
    votes[Kind.SESSION] += Column.BODY in columns
    if votes[Kind.SESSION] == votes[Kind.EVENT]:
        return None
    return Kind.SESSION if votes[Kind.SESSION] > votes[Kind.EVENT] else Kind.EVENT


def _settled_columns(table: FoundTable) -> tuple[Column, ...]:
    """A first column without heading numbers the rows only if what stands in it is short."""
    if table.headings[0].strip() or table.columns[0] is not Column.NUMBER:
        return table.columns
    is_number = all(len(tidy(row[0])) <= 8 for row in table.rows)
    return table.columns if is_number else (Column.OTHER, *table.columns[1:])
