"""Reading a whole work plan: from a file, or a document already taken apart, to entries, doubts and notes."""

import re
from pathlib import Path
from typing import BinaryIO, Final

from paktum.core.errors import Refused
from paktum.core.messages import msg
from paktum.domains.programme.reading.cells import (
    fill_body,
    fill_results,
    fill_title,
    fill_types,
    find_bodies,
    read_audiences,
    read_place,
)
from paktum.domains.programme.reading.consistency import check_consistency, number_rows
from paktum.domains.programme.reading.dates import read_date
from paktum.domains.programme.reading.documents import PlanDocument
from paktum.domains.programme.reading.draft import Draft
from paktum.domains.programme.reading.inspection import FileFormat, Limits, decode_text, inspect_file
from paktum.domains.programme.reading.plan import Column, Doubt, Kind, ReadPlan, SourceCell
from paktum.domains.programme.reading.references import fill_references
from paktum.domains.programme.reading.tables import FoundTable, find_tables
from paktum.domains.programme.reading.text_export import read_text
from paktum.domains.programme.reading.titles import display_title
from paktum.domains.programme.reading.vocabulary import PlanVocabulary
from paktum.domains.programme.reading.word import read_docx
from paktum.domains.programme.reading.wording import tidy

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20|21)\d\d(?!\d)")
_MOST_ENTRIES: Final = 500


def read_document(source: Path | BinaryIO | bytes, limits: Limits | None = None) -> PlanDocument:
    """Inspect a file and take it apart into paragraphs and tables.

    `source` is a path, a binary stream (read from where it stands) or bytes. Raises Refused with the reason.
    """
    limits = limits or Limits()
    inspected = inspect_file(source, limits)
    if inspected.format is FileFormat.DOCX:
        return read_docx(inspected.content, limits)
    return read_text(decode_text(inspected.content))


def read_plan(source: Path | BinaryIO | bytes, vocabulary: PlanVocabulary, limits: Limits | None = None) -> ReadPlan:
    """Read a work plan from a file. The same file and vocabulary always give the same plan.

    Raises Refused when the file may not be opened or holds no table of a plan.
    """
    return understand(read_document(source, limits), vocabulary)


def understand(document: PlanDocument, vocabulary: PlanVocabulary) -> ReadPlan:
    """Understand a document as a work plan in the pact's own words.

    Raises Refused when no table has a plan's headings, or far more rows than a plan.
    """
    found = find_tables(document)
    if sum(len(table.rows) for table in found.tables) > _MOST_ENTRIES:
        raise Refused(
            msg("The file's tables have more than %(limit)d rows. This is not a work plan.", limit=_MOST_ENTRIES)
        )
    drafts = [draft for index, table in enumerate(found.tables) for draft in _drafts(table, index, vocabulary)]
    if not drafts:
        raise Refused(
            msg(
                "No session plan or event calendar was found: no table has headings such as title, date and purpose"
                " with rows under them."
            )
        )
    number_rows(drafts)
    for draft in drafts:
        fill_title(draft)
        fill_body(draft, vocabulary)
        fill_types(draft, vocabulary)
        fill_results(draft, vocabulary)
    check_consistency(drafts, vocabulary.language)
    fill_references(drafts, vocabulary.language)
    return ReadPlan(
        title=document.title,
        entries=tuple(draft.finished() for draft in drafts),
        notes=tuple(found.notes),
    )


def _drafts(table: FoundTable, index: int, vocabulary: PlanVocabulary) -> list[Draft]:
    year = _one_year(table.caption)
    drafts: list[Draft] = []
    for row in table.rows:
        draft = _draft(table, index, row, vocabulary)
        _fill_when(draft, year)
        if draft.period and year is None:
            year = draft.period.start.year
        drafts.append(draft)
    return drafts


def _one_year(text: str) -> int | None:
    years = {int(found) for found in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def _draft(table: FoundTable, index: int, row: tuple[str, ...], vocabulary: PlanVocabulary) -> Draft:
    source = tuple(
        SourceCell(column, heading, text)
        for column, heading, text in zip(table.columns, table.headings, row, strict=True)
    )
    texts = {cell.column: cell.text for cell in reversed(source)}
    raw = texts.get(Column.TITLE, "") or texts.get(Column.BODY, "")
    return Draft(
        kind=table.kind or _kind_of(raw, texts, vocabulary),
        table=index,
        source=source,
        raw_title=tidy(raw),
        title=display_title(raw),
        purpose=texts.get(Column.PURPOSE, "").strip(),
        results_text=texts.get(Column.RESULTS, "").strip(),
        audiences=read_audiences(texts.get(Column.AUDIENCES, ""), vocabulary.audiences),
    )


def _kind_of(title: str, texts: dict[Column, str], vocabulary: PlanVocabulary) -> Kind:
    """In a table whose headings do not say: a row that names a body is its session, any other an event."""
    if tidy(texts.get(Column.TYPES, "")):
        return Kind.EVENT
    named = find_bodies(title, vocabulary.bodies) or find_bodies(texts.get(Column.BODY, ""), vocabulary.bodies)
    return Kind.SESSION if named else Kind.EVENT


def _fill_when(draft: Draft, year: int | None) -> None:
    text = draft.cell(Column.WHEN)
    draft.when = read_date(text, year)
    draft.period = draft.when.period
    draft.place, hours = read_place(draft.when, draft.cell(Column.PLACE))
    draft.notes.extend(msg("The hour in the file: %(hour)s", hour=hour) for hour in hours)
    draft.doubts.extend(Doubt("period", "date", message) for message in draft.when.doubts)
    if draft.period is None and not draft.when.doubts:
        message = (
            msg("No date was found in “%(words)s”.", words=tidy(text)) if tidy(text) else msg("The row has no date.")
        )
        draft.doubts.append(Doubt("period", "no_date", message))
