"""Reads of many meetings: the list with its filters, those of a body, and what calendars and the first page need."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from paktum.core.database import TenantSession
from paktum.core.messages import Message
from paktum.core.search import has_words
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.filters import MeetingFilters
from paktum.domains.meetings.invitee_conditions import answer_holds
from paktum.domains.meetings.queries import local_day
from paktum.domains.meetings.rules.life import TOOK_PLACE, MeetingState
from paktum.domains.meetings.rules.naming import meeting_title
from paktum.domains.meetings.tables import AgendaItem, Invitee, Meeting, MeetingBody
from paktum.domains.tenancy.tables import Tenant

PAGE = 50
_OVER = (*TOOK_PLACE, MeetingState.CANCELLED)


@dataclass(frozen=True, slots=True)
class ListedBody:
    """A body of a listed meeting."""

    body_id: uuid.UUID
    name: str
    short_name: str
    body_type: str
    number: int
    year: int


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as lists, calendars and files show it; instants are aware, `zone` is the pact's."""

    id: uuid.UUID
    state: MeetingState
    form: str
    title: str
    place: str
    remote_address: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    bodies: tuple[ListedBody, ...]
    plan_entry_id: uuid.UUID | None
    calendar_sequence: int
    created_at: datetime
    changed_at: datetime
    convened_at: datetime | None
    state_reason: str
    items: int
    invited: int
    accepted: int
    first_meeting_id: uuid.UUID | None = None
    """The session without a quorum in whose place this one is convened."""

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    @property
    def day(self) -> date:
        """The calendar day of the pact on which it starts."""
        return self.local_start.date()

    @property
    def called(self) -> str | Message:
        """Its title, or the name made of bodies and number."""
        return meeting_title(self.title, self.bodies)

    @property
    def called_shortly(self) -> str | Message:
        """The same with the bodies' short names."""
        return meeting_title(self.title, self.bodies, short=True)


def _bodies() -> ScalarSelect[Any]:
    """The bodies of a meeting as a JSON array of arrays, the one that leads first."""
    return (
        select(
            func.json_agg(
                aggregate_order_by(
                    func.json_build_array(
                        Body.id, Body.name, Body.short_name, Body.body_type, MeetingBody.number, MeetingBody.year
                    ),
                    MeetingBody.sequence,
                )
            )
        )
        .select_from(MeetingBody)
        .join(Body, and_(Body.tenant_id == MeetingBody.tenant_id, Body.id == MeetingBody.body_id))
        .where(MeetingBody.meeting_id == Meeting.id, MeetingBody.tenant_id == Meeting.tenant_id)
        .correlate(Meeting)
        .scalar_subquery()
    )


def _count(table: type[AgendaItem] | type[Invitee], *where: ColumnElement[bool]) -> ScalarSelect[int]:
    return (
        select(func.count())
        .select_from(table)
        .where(table.meeting_id == Meeting.id, table.tenant_id == Meeting.tenant_id, *where)
        .correlate(Meeting)
        .scalar_subquery()
    )


def _rows(*where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Meeting.id,
            Meeting.state,
            Meeting.form,
            Meeting.title,
            Meeting.place,
            Meeting.remote_address,
            Meeting.starts_at,
            Meeting.ends_at,
            Tenant.timezone,
            _bodies().label("bodies"),
            Meeting.plan_entry_id,
            Meeting.calendar_sequence,
            Meeting.created_at,
            Meeting.changed_at,
            Meeting.convened_at,
            Meeting.state_reason,
            _count(AgendaItem, AgendaItem.state.in_(("open", "current", "done"))).label("items"),
            _count(Invitee, Invitee.withdrawn_at.is_(None)).label("invited"),
            _count(Invitee, Invitee.withdrawn_at.is_(None), Invitee.answer == "accepted", answer_holds()).label(
                "accepted"
            ),
            Meeting.first_meeting_id,
        )
        .join(Tenant, Tenant.id == Meeting.tenant_id)
        .where(*where)
    )


def _row(row: Any) -> MeetingRow:
    return MeetingRow(
        row.id,
        MeetingState(row.state),
        row.form,
        row.title,
        row.place,
        row.remote_address,
        row.starts_at,
        row.ends_at,
        row.timezone,
        tuple(ListedBody(uuid.UUID(i), *others) for i, *others in row.bodies or ()),
        row.plan_entry_id,
        row.calendar_sequence,
        row.created_at,
        row.changed_at,
        row.convened_at,
        row.state_reason,
        row.items,
        row.invited,
        row.accepted,
        row.first_meeting_id,
    )


