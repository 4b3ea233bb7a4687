"""Revisions of the programme: what is locked of it when it is brought before a body, and how two revisions differ."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final, Literal

from paktum.core.messages import Message, msg
from paktum.core.periods import Period, Precision

Change = Literal["added", "removed", "changed"]

FIELD_LABELS: Final[Mapping[str, Message]] = {
    "title": msg("Title"),
    "body": msg("Body"),
    "period": msg("Planned time"),
    "place": msg("Place"),
    "purpose": msg("Purpose"),
    "results_text": msg("Expected results"),
    "counted": msg("What is counted"),
    "audiences": msg("For whom"),
    "cancelled": msg("Cancelled"),
}


@dataclass(frozen=True, slots=True)
class LockedEntry:
    """An entry as a revision holds it: plain values only.

    `period` is (first day, end exclusive, precision) in ISO form; `counted` are codes of measures with the least expected.
    """

    id: str
    kind: str
    sequence: int
    title: str
    body: str
    period: tuple[str, str, str]
    place: str
    purpose: str
    results_text: str
    counted: tuple[tuple[str, int], ...]
    audiences: tuple[str, ...]
    cancelled: bool

    @property
    def planned(self) -> Period:
        start, end, precision = self.period
        return Period(date.fromisoformat(start), date.fromisoformat(end), Precision(precision))

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> "LockedEntry":
        """The entry that `content_of` wrote."""
        start, end, precision = form["period"]
        counted = tuple((measure, least) for measure, least in form["counted"])
        lists = {"counted": counted, "audiences": tuple(form["audiences"])}
        return cls(**{**form, **lists, "period": (start, end, precision)})


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that is not the same in two revisions: `fields` are the names of what differs where it is in both."""

    change: Change
    entry: LockedEntry
    before: LockedEntry | None = None
    fields: tuple[str, ...] = ()


def content_of(entries: Iterable[LockedEntry]) -> dict[str, Any]:
    """The locked programme as plain JSON values."""
    ordered = sorted(entries, key=lambda entry: (entry.kind != "session", entry.sequence))
    return {"entries": [asdict(entry) for entry in ordered]}


def entries_of(content: Mapping[str, Any]) -> list[LockedEntry]:
    """The entries that `content_of` wrote."""
    return [LockedEntry.of(form) for form in content["entries"]]


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 over the content as JSON with sorted keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(before: Sequence[LockedEntry], after: Sequence[LockedEntry]) -> list[Difference]:
    """How the later revision differs, in its own order; what was taken out comes last. Numbers alone are no difference."""
    known = {entry.id: entry for entry in before}
    found = []
    for entry in after:
        earlier = known.pop(entry.id, None)
        if earlier is None:
            found.append(Difference("added", entry))
        elif fields := tuple(name for name in FIELD_LABELS if getattr(earlier, name) != getattr(entry, name)):
            found.append(Difference("changed", entry, earlier, fields))
    return found + [Difference("removed", entry) for entry in known.values()]
