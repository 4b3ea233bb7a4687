"""Noting who comes, goes and is excused. Each verb may be asked twice: what is so already stays as it is."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.tables import Invitee
from paktum.domains.sittings.roster import SittingSeat, roster_of
from paktum.domains.sittings.service.loading import find_item, seat_with_roster, sitting_with_presence
from paktum.domains.sittings.tables import Absence, Attendance, Proxy

Way = Literal["present", "remote"]
NotedBy = Literal["office", "check_in", "link"]
LONGEST_NAME: Final = 400


@dataclass(frozen=True)
class Arrival:
    """Somebody who comes: `id` is that of the row, made by whoever asks, so that asking twice notes one arrival.

    Without a `person` it is the holder of the seat; `at` None: now.
    """

    id: uuid.UUID
    person: str = ""
    way: Way = "present"
    noted_by: NotedBy = "office"
    at: datetime | None = None


def arrive(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, seat_id: uuid.UUID, arrival: Arrival
) -> None:
    """Note that somebody is there for a seat: its holder, a substitute, or another by name.

    Ends an excuse, and a proxy the seat had given: who is present votes in person. Raises Forbidden, NotFound, Conflict,
    and Invalid for `person` where the seat is vacant and nobody is named.
    """
    authorise(actor, "sittings.run")
    head = sitting_with_presence(session, meeting_id)
    _, seat = seat_with_roster(session, head, seat_id)
    if seat_arrives(session, clock, meeting_id, seat, arrival):
        record(session, clock, actor, "presence.arrived", "meeting", meeting_id, seat=str(seat_id))


def seat_arrives(
    session: TenantSession, clock: Clock, meeting_id: uuid.UUID, seat: SittingSeat, arrival: Arrival
) -> bool:
    """The arrival itself, for whoever was let in by other means than a permission; whether it was news.

    Raises Invalid for `person` where the seat is vacant and nobody is named.
    """
    person = " ".join(arrival.person.split()) or seat.holder
    if not person or len(person) > LONGEST_NAME:
        raise Invalid({"person": msg("Say who is there: nobody holds this seat.")})
    now = clock.now()
    capacity = "holder" if person == seat.holder else "substitute"
    noted = session.execute(
        insert(Attendance)
        .values(
            tenant_id=session.tenant_id,
            id=arrival.id,
            meeting_id=meeting_id,
            seat_id=seat.id,
            person=person,
            capacity=capacity,
            way=arrival.way,
            noted_by=arrival.noted_by,
            arrived_at=arrival.at or now,
        )
        .on_conflict_do_nothing()
        .returning(Attendance.id)
    ).first()
    if noted is None:
        return False
    session.execute(
        delete(Absence).where(
            Absence.meeting_id == meeting_id, Absence.seat_id == seat.id, Absence.agenda_item_id.is_(None)
        )
    )
    session.execute(
        update(Proxy)
        .where(Proxy.meeting_id == meeting_id, Proxy.seat_id == seat.id, Proxy.ended_at.is_(None))
        .values(ended_at=now)
    )
    return True


def arrive_all(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> int:
    """Note all holders of seats as present who have not declined, are not excused and have not given their vote away; how
    many came.

    Raises Forbidden, NotFound, Conflict.
    """
    authorise(actor, "sittings.run")
    head = sitting_with_presence(session, meeting_id)
    coming = [
        seat
        for seat in roster_of(session, head).seats
        if seat.holder and seat.stay is None and seat.excused is None and seat.proxy_holder is None
        if seat.declared is None or not seat.declared.declined
    ]
    if not coming:
        return 0
    now = clock.now()
    rows = [
        {
            "tenant_id": session.tenant_id,
            "id": new_id(),
            "meeting_id": meeting_id,
            "seat_id": seat.id,
            "person": seat.holder,
            "capacity": "holder",
            "arrived_at": now,
        }
        for seat in coming
    ]
    session.execute(insert(Attendance).values(rows).on_conflict_do_nothing())
    record(session, clock, actor, "presence.arrived", "meeting", meeting_id, seats=len(coming))
    return len(coming)


def leave(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, seat_id: uuid.UUID) -> None:
    """Note that nobody is there for a seat any more. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "sittings.run")
    head = sitting_with_presence(session, meeting_id)
    _, seat = seat_with_roster(session, head, seat_id)
    if seat.stay is not None:
        _end_stay(session, clock, actor, meeting_id, seat.stay.id, seat.stay.arrived_at)


def _end_stay(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, stay_id: uuid.UUID, arrived_at: datetime
) -> None:
    session.execute(
        update(Attendance)
        .where(Attendance.id == stay_id, Attendance.left_at.is_(None))
        .values(left_at=max(clock.now(), arrived_at))
    )
    record(session, clock, actor, "presence.left", "meeting", meeting_id, stay=str(stay_id))


