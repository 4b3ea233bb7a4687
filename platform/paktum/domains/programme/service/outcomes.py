"""What an entry is measured by, what came of it, and what it prepares."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.programme.rules import MeasuredResult
from paktum.domains.programme.service.entries import EntryChanged, values_of
from paktum.domains.programme.service.loading import load_entry
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult

_MOST = 10_000_000


def set_results(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    entry_id: uuid.UUID,
    version: int,
    results: Sequence[MeasuredResult],
    *,
    measures: Collection[str],
) -> None:
    """Set what an entry is measured by, and what was achieved where it is known; results not given are taken away.

    `measures` are the codes of the pact's vocabulary; a measure the entry already has stays allowed.
    Raises Forbidden, NotFound, Invalid, EntryChanged.
    """
    authorise(actor, "programme.write")
    entry = load_entry(session, entry_id)
    if entry.version != version:
        raise EntryChanged(values_of(entry), entry.version)
    present = {
        row.measure: row for row in session.scalars(select(PlanEntryResult).where(PlanEntryResult.entry_id == entry_id))
    }
    problems = _problems(results, {*measures, *present})
    if problems:
        raise Invalid(problems)
    before = sorted((row.measure, row.at_least, row.achieved) for row in present.values())
    if before == sorted((r.measure, r.at_least, r.achieved) for r in results):
        return
    given = {result.measure for result in results}
    for measure, row in present.items():
        if measure not in given:
            session.delete(row)
    for number, result in enumerate(results, 1):
        row = present.get(result.measure) or _new_result(session, entry_id, result.measure)
        row.sequence, row.at_least, row.achieved = number, result.at_least, result.achieved
    entry.changed_at = clock.now()
    achieved = {result.measure: result.achieved for result in results if result.achieved is not None}
    record(session, clock, actor, "plan_entry.results_set", "plan_entry", entry_id, achieved=achieved)


def _new_result(session: TenantSession, entry_id: uuid.UUID, measure: str) -> PlanEntryResult:
    row = PlanEntryResult(id=new_id(), entry_id=entry_id, measure=measure)
    session.add(row)
    return row


def _problems(results: Sequence[MeasuredResult], measures: Collection[str]) -> dict[str, Message]:
    problems = {}
    seen: set[str] = set()
    for result in results:
        if result.measure not in measures:
            problems[f"measure-{result.measure}"] = msg("Choose one of the list.")
        if result.measure in seen:
            problems[f"measure-{result.measure}"] = msg("Each measure is counted once.")
        seen.add(result.measure)
        if not 0 <= result.at_least <= _MOST:
            problems[f"at_least-{result.measure}"] = msg("Enter a whole number from 0 up.")
        if result.achieved is not None and not 0 <= result.achieved <= _MOST:
            problems[f"achieved-{result.measure}"] = msg("Enter a whole number from 0 up.")
    return problems


def link_entries(
    session: TenantSession, clock: Clock, actor: Actor, entry_id: uuid.UUID, prepares_id: uuid.UUID
) -> None:
    """Note that an entry prepares another; once noted, nothing changes. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "programme.write")
    entry = load_entry(session, entry_id)
    if session.scalar(select(PlanEntry.id).where(PlanEntry.id == prepares_id)) is None:
        raise NotFound
    if entry_id == prepares_id:
        raise Conflict(msg("An entry does not prepare itself."))
    if _link(session, prepares_id, entry_id) is not None:
        raise Conflict(msg("The other entry already prepares this one."))
    if _link(session, entry_id, prepares_id) is not None:
        return
    session.add(PlanEntryLink(id=new_id(), entry_id=entry_id, prepares_id=prepares_id))
    entry.changed_at = clock.now()
    record(session, clock, actor, "plan_entry.linked", "plan_entry", entry_id, prepares=str(prepares_id))


def unlink_entries(
    session: TenantSession, clock: Clock, actor: Actor, entry_id: uuid.UUID, prepares_id: uuid.UUID
) -> None:
    """Take a link away; if there is none, nothing changes. Raises Forbidden, NotFound."""
    authorise(actor, "programme.write")
    entry = load_entry(session, entry_id)
    link = _link(session, entry_id, prepares_id)
    if link is None:
        return
    session.delete(link)
    entry.changed_at = clock.now()
    record(session, clock, actor, "plan_entry.unlinked", "plan_entry", entry_id, prepares=str(prepares_id))


def _link(session: TenantSession, entry_id: uuid.UUID, prepares_id: uuid.UUID) -> PlanEntryLink | None:
    return session.scalar(
        select(PlanEntryLink).where(PlanEntryLink.entry_id == entry_id, PlanEntryLink.prepares_id == prepares_id)
    )
