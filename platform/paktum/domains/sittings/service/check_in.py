"""Checking in with a phone: by the code shown in the room, or by one's own link; and the office confirming who came.

The room's code tells nothing of who holds the phone. So whoever checks in with it gets an address of their own that lasts as
long as the stay, never anybody's personal link; may not take the place of one who is noted as present; and votes only when
the office has confirmed the check-in.
"""

import hashlib
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound, Refused
from paktum.core.ids import new_id
from paktum.core.languages import Language, sort_key
from paktum.core.links import is_link_secret, link_secret
from paktum.core.messages import msg
from paktum.core.search import folded
from paktum.domains.audit.service import record
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.tables import Invitee, Meeting
from paktum.domains.sittings.service.participants import Participant
from paktum.domains.sittings.service.presence import NotedBy, Way
from paktum.domains.sittings.tables import Absence, Attendance, Proxy

ROOM: Final = "sittings.check_in"
"""What the secret of the room's code is made for."""
OPEN_IN: Final = frozenset({"planned", "convened", "in_session"})
OPENS_BEFORE: Final = timedelta(hours=12)
LONGEST_NAME: Final = 400
MOST_NEWCOMERS: Final = 1000
_SHOWN: Final = 30
_SITS_AS: Final = {"seat": "holder", "substitute": "substitute"}


def room_secret(key: str, head: MeetingHead) -> str:
    """The secret in the room's code; a new generation ends the code that was shown before."""
    return link_secret(key, ROOM, head.id, head.check_in_generation)


def open_check_in(session: TenantSession, clock: Clock, key: str, meeting_id: uuid.UUID, secret: str) -> MeetingHead:
    """The meeting that a room's code leads to. Raises NotFound for a wrong code, Conflict before and after its time."""
    head = meeting_head(session, meeting_id)
    if not is_link_secret(secret, key, ROOM, head.id, head.check_in_generation):
        raise NotFound
    require_open(clock, head)
    return head


