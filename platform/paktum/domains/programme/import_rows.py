"""The rows of an import: what was read, what people answered and corrected since, and what comes of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from paktum.core.errors import Invalid
from paktum.core.messages import Message, msg
from paktum.domains.programme.reading.decisions import decide
from paktum.domains.programme.reading.plan import Doubt, EntryLink, Kind, ReadEntry
from paktum.domains.programme.reading.portable import FIELDS, entry_form, entry_from, field_form, field_from
from paktum.domains.programme.rules import Audience, EntryReference, PlannedEntry

CONFIRMED: Final = "confirmed"
"""The answer to a doubt that has no choices: a person looked, and it stays as it was read."""

_LONGEST_TITLE: Final = 400


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """One row: the entry as read; answers to its doubts by their position; corrected fields; whether it is left out.

    `version` counts the corrections made to it (an answer stands for itself); `outcome` says what the import did with
    it, once it was done.
    """

    read: ReadEntry
    answers: Mapping[int, str] = field(default_factory=dict)
    own: Mapping[str, Any] = field(default_factory=dict)
    left_out: bool = False
    version: int = 0
    outcome: str = ""

    def decided(self) -> ReadEntry:
        """The entry with answers and corrections in place; only doubts that nobody settled are left in it."""
        choices = {index: key for index, key in self.answers.items() if key != CONFIRMED}
        entry = decide(self.read, choices)
        entry = replace(entry, unsure=tuple(doubt for _, doubt in self.open_doubts()))
        return replace(entry, **self.own) if self.own else entry

    def open_doubts(self) -> list[tuple[int, Doubt]]:
        """The doubts that nobody settled, with their positions: not answered, and about a field nobody corrected."""
        return [
            (index, doubt)
            for index, doubt in enumerate(self.read.unsure)
            if index not in self.answers and doubt.field not in self.own
        ]

    def effective_answer(self, index: int) -> str | None:
        """The answer that counts: a person's, else the one that was proposed."""
        return self.answers.get(index, self.read.unsure[index].chosen)

    def answered(self, index: int, key: str) -> "ImportRow":
        """The row with one more answer. Raises Invalid for a doubt or an answer that does not exist."""
        if not 0 <= index < len(self.read.unsure):
            raise Invalid({"unsure": msg("There is no such question about this row.")})
        doubt = self.read.unsure[index]
        if key not in [choice.key for choice in doubt.choices] and not (key == CONFIRMED and not doubt.choices):
            raise Invalid({doubt.field: msg("This is none of the answers to choose from.")})
        return replace(self, answers={**self.answers, index: key})

    def corrected(self, values: Mapping[str, Any], *, left_out: bool) -> "ImportRow":
        """The row with what a person entered: only fields that differ from what stands without corrections are kept."""
        plain = replace(self, own={}).decided()
        own = {name: value for name, value in values.items() if getattr(plain, name) != value}
        return replace(self, own=own, left_out=left_out, version=self.version + 1)


def row_form(row: ImportRow) -> dict[str, Any]:
    """A row as plain JSON, as the import keeps it."""
    return {
        "read": entry_form(row.read),
        "answers": {str(index): key for index, key in row.answers.items()},
        "own": {name: field_form(name, value) for name, value in row.own.items()},
        "left_out": row.left_out,
        "version": row.version,
        "outcome": row.outcome,
    }


def row_from(form: Mapping[str, Any]) -> ImportRow:
    """The row that `row_form` wrote."""
    return ImportRow(
        read=entry_from(form["read"]),
        answers={int(index): key for index, key in form["answers"].items()},
        own={name: field_from(name, value) for name, value in form["own"].items() if name in FIELDS},
        left_out=form["left_out"],
        version=form["version"],
        outcome=form["outcome"],
    )


