"""Who sits in a meeting: the seats of its bodies on its day, and who has come, left, excused themselves or given a vote."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import CompoundSelect, and_, case, func, literal, null, or_, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import DateTime, String, Uuid

from paktum.core.database import TenantSession
from paktum.domains.bodies.rules import HOLDING
from paktum.domains.bodies.tables import Mandate, Seat
from paktum.domains.meetings.invitee_conditions import answer_holds
from paktum.domains.meetings.queries import MeetingHead
from paktum.domains.meetings.tables import Invitee, Meeting
from paktum.domains.partners.tables import Organisation
from paktum.domains.sittings.rules.quorum import SeatState
from paktum.domains.sittings.tables import Absence, Attendance, Proxy

_OFFICE_ORDER = {"chair": 0, "vice_chair": 1, "member": 2}


@dataclass(frozen=True, slots=True)
class Stay:
    """A stay at the meeting from arriving to leaving; `left_at` None while it lasts."""

    id: uuid.UUID
    seat_id: uuid.UUID | None
    invitee_id: uuid.UUID | None
    person: str
    capacity: str
    way: str
    noted_by: str
    arrived_at: datetime
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Declared:
    """What the holder of a seat let the office know beforehand: that they do not come, or (not `declined`) only words.

    `stand_in` is who comes instead, as the holder or a substitute of the seat said; empty for nobody.
    """

    declined: bool
    stand_in: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class SittingSeat:
    """A seat on the day of the meeting, and how it stands at this moment.

    `office` is chair, vice_chair, member, or empty for a vacant seat. `excused` and `out` are reasons, perhaps empty ones;
    None: not excused from the meeting, not out for the item at hand. `declared` is what was answered to the invitation.
    """

    id: uuid.UUID
    body_id: uuid.UUID
    label: str
    organisation: str
    voting: bool
    weight: int
    holder: str
    office: str
    substitutes: tuple[str, ...]
    stays: tuple[Stay, ...]
    excused: str | None
    out: str | None
    proxy_holder: uuid.UUID | None
    declared: Declared | None = None
    everywhere: bool = False
    """Whether nobody has to come: a ballot is circulated."""

    @property
    def name(self) -> str:
        return self.organisation or self.label

    @property
    def stay(self) -> Stay | None:
        """The stay that lasts; None when nobody is there."""
        return next((stay for stay in self.stays if stay.left_at is None), None)

    @property
    def present(self) -> bool:
        return self.everywhere or (self.stay is not None and self.out is None)

    @property
    def declined(self) -> bool:
        """Whether nobody is expected: the holder declined, named nobody instead, and nobody came."""
        declared = self.declared
        return declared is not None and declared.declined and not declared.stand_in and self.stay is None

    @property
    def state(self) -> SeatState:
        return SeatState(self.id, self.body_id, self.weight, self.voting, self.present, self.proxy_holder)


@dataclass(frozen=True, slots=True)
class Roster:
    """All seats of a meeting by body, and the guests who came."""

    seats: tuple[SittingSeat, ...]
    guests: tuple[Stay, ...]

    def of_body(self, body_id: uuid.UUID) -> tuple[SittingSeat, ...]:
        return tuple(seat for seat in self.seats if seat.body_id == body_id)

    def seat(self, seat_id: uuid.UUID) -> SittingSeat | None:
        return next((seat for seat in self.seats if seat.id == seat_id), None)

    @property
    def to_excuse(self) -> tuple[SittingSeat, ...]:
        """The seats of those who declined and were not excused yet."""
        return tuple(seat for seat in self.seats if seat.declined and seat.excused is None and not seat.everywhere)

    @property
    def proxies(self) -> dict[uuid.UUID, uuid.UUID]:
        """The proxies that stand, from giver to holder."""
        return {seat.id: seat.proxy_holder for seat in self.seats if seat.proxy_holder is not None}


def roster_of(session: TenantSession, head: MeetingHead, item_id: uuid.UUID | None = None) -> Roster:
    """The roster of a meeting, in two statements whatever its size; absences of one item count for `item_id` only."""
    bodies = [body.body_id for body in head.bodies]
    noted = _noted(session, head.id, item_id)
    seats = _seats(session, bodies, head.day)
    order = {body: place for place, body in enumerate(bodies)}
    made = (_seat(rows, noted, everywhere=head.form == "circular") for rows in seats)
    return Roster(
        tuple(sorted(made, key=lambda seat: order[seat.body_id])),
        tuple(stay for stay in noted.stays.get(None, ())),
    )


def _seats(session: TenantSession, bodies: Collection[uuid.UUID], day: date) -> Iterable[list[Any]]:
    """The rows of each seat of the day, one for every mandate in force."""

    def in_force(table: Any) -> Any:
        begun, lasts = (
            or_(table.since.is_(None), table.since <= day),
            or_(table.ended_on.is_(None), table.ended_on >= day),
        )
        return and_(begun, lasts)

    rows = session.execute(
        select(
            Seat.id,
            Seat.body_id,
            Seat.label,
            Seat.voting,
            Seat.weight,
            func.coalesce(Organisation.name, "").label("organisation"),
            Mandate.holder,
            Mandate.role,
        )
        .outerjoin(
            Organisation, and_(Organisation.tenant_id == Seat.tenant_id, Organisation.id == Seat.organisation_id)
        )
        .outerjoin(Mandate, and_(Mandate.tenant_id == Seat.tenant_id, Mandate.seat_id == Seat.id, in_force(Mandate)))
        .where(Seat.body_id.in_(bodies), in_force(Seat))
        .order_by(Seat.sequence, Seat.id, Mandate.since.nulls_first(), Mandate.id)
    )
    by_seat: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        by_seat.setdefault(row.id, []).append(row)
    return by_seat.values()


@dataclass(frozen=True, slots=True)
class _Noted:
    """What was noted of presence, and answered beforehand, by seat; stays of guests under None."""

    stays: Mapping[uuid.UUID | None, list[Stay]]
    excused: Mapping[uuid.UUID, str]
    out: Mapping[uuid.UUID, str]
    proxies: Mapping[uuid.UUID, uuid.UUID]
    declared: Mapping[uuid.UUID, Declared]


_NO_TEXT: Final = sql_cast(null(), String)
_NO_ID: Final = sql_cast(null(), Uuid)
_NO_TIME: Final = sql_cast(null(), DateTime(timezone=True))
_STAYS: Final = select(
    literal("stay").label("kind"),
    Attendance.id,
    Attendance.seat_id,
    Attendance.invitee_id.label("other_id"),
    Attendance.person.label("words"),
    Attendance.capacity,
    Attendance.way,
    Attendance.noted_by,
    Attendance.arrived_at,
    Attendance.left_at,
)
_ABSENCES: Final = select(
    literal("absence"),
    Absence.id,
    Absence.seat_id,
    Absence.agenda_item_id,
    Absence.reason,
    _NO_TEXT,
    _NO_TEXT,
    _NO_TEXT,
    _NO_TIME,
    _NO_TIME,
)
_PROXIES: Final = select(
    literal("proxy"),
    Proxy.id,
    Proxy.seat_id,
    Proxy.holder_seat_id,
    _NO_TEXT,
    _NO_TEXT,
    _NO_TEXT,
    _NO_TEXT,
    Proxy.given_at,
    Proxy.ended_at,
)
# Of a seat's holder whom they named instead, of a substitute the own name; an answer to an earlier time is none.
_ANSWERS: Final = (
    select(
        literal("answer"),
        Invitee.id,
        Invitee.seat_id,
        _NO_ID,
        case((Invitee.kind == "seat", Invitee.stand_in), else_=Invitee.name),
        Invitee.kind,
        case((answer_holds(), Invitee.answer), else_=literal("")),
        Invitee.remark,
        Invitee.created_at,
        Invitee.answered_at,
    )
    .join(Meeting, and_(Meeting.tenant_id == Invitee.tenant_id, Meeting.id == Invitee.meeting_id))
    .where(
        Invitee.kind.in_(("seat", "substitute")),
        Invitee.withdrawn_at.is_(None),
        or_(Invitee.answer.is_not(None), Invitee.remark != ""),
    )
)


def _noted(session: TenantSession, meeting_id: uuid.UUID, item_id: uuid.UUID | None) -> _Noted:
    """Stays, absences, proxies and answers in one statement: kinds of rows told apart by their first column."""
    of_meeting_or_item = or_(Absence.agenda_item_id.is_(None), Absence.agenda_item_id == (item_id or _NO_ID))
    everything: CompoundSelect[Any] = union_all(
        _STAYS.where(Attendance.meeting_id == meeting_id),
        _ABSENCES.where(Absence.meeting_id == meeting_id, of_meeting_or_item),
        _PROXIES.where(Proxy.meeting_id == meeting_id, Proxy.ended_at.is_(None)),
        _ANSWERS.where(Invitee.meeting_id == meeting_id, Invitee.seat_id.is_not(None)),
    )
    stays: dict[uuid.UUID | None, list[Stay]] = {}
    excused: dict[uuid.UUID, str] = {}
    out: dict[uuid.UUID, str] = {}
    given: dict[uuid.UUID, uuid.UUID] = {}
    answers: dict[uuid.UUID, list[Any]] = {}
    rows: Iterable[Any] = session.execute(everything.order_by("arrived_at", "id"))
    for kind, row_id, seat_id, other_id, words, *rest in rows:
        if kind == "stay":
            stays.setdefault(seat_id, []).append(Stay(row_id, seat_id, other_id, words, *rest))
        elif kind == "proxy":
            given[seat_id] = other_id
        elif kind == "answer":
            answers.setdefault(seat_id, []).append((words, *rest))
        elif other_id is None:
            excused[seat_id] = words
        else:
            out[seat_id] = words
    declared = {seat: found for seat, told in answers.items() if (found := _declared(told)) is not None}
    return _Noted(stays, excused, out, given, declared)


def _declared(told: Sequence[Any]) -> Declared | None:
    """What those asked for one seat answered; None where its holder only comes, or said nothing."""
    of_holder = [(stand_in, answer, remark) for stand_in, kind, answer, remark, *_ in told if kind == "seat"]
    if not of_holder:
        return None
    stand_in, answer, remark = of_holder[-1]
    coming = next((name for name, kind, said, *_ in told if kind == "substitute" and said == "accepted"), "")
    if answer == "declined":
        return Declared(declined=True, stand_in=stand_in or coming, remark=remark)
    return Declared(declined=False, remark=remark) if remark and not answer else None


def _seat(rows: list[Any], noted: _Noted, *, everywhere: bool) -> SittingSeat:
    first = rows[0]
    holders = sorted((r for r in rows if r.role in HOLDING), key=lambda r: _OFFICE_ORDER.get(r.role, 9))
    return SittingSeat(
        id=first.id,
        body_id=first.body_id,
        label=first.label,
        organisation=first.organisation,
        voting=first.voting,
        weight=first.weight,
        holder=holders[0].holder if holders else "",
        office=holders[0].role if holders else "",
        substitutes=tuple(row.holder for row in rows if row.role == "substitute"),
        stays=tuple(noted.stays.get(first.id, ())),
        excused=noted.excused.get(first.id),
        out=noted.out.get(first.id),
        proxy_holder=noted.proxies.get(first.id),
        declared=noted.declared.get(first.id),
        everywhere=everywhere,
    )
