"""The filters of the programme's list: read from the address, written back to it, applied to the plan."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from paktum.core.ids import as_id
from paktum.core.periods import as_year
from paktum.core.search import folded
from paktum.domains.programme.queries import PlanRow
from paktum.domains.programme.rules import EntryState
from paktum.web.paging import page_asked_for

_ORDERS = ("date", "kind")
# More entries than this are shown in parts, in the list and on the time line.
PART: Final = 100


@dataclass(frozen=True)
class PlanFilters:
    """What a reader wants of the list. `kind` is session, event or the id of a body; empty fields leave all in.

    `page` (from 1) is the part of a long list; None: the part where today is.
    """

    kind: str = ""
    year: int | None = None
    state: str = ""
    type: str = ""
    text: str = ""
    order: str = "date"
    page: int | None = None

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "PlanFilters":
        """The filters of an address; a value that means nothing is passed over, so that old addresses still open."""
        state, kind = arguments.get("state", ""), arguments.get("kind", "")
        return cls(
            kind=kind if kind in ("session", "event") or as_id(kind) else "",
            year=as_year(arguments.get("year", "")),
            state=state if state in list(EntryState) else "",
            type=arguments.get("type", "")[:80],
            text=arguments.get("text", "").strip()[:200],
            order=arguments["order"] if arguments.get("order") in _ORDERS else "date",
            page=page_asked_for(arguments) if "page" in arguments else None,
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(self.kind or self.year or self.state or self.type or self.text)

    def query(self, **changes: Any) -> str:
        """The filters as the query of an address, `?` included, with some of them changed; empty when nothing is set.

        The part of the list is left out unless `changes` names one.
        """
        wanted = replace(self, **({"page": None} | changes))
        pairs = {"kind": wanted.kind, "year": wanted.year, "state": wanted.state, "type": wanted.type}
        pairs |= {"text": wanted.text, "order": "" if wanted.order == "date" else wanted.order, "page": wanted.page}
        query = urlencode({name: value for name, value in pairs.items() if value})
        return f"?{query}" if query else ""

    def apply(self, rows: Iterable[PlanRow], today: date) -> list[PlanRow]:
        """The entries that are wanted, in their order of time, or sessions before events by number."""
        sought = folded(self.text).split()
        found = [row for row in rows if self._wants(row, today) and (not sought or _has(row, sought))]
        if self.order == "kind":
            found.sort(key=lambda row: (row.kind == "event", row.sequence))
        return found

    def part(self, rows: Sequence[PlanRow], today: date) -> int:
        """The part of a long list that is shown: the one asked for, else where the first entry is that is not over."""
        last = max(-(-len(rows) // PART), 1)
        if self.page is not None:
            return min(self.page, last)
        if self.order != "date":
            return 1
        ahead = next((place for place, row in enumerate(rows) if row.effective.end > today), 0)
        return ahead // PART + 1

    def _wants(self, row: PlanRow, today: date) -> bool:
        if self.kind and self.kind != row.kind and self.kind != str(row.body_id):
            return False
        if self.year and not row.effective.start.year <= self.year <= row.effective.last.year:
            return False
        if self.type and self.type not in row.types:
            return False
        return not self.state or row.state(today) == self.state


def _has(row: PlanRow, sought: list[str]) -> bool:
    audiences = " ".join(str(audience.get("text", "")) for audience in row.audiences)
    text = folded(" ".join((row.title, row.body, row.place, row.purpose, row.results_text, audiences)))
    return all(word in text for word in sought)
