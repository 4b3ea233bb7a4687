"""Reads of sittings: motions with their votes, what was cast, and what a meeting has decided and asked for so far."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import Uuid, and_, case, func, literal, null, or_, select, union_all
from sqlalchemy import cast as sql_cast

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.audit.queries import acts_called
from paktum.domains.decisions.tables import Decision
from paktum.domains.meetings.tables import Announcement, Invitee
from paktum.domains.partners.tables import Organisation
from paktum.domains.sittings.rules.counting import Count, count_of, tallies_by_count, tallies_by_name
from paktum.domains.sittings.rules.roll import Roll, read_roll
from paktum.domains.sittings.rules.voting import Choice
from paktum.domains.sittings.tables import Attendance, Motion, SecretVoter, Vote, VoteCount, VoteEvent
from paktum.domains.tasks.tables import Task


@dataclass(frozen=True, slots=True)
class MotionRow:
    """A motion; `vote_id` is its vote that is open or was closed last, `results` what each body's votes came to then.

    `annulled` are those of its votes that were closed and do not count any more.
    """

    id: uuid.UUID
    item_id: uuid.UUID
    amends_id: uuid.UUID | None
    sequence: int
    title: str
    text: str
    proposer: str
    majority: str
    state: str
    version: int
    vote_id: uuid.UUID | None
    outcome: str | None
    results: tuple[dict[str, Any], ...]
    annulled: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenVote:
    """The vote that is open: its roll, and how it may be cast."""

    id: uuid.UUID
    motion_id: uuid.UUID
    method: str
    secret: bool
    opened_at: datetime
    roll: Roll


def motions_of(session: TenantSession, meeting_id: uuid.UUID) -> tuple[list[MotionRow], OpenVote | None]:
    """The motions of a meeting in their order, and the vote that is open, in one statement."""
    results = VoteEvent.proof["bodies"]
    rows = session.execute(
        select(
            Motion,
            VoteEvent.id.label("vote_id"),
            VoteEvent.state.label("vote_state"),
            VoteEvent.outcome,
            VoteEvent.method,
            VoteEvent.secret,
            VoteEvent.opened_at,
            results.label("results"),
            case((VoteEvent.state == "open", VoteEvent.roll), else_=null()).label("roll"),
        )
        .outerjoin(
            VoteEvent,
            and_(
                VoteEvent.tenant_id == Motion.tenant_id,
                VoteEvent.motion_id == Motion.id,
                or_(VoteEvent.state != "annulled", VoteEvent.proof.is_not(None)),
            ),
        )
        .where(Motion.meeting_id == meeting_id)
        .order_by(Motion.sequence, Motion.id, VoteEvent.opened_at, VoteEvent.id)
    ).all()
    found: dict[uuid.UUID, MotionRow] = {}
    open_vote = None
    annulled: dict[uuid.UUID, list[uuid.UUID]] = {}
    for row in rows:
        motion: Motion = row.Motion
        off = row.vote_state == "annulled"
        if off:
            annulled.setdefault(motion.id, []).append(row.vote_id)
            if motion.id in found:
                continue
        # Votes stand in the order of their opening, so the last of a motion that stands is the one that counts.
        found[motion.id] = _motion_row(motion, None if off else row)
        if row.vote_state == "open":
            open_vote = OpenVote(row.vote_id, motion.id, row.method, row.secret, row.opened_at, read_roll(row.roll))
    return [replace(row, annulled=tuple(annulled.get(row.id, ()))) for row in found.values()], open_vote


def _motion_row(motion: Motion, vote: Any) -> MotionRow:
    """A motion with the vote of a row, or with none that counts."""
    return MotionRow(
        motion.id,
        motion.agenda_item_id,
        motion.amends_id,
        motion.sequence,
        motion.title,
        motion.text,
        motion.proposer,
        motion.majority,
        motion.state,
        motion.version,
        vote.vote_id if vote else None,
        vote.outcome if vote else None,
        tuple(vote.results or ()) if vote else (),
    )


@dataclass(frozen=True, slots=True)
class Ballots:
    """What was cast in an open vote so far.

    `choices` are empty in a counted or secret vote; `voted` are the seats that have cast a vote, in a secret one too.
    """

    choices: dict[uuid.UUID, Choice]
    counts: dict[tuple[uuid.UUID, str], int]
    voted: frozenset[uuid.UUID]

    def count(self, vote: OpenVote) -> Count:
        """What the vote comes to as it stands."""
        named = vote.method != "show" and not vote.secret
        tallies = tallies_by_name(vote.roll, self.choices) if named else tallies_by_count(vote.roll, self.counts)
        return count_of(vote.roll, tallies, self.choices)


NOTHING_CAST: Final = Ballots({}, {}, frozenset())


def ballots_of(session: TenantSession, vote_event_id: uuid.UUID) -> Ballots:
    """What was cast in a vote, in one statement."""
    no_id, no_text, no_number = sql_cast(null(), Uuid), literal(""), literal(0)
    rows = session.execute(
        union_all(
            select(literal("vote").label("kind"), Vote.seat_id, no_id.label("body_id"), Vote.choice, no_number).where(
                Vote.vote_event_id == vote_event_id
            ),
            select(literal("count"), no_id, VoteCount.body_id, VoteCount.choice, VoteCount.votes).where(
                VoteCount.vote_event_id == vote_event_id
            ),
            select(literal("voter"), SecretVoter.seat_id, no_id, no_text, no_number).where(
                SecretVoter.vote_event_id == vote_event_id
            ),
        )
    ).all()
    choices = {row[1]: cast(Choice, row[3]) for row in rows if row[0] == "vote"}
    counts = {(row[2], row[3]): row[4] for row in rows if row[0] == "count"}
    voters = {row[1] for row in rows if row[0] == "voter"}
    return Ballots(choices, counts, frozenset(voters | set(choices)))


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision that the meeting has taken, with its votes for, against and abstaining; `annulled` with its vote."""

    id: uuid.UUID
    number: str
    title: str
    counts: dict[str, Any]
    motion_id: uuid.UUID | None
    taken_at: datetime
    annulled: bool


