"""Taking an import back as a whole, as long as nothing that it wrote was changed since."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.programme.import_rows import row_form, row_from
from paktum.domains.programme.service.imports import ImportClosed, load_import
from paktum.domains.programme.service.loading import changing
from paktum.domains.programme.service.whole_plan import WholePlan, mark_of
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult

# Columns that stand in an entry's form as they are; the others are made of plain values again.
_PLAIN: Final = (
    "title",
    "types",
    "precision",
    "place",
    "purpose",
    "results_text",
    "audiences",
    "evaluates",
    "notes",
    "source",
)


class ChangedSince(Conflict):
    """Something that the import wrote was changed after it, so it cannot be taken back as a whole."""

    def __init__(self) -> None:
        super().__init__(
            msg(
                "The programme was changed after this import, so the import cannot be taken back as a whole. "
                "Change or cancel the entries one by one."
            )
        )


def take_back(session: TenantSession, clock: Clock, actor: Actor, import_id: uuid.UUID) -> None:
    """Remove the entries that an import added, give those that it changed back what they said, and open it again.

    All answers and corrections stay with the import. An import that is open already is left so. Raises Forbidden,
    NotFound; ImportClosed for one that was discarded or wrote nothing; ChangedSince, with nothing written.
    """
    authorise(actor, "programme.write")
    found = load_import(session, import_id)
    if found.state == "read":
        return
    if found.state != "imported" or not found.way_back:
        raise ImportClosed
    plan = WholePlan.load(session)
    forms = plan.forms()
    if any(
        entry_id not in forms or mark_of(forms[entry_id]) != each["mark"] for entry_id, each in found.way_back.items()
    ):
        raise ChangedSince
    entries = {str(entry.id): entry for entry in plan.entries.values()}
    formers = {entry_id: each["was"] for entry_id, each in found.way_back.items()}
    for entry_id, former in formers.items():
        if former is not None:
            _restore(plan, clock, entries[entry_id], former)
    session.flush()
    for entry_id, former in formers.items():
        if former is None:
            session.delete(entries[entry_id])
    found.state, found.finished_at, found.way_back = "read", None, {}
    found.rows = [row_form(replace(row_from(row), outcome="")) for row in found.rows]
    session.flush()
    removed = sum(former is None for former in formers.values())
    facts = {"removed": removed, "restored": len(formers) - removed}
    record(session, clock, actor, "plan_import.taken_back", "plan_import", import_id, **facts)


def _restore(plan: WholePlan, clock: Clock, entry: PlanEntry, former: Mapping[str, Any]) -> None:
    """Give an entry back what it said; for calendars that is one more change."""
    with changing(clock, entry):
        for name in _PLAIN:
            setattr(entry, name, former[name])
        first, last = former["period"]
        entry.period = (date.fromisoformat(first), date.fromisoformat(last))
        entry.body_id = uuid.UUID(former["body_id"]) if former["body_id"] else None
        entry.import_id = uuid.UUID(former["import_id"]) if former["import_id"] else None
    present = plan.results.get(entry.id, {})
    wanted = {measure: (sequence, at_least, achieved) for measure, sequence, at_least, achieved in former["results"]}
    for measure in set(present) - set(wanted):
        plan.session.delete(present[measure])
    for measure, values in wanted.items():
        result = present.get(measure)
        if result is None:
            result = PlanEntryResult(id=new_id(), entry_id=entry.id, measure=measure)
            plan.session.add(result)
        result.sequence, result.at_least, result.achieved = values
    links, targets = plan.links.get(entry.id, {}), {uuid.UUID(target) for target in former["prepares"]}
    for target in set(links) - targets:
        plan.session.delete(links[target])
    plan.session.add_all(
        PlanEntryLink(id=new_id(), entry_id=entry.id, prepares_id=target) for target in targets - set(links)
    )