def guest_arrives(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    arrival: Arrival,
    invitee_id: uuid.UUID | None = None,
) -> None:
    """Note a guest: one of those invited, or somebody by name. Raises Forbidden, NotFound, Conflict, Invalid (`person`)."""
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    person = " ".join(arrival.person.split())
    if invitee_id is not None:
        invited = session.execute(
            select(Invitee.name).where(Invitee.id == invitee_id, Invitee.meeting_id == meeting_id)
        ).first()
        if invited is None:
            raise NotFound
        person = person or invited.name
    if not person or len(person) > LONGEST_NAME:
        raise Invalid({"person": msg("Say who has come.")})
    noted = session.execute(
        insert(Attendance)
        .values(
            tenant_id=session.tenant_id,
            id=arrival.id,
            meeting_id=meeting_id,
            invitee_id=invitee_id,
            person=person,
            capacity="guest",
            way=arrival.way,
            noted_by=arrival.noted_by,
            arrived_at=arrival.at or clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(Attendance.id)
    ).first()
    if noted is not None:
        record(session, clock, actor, "presence.arrived", "meeting", meeting_id, guest=True)


def end_stay(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, stay_id: uuid.UUID) -> None:
    """Note that somebody, a guest for one, has left. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    stay = _find_stay(session, meeting_id, stay_id)
    if stay.left_at is None:
        _end_stay(session, clock, actor, meeting_id, stay.id, stay.arrived_at)


def _find_stay(session: TenantSession, meeting_id: uuid.UUID, stay_id: uuid.UUID) -> Attendance:
    found = session.scalar(
        select(Attendance).where(Attendance.id == stay_id, Attendance.meeting_id == meeting_id).with_for_update()
    )
    if found is None:
        raise NotFound
    return found


def day_of_stay(session: TenantSession, meeting_id: uuid.UUID, stay_id: uuid.UUID, zone: ZoneInfo) -> date:
    """The day on which somebody came, by the clocks of a zone: a sitting may be held on another day than it was to be.

    Raises NotFound.
    """
    return _find_stay(session, meeting_id, stay_id).arrived_at.astimezone(zone).date()


def correct_stay(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    stay_id: uuid.UUID,
    arrived_at: datetime,
    left_at: datetime | None,
) -> None:
    """Put the times of a stay right. Votes that were taken keep who was there by what was known then.

    Raises Forbidden, NotFound, Conflict, and Invalid for `left_at`.
    """
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    stay = _find_stay(session, meeting_id, stay_id)
    if left_at is not None and left_at < arrived_at:
        raise Invalid({"left_at": msg("Nobody leaves before arriving.")})
    if (stay.arrived_at, stay.left_at) != (arrived_at, left_at):
        stay.arrived_at, stay.left_at = arrived_at, left_at
        record(session, clock, actor, "presence.corrected", "meeting", meeting_id, stay=str(stay_id))


def strike_stay(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, stay_id: uuid.UUID) -> None:
    """Take out a stay that was noted by mistake; struck already, nothing happens. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    struck = session.execute(
        delete(Attendance).where(Attendance.id == stay_id, Attendance.meeting_id == meeting_id).returning(Attendance.id)
    ).first()
    if struck is not None:
        record(session, clock, actor, "presence.struck", "meeting", meeting_id, stay=str(stay_id))


def note_absence(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    seat_id: uuid.UUID,
    reason: str = "",
    item_id: uuid.UUID | None = None,
) -> None:
    """Excuse a seat from the whole meeting, or note that it is out for one item (because it concerns the holder, for one).

    Raises Forbidden, NotFound, Conflict.
    """
    authorise(actor, "sittings.run")
    head = sitting_with_presence(session, meeting_id)
    seat_with_roster(session, head, seat_id)
    if item_id is not None:
        find_item(session, meeting_id, item_id, lock=False)
    session.execute(
        insert(Absence)
        .values(
            tenant_id=session.tenant_id,
            id=new_id(),
            meeting_id=meeting_id,
            seat_id=seat_id,
            agenda_item_id=item_id,
            reason=reason.strip(),
        )
        .on_conflict_do_update(
            index_elements=["tenant_id", "meeting_id", "seat_id", "agenda_item_id"], set_={"reason": reason.strip()}
        )
    )
    record(session, clock, actor, "absence.noted", "meeting", meeting_id, seat=str(seat_id), item=str(item_id or ""))


def excuse_declined(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> int:
    """Excuse the seats of all who declined the invitation and sent nobody instead; how many were not excused before.

    What they wrote to the office stays with the invitation: a reason would stand in the minutes. Raises Forbidden,
    NotFound, Conflict.
    """
    authorise(actor, "sittings.run")
    head = sitting_with_presence(session, meeting_id)
    seats = roster_of(session, head).to_excuse
    if not seats:
        return 0
    rows = [
        {"tenant_id": session.tenant_id, "id": new_id(), "meeting_id": meeting_id, "seat_id": seat.id} for seat in seats
    ]
    excused = session.execute(insert(Absence).values(rows).on_conflict_do_nothing().returning(Absence.id)).all()
    if excused:
        record(session, clock, actor, "absence.noted", "meeting", meeting_id, seats=len(excused), declined=True)
    return len(excused)


def withdraw_absence(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    seat_id: uuid.UUID,
    item_id: uuid.UUID | None = None,
) -> None:
    """Take an absence back, from the whole meeting or from one item. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "sittings.run")
    head = sitting_with_presence(session, meeting_id)
    seat_with_roster(session, head, seat_id)
    same_item = Absence.agenda_item_id.is_(None) if item_id is None else Absence.agenda_item_id == item_id
    gone = session.execute(
        delete(Absence)
        .where(Absence.meeting_id == meeting_id, Absence.seat_id == seat_id, same_item)
        .returning(Absence.id)
    ).first()
    if gone is not None:
        record(session, clock, actor, "absence.withdrawn", "meeting", meeting_id, seat=str(seat_id))
