"""Casting votes by phone: each vote once, whatever is sent twice or from two devices, and secret ones without a trace.

What keeps a secret vote secret: `secret_voter` has neither time nor order, and no row of the audit is written. All counts of
a body are rewritten with every vote, so that the number of the transaction (`xmin`) that a voter's row carries stands in
the counts of all choices alike; and when the vote is closed, `seal_secret_vote` writes the voters anew in an order of chance
in the transaction of the closing. What this does not guard against: whoever can read the database's files or its log of
changes (WAL) while the vote is open, or who sees the counts before and after one vote; so counts are shown only once it is
closed.
"""

import random
import uuid
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.sittings.rules.ballots import Ballot, BallotBook
from paktum.domains.sittings.rules.roll import RollSeat, read_roll
from paktum.domains.sittings.rules.voting import CHOICES, Choice
from paktum.domains.sittings.service.participants import InviteeKind, Participant
from paktum.domains.sittings.tables import Attendance, SecretVoter, Vote, VoteCount, VoteEvent

_SITS_AS: Final = {"seat": "holder", "substitute": "substitute"}
_MOST_BOOKS: Final = 16
# A roll is frozen: what was read of it once in this process holds. Whoever asks has seen the vote's row before.
_books: Final[OrderedDict[uuid.UUID, BallotBook]] = OrderedDict()
_books_lock: Final = Lock()
_CHANCE: Final = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Cast:
    """What became of a vote that was sent: `again` when that seat's vote had been counted before and nothing changed."""

    ballot: Ballot
    choice: Choice
    secret: bool
    again: bool


def cast_vote(
    session: TenantSession,
    clock: Clock,
    participant: Participant,
    vote_event_id: uuid.UUID,
    seat_id: uuid.UUID,
    choice: str,
) -> Cast:
    """Cast the vote of a seat in a vote by phones.

    Sent twice it counts once. In an open vote a seat may change its choice until the closing; in a secret one the first
    counts, for nobody knows which it was. Raises NotFound, Conflict when the vote is closed or not taken by phone, Forbidden
    when the vote is not this person's to cast, and Invalid for `choice`.
    """
    if choice not in CHOICES:
        raise Invalid({"choice": msg("Choose yes, no or abstain.")})
    # The closing takes the row alone: a vote is either counted before it, or refused after it.
    event = _event(session, vote_event_id, participant.meeting_id, lock=True)
    if event.state != "open":
        raise Conflict(msg("This vote is closed. What was sent after its end does not count."))
    if event.method != "link":
        raise Conflict(msg("This vote is taken in the room, not by phone."))
    mine = {one.seat.seat_id: one for one in own_ballots(session, participant, event)}
    ballot = mine.get(seat_id)
    if ballot is None:
        raise Forbidden(msg("This vote is not yours to cast. If you sit in that seat, ask the %(term_pact_office)s."))
    if event.secret:
        news = _cast_in_secret(session, event.id, ballot, choice)
    else:
        news = _cast_openly(session, clock, event.id, ballot, choice)
    return Cast(ballot, choice, event.secret, again=not news)


def _event(
    session: TenantSession, vote_event_id: uuid.UUID, meeting_id: uuid.UUID, *, lock: bool
) -> Row[*tuple[Any, ...]]:
    statement: Select[*tuple[Any, ...]] = select(
        VoteEvent.id,
        VoteEvent.meeting_id,
        VoteEvent.state,
        VoteEvent.method,
        VoteEvent.secret,
        VoteEvent.opened_at,
    ).where(VoteEvent.id == vote_event_id, VoteEvent.meeting_id == meeting_id)
    found = session.execute(statement.with_for_update(read=True) if lock else statement).first()
    if found is None:
        raise NotFound
    return found


def own_ballots(session: TenantSession, participant: Participant, event: Any) -> tuple[Ballot, ...]:
    """The ballots that somebody may cast in a vote (a row with `id`, `opened_at` and `meeting_id`)."""
    if not participant.seats:
        return ()
    book = _book_of(session, event.id)
    stays = session.execute(
        select(
            Attendance.id,
            Attendance.seat_id,
            Attendance.invitee_id,
            Attendance.person,
            Attendance.capacity,
            Attendance.noted_by,
        ).where(
            Attendance.meeting_id == event.meeting_id,
            Attendance.seat_id.in_(participant.seats),
            _there_at(event.opened_at),
        )
    ).all()
    by_seat: dict[uuid.UUID | None, list[Row[*tuple[Any, ...]]]] = {}
    for stay in stays:
        by_seat.setdefault(stay.seat_id, []).append(stay)
    own = [
        seat_id
        for seat_id, kind in participant.seats.items()
        if seat_id in book.seats and _sat_there(participant, kind, book.seats[seat_id], by_seat.get(seat_id, ()))
    ]
    return book.ballots_of(own)