def require_open(clock: Clock, head: MeetingHead) -> None:
    """Raise Conflict when nobody checks in to the meeting (yet, or any more)."""
    if head.state not in OPEN_IN:
        raise Conflict(msg("The meeting is over: checking in is closed."))
    if clock.now() < head.starts_at - OPENS_BEFORE:
        raise Conflict(msg("Checking in opens on the day of the meeting."))


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked to the meeting, as the check-in names them; `here` when they are noted as present."""

    id: uuid.UUID
    name: str
    organisation: str
    here: bool


def people_asked(
    session: TenantSession, meeting_id: uuid.UUID, words: str, language: Language
) -> tuple[Sequence[Asked], int]:
    """Those asked whose name or organisation has the words (accents and capitals do not matter), at most thirty in the
    order of the language's alphabet, and how many are asked at all. Where more are asked, nobody is named before
    something was typed."""
    there = select(Attendance.id).where(
        Attendance.tenant_id == Invitee.tenant_id,
        Attendance.meeting_id == Invitee.meeting_id,
        Attendance.left_at.is_(None),
        or_(
            Attendance.invitee_id == Invitee.id,
            and_(
                Attendance.seat_id == Invitee.seat_id,
                or_(
                    Attendance.person == Invitee.name,
                    and_(Attendance.capacity == "holder", Invitee.kind == "seat"),
                ),
            ),
        ),
    )
    rows = session.execute(
        select(Invitee.id, Invitee.name, Invitee.organisation, there.correlate(Invitee).exists().label("here"))
        .where(Invitee.meeting_id == meeting_id, Invitee.withdrawn_at.is_(None), Invitee.kind != "walk_in")
        .order_by(Invitee.id)
    ).all()
    wanted = folded(words).split()
    if not wanted and len(rows) > _SHOWN:
        return (), len(rows)
    found = [row for row in rows if all(word in folded(f"{row.name} {row.organisation}") for word in wanted)]
    alphabet = sort_key(language)
    found.sort(key=lambda row: alphabet(row.name))
    return [Asked(row.id, row.name, row.organisation, row.here) for row in found[:_SHOWN]], len(rows)


def stay_of(nonce: uuid.UUID) -> uuid.UUID:
    """The id of the stay that a form's number makes: the form sent twice is one check-in, and knowing the id of a stay
    does not help to send its form (a UUID of version 8, RFC 9562, 5.8)."""
    octets = bytearray(hashlib.sha256(b"stay" + nonce.bytes).digest()[:16])
    octets[6], octets[8] = octets[6] & 0x0F | 0x80, octets[8] & 0x3F | 0x80
    return uuid.UUID(bytes=bytes(octets))


def check_in(
    session: TenantSession, clock: Clock, head: MeetingHead, invitee_id: uuid.UUID, nonce: uuid.UUID
) -> uuid.UUID:
    """Check in, by the room's code, as somebody who is asked; gives the stay. The code has been looked at before.

    Raises NotFound, and Conflict when that person, or another for the seat, is noted as present already.
    """
    row = session.execute(
        select(Invitee.id, Invitee.kind, Invitee.seat_id, Invitee.name).where(
            Invitee.id == invitee_id, Invitee.meeting_id == head.id, Invitee.withdrawn_at.is_(None)
        )
    ).first()
    if row is None:
        raise NotFound
    stay_id = stay_of(nonce)
    if _arrive(session, clock, head.id, stay_id, row, "present", "check_in"):
        record(session, clock, None, "presence.checked_in", "meeting", head.id, stay=str(stay_id))
        return stay_id
    known = session.scalar(select(Attendance.invitee_id).where(Attendance.id == stay_id, Attendance.left_at.is_(None)))
    if known != invitee_id:
        raise Conflict(
            msg(
                "This person is noted as present already. Is it you? Open the link in your invitation, "
                "or ask the %(term_pact_office)s."
            )
        )
    return stay_id


def check_in_newcomer(
    session: TenantSession,
    clock: Clock,
    head: MeetingHead,
    nonce: uuid.UUID,
    person: str,
    organisation: str,
    language: Language,
) -> uuid.UUID:
    """Check in somebody who is not on the list, as a guest; gives the stay. Sent twice, it is one guest.

    Raises Invalid for `person` or `organisation`, and Refused when so many came that something must be wrong.
    """
    name, of = " ".join(person.split()), " ".join(organisation.split())
    if not name or len(name) > LONGEST_NAME:
        raise Invalid({"person": msg("Say who you are.")})
    if len(of) > LONGEST_NAME:
        raise Invalid({"organisation": msg("This text is longer than %(most)d characters.", most=LONGEST_NAME)})
    stay_id = stay_of(nonce)
    came = func.count().filter(Invitee.kind == "walk_in")
    if (session.scalar(select(came).where(Invitee.meeting_id == head.id)) or 0) >= MOST_NEWCOMERS:
        raise Refused(msg("Too many people have checked in by themselves. Please go to the desk."))
    made = session.execute(
        insert(Invitee)
        .values(
            tenant_id=session.tenant_id,
            id=stay_id,
            meeting_id=head.id,
            kind="walk_in",
            name=name,
            organisation=of,
            language=language,
        )
        .on_conflict_do_nothing()
        .returning(Invitee.id, Invitee.kind, Invitee.seat_id, Invitee.name)
    ).first()
    if made is not None:
        _arrive(session, clock, head.id, stay_id, made, "present", "check_in")
        record(session, clock, None, "presence.checked_in", "meeting", head.id, stay=str(stay_id))
    return stay_id


def arrive_self(
    session: TenantSession, clock: Clock, head: MeetingHead, participant: Participant, way: Way = "present"
) -> None:
    """Say by one's own link, or signed in, that one is here: in all seats one is asked for. Said before, nothing happens.

    Raises Conflict when somebody else sits in the seat, or outside the time for it.
    """
    require_open(clock, head)
    rows = session.execute(
        select(Invitee.id, Invitee.kind, Invitee.seat_id, Invitee.name).where(Invitee.id.in_(participant.invitees))
    ).all()
    news = [_arrive(session, clock, head.id, new_id(), row, way, "link") for row in rows]
    if any(news):
        record(session, clock, participant.actor, "presence.checked_in", "meeting", head.id, seats=len(rows))
    for row, came in zip(rows, news, strict=True):
        if not came and not _is_own(session, row):
            raise Conflict(msg("Somebody else is noted as present in your seat. Ask the %(term_pact_office)s."))


def _is_own(session: TenantSession, invitee: Any) -> bool:
    """Whether the stay that keeps a second one out is this person's; one that the office noted becomes theirs."""
    there: ColumnElement[bool] = Attendance.invitee_id == invitee.id
    if invitee.seat_id is not None:
        noted = and_(
            Attendance.seat_id == invitee.seat_id,
            Attendance.invitee_id.is_(None),
            Attendance.capacity == _SITS_AS.get(invitee.kind, ""),
            or_(Attendance.capacity == "holder", Attendance.person == invitee.name),
        )
        there = or_(there, noted)
    taken = session.execute(
        update(Attendance)
        .where(there, Attendance.left_at.is_(None))
        .values(invitee_id=invitee.id)
        .returning(Attendance.id)
    ).first()
    return taken is not None


