"""An entry while it is being read: what the cells gave so far, open to the rules that compare rows with each other."""

from dataclasses import dataclass, field

from paktum.core.messages import Message
from paktum.core.periods import Period
from paktum.domains.programme.reading.dates import DateReading
from paktum.domains.programme.reading.measures import Quantity
from paktum.domains.programme.reading.plan import (
    Column,
    Doubt,
    EntryLink,
    Kind,
    ReadAudience,
    ReadEntry,
    ReadResult,
    SourceCell,
)
from paktum.domains.programme.reading.titles import TitleParts, title_parts


@dataclass(kw_only=True)
class Draft:
    """One row: its kind and table, the cells as they stand, and what was read from them up to now."""

    kind: Kind
    table: int
    source: tuple[SourceCell, ...]
    raw_title: str
    title: str
    sequence: int = 0
    body: str | None = None
    types: tuple[str, ...] = ()
    when: DateReading | None = None
    period: Period | None = None
    place: str = ""
    purpose: str = ""
    results_text: str = ""
    quantities: tuple[Quantity, ...] = ()
    results: tuple[ReadResult, ...] = ()
    audiences: tuple[ReadAudience, ...] = ()
    prepares: list[EntryLink] = field(default_factory=list)
    evaluates: tuple[int, ...] = ()
    doubts: list[Doubt] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)

    @property
    def parts(self) -> TitleParts:
        return title_parts(self.raw_title)

    @property
    def link(self) -> EntryLink:
        return EntryLink(self.kind, self.sequence)

    def cell(self, column: Column) -> str:
        """The text of the first cell of a column, empty when the table has no such column."""
        return next((cell.text for cell in self.source if cell.column is column), "")

    def finished(self) -> ReadEntry:
        return ReadEntry(
            kind=self.kind,
            sequence=self.sequence,
            title=self.title,
            source=self.source,
            body=self.body,
            types=self.types,
            period=self.period,
            place=self.place,
            purpose=self.purpose,
            results_text=self.results_text,
            results=self.results,
            audiences=self.audiences,
            prepares=tuple(self.prepares),
            evaluates=self.evaluates,
            unsure=tuple(self.doubts),
            notes=tuple(self.notes),
        )
