"""Entering, changing, dating, cancelling and removing entries of the programme."""

import uuid
from dataclasses import asdict
from datetime import date

from sqlalchemy import delete, exists, func, or_, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.rules.life import CALLED_OFF
from paktum.domains.meetings.tables import Meeting
from paktum.domains.programme.rules import (
    Audience,
    EntryValues,
    Kind,
    day_problems,
    problems_of,
)
from paktum.domains.programme.service.loading import changing, load_entry, period_of
from paktum.domains.programme.tables import PlanEntry, PlanEntryLink, PlanEntryResult
from paktum.plugin import PLAN_ENTRY_SAVED, PlanEntryFacts
from paktum.plugin.vocabulary import Vocabulary


class EntryChanged(Conflict):
    """Somebody else saved the entry after the form was opened; `present` is what stands there now."""

    def __init__(self, present: EntryValues, version: int) -> None:
        super().__init__(msg("Somebody else changed this entry after you opened it."))
        self.present = present
        self.version = version


def values_of(entry: PlanEntry) -> EntryValues:
    """What a person entered about an entry, as the form takes it."""
    kind: Kind = "session" if entry.kind == "session" else "event"
    return EntryValues(
        kind=kind,
        sequence=entry.sequence,
        title=entry.title,
        period=period_of(entry),
        body_id=entry.body_id,
        types=tuple(entry.types),
        place=entry.place,
        purpose=entry.purpose,
        results_text=entry.results_text,
        audiences=tuple(Audience(a["text"], a.get("code")) for a in entry.audiences),
        evaluates=tuple(entry.evaluates),
    )


def next_sequence(session: TenantSession, kind: Kind) -> int:
    """The number that comes after the highest one of its kind."""
    return (session.scalar(select(func.max(PlanEntry.sequence)).where(PlanEntry.kind == kind)) or 0) + 1


def add_entry(session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, values: EntryValues) -> uuid.UUID:
    """Enter a new session or event and give its id. Raises Forbidden, Invalid."""
    authorise(actor, "programme.write")
    _check(session, words, values, None)
    now = clock.now()
    entry = PlanEntry(id=new_id(), created_at=now, changed_at=now, **_columns(values))
    session.add(entry)
    session.flush()
    record(session, clock, actor, "plan_entry.added", "plan_entry", entry.id, kind=values.kind, number=values.sequence)
    return entry.id


def edit_entry(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    words: Vocabulary,
    entry_id: uuid.UUID,
    version: int,
    values: EntryValues,
) -> None:
    """Change what an entry says. Raises Forbidden, NotFound, Invalid, EntryChanged when `version` is not the present one.

    A fixed day stays fixed: it is changed by `fix_day` and `unfix_day`. The kind never changes.
    """
    authorise(actor, "programme.write")
    entry = load_entry(session, entry_id)
    if entry.version != version:
        raise EntryChanged(values_of(entry), entry.version)
    _check(session, words, values, entry)
    new = _columns(values)
    changed = [name for name, value in new.items() if getattr(entry, name) != value and name != "kind"]
    if not changed:
        return
    with changing(clock, entry):
        for name in changed:
            setattr(entry, name, new[name])
    record(session, clock, actor, "plan_entry.edited", "plan_entry", entry.id, fields=sorted(changed))


def fix_day(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    entry_id: uuid.UUID,
    version: int,
    day: date | None,
    last_day: date | None = None,
) -> None:
    """Set the exact day, or the first and last; the period stays what the plan said.

    Raises Forbidden, NotFound, Invalid, EntryChanged; Conflict for a cancelled entry.
    """
    authorise(actor, "programme.write")
    entry = _unchanged(session, entry_id, version)
    _require_no_meeting(session, entry_id)
    problems = day_problems(day, last_day)
    if problems or day is None:
        raise Invalid(problems)
    if entry.cancelled_at is not None:
        raise Conflict(msg("This entry is cancelled. Restore it before you fix its day."))
    last_day = None if last_day == day else last_day
    if (entry.day, entry.last_day) == (day, last_day):
        return
    with changing(clock, entry):
        entry.day, entry.last_day = day, last_day
    facts = {"day": day.isoformat()} | ({"last_day": last_day.isoformat()} if last_day else {})
    record(session, clock, actor, "plan_entry.day_fixed", "plan_entry", entry.id, **facts)


def unfix_day(session: TenantSession, clock: Clock, actor: Actor, entry_id: uuid.UUID, version: int) -> None:
    """Go back to the period of the plan. Raises Forbidden, NotFound, EntryChanged."""
    authorise(actor, "programme.write")
    entry = _unchanged(session, entry_id, version)
    if entry.day is None:
        return
    with changing(clock, entry):
        entry.day = entry.last_day = None
    record(session, clock, actor, "plan_entry.day_opened", "plan_entry", entry.id)


def cancel_entry(
    session: TenantSession, clock: Clock, actor: Actor, entry_id: uuid.UUID, version: int, reason: str
) -> None:
    """Cancel an entry; it stays in the plan with the reason. Raises Forbidden, NotFound, Invalid, EntryChanged."""
    authorise(actor, "programme.write")
    entry = _unchanged(session, entry_id, version)
    _require_no_meeting(session, entry_id)
    reason = reason.strip()
    if not reason:
        raise Invalid({"reason": msg("Say why it is cancelled.")})
    if len(reason) > 2000:
        raise Invalid({"reason": msg("This text is longer than %(most)d characters.", most=2000)})
    if entry.cancelled_at is not None and entry.cancel_reason == reason:
        return
    with changing(clock, entry):
        entry.cancelled_at = entry.cancelled_at or clock.now()
        entry.cancel_reason = reason
    record(session, clock, actor, "plan_entry.cancelled", "plan_entry", entry.id)