def _wanted(filters: MeetingFilters, now: datetime) -> list[ColumnElement[bool]]:
    """What the filters leave in. What is to come is what has not ended, and what is postponed."""
    where: list[ColumnElement[bool]] = []
    coming = and_(
        Meeting.state.not_in(_OVER),
        or_(Meeting.ends_at > now, Meeting.state.in_((MeetingState.POSTPONED, MeetingState.IN_SESSION))),
    )
    if filters.view == "coming":
        where.append(coming)
    elif filters.view == "past":
        where.append(~coming)
    if filters.body is not None:
        where.append(Meeting.id.in_(select(MeetingBody.meeting_id).where(MeetingBody.body_id == filters.body)))
    if filters.state:
        where.append(Meeting.state == filters.state)
    if filters.year:
        where.append(func.extract("year", local_day(Meeting.starts_at)) == filters.year)
    for word in filters.text.split():
        where.append(_has_word(word))
    return where


def _has_word(word: str) -> ColumnElement[bool]:
    in_bodies = (
        select(MeetingBody.meeting_id)
        .join(Body, and_(Body.tenant_id == MeetingBody.tenant_id, Body.id == MeetingBody.body_id))
        .where(has_words(word, Body.name, Body.short_name))
    )
    in_items = select(AgendaItem.meeting_id).where(has_words(word, AgendaItem.title))
    return or_(has_words(word, Meeting.title, Meeting.place), Meeting.id.in_(in_bodies), Meeting.id.in_(in_items))


def meeting_list(
    session: TenantSession, filters: MeetingFilters, now: datetime, page: int | None = 1
) -> tuple[list[MeetingRow], int]:
    """A page (from 1) of the list and how many there are at all, in one statement; `page` None gives all.

    What is to come is in the order of time, what was has the latest first.
    """
    statement = _rows(*_wanted(filters, now)).add_columns(func.count().over().label("number"))
    order = Meeting.starts_at if filters.view == "coming" else Meeting.starts_at.desc()
    statement = statement.order_by(order, Meeting.id)
    if page is not None:
        statement = statement.limit(PAGE).offset((page - 1) * PAGE)
    found = session.execute(statement).all()
    return [_row(row) for row in found], found[0].number if found else 0


def meetings_of_body(session: TenantSession, body_id: uuid.UUID, limit: int = 12) -> list[MeetingRow]:
    """The latest meetings of a body, the newest first."""
    own = Meeting.id.in_(select(MeetingBody.meeting_id).where(MeetingBody.body_id == body_id))
    rows = session.execute(_rows(own).order_by(Meeting.starts_at.desc()).limit(limit))
    return [_row(row) for row in rows]


def all_meetings(session: TenantSession, *, since: datetime | None = None) -> list[MeetingRow]:
    """Every meeting in the order of time, or those from an instant on."""
    where = [Meeting.starts_at >= since] if since is not None else []
    return [_row(row) for row in session.execute(_rows(*where).order_by(Meeting.starts_at, Meeting.id))]


def one_meeting(session: TenantSession, meeting_id: uuid.UUID) -> MeetingRow | None:
    """A meeting as lists show it; None where there is none."""
    row = session.execute(_rows(Meeting.id == meeting_id)).first()
    return _row(row) if row else None


@dataclass(frozen=True, slots=True)
class UsualWays:
    """How a body met last: what a form for its next meeting begins with."""

    form: str
    place: str
    remote_address: str
    starts_at: datetime
    ends_at: datetime


def usual_ways(session: TenantSession, body_ids: Sequence[uuid.UUID]) -> UsualWays | None:
    """The form, place and hours of the latest meeting of one of these bodies; None where there was none."""
    row = session.execute(
        select(Meeting.form, Meeting.place, Meeting.remote_address, Meeting.starts_at, Meeting.ends_at)
        .where(
            Meeting.id.in_(select(MeetingBody.meeting_id).where(MeetingBody.body_id.in_(body_ids))),
            Meeting.form != "circular",
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    ).first()
    return UsualWays(*row) if row else None


@dataclass(frozen=True, slots=True)
class BodyThatMeets:
    """A body that may be convened: its type, its first day, what stands above it and its charter in force, as stored."""

    id: uuid.UUID
    name: str
    short_name: str
    body_type: str
    since: date | None


def bodies_that_meet(session: TenantSession) -> list[BodyThatMeets]:
    """The bodies that have not ended, in their order."""
    rows = session.execute(
        select(Body.id, Body.name, Body.short_name, Body.body_type, Body.since)
        .where(Body.ended_on.is_(None))
        .order_by(Body.sequence, Body.id)
    )
    return [BodyThatMeets(*row) for row in rows]
