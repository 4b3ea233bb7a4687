"""Reads of the programme: the plan for pages and files, one entry, calendar feeds; each in one statement."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ScalarSelect, Select, and_, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.periods import Period, Precision
from paktum.core.revision import TenantRevision
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.tables import Meeting
from paktum.domains.programme.entry_meetings import (
    MEETING_COLUMNS,
    MEETING_OF_ENTRY,
    TENANT_OF_ENTRY,
    EntryMeeting,
    meeting_of,
)
from paktum.domains.programme.rules import EntryState, effective_period, state_of
from paktum.domains.programme.tables import CalendarFeed, PlanEntry, PlanEntryLink, PlanEntryResult
from paktum.domains.tenancy.queries import configuration_digest
from paktum.domains.tenancy.tables import Tenant


@dataclass(frozen=True, slots=True)
class PlanRow:
    """An entry as lists, calendars and files need it; `results` are (measure, least, achieved or None).

    Where it was convened as a meeting, `effective` and `place` are that meeting's.
    """

    id: uuid.UUID
    kind: str
    sequence: int
    title: str
    types: tuple[str, ...]
    body_id: uuid.UUID | None
    body: str
    body_short: str
    body_type: str | None
    body_sequence: int
    planned: Period
    effective: Period
    fixed: bool
    place: str
    purpose: str
    results_text: str
    results: tuple[tuple[str, int, int | None], ...]
    audiences: tuple[Mapping[str, Any], ...]
    cancelled: bool
    calendar_sequence: int
    created_at: datetime
    changed_at: datetime
    meeting: EntryMeeting | None = None

    @property
    def held(self) -> bool:
        """Whether something says that it took place: its meeting, or a result that was achieved."""
        return (self.meeting is not None and self.meeting.held) or any(
            achieved is not None for _, _, achieved in self.results
        )

    def state(self, today: date) -> EntryState:
        """The entry's state on a day."""
        return state_of(self.effective, today, cancelled=self.cancelled, held=self.held)


def _results_of() -> ScalarSelect[Any]:
    """The results of an entry as a JSON array of [measure, least, achieved], in their order."""
    return (
        select(
            func.json_agg(
                aggregate_order_by(
                    func.json_build_array(PlanEntryResult.measure, PlanEntryResult.at_least, PlanEntryResult.achieved),
                    PlanEntryResult.sequence,
                )
            )
        )
        .where(PlanEntryResult.entry_id == PlanEntry.id, PlanEntryResult.tenant_id == PlanEntry.tenant_id)
        .correlate(PlanEntry)
        .scalar_subquery()
    )


_LIST: tuple[Any, ...] = (
    PlanEntry.id,
    PlanEntry.kind,
    PlanEntry.sequence,
    PlanEntry.title,
    PlanEntry.types,
    PlanEntry.body_id,
    Body.name.label("body"),
    Body.short_name.label("body_short"),
    Body.body_type,
    Body.sequence.label("body_sequence"),
    PlanEntry.period,
    PlanEntry.precision,
    PlanEntry.day,
    PlanEntry.last_day,
    PlanEntry.place,
    PlanEntry.purpose,
    PlanEntry.results_text,
    PlanEntry.audiences,
    PlanEntry.cancelled_at,
    PlanEntry.calendar_sequence,
    PlanEntry.created_at,
    PlanEntry.changed_at,
    *MEETING_COLUMNS,
)
_BODY = and_(Body.tenant_id == PlanEntry.tenant_id, Body.id == PlanEntry.body_id)
_BY_TIME: tuple[Any, ...] = (
    func.coalesce(PlanEntry.day, func.lower(PlanEntry.period)),
    func.upper(PlanEntry.period),
    PlanEntry.kind.desc(),
    PlanEntry.sequence,
)


@cache
def _plan() -> Select[Any]:
    return (
        select(*_LIST, _results_of().label("results"))
        .select_from(PlanEntry)
        .join(Tenant, TENANT_OF_ENTRY)
        .outerjoin(Body, _BODY)
        .outerjoin(Meeting, MEETING_OF_ENTRY)
        .order_by(*_BY_TIME)
    )