def fresh_rows(entries: Iterable[ReadEntry], earlier: Sequence[ImportRow] = ()) -> list[ImportRow]:
    """Rows for what was just read. Where an earlier import had the same row, word for word and with the same doubts,
    what people said of it then holds again."""
    known = {_identity(row.read): row for row in earlier}
    rows = []
    for entry in entries:
        before = known.get(_identity(entry))
        row = ImportRow(read=entry)
        rows.append(replace(row, answers=before.answers, own=before.own, left_out=before.left_out) if before else row)
    return rows


def _identity(entry: ReadEntry) -> object:
    doubts = tuple((doubt.field, doubt.rule, tuple(choice.key for choice in doubt.choices)) for doubt in entry.unsure)
    return entry.link, entry.source, doubts


def hindrance(entry: ReadEntry) -> Message | None:
    """Why a decided row cannot be taken in as it is; None when it can."""
    if entry.period is None:
        return msg("It has no date.")
    if not entry.title.strip():
        return msg("It has no title.")
    if len(entry.title) > _LONGEST_TITLE:
        return msg("Its title is longer than %(most)d characters.", most=_LONGEST_TITLE)
    if not 1 <= entry.sequence <= 9999:
        return msg("The number is between 1 and 9999.")
    return None


@dataclass(frozen=True)
class Decided:
    """A whole import as it stands: per row the decided entry, and why it stays out (None for those taken in)."""

    rows: tuple[ImportRow, ...]
    entries: tuple[ReadEntry, ...]
    stays_out: tuple[Message | None, ...]

    def planned(self, present: Iterable[EntryReference] = ()) -> list[PlannedEntry]:
        """What would be taken in; links to entries that are neither here nor in the programme (`present`) go."""
        taken = [entry for entry, out in zip(self.entries, self.stays_out, strict=True) if out is None]
        known = {*present, *(_reference(entry.link) for entry in taken)}
        return [_planned(entry, known) for entry in taken]

    @property
    def taken(self) -> int:
        """How many rows would be taken in."""
        return sum(out is None for out in self.stays_out)


def decide_rows(rows: Sequence[ImportRow]) -> Decided:
    """Put answers and corrections in place everywhere. Links follow a row whose number an answer or a person changed;
    of two rows with one number the second stays out until one of them is given another."""
    decided = [row.decided() for row in rows]
    moved = {row.read.link: entry.link for row, entry in zip(rows, decided, strict=True)}
    entries, stays_out = [], []
    seen: set[EntryLink] = set()
    for row, entry in zip(rows, decided, strict=True):
        entry = replace(entry, prepares=tuple(dict.fromkeys(moved.get(link, link) for link in entry.prepares)))
        out = msg("You left it out.") if row.left_out else hindrance(entry)
        if out is None and entry.link in seen:
            out = msg("Another row has the same number.")
        if out is None:
            seen.add(entry.link)
        entries.append(entry)
        stays_out.append(out)
    return Decided(tuple(rows), tuple(entries), tuple(stays_out))


def _reference(link: EntryLink) -> EntryReference:
    return EntryReference("session" if link.kind is Kind.SESSION else "event", link.sequence)


def _planned(entry: ReadEntry, known: set[EntryReference]) -> PlannedEntry:
    if entry.period is None:
        raise ValueError("a row without a period stays out")
    own = _reference(entry.link)
    links = [_reference(link) for link in entry.prepares]
    return PlannedEntry(
        kind=own.kind,
        sequence=entry.sequence,
        title=entry.title,
        period=entry.period,
        body=entry.body,
        types=entry.types,
        place=entry.place,
        purpose=entry.purpose,
        results_text=entry.results_text,
        results=tuple((result.measure, result.at_least) for result in entry.results),
        audiences=tuple(Audience(audience.text, audience.code) for audience in entry.audiences),
        prepares=tuple(link for link in links if link in known and link != own),
        evaluates=entry.evaluates,
        # What nobody settled stays marked on the entry, in the words of the doubt.
        notes=(*entry.notes, *(doubt.message for doubt in entry.unsure)),
        source=tuple(
            {"column": cell.column.value, "heading": cell.heading, "text": cell.text} for cell in entry.source
        ),
    )
