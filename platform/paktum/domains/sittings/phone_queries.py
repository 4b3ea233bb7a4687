"""What phones show: where the meeting stands, the vote and one's ballots in it, the topics of groups; and who checked in."""

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, cast

from sqlalchemy import Select, String, Uuid, and_, bindparam, func, literal, or_, select
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import aggregate_order_by

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.languages import Language, sort_key
from paktum.domains.meetings.tables import AgendaItem, Invitee, Meeting
from paktum.domains.sittings.rules.ballots import Ballot
from paktum.domains.sittings.rules.groups import Election, election_of
from paktum.domains.sittings.rules.voting import Choice
from paktum.domains.sittings.service.casting import own_ballots
from paktum.domains.sittings.service.participants import Participant
from paktum.domains.sittings.tables import Attendance, GroupSignUp, GroupTopic, Motion, SecretVoter, Vote, VoteEvent

Standing = Literal["away", "unconfirmed", "here"]


@dataclass(frozen=True, slots=True)
class Pulse:
    """Where a meeting stands, the same for all: its state, the item at hand, the latest vote, the groups."""

    state: str
    item_id: uuid.UUID | None
    item_title: str
    vote_id: uuid.UUID | None
    vote_state: str
    topics: str

    @property
    def mark(self) -> str:
        """Twelve letters that change when anything of it does: phones send them, and are answered only with news."""
        told = "\x00".join(map(str, (self.state, self.item_id, self.vote_id, self.vote_state, self.topics)))
        return hashlib.sha256(told.encode()).hexdigest()[:12]


def pulse_of(session: TenantSession, meeting_id: uuid.UUID) -> Pulse:
    """Where a meeting stands, in one statement. Raises NotFound."""
    row = session.execute(_pulse(), {"meeting_id": meeting_id}).first()
    if row is None:
        raise NotFound
    return Pulse(row.state, row.item_id, row.title or "", row.vote_id, row.vote_state or "", row.topics or "")


@cache
def _pulse() -> Select[*tuple[Any, ...]]:
    latest = (
        select(VoteEvent.id, VoteEvent.state)
        .where(VoteEvent.meeting_id == bindparam("meeting_id"), VoteEvent.state != "annulled")
        .order_by(VoteEvent.opened_at.desc(), VoteEvent.id.desc())
        .limit(1)
        .subquery()
    )
    return (
        select(
            Meeting.state,
            AgendaItem.id.label("item_id"),
            AgendaItem.title,
            latest.c.id.label("vote_id"),
            latest.c.state.label("vote_state"),
            _topics_mark(),
        )
        .outerjoin(AgendaItem, and_(AgendaItem.meeting_id == Meeting.id, AgendaItem.state == "current"))
        .outerjoin(latest, latest.c.id.is_not(None))
        .where(Meeting.id == bindparam("meeting_id"))
    )


def _topics_mark() -> Any:
    """The states of all topics, and who leads: what changes on the phones of those who chose them."""
    words = func.concat_ws(" ", sql_cast(GroupTopic.id, String), GroupTopic.state, sql_cast(GroupTopic.version, String))
    states = (
        select(func.string_agg(words, aggregate_order_by(literal("/"), GroupTopic.sequence)))
        .where(GroupTopic.meeting_id == bindparam("meeting_id"))
        .scalar_subquery()
    )
    leaders = (
        select(func.string_agg(sql_cast(GroupSignUp.id, String), aggregate_order_by(literal("/"), GroupSignUp.id)))
        .where(GroupSignUp.meeting_id == bindparam("meeting_id"), GroupSignUp.leads, GroupSignUp.withdrawn_at.is_(None))
        .scalar_subquery()
    )
    return func.concat_ws("+", states, leaders).label("topics")


def standing_of(session: TenantSession, participant: Participant) -> Standing:
    """Whether somebody is noted as present, and if only by a check-in that the office has not confirmed."""
    told = {
        "meeting_id": participant.meeting_id,
        "stay_id": participant.stay_id,
        "invitees": list(participant.invitees),
        "seats": list(participant.seats),
        "person": participant.person,
    }
    noted = session.execute(_standing(), told).scalar()
    if noted is None:
        return "away"
    return "unconfirmed" if noted == "check_in" else "here"