def plan_rows(session: TenantSession) -> list[PlanRow]:
    """The whole plan in the order of time, in one statement however many entries there are."""
    return _in_order(_row(row) for row in session.execute(_plan()))


def _in_order(rows: Iterable[PlanRow]) -> list[PlanRow]:
    """The rows in the order of time; those whose meeting is on another day than the plan said come where they are now."""
    found = list(rows)
    if any(row.meeting is not None for row in found):
        found.sort(key=lambda row: (row.effective.start, row.effective.end))
    return found


def _row(row: Any) -> PlanRow:
    start, end = row.period
    planned = Period(start, end, Precision(row.precision))
    meeting = meeting_of(row)
    set_by_meeting = meeting is not None and meeting.on
    return PlanRow(
        row.id,
        row.kind,
        row.sequence,
        row.title,
        tuple(row.types),
        row.body_id,
        row.body or "",
        row.body_short or "",
        row.body_type,
        row.body_sequence or 0,
        planned,
        Period.days(meeting.first, meeting.last)
        if meeting is not None and set_by_meeting
        else effective_period(planned, row.day, row.last_day),
        set_by_meeting or row.day is not None,
        (meeting.place or row.place) if meeting is not None and set_by_meeting else row.place,
        row.purpose,
        row.results_text,
        tuple((measure, least, achieved) for measure, least, achieved in row.results or ()),
        tuple(row.audiences),
        row.cancelled_at is not None,
        row.calendar_sequence,
        row.created_at,
        row.changed_at,
        meeting,
    )


@dataclass(frozen=True, slots=True)
class LinkedEntry:
    """Another entry as a link names it."""

    id: uuid.UUID
    kind: str
    sequence: int
    title: str


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """Everything of one entry beside what lists show."""

    row: PlanRow
    day: date | None
    last_day: date | None
    evaluates: tuple[int, ...]
    notes: tuple[Any, ...]
    source: Mapping[str, Any]
    cancelled_at: datetime | None
    cancel_reason: str
    imported: bool
    version: int
    prepares: tuple[LinkedEntry, ...]
    prepared_by: tuple[LinkedEntry, ...]


def _linked(through: Any, back: Any) -> ScalarSelect[Any]:
    """The entries that a link leads to, as a JSON array of [id, kind, sequence, title]."""
    other = aliased(PlanEntry)
    return (
        select(func.json_agg(func.json_build_array(other.id, other.kind, other.sequence, other.title)))
        .select_from(PlanEntryLink)
        .join(other, and_(other.tenant_id == PlanEntryLink.tenant_id, other.id == through))
        .where(back == PlanEntry.id, PlanEntryLink.tenant_id == PlanEntry.tenant_id)
        .correlate(PlanEntry)
        .scalar_subquery()
    )


@cache
def _entry() -> Select[Any]:
    return (
        select(
            *_LIST,
            _results_of().label("results"),
            PlanEntry.evaluates,
            PlanEntry.notes,
            PlanEntry.source,
            PlanEntry.cancel_reason,
            PlanEntry.version,
            _linked(PlanEntryLink.prepares_id, PlanEntryLink.entry_id).label("prepares"),
            _linked(PlanEntryLink.entry_id, PlanEntryLink.prepares_id).label("prepared_by"),
        )
        .select_from(PlanEntry)
        .join(Tenant, TENANT_OF_ENTRY)
        .outerjoin(Body, _BODY)
        .outerjoin(Meeting, MEETING_OF_ENTRY)
        .where(PlanEntry.id == bindparam("entry_id"))
    )


