"""Meetings for tests of what happens in the room: seats with people on them, guests, a motion, and votes."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from paktum.core.database import TenantSession
from paktum.core.ids import new_id
from paktum.domains.bodies.tables import Body, Seat
from paktum.domains.meetings.rules.charters import usual_rules
from paktum.domains.meetings.tables import AgendaItem, Invitee, Meeting, MeetingBody
from paktum.domains.sittings.rules.roll import MotionText, Roll, RollBody, RollSeat
from paktum.domains.sittings.service.participants import Participant
from paktum.domains.sittings.tables import Attendance, Motion, VoteEvent
from tests.support.pacts import Pact

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Room:
    """A meeting in session: its seats with the invitation of each holder, its agenda item and motion."""

    pact: Pact
    meeting_id: uuid.UUID
    bodies: list[uuid.UUID]
    item_id: uuid.UUID
    motion_id: uuid.UUID
    seats: list[uuid.UUID] = field(default_factory=list)
    invitees: list[uuid.UUID] = field(default_factory=list)
    body_of: dict[uuid.UUID, uuid.UUID] = field(default_factory=dict)

    def holder(self, number: int, **known: Any) -> Participant:
        """The holder of a seat as the personal link tells them."""
        seat, invitee = self.seats[number], self.invitees[number]
        return Participant(
            self.meeting_id,
            f"Member {number}",
            f"Partner {number}",
            "en",
            frozenset({invitee}),
            {seat: "seat"},
            **known,
        )

    def now(self) -> datetime:
        """The moment at which the clock of the tests stands."""
        moment: datetime = self.pact.app.extensions["paktum"].clock.now()
        return moment

    def guest(self, name: str, kind: str = "guest") -> uuid.UUID:
        """One more invitation, of somebody without a seat."""
        with self.pact.work() as session:
            return _invite(session, self.meeting_id, None, name, kind)

    def arrive(self, number: int, **values: Any) -> uuid.UUID:
        """The holder of a seat comes; a stay as the office notes it, unless told otherwise."""
        usual: dict[str, Any] = {
            "seat_id": self.seats[number],
            "invitee_id": self.invitees[number],
            "person": f"Member {number}",
            "capacity": "holder",
            "arrived_at": NOON - timedelta(minutes=30),
        }
        with self.pact.work() as session:
            stay = Attendance(id=new_id(), meeting_id=self.meeting_id, **(usual | values))
            session.add(stay)
            return stay.id

    def open_vote(
        self,
        *,
        secret: bool = False,
        method: str = "link",
        away: Sequence[int] = (),
        proxies: Mapping[int, int] | None = None,
        weights: Mapping[int, int] | None = None,
        **values: Any,
    ) -> uuid.UUID:
        """A vote on the motion, with the roll of this moment: everybody there but those away."""
        given = {self.seats[giver]: self.seats[holder] for giver, holder in (proxies or {}).items()}
        bodies = [
            RollBody(
                body,
                f"Body {place}",
                "",
                None,
                "",
                usual_rules(),
                "ordinary",
                1,
                None,
                tuple(
                    RollSeat(
                        seat,
                        f"Seat {number}",
                        f"Partner {number}",
                        weight=(weights or {}).get(number, 1),
                        voting=True,
                        present=number not in away,
                        person=f"Member {number}",
                        capacity="holder",
                        proxy_holder=given.get(seat),
                    )
                    for number, seat in enumerate(self.seats)
                    if self.body_of[seat] == body
                ),
            )
            for place, body in enumerate(self.bodies)
        ]
        words = MotionText(self.motion_id, "", "The work programme is adopted.")
        roll = Roll(self.item_id, False, "Officer", NOON.isoformat(), words, tuple(bodies))
        with self.pact.work() as session:
            event = VoteEvent(
                id=new_id(),
                meeting_id=self.meeting_id,
                motion_id=self.motion_id,
                method=method,
                secret=secret,
                roll=roll.form(),
                **({"opened_at": NOON} | values),
            )
            session.add(event)
            return event.id


def furnish(pact: Pact, seats: int = 5, bodies: int = 1, **meeting: Any) -> Room:
    """A meeting in session of new bodies, each with so many seats, and an invitation for the holder of each seat."""
    usual: dict[str, Any] = {
        "starts_at": NOON - timedelta(hours=1),
        "ends_at": NOON + timedelta(hours=2),
        "state": "in_session",
        "opened_at": NOON - timedelta(hours=1),
        "place": "Tiszakécske",
    }
    with pact.work() as session:
        room = Room(pact, new_id(), [], new_id(), new_id())
        session.add(Meeting(id=room.meeting_id, **(usual | meeting)))
        kind = session.scalars(select(Body.body_type).where(Body.parent_id.is_(None)).order_by(Body.sequence)).first()
        for sequence in range(bodies):
            body = Body(id=new_id(), body_type=kind or "hu.steering_group", name=f"Body {sequence} {new_id()}")
            session.add(body)
            session.flush()
            room.bodies.append(body.id)
            session.add(
                MeetingBody(
                    id=new_id(), meeting_id=room.meeting_id, body_id=body.id, sequence=sequence, year=2026, number=1
                )
            )
            for number in range(seats):
                _seat(session, room, body.id, sequence * seats + number)
        session.add(AgendaItem(id=room.item_id, meeting_id=room.meeting_id, sequence=1, title="The work programme"))
        session.flush()
        session.add(
            Motion(
                id=room.motion_id,
                meeting_id=room.meeting_id,
                agenda_item_id=room.item_id,
                sequence=1,
                text="The work programme is adopted.",
            )
        )
    return room


def _seat(session: TenantSession, room: Room, body_id: uuid.UUID, number: int) -> None:
    seat = Seat(id=new_id(), body_id=body_id, label=f"Seat {number}", sequence=number)
    session.add(seat)
    session.flush()
    room.seats.append(seat.id)
    room.body_of[seat.id] = body_id
    room.invitees.append(_invite(session, room.meeting_id, seat.id, f"Member {number}", "seat"))


def _invite(
    session: TenantSession, meeting_id: uuid.UUID, seat_id: uuid.UUID | None, name: str, kind: str
) -> uuid.UUID:
    invitee = Invitee(
        id=new_id(),
        meeting_id=meeting_id,
        kind=kind,
        seat_id=seat_id,
        name=name,
        organisation=name.replace("Member", "Partner"),
        email=f"{name.lower().replace(' ', '.')}@partner.example",
        language="en",
    )
    session.add(invitee)
    session.flush()
    return invitee.id
