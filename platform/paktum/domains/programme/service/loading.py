"""Loading an entry to change it, and what every change of one does: the calendar's sequence and the time of change."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select

from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.periods import Period, Precision
from paktum.domains.programme.rules import CalendarFacts, effective_period, next_calendar_sequence
from paktum.domains.programme.tables import PlanEntry


def load_entry(session: TenantSession, entry_id: uuid.UUID) -> PlanEntry:
    """The entry, locked until the transaction ends, so that two editors come one after the other; raises NotFound."""
    entry = session.scalar(
        select(PlanEntry).where(PlanEntry.id == entry_id).with_for_update().execution_options(populate_existing=True)
    )
    if entry is None:
        raise NotFound
    return entry


def period_of(entry: PlanEntry) -> Period:
    """The period that the plan gives an entry."""
    return Period(*entry.period, Precision(entry.precision))


def calendar_facts(entry: PlanEntry) -> CalendarFacts:
    """What calendars show of an entry now."""
    effective = effective_period(period_of(entry), entry.day, entry.last_day)
    return CalendarFacts(entry.title, entry.place, effective, entry.cancelled_at is not None)


@contextmanager
def changing(clock: Clock, entry: PlanEntry) -> Iterator[None]:
    """Note when an entry was changed, and raise its calendar sequence if calendars would show the change."""
    before = calendar_facts(entry)
    yield
    entry.calendar_sequence = next_calendar_sequence(entry.calendar_sequence, before, calendar_facts(entry))
    entry.changed_at = clock.now()
