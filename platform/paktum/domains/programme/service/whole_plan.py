"""The whole plan as it stands: loaded once for what looks at many entries, and as plain values to compare and keep."""

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy import select

from paktum.core.database import TenantSession
from paktum.domains.bodies.tables import Body
from paktum.domains.programme.rules import EntryReference
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult


@dataclass(kw_only=True)
class WholePlan:
    """A plan's entries, locked until the transaction ends, with their results and links by the entry's id.

    `bodies` are the ids of the tenant's bodies by id and by code.
    """

    session: TenantSession
    bodies: Mapping[str, uuid.UUID]
    entries: dict[EntryReference, PlanEntry] = field(default_factory=dict)
    results: dict[uuid.UUID, dict[str, PlanEntryResult]] = field(default_factory=dict)
    links: dict[uuid.UUID, dict[uuid.UUID, PlanEntryLink]] = field(default_factory=dict)

    @classmethod
    def load(cls, session: TenantSession, **more: Any) -> Self:
        """The plan of the session's tenant; `more` are fields that a kind of its own has."""
        bodies: dict[str, uuid.UUID] = {}
        for row in session.execute(select(Body.id, Body.code)):
            bodies[str(row.id)] = row.id
            if row.code:
                bodies[row.code] = row.id
        plan = cls(session=session, bodies=bodies, **more)
        for entry in session.scalars(select(PlanEntry).with_for_update()):
            plan.entries[EntryReference("session" if entry.kind == "session" else "event", entry.sequence)] = entry
        for result in session.scalars(select(PlanEntryResult).order_by(PlanEntryResult.sequence)):
            plan.results.setdefault(result.entry_id, {})[result.measure] = result
        for link in session.scalars(select(PlanEntryLink)):
            plan.links.setdefault(link.entry_id, {})[link.prepares_id] = link
        return plan

    def reference(self, entry_id: uuid.UUID) -> EntryReference:
        return next(reference for reference, entry in self.entries.items() if entry.id == entry_id)

    def forms(self) -> dict[str, dict[str, Any]]:
        """Each entry as plain JSON values by its id: its version, all that an import may write, and who prepares it."""
        forms = {str(entry.id): self._form(entry) for entry in self.entries.values()}
        for entry_id, targets in self.links.items():
            for target in targets:
                forms[str(target)]["prepared_by"].append(str(entry_id))
        for form in forms.values():
            form["prepared_by"].sort()
        return forms

    def _form(self, entry: PlanEntry) -> dict[str, Any]:
        return {
            "version": entry.version,
            "title": entry.title,
            "body_id": str(entry.body_id) if entry.body_id else None,
            "types": list(entry.types),
            "period": [day.isoformat() for day in entry.period],
            "precision": str(entry.precision),
            "place": entry.place,
            "purpose": entry.purpose,
            "results_text": entry.results_text,
            "audiences": list(entry.audiences),
            "evaluates": list(entry.evaluates),
            "notes": list(entry.notes),
            "source": dict(entry.source),
            "import_id": str(entry.import_id) if entry.import_id else None,
            "results": sorted(
                [row.measure, row.sequence, row.at_least, row.achieved]
                for row in self.results.get(entry.id, {}).values()
            ),
            "prepares": sorted(str(target) for target in self.links.get(entry.id, {})),
            "prepared_by": [],
        }


def way_back(before: Mapping[str, Mapping[str, Any]], after: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What takes a change of the plan back, as plain JSON: by its id, how each entry `was` that was written to, None for
    a new one, and a `mark` of how it is now. `before` and `after` are the plan's forms."""
    return {
        entry_id: {"was": before.get(entry_id), "mark": mark_of(form)}
        for entry_id, form in after.items()
        if entry_id not in before or _own(before[entry_id]) != _own(form)
    }


def mark_of(form: Mapping[str, Any]) -> str:
    """A mark that is the same only for an entry that says the same, in the same version, and is prepared by the same."""
    return hashlib.sha256(json.dumps(form, sort_keys=True).encode()).hexdigest()


def _own(form: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if name != "prepared_by"}