@cache
def _standing() -> Select[*tuple[Any, ...]]:
    """How somebody was noted as present: of several ways the surest, which is also the last by its letters."""
    stay = bindparam("stay_id", type_=Uuid)
    # A seat may be noted as taken by the office without saying whose link sits there.
    by_office = and_(
        Attendance.invitee_id.is_(None),
        Attendance.seat_id.in_(bindparam("seats", expanding=True, type_=Uuid)),
        or_(Attendance.person == bindparam("person"), Attendance.capacity == "holder"),
    )
    by_name = or_(Attendance.invitee_id.in_(bindparam("invitees", expanding=True, type_=Uuid)), by_office)
    return select(func.max(Attendance.noted_by)).where(
        Attendance.meeting_id == bindparam("meeting_id"),
        Attendance.left_at.is_(None),
        or_(Attendance.id == stay, and_(stay.is_(None), by_name)),
    )


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A ballot of this person; `cast` says whether its vote is counted, `choice` how, which a secret vote does not tell."""

    ballot: Ballot
    cast: bool
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class LatestVote:
    """The latest vote of a meeting. `proof` is set once it is closed; `by_phone` while phones take it."""

    id: uuid.UUID
    meeting_id: uuid.UUID
    state: str
    by_phone: bool
    secret: bool
    title: str
    text: str
    outcome: str | None
    proof: dict[str, Any] | None
    opened_at: datetime


def latest_vote(session: TenantSession, pulse: Pulse) -> LatestVote | None:
    """The vote that the pulse names, in one statement; None before the first."""
    if pulse.vote_id is None:
        return None
    row = session.execute(_vote(), {"vote_id": pulse.vote_id}).one()
    return LatestVote(
        row.id,
        row.meeting_id,
        row.state,
        row.state == "open" and row.method == "link",
        row.secret,
        row.title,
        row.text,
        row.outcome,
        row.proof,
        row.opened_at,
    )


def ballots_on_phone(
    session: TenantSession, participant: Participant, vote: LatestVote | None
) -> tuple[CastBallot, ...]:
    """This person's ballots while phones take the vote, and which are counted; in two statements."""
    if vote is None or not vote.by_phone:
        return ()
    ballots = own_ballots(session, participant, vote)
    counted = _cast(session, vote, ballots)
    return tuple(CastBallot(one, one.seat.seat_id in counted, counted.get(one.seat.seat_id)) for one in ballots)


@cache
def _vote() -> Select[*tuple[Any, ...]]:
    return (
        select(
            VoteEvent.id,
            VoteEvent.meeting_id,
            VoteEvent.state,
            VoteEvent.method,
            VoteEvent.secret,
            VoteEvent.proof,
            VoteEvent.outcome,
            VoteEvent.opened_at,
            Motion.title,
            Motion.text,
        )
        .join(Motion, and_(Motion.tenant_id == VoteEvent.tenant_id, Motion.id == VoteEvent.motion_id))
        .where(VoteEvent.id == bindparam("vote_id"))
    )


def _cast(session: TenantSession, event: LatestVote, ballots: Iterable[Ballot]) -> dict[uuid.UUID, Choice | None]:
    """Which of these ballots are counted; and how, in an open vote."""
    seats = [one.seat.seat_id for one in ballots]
    if not seats:
        return {}
    if event.secret:
        noted = session.scalars(
            select(SecretVoter.seat_id).where(SecretVoter.vote_event_id == event.id, SecretVoter.seat_id.in_(seats))
        )
        return dict.fromkeys(noted)
    rows = session.execute(
        select(Vote.seat_id, Vote.choice).where(Vote.vote_event_id == event.id, Vote.seat_id.in_(seats))
    )
    return {row.seat_id: cast(Choice, row.choice) for row in rows}


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who chose a topic; `preferred` is how many would have them lead."""

    id: uuid.UUID
    invitee_id: uuid.UUID | None
    person: str
    organisation: str
    prefers_id: uuid.UUID | None
    leads: bool
    noted_by: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic with those who chose it."""

    id: uuid.UUID
    item_id: uuid.UUID
    title: str
    question: str
    state: str
    body_id: uuid.UUID | None
    first_day: date | None
    first_place: str
    version: int
    members: tuple[Member, ...] = field(default=())

    @property
    def election(self) -> Election:
        return election_of({member.id: member.prefers_id for member in self.members})

    @property
    def leader(self) -> Member | None:
        return next((member for member in self.members if member.leads), None)

    def own(self, invitees: Iterable[uuid.UUID]) -> Member | None:
        """The sign-up of one person; None when they chose another topic or none."""
        mine = set(invitees)
        return next((member for member in self.members if member.invitee_id in mine), None)


