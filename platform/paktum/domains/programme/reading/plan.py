"""What was understood of a work plan: entries, what they say, what is unsure about them, and notes on the rest."""

from dataclasses import dataclass, field
from enum import StrEnum

from paktum.core.messages import Message
from paktum.core.periods import Period


class Kind(StrEnum):
    """The two kinds of plan entries."""

    SESSION = "session"
    EVENT = "event"


class Column(StrEnum):
    """What a column of a plan's table holds."""

    NUMBER = "number"
    TITLE = "title"
    WHEN = "when"
    PLACE = "place"
    TYPES = "types"
    BODY = "body"
    PURPOSE = "purpose"
    RESULTS = "results"
    AUDIENCES = "audiences"
    OTHER = "other"


@dataclass(frozen=True, order=True)
class EntryLink:
    """Another entry of the same plan: its kind and its sequence in that kind's table."""

    kind: Kind
    sequence: int


@dataclass(frozen=True)
class ReadResult:
    """A measurable expected result: at least so many of a measure (`participants`, `press_items` or a pact's own)."""

    measure: str
    at_least: int


@dataclass(frozen=True)
class ReadAudience:
    """Who an entry is for: the words of the source without their bullet, and the known audience's code if it is one."""

    text: str
    code: str | None = None


@dataclass(frozen=True)
class SourceCell:
    """One cell of the source: what its column was taken for, the column's heading, and the cell's text word for word.

    A cell over several columns (a place beside its date) has the first one's column.
    """

    column: Column
    heading: str
    text: str


@dataclass(frozen=True)
class SetField:
    """A choice that puts a value in a field of the entry."""

    value: object


@dataclass(frozen=True)
class ReplaceText:
    """A choice that replaces a stretch of a text field (positions count characters of the text as read)."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class SwapLink:
    """A choice about what an entry prepares: drop one link, add another, or both."""

    drop: EntryLink | None = None
    add: EntryLink | None = None


Change = SetField | ReplaceText | SwapLink | None


@dataclass(frozen=True)
class Choice:
    """One answer to a doubt: its key (unique in the doubt), its words, and what it changes in the entry as read."""

    key: str
    label: Message
    change: Change = None


@dataclass(frozen=True)
class Doubt:
    """Something the reading is not sure of: the field, why, which choice was taken, and what there is to choose from.

    `rule` names the general rule that raised it; `chosen` is the key of a choice, or None when nothing could be chosen.
    """

    field: str
    rule: str
    message: Message
    chosen: str | None = None
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReadEntry:
    """One row of a plan as understood; what the source says word for word stays in `source`."""

    kind: Kind
    sequence: int
    title: str
    source: tuple[SourceCell, ...]
    body: str | None = None
    types: tuple[str, ...] = ()
    period: Period | None = None
    place: str = ""
    purpose: str = ""
    results_text: str = ""
    results: tuple[ReadResult, ...] = ()
    audiences: tuple[ReadAudience, ...] = ()
    prepares: tuple[EntryLink, ...] = ()
    evaluates: tuple[int, ...] = ()
    unsure: tuple[Doubt, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def link(self) -> EntryLink:
        return EntryLink(self.kind, self.sequence)


class NoteKind(StrEnum):
    """Where a piece of the source that is no entry stood."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    TABLE = "table"
    ROW = "row"
    MARGIN = "margin"


@dataclass(frozen=True)
class PlanNote:
    """A piece of the source's text that is in no entry, word for word and in the order of the file."""

    kind: NoteKind
    text: str


@dataclass(frozen=True, kw_only=True)
class ReadPlan:
    """A whole work plan as understood: `entries` in the order of the file, and in `notes` everything outside of them."""

    title: str
    entries: tuple[ReadEntry, ...]
    notes: tuple[PlanNote, ...] = field(default=())

    @property
    def sessions(self) -> tuple[ReadEntry, ...]:
        return tuple(entry for entry in self.entries if entry.kind is Kind.SESSION)

    @property
    def events(self) -> tuple[ReadEntry, ...]:
        return tuple(entry for entry in self.entries if entry.kind is Kind.EVENT)

    @property
    def left_out(self) -> tuple[PlanNote, ...]:
        """Rows of the plan's own tables that could not be read as entries."""
        return tuple(note for note in self.notes if note.kind is NoteKind.ROW)