def _arrive(
    session: TenantSession,
    clock: Clock,
    meeting_id: uuid.UUID,
    stay_id: uuid.UUID,
    invitee: Any,
    way: Way,
    noted_by: NotedBy,
) -> bool:
    """Note a stay; False when the person, or somebody in the seat, is noted as present already."""
    seat_id: uuid.UUID | None = invitee.seat_id
    noted = session.execute(
        insert(Attendance)
        .values(
            tenant_id=session.tenant_id,
            id=stay_id,
            meeting_id=meeting_id,
            seat_id=seat_id,
            invitee_id=invitee.id,
            person=invitee.name,
            capacity=_SITS_AS.get(invitee.kind, "guest") if seat_id else "guest",
            way=way,
            noted_by=noted_by,
            arrived_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(Attendance.id)
    ).first()
    if noted is None:
        return False
    # Whoever sees the room's code can say to be somebody: an excuse or a proxy ends only for one who is known to be here.
    if seat_id is not None and noted_by != "check_in":
        _end_absence(session, clock, meeting_id, [seat_id])
    return True


def _end_absence(session: TenantSession, clock: Clock, meeting_id: uuid.UUID, seats: Collection[uuid.UUID]) -> None:
    """Who is here is not excused, and votes in person."""
    session.execute(
        delete(Absence).where(
            Absence.meeting_id == meeting_id, Absence.seat_id.in_(seats), Absence.agenda_item_id.is_(None)
        )
    )
    session.execute(
        update(Proxy)
        .where(Proxy.meeting_id == meeting_id, Proxy.seat_id.in_(seats), Proxy.ended_at.is_(None))
        .values(ended_at=clock.now())
    )


def leave_self(session: TenantSession, clock: Clock, participant: Participant) -> None:
    """Say that one leaves. Said before, nothing happens."""
    gone = session.execute(
        update(Attendance)
        .where(Attendance.invitee_id.in_(participant.invitees), Attendance.left_at.is_(None))
        .values(left_at=func.greatest(Attendance.arrived_at, clock.now()))
        .returning(Attendance.id)
    ).all()
    if gone:
        record(session, clock, participant.actor, "presence.left", "meeting", participant.meeting_id, by="phone")


def confirm_check_ins(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, stays: Collection[uuid.UUID]
) -> int:
    """Confirm that those who checked in with the room's code are who they say: they may then vote by phone. How many.

    Raises Forbidden, NotFound.
    """
    authorise(actor, "sittings.run")
    meeting_head(session, meeting_id)
    confirmed = session.execute(
        update(Attendance)
        .where(Attendance.meeting_id == meeting_id, Attendance.id.in_(stays), Attendance.noted_by == "check_in")
        .values(noted_by="office")
        .returning(Attendance.seat_id)
    ).all()
    if confirmed:
        _end_absence(session, clock, meeting_id, [row.seat_id for row in confirmed if row.seat_id is not None])
        record(session, clock, actor, "presence.confirmed", "meeting", meeting_id, number=len(confirmed))
    return len(confirmed)


def new_room_code(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """End the room's code, which fell into other hands, and begin another. Raises Forbidden, NotFound."""
    authorise(actor, "sittings.run")
    changed = session.execute(
        update(Meeting)
        .where(Meeting.id == meeting_id)
        .values(check_in_generation=Meeting.check_in_generation + 1)
        .returning(Meeting.id)
    ).first()
    if changed is None:
        raise NotFound
    record(session, clock, actor, "meeting.room_code_renewed", "meeting", meeting_id)