def entry_details(session: TenantSession, entry_id: uuid.UUID) -> EntryDetails:
    """One entry with its results and links, in one statement; raises NotFound."""
    row = session.execute(_entry(), {"entry_id": entry_id}).first()
    if row is None:
        raise NotFound
    return EntryDetails(
        _row(row),
        row.day,
        row.last_day,
        tuple(row.evaluates),
        tuple(row.notes),
        row.source,
        row.cancelled_at,
        row.cancel_reason,
        bool(row.source.get("values")),
        row.version,
        _links(row.prepares),
        _links(row.prepared_by),
    )


def _links(found: Any) -> tuple[LinkedEntry, ...]:
    links = [LinkedEntry(uuid.UUID(i), kind, sequence, title) for i, kind, sequence, title in found or ()]
    return tuple(sorted(links, key=lambda link: (link.kind == "event", link.sequence)))


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A calendar address that can be had: of a body, or of the whole pact (`body_id` None); `id` None if not made."""

    body_id: uuid.UUID | None
    body: str
    body_type: str
    id: uuid.UUID | None
    generation: int
    renewed_at: datetime | None


def feeds(session: TenantSession) -> list[FeedRow]:
    """The calendar addresses of the pact and of each of its bodies, in one statement."""
    whole = select(
        literal(None, type_=Body.id.type).label("body_id"),
        literal("").label("body"),
        literal("").label("body_type"),
        literal(-1).label("n"),
    )
    bodies = select(Body.id, Body.name, Body.body_type, Body.sequence).where(Body.ended_on.is_(None))
    holders = whole.union_all(bodies).subquery()
    rows = session.execute(
        select(
            holders.c.body_id,
            holders.c.body,
            holders.c.body_type,
            CalendarFeed.id,
            CalendarFeed.generation,
            CalendarFeed.renewed_at,
        )
        .select_from(holders)
        .outerjoin(CalendarFeed, CalendarFeed.body_id.is_not_distinct_from(holders.c.body_id))
        .order_by(holders.c.n, holders.c.body)
    )
    return [FeedRow(r.body_id, r.body, r.body_type, r.id, r.generation or 0, r.renewed_at) for r in rows]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of the whole pact (`body_id` None) or of one body, with what says whether a copy of it is stale."""

    generation: int
    body_id: uuid.UUID | None
    body: str
    revision: int
    configuration_digest: str


@cache
def _feed() -> Select[Any]:
    return (
        select(
            CalendarFeed.generation,
            CalendarFeed.body_id,
            func.coalesce(Body.name, "").label("body"),
            func.coalesce(TenantRevision.revision, 0).label("revision"),
            configuration_digest().label("digest"),
        )
        .select_from(CalendarFeed)
        .outerjoin(Body, and_(Body.tenant_id == CalendarFeed.tenant_id, Body.id == CalendarFeed.body_id))
        .outerjoin(TenantRevision, TenantRevision.tenant_id == CalendarFeed.tenant_id)
        .where(CalendarFeed.id == bindparam("feed_id"))
    )


def feed(session: TenantSession, feed_id: uuid.UUID) -> Feed:
    """A feed without its entries; raises NotFound."""
    row = session.execute(_feed(), {"feed_id": feed_id}).first()
    if row is None:
        raise NotFound
    return Feed(row.generation, row.body_id, row.body, row.revision, row.digest or "")


@cache
def _plan_of_body() -> Select[Any]:
    return _plan().where(PlanEntry.body_id == bindparam("body_id"))


def feed_rows(session: TenantSession, found: Feed) -> list[PlanRow]:
    """The entries of a feed in the order of time."""
    if found.body_id is None:
        return plan_rows(session)
    return _in_order(_row(row) for row in session.execute(_plan_of_body(), {"body_id": found.body_id}))


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """A body that an entry may be a session of."""

    id: uuid.UUID
    name: str
    body_type: str


def body_choices(session: TenantSession) -> list[BodyChoice]:
    """The bodies that exist today, in their order."""
    rows = session.execute(
        select(Body.id, Body.name, Body.body_type).where(Body.ended_on.is_(None)).order_by(Body.sequence, Body.name)
    )
    return [BodyChoice(row.id, row.name, row.body_type) for row in rows]