def topics_of(session: TenantSession, meeting_id: uuid.UUID, language: Language) -> list[Topic]:
    """The topics of a meeting that were not dropped, each with its members in the reader's order, in one statement."""
    rows = session.execute(
        select(
            GroupTopic.id,
            GroupTopic.agenda_item_id,
            GroupTopic.title,
            GroupTopic.question,
            GroupTopic.state,
            GroupTopic.body_id,
            GroupTopic.first_day,
            GroupTopic.first_place,
            GroupTopic.version,
            GroupSignUp.id.label("sign_up_id"),
            GroupSignUp.invitee_id,
            GroupSignUp.person,
            GroupSignUp.organisation,
            GroupSignUp.prefers_id,
            GroupSignUp.leads,
            GroupSignUp.noted_by,
        )
        .outerjoin(
            GroupSignUp,
            and_(
                GroupSignUp.tenant_id == GroupTopic.tenant_id,
                GroupSignUp.topic_id == GroupTopic.id,
                GroupSignUp.withdrawn_at.is_(None),
            ),
        )
        .where(GroupTopic.meeting_id == meeting_id, GroupTopic.state != "dropped")
        .order_by(GroupTopic.sequence, GroupTopic.id, GroupSignUp.id)
    ).all()
    key = sort_key(language)
    by_topic: dict[uuid.UUID, list[Any]] = {}
    for row in rows:
        by_topic.setdefault(row.id, []).append(row)
    return [_topic(found, key) for found in by_topic.values()]


def _topic(rows: Sequence[Any], key: Any) -> Topic:
    first = rows[0]
    members = [
        Member(r.sign_up_id, r.invitee_id, r.person, r.organisation, r.prefers_id, r.leads, r.noted_by)
        for r in rows
        if r.sign_up_id is not None
    ]
    return Topic(
        first.id,
        first.agenda_item_id,
        first.title,
        first.question,
        first.state,
        first.body_id,
        first.first_day,
        first.first_place,
        first.version,
        tuple(sorted(members, key=lambda one: key(one.person))),
    )


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """Somebody who checked in with a phone and has not left; `seat` is theirs, or empty for a guest."""

    id: uuid.UUID
    person: str
    organisation: str
    seated: bool
    confirmed: bool
    arrived_at: datetime


def checked_in(session: TenantSession, meeting_id: uuid.UUID) -> tuple[list[CheckedIn], int]:
    """Those who checked in with the room's code and whom the office has not confirmed, seats first; and how many people
    are here at all. One statement."""
    rows = session.execute(
        select(
            Attendance.id,
            Attendance.person,
            func.coalesce(Invitee.organisation, "").label("organisation"),
            Attendance.seat_id,
            Attendance.noted_by,
            Attendance.arrived_at,
        )
        .outerjoin(Invitee, and_(Invitee.tenant_id == Attendance.tenant_id, Invitee.id == Attendance.invitee_id))
        .where(Attendance.meeting_id == meeting_id, Attendance.left_at.is_(None))
        .order_by(Attendance.seat_id.is_(None), Attendance.arrived_at, Attendance.id)
    ).all()
    waiting = [
        CheckedIn(r.id, r.person, r.organisation, r.seat_id is not None, r.noted_by != "check_in", r.arrived_at)
        for r in rows
        if r.noted_by == "check_in"
    ]
    return waiting, len(rows)


def items_of_groups(session: TenantSession, meeting_id: uuid.UUID) -> list[tuple[uuid.UUID, str, str]]:
    """The items under which topics may be offered, as (id, title, kind): those made for it first, then the others."""
    rows = session.execute(
        select(AgendaItem.id, AgendaItem.title, AgendaItem.kind)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.state.in_(("open", "current", "done")))
        .order_by(AgendaItem.kind != "groups", AgendaItem.sequence, AgendaItem.id)
    )
    return [(row.id, row.title, row.kind) for row in rows]