def _book_of(session: TenantSession, vote_event_id: uuid.UUID) -> BallotBook:
    with _books_lock:
        known = _books.get(vote_event_id)
    if known is None:
        stored = session.scalars(select(VoteEvent.roll).where(VoteEvent.id == vote_event_id)).one()
        known = BallotBook.of(read_roll(stored))
        with _books_lock:
            _books[vote_event_id] = known
            while len(_books) > _MOST_BOOKS:
                _books.popitem(last=False)
    return known


def _there_at(moment: datetime) -> ColumnElement[bool]:
    return (Attendance.arrived_at <= moment) & or_(Attendance.left_at.is_(None), Attendance.left_at > moment)


def _sat_there(
    participant: Participant, kind: InviteeKind, seat: RollSeat, stays: Collection[Row[*tuple[Any, ...]]]
) -> bool:
    """Whether it was this person who sat in a seat when the vote was opened, and not its substitute or its holder.

    A check-in in the room is somebody's word that they are who they say; it votes only when the office has confirmed it.
    """
    if participant.stay_id is not None:
        return any(stay.id == participant.stay_id and stay.noted_by != "check_in" for stay in stays)
    if stays:
        return any(
            stay.invitee_id in participant.invitees
            if stay.invitee_id is not None
            else stay.capacity == _SITS_AS.get(kind) and (kind == "seat" or stay.person == participant.person)
            for stay in stays
        )
    # Nobody attends a vote by circulation: it is the holder's, or whose the roll says.
    return (seat.capacity or "holder") == _SITS_AS.get(kind)


def _cast_in_secret(session: TenantSession, vote_event_id: uuid.UUID, ballot: Ballot, choice: Choice) -> bool:
    """Note that the seat voted and count its vote, both or neither; False when it had voted before."""
    noted = session.execute(
        insert(SecretVoter)
        .values(tenant_id=session.tenant_id, id=uuid.uuid4(), vote_event_id=vote_event_id, seat_id=ballot.seat.seat_id)
        .on_conflict_do_nothing(index_elements=["tenant_id", "vote_event_id", "seat_id"])
        .returning(SecretVoter.id)
    ).first()
    if noted is None:
        return False
    rows = [
        {
            "tenant_id": session.tenant_id,
            "id": uuid.uuid4(),
            "vote_event_id": vote_event_id,
            "body_id": ballot.body.body_id,
            "choice": one,
            "votes": ballot.seat.weight if one == choice else 0,
        }
        for one in CHOICES
    ]
    counted = insert(VoteCount).values(rows)
    session.execute(
        counted.on_conflict_do_update(
            index_elements=["tenant_id", "vote_event_id", "body_id", "choice"],
            set_={"votes": VoteCount.votes + counted.excluded.votes},
        )
    )
    return True


def _cast_openly(
    session: TenantSession,
    clock: Clock,
    vote_event_id: uuid.UUID,
    ballot: Ballot,
    choice: Choice,
) -> bool:
    """Keep the seat's choice; False when it was the same before.

    Single votes are not listed in the chain of acts: the proof names them, and its seal stands in the chain.
    """
    vote = insert(Vote).values(
        tenant_id=session.tenant_id,
        id=new_id(),
        vote_event_id=vote_event_id,
        seat_id=ballot.seat.seat_id,
        choice=choice,
        noted_by="link",
        cast_at=clock.now(),
    )
    changed = session.execute(
        vote.on_conflict_do_update(
            index_elements=["tenant_id", "vote_event_id", "seat_id"],
            set_={"choice": vote.excluded.choice, "noted_by": "link", "cast_at": vote.excluded.cast_at},
            where=Vote.choice != vote.excluded.choice,
        ).returning(Vote.id)
    ).first()
    return changed is not None


def seal_secret_vote(session: TenantSession, vote_event_id: uuid.UUID) -> None:
    """Write the voters and the counts of a secret vote anew, in an order of chance and all in this one transaction.

    For the closing, under its lock of the vote: afterwards neither the rows' places (`ctid`) nor their transactions
    (`xmin`) say in which order people voted.
    """
    seats = list(
        session.scalars(
            delete(SecretVoter)
            .where(SecretVoter.vote_event_id == vote_event_id)
            .returning(SecretVoter.seat_id)
            .execution_options(synchronize_session=False)
        )
    )
    _CHANCE.shuffle(seats)
    if seats:
        session.execute(
            insert(SecretVoter).values(
                [
                    {
                        "tenant_id": session.tenant_id,
                        "id": uuid.uuid4(),
                        "vote_event_id": vote_event_id,
                        "seat_id": seat,
                    }
                    for seat in seats
                ]
            )
        )
    session.execute(
        update(VoteCount)
        .where(VoteCount.vote_event_id == vote_event_id)
        .values(votes=VoteCount.votes)
        .execution_options(synchronize_session=False)
    )
