"""What an import would do to the programme as it stands: for each row new, changed, the same; and what it lacks."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.core.messages import Message, msg
from paktum.domains.programme.rules import EntryReference, PlannedEntry
from paktum.domains.programme.service.importing import PREPARES, RESULTS, brought_values, merged_values
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult

FIELD_NAMES: Final[Mapping[str, Message]] = {
    "title": msg("title"),
    "body_id": msg("body"),
    "types": msg("types"),
    "period": msg("time"),
    "place": msg("place"),
    "purpose": msg("purpose"),
    "results_text": msg("expected results"),
    "audiences": msg("for whom"),
    "evaluates": msg("what it evaluates"),
    "notes": msg("notes"),
    RESULTS: msg("numbers expected"),
    PREPARES: msg("what it prepares"),
}


@dataclass(frozen=True)
class PresentEntry:
    """An entry of the programme in the form that imports compare: its values, and what the last import brought."""

    reference: EntryReference
    title: str
    values: Mapping[str, Any]
    source: Mapping[str, Any]


@dataclass(frozen=True)
class Difference:
    """What happens to one row: `state` is new, changed or same; `fields` change, in `kept` people's values stay."""

    state: str
    fields: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """What an import would do, row by row, and the entries of the programme that the document does not have."""

    differences: Mapping[EntryReference, Difference]
    missing: tuple[PresentEntry, ...]

    def count(self, state: str) -> int:
        return sum(difference.state == state for difference in self.differences.values())


def present_entries(session: TenantSession) -> list[PresentEntry]:
    """The whole programme as imports compare it, in one statement."""
    rows = session.execute(
        select(
            PlanEntry.kind,
            PlanEntry.sequence,
            PlanEntry.title,
            PlanEntry.body_id,
            PlanEntry.types,
            PlanEntry.period,
            PlanEntry.precision,
            PlanEntry.place,
            PlanEntry.purpose,
            PlanEntry.results_text,
            PlanEntry.audiences,
            PlanEntry.evaluates,
            PlanEntry.notes,
            PlanEntry.source,
            _results().label("results"),
            _prepares().label("prepares"),
        ).order_by(PlanEntry.kind.desc(), PlanEntry.sequence)
    )
    return [_present(row) for row in rows]


def _results() -> ScalarSelect[Any]:
    pairs = func.json_build_array(PlanEntryResult.measure, PlanEntryResult.at_least)
    return (
        select(func.json_agg(aggregate_order_by(pairs, PlanEntryResult.sequence)))
        .where(PlanEntryResult.entry_id == PlanEntry.id, PlanEntryResult.tenant_id == PlanEntry.tenant_id)
        .correlate(PlanEntry)
        .scalar_subquery()
    )


def _prepares() -> ScalarSelect[Any]:
    other = aliased(PlanEntry)
    return (
        select(func.json_agg(func.json_build_array(other.kind, other.sequence)))
        .select_from(PlanEntryLink)
        .join(other, (other.id == PlanEntryLink.prepares_id) & (other.tenant_id == PlanEntryLink.tenant_id))
        .where(PlanEntryLink.entry_id == PlanEntry.id, PlanEntryLink.tenant_id == PlanEntry.tenant_id)
        .correlate(PlanEntry)
        .scalar_subquery()
    )


def _present(row: Any) -> PresentEntry:
    start, end = row.period
    values = {
        "title": row.title,
        "body_id": str(row.body_id) if row.body_id else None,
        "types": list(row.types),
        "period": [start.isoformat(), end.isoformat(), row.precision],
        "place": row.place,
        "purpose": row.purpose,
        "results_text": row.results_text,
        "audiences": row.audiences,
        "evaluates": list(row.evaluates),
        "notes": row.notes,
        RESULTS: row.results or [],
        PREPARES: sorted(row.prepares or []),
    }
    reference = EntryReference("session" if row.kind == "session" else "event", row.sequence)
    return PresentEntry(reference, row.title, values, row.source)


def compare(
    rows: Sequence[PlannedEntry], present: Sequence[PresentEntry], bodies: Mapping[str, uuid.UUID]
) -> Comparison:
    """What importing the rows would do; the same decisions as the import's own."""
    standing = {entry.reference: entry for entry in present}
    named = {row.reference for row in rows}
    return Comparison(
        {row.reference: _difference(row, standing.get(row.reference), bodies) for row in rows},
        tuple(entry for entry in present if entry.reference not in named),
    )


def _difference(row: PlannedEntry, present: PresentEntry | None, bodies: Mapping[str, uuid.UUID]) -> Difference:
    if present is None:
        return Difference("new")
    if row.body is not None and row.body not in bodies:
        return Difference("changed", ("body_id",))
    brought = brought_values(row, bodies)
    new, kept = merged_values(brought, present.values, present.source.get("values", {}))
    source = {"cells": [dict(cell) for cell in row.source], "values": brought}
    return Difference("changed" if new or source != present.source else "same", tuple(new), tuple(kept))