@dataclass(frozen=True, slots=True)
class GivenTask:
    """A task that the meeting has given, or that stood on its agenda."""

    id: uuid.UUID
    title: str
    whose: str
    due_on: date | None
    state: str


def decisions_of(session: TenantSession, meeting_id: uuid.UUID) -> list[Outcome]:
    """The decisions of a meeting, in the order they were taken."""
    rows = session.execute(
        select(
            Decision.id,
            Decision.number,
            Decision.title,
            Decision.counts,
            Decision.motion_id,
            Decision.created_at,
            Decision.annulled_because.is_not(None),
        )
        .where(Decision.meeting_id == meeting_id)
        .order_by(Decision.created_at, Decision.ordinal, Decision.id)
    )
    return [Outcome(*row) for row in rows]


def tasks_of(session: TenantSession, meeting_id: uuid.UUID) -> list[GivenTask]:
    """The tasks that a meeting has given, in that order."""
    rows = session.execute(
        select(Task.id, Task.title, func.coalesce(Organisation.name, Task.assignee), Task.due_on, Task.state)
        .outerjoin(
            Organisation, and_(Organisation.tenant_id == Task.tenant_id, Organisation.id == Task.organisation_id)
        )
        .where(Task.meeting_id == meeting_id)
        .order_by(Task.created_at, Task.id)
    )
    return [GivenTask(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Announced:
    """What a participant announced under an item."""

    author: str
    title: str
    text: str
    on: date | None


def announcements_of(session: TenantSession, item_id: uuid.UUID) -> list[Announced]:
    """What was announced under an item, in the order it came."""
    rows = session.execute(
        select(Announcement.author, Announcement.title, Announcement.text, Announcement.on)
        .where(Announcement.agenda_item_id == item_id, Announcement.withdrawn_at.is_(None))
        .order_by(Announcement.created_at, Announcement.id)
    )
    return [Announced(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody invited who holds no seat."""

    id: uuid.UUID
    name: str
    organisation: str
    answer: str | None


def guests_of(session: TenantSession, meeting_id: uuid.UUID, wanted: str = "") -> Sequence[Invited]:
    """The guests of a meeting who are not there, by name, those who declined last; `wanted` is a part of the name or of
    the organisation."""
    there = (
        select(Attendance.id)
        .where(
            Attendance.tenant_id == Invitee.tenant_id,
            Attendance.invitee_id == Invitee.id,
            Attendance.left_at.is_(None),
        )
        .correlate(Invitee)
        .exists()
    )
    rows = session.execute(
        select(Invitee.id, Invitee.name, Invitee.organisation, Invitee.answer)
        .where(
            Invitee.meeting_id == meeting_id,
            or_(Invitee.kind == "guest", Invitee.kind == "walk_in"),
            Invitee.withdrawn_at.is_(None),
            or_(
                Invitee.name.icontains(wanted, autoescape=True), Invitee.organisation.icontains(wanted, autoescape=True)
            ),
            ~there,
        )
        .order_by((Invitee.answer == "declined").nulls_first(), Invitee.name, Invitee.id)
    )
    return [Invited(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Annulment:
    """That a closed vote turned out to be a mistake: when (aware), by whose post, and why."""

    at: datetime
    post: str
    reason: str


def annulments_of(session: TenantSession, meeting_id: uuid.UUID) -> dict[uuid.UUID, Annulment]:
    """The votes of a meeting that were annulled after their closing, as the chain of acts tells of them; one statement."""
    acts = acts_called(session, "vote.undone", "meeting", meeting_id)
    return {uuid.UUID(act.facts["vote"]): Annulment(act.at, act.post, act.facts["reason"]) for act in acts}


@dataclass(frozen=True, slots=True)
class Proof:
    """A closed vote with its sealed proof; `annulled` where it does not count any more."""

    id: uuid.UUID
    meeting_id: uuid.UUID
    motion_id: uuid.UUID
    facts: dict[str, Any]
    seal: str
    opened_at: datetime
    closed_at: datetime
    outcome: str
    annulled: Annulment | None = None


def proof_of_vote(session: TenantSession, meeting_id: uuid.UUID, vote_event_id: uuid.UUID) -> Proof:
    """The proof of a closed vote, annulled ones too. Raises NotFound for one that is open or was called off, or is not of
    that meeting."""
    row = session.execute(
        select(
            VoteEvent.id,
            VoteEvent.meeting_id,
            VoteEvent.motion_id,
            VoteEvent.proof,
            VoteEvent.proof_sha256,
            VoteEvent.opened_at,
            VoteEvent.closed_at,
            VoteEvent.outcome,
            VoteEvent.state,
        ).where(VoteEvent.id == vote_event_id, VoteEvent.meeting_id == meeting_id, VoteEvent.state != "open")
    ).first()
    if row is None or row.proof is None or row.closed_at is None:
        raise NotFound
    return Proof(
        row.id,
        row.meeting_id,
        row.motion_id,
        row.proof,
        row.proof_sha256 or "",
        row.opened_at,
        row.closed_at,
        row.outcome or "",
        annulments_of(session, meeting_id).get(row.id) if row.state == "annulled" else None,
    )
