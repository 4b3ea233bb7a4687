"""Taking the entries of a document over into the plan, as often as one likes: what is the same stays untouched."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.ids import new_id
from paktum.core.messages import Message, message_form, msg
from paktum.domains.audit.service import record
from paktum.domains.programme.rules import EntryReference, ImportOutcome, PlannedEntry, merged_value
from paktum.domains.programme.service.loading import changing, period_of
from paktum.domains.programme.service.whole_plan import WholePlan, way_back
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult

# Fields of the entry's own row that a document fills; results and links are rows of their own.
FIELDS: Final = (
    "title",
    "body_id",
    "types",
    "period",
    "place",
    "purpose",
    "results_text",
    "audiences",
    "evaluates",
    "notes",
)
RESULTS: Final = "results"
PREPARES: Final = "prepares"


@dataclass(kw_only=True)
class _Plan(WholePlan):
    """The plan as it stands, and what is found out on the way."""

    clock: Clock
    overwrite: bool
    import_id: uuid.UUID | None
    kept: list[tuple[EntryReference, str]] = field(default_factory=list)


def import_entries(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    rows: Sequence[PlannedEntry],
    *,
    import_id: uuid.UUID | None = None,
    overwrite: bool = False,
) -> ImportOutcome:
    """Bring the plan to what a document says, row by row, each known again by kind and number.

    A field that a person changed since the last import keeps the person's value unless `overwrite`; the outcome names
    it. The same document again changes nothing. Entries that the document does not have stay. Raises Forbidden;
    Invalid, with the row's number as the field, when a row cannot be kept.
    """
    authorise(actor, "programme.write")
    plan = _Plan.load(session, clock=clock, overwrite=overwrite, import_id=import_id)
    _check(rows, plan)
    before = plan.forms()
    added: list[EntryReference] = []
    touched: set[EntryReference] = set()
    for row in rows:
        if row.reference not in plan.entries:
            plan.entries[row.reference] = _new_entry(plan, row)
            added.append(row.reference)
    session.flush()
    # A second pass, because a row may prepare one that stands below it.
    for row in rows:
        fresh = row.reference in added
        if _bring_up_to_date(plan, row, fresh=fresh) and not fresh:
            touched.add(row.reference)
    session.flush()
    seen = [row.reference for row in rows]
    outcome = ImportOutcome(
        tuple(added),
        tuple(reference for reference in seen if reference in touched),
        tuple(reference for reference in seen if reference not in touched and reference not in added),
        tuple(plan.kept),
        way_back(before, plan.forms()),
    )
    if outcome.wrote:
        facts = {"added": len(outcome.added), "changed": len(outcome.changed), "unchanged": len(outcome.unchanged)}
        record(session, clock, actor, "plan.imported", "plan_import", import_id, **facts)
    return outcome


def _check(rows: Sequence[PlannedEntry], plan: _Plan) -> None:
    problems: dict[str, Message] = {}
    known = {*plan.entries, *(row.reference for row in rows)}
    seen: set[EntryReference] = set()
    for number, row in enumerate(rows, 1):
        if row.reference in seen:
            problems[str(number)] = msg("Row %(row)d: another row has the same number.", row=number)
        elif not row.title.strip() or len(row.title) > 400:
            problems[str(number)] = msg("Row %(row)d: the title is missing or too long.", row=number)
        elif row.body is not None and row.body not in plan.bodies:
            problems[str(number)] = msg("Row %(row)d: there is no such body.", row=number)
        elif not set(row.prepares) <= known:
            problems[str(number)] = msg("Row %(row)d: it prepares an entry that does not exist.", row=number)
        elif not 1 <= row.sequence <= 9999 or any(least < 0 for _, least in row.results):
            problems[str(number)] = msg("Row %(row)d: a number is out of range.", row=number)
        seen.add(row.reference)
    if problems:
        raise Invalid(problems)


def _new_entry(plan: _Plan, row: PlannedEntry) -> PlanEntry:
    now = plan.clock.now()
    entry = PlanEntry(
        id=new_id(),
        kind=row.kind,
        sequence=row.sequence,
        import_id=plan.import_id,
        created_at=now,
        changed_at=now,
        source={"cells": [dict(cell) for cell in row.source], "values": brought_values(row, plan.bodies)},
    )
    for name, value in _columns(brought_values(row, plan.bodies), row).items():
        setattr(entry, name, value)
    plan.session.add(entry)
    return entry


def brought_values(row: PlannedEntry, bodies: Mapping[str, uuid.UUID]) -> dict[str, Any]:
    """What a document says of an entry, as plain JSON values: kept beside the entry to tell people's changes later.

    `bodies` are the ids of the tenant's bodies by what documents' rows name them by.
    """
    period = row.period
    return {
        "title": row.title.strip(),
        "body_id": str(bodies[row.body]) if row.body is not None else None,
        "types": list(row.types),
        "period": [period.start.isoformat(), period.end.isoformat(), str(period.precision)],
        "place": row.place.strip(),
        "purpose": row.purpose.strip(),
        "results_text": row.results_text.strip(),
        "audiences": [asdict(audience) for audience in row.audiences],
        "evaluates": list(row.evaluates),
        "notes": [message_form(note) if isinstance(note, Message) else note for note in row.notes],
        RESULTS: [[measure, least] for measure, least in dict(row.results).items()],
        PREPARES: sorted([link.kind, link.sequence] for link in set(row.prepares)),
    }


def merged_values(
    brought: Mapping[str, Any], standing: Mapping[str, Any], base: Mapping[str, Any], *, overwrite: bool = False
) -> tuple[dict[str, Any], list[str]]:
    """What an import writes to an entry that is there already, by field; and the fields where people's values stay.

    `standing` is what the programme says now, `base` what the last import brought.
    """
    new: dict[str, Any] = {}
    kept: list[str] = []
    for name, value in brought.items():
        merged = merged_value(base.get(name), standing[name], value, known=name in base, overwrite=overwrite)
        if merged != standing[name]:
            new[name] = merged
        elif value != standing[name] and value != base.get(name):
            kept.append(name)
    return new, kept


def _columns(values: Mapping[str, Any], row: PlannedEntry) -> dict[str, Any]:
    """Brought values as columns of the entry; the period comes from the row, which has it with its dates."""
    columns = {name: values[name] for name in FIELDS if name in values}
    if "body_id" in columns:
        columns["body_id"] = uuid.UUID(columns["body_id"]) if columns["body_id"] else None
    if "period" in columns:
        columns["period"] = (row.period.start, row.period.end)
        columns["precision"] = str(row.period.precision)
    return columns


def _standing(plan: _Plan, entry: PlanEntry) -> dict[str, Any]:
    """What stands in the plan now, in the same form as what a document brings."""
    period = period_of(entry)
    links = [plan.reference(target) for target in plan.links.get(entry.id, {})]
    return {
        "title": entry.title,
        "body_id": str(entry.body_id) if entry.body_id else None,
        "types": list(entry.types),
        "period": [period.start.isoformat(), period.end.isoformat(), str(period.precision)],
        "place": entry.place,
        "purpose": entry.purpose,
        "results_text": entry.results_text,
        "audiences": entry.audiences,
        "evaluates": list(entry.evaluates),
        "notes": entry.notes,
        RESULTS: [[row.measure, row.at_least] for row in plan.results.get(entry.id, {}).values()],
        PREPARES: sorted([link.kind, link.sequence] for link in links),
    }


def _bring_up_to_date(plan: _Plan, row: PlannedEntry, *, fresh: bool) -> bool:
    """Write what differs; gives whether anything did."""
    entry = plan.entries[row.reference]
    brought = brought_values(row, plan.bodies)
    if fresh:
        _set_results(plan, entry, brought[RESULTS])
        _set_links(plan, entry, brought[PREPARES])
        return True
    new, kept = merged_values(brought, _standing(plan, entry), entry.source.get("values", {}), overwrite=plan.overwrite)
    plan.kept.extend((row.reference, name) for name in kept)
    source = {"cells": [dict(cell) for cell in row.source], "values": brought}
    if not new and source == entry.source:
        return False
    with changing(plan.clock, entry):
        for name, value in _columns(new, row).items():
            setattr(entry, name, value)
        if source != entry.source:
            entry.source = source
        if plan.import_id is not None:
            entry.import_id = plan.import_id
    if RESULTS in new:
        _set_results(plan, entry, new[RESULTS])
    if PREPARES in new:
        _set_links(plan, entry, new[PREPARES])
    return True


def _set_results(plan: _Plan, entry: PlanEntry, wanted: Iterable[tuple[str, int]]) -> None:
    present = plan.results.setdefault(entry.id, {})
    wanted = [(measure, least) for measure, least in wanted]
    for measure in set(present) - {measure for measure, _ in wanted}:
        # What was achieved is people's record and outlives a plan that no longer expects it.
        if present[measure].achieved is None:
            plan.session.delete(present.pop(measure))
    for number, (measure, least) in enumerate(wanted, 1):
        result = present.get(measure)
        if result is None:
            result = present[measure] = PlanEntryResult(id=new_id(), entry_id=entry.id, measure=measure)
            plan.session.add(result)
        result.sequence, result.at_least = number, least


def _set_links(plan: _Plan, entry: PlanEntry, wanted: Iterable[tuple[str, int]]) -> None:
    present = plan.links.setdefault(entry.id, {})
    targets = {plan.entries[EntryReference("session" if kind == "session" else "event", n)].id for kind, n in wanted}
    for target in set(present) - targets:
        plan.session.delete(present.pop(target))
    for target in targets - set(present):
        present[target] = PlanEntryLink(id=new_id(), entry_id=entry.id, prepares_id=target)
        plan.session.add(present[target])