def restore_entry(session: TenantSession, clock: Clock, actor: Actor, entry_id: uuid.UUID, version: int) -> None:
    """Take a cancellation back. Raises Forbidden, NotFound, EntryChanged."""
    authorise(actor, "programme.write")
    entry = _unchanged(session, entry_id, version)
    if entry.cancelled_at is None:
        return
    with changing(clock, entry):
        entry.cancelled_at, entry.cancel_reason = None, ""
    record(session, clock, actor, "plan_entry.restored", "plan_entry", entry.id)


def remove_entry(session: TenantSession, clock: Clock, actor: Actor, entry_id: uuid.UUID, version: int) -> None:
    """Remove an entry that was entered by mistake, while nothing refers to it.

    Raises Forbidden, NotFound, EntryChanged; Conflict when a link or an achieved result refers to it.
    """
    authorise(actor, "programme.remove")
    entry = _unchanged(session, entry_id, version)
    linked = exists().where(or_(PlanEntryLink.entry_id == entry.id, PlanEntryLink.prepares_id == entry.id))
    achieved = exists().where(PlanEntryResult.entry_id == entry.id, PlanEntryResult.achieved.is_not(None))
    convened = exists().where(Meeting.plan_entry_id == entry.id)
    if session.scalar(select(or_(linked, achieved, convened))):
        raise Conflict(
            msg("Other entries, a meeting or results refer to this entry. Cancel it instead, so that they stay whole.")
        )
    label = {"kind": entry.kind, "number": entry.sequence, "title": entry.title}
    session.execute(delete(PlanEntryResult).where(PlanEntryResult.entry_id == entry.id))
    session.delete(entry)
    session.flush()
    record(session, clock, actor, "plan_entry.removed", "plan_entry", entry_id, **label)


def _require_no_meeting(session: TenantSession, entry_id: uuid.UUID) -> None:
    """Raise Conflict where a meeting says when the entry is, and whether it takes place."""
    off = [str(state) for state in CALLED_OFF]
    if session.scalar(select(exists().where(Meeting.plan_entry_id == entry_id, Meeting.state.not_in(off)))):
        raise Conflict(
            msg("This entry is convened. Its time is changed, and it is cancelled, on the page of its meeting.")
        )


def _unchanged(session: TenantSession, entry_id: uuid.UUID, version: int) -> PlanEntry:
    entry = load_entry(session, entry_id)
    if entry.version != version:
        raise EntryChanged(values_of(entry), entry.version)
    return entry


def _check(session: TenantSession, words: Vocabulary, values: EntryValues, entry: PlanEntry | None) -> None:
    """Raise Invalid when the values cannot be kept; bodies and types that an entry already has stay allowed."""
    if entry is not None and values.kind != entry.kind:
        raise Invalid({"kind": msg("A session stays a session, and an event an event.")})
    session.one_at_a_time("plan_entry")
    bodies = set(session.scalars(select(Body.id).where(Body.ended_on.is_(None))))
    types = {item.code for item in words.event_types}
    others = select(PlanEntry.sequence).where(PlanEntry.kind == values.kind, PlanEntry.sequence == values.sequence)
    if entry is not None:
        others = others.where(PlanEntry.id != entry.id)
        types |= set(entry.types)
        if entry.body_id is not None:
            bodies.add(entry.body_id)
    problems = problems_of(values, bodies=bodies, types=types, taken=set(session.scalars(others)))
    for remark in words.hooks.ask(PLAN_ENTRY_SAVED, _facts(session, values, entry)) if not problems else ():
        if remark.forbids:
            problems.setdefault(remark.field or "title", remark.message)
    if problems:
        raise Invalid(problems)


def _facts(session: TenantSession, values: EntryValues, entry: PlanEntry | None) -> PlanEntryFacts:
    """The entry as plugins may judge it before it is saved."""
    results = select(PlanEntryResult.measure, PlanEntryResult.at_least).order_by(PlanEntryResult.sequence)
    return PlanEntryFacts(
        kind=values.kind,
        title=values.title.strip(),
        body_type=session.scalar(select(Body.body_type).where(Body.id == values.body_id)) if values.body_id else None,
        event_types=values.types,
        period=values.period,
        place=values.place.strip(),
        audiences=tuple(audience.code for audience in values.audiences if audience.code),
        results=tuple(
            (row.measure, row.at_least) for row in session.execute(results.where(PlanEntryResult.entry_id == entry.id))
        )
        if entry
        else (),
    )


def _columns(values: EntryValues) -> dict[str, object]:
    """The values as the table keeps them."""
    return {
        "kind": values.kind,
        "sequence": values.sequence,
        "title": values.title.strip(),
        "body_id": values.body_id,
        "types": list(values.types),
        "period": (values.period.start, values.period.end),
        "precision": str(values.period.precision),
        "place": values.place.strip(),
        "purpose": values.purpose.strip(),
        "results_text": values.results_text.strip(),
        "audiences": [asdict(audience) for audience in values.audiences],
        "evaluates": list(values.evaluates),
    }
