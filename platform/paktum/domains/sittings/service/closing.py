"""Closing a vote: the count by each body's charter, the sealed proof, the decisions, and the word to the subject."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid
from paktum.core.ids import SubjectRef
from paktum.core.messages import msg, say
from paktum.core.subjects import DecisionTold, Subjects
from paktum.domains.audit.service import record
from paktum.domains.decisions.service import TakenDecision, TakenIn, VoteCounts, decision_told, take_decision
from paktum.domains.meetings.queries import MeetingHead, agenda_rows
from paktum.domains.meetings.tables import AgendaItem
from paktum.domains.sittings.rules.counting import (
    BodyCount,
    Count,
    NamedVote,
    count_of,
    proof_of,
    seal_of,
    tallies_by_count,
    tallies_by_name,
)
from paktum.domains.sittings.rules.roll import Roll, read_roll
from paktum.domains.sittings.rules.voting import Choice, Tally
from paktum.domains.sittings.service.casting import seal_secret_vote
from paktum.domains.sittings.service.loading import find_motion, find_vote, sitting_in_session
from paktum.domains.sittings.service.voting import open_roll
from paktum.domains.sittings.tables import Motion, Vote, VoteCount, VoteEvent
from paktum.domains.tenancy.queries import pact_language


def ballots_of(
    session: TenantSession, event: VoteEvent, roll: Roll
) -> tuple[dict[uuid.UUID, Tally], dict[uuid.UUID, Choice], tuple[NamedVote, ...]]:
    """What was cast in a vote: the tallies by body, and for an open vote by name or link each seat's choice."""
    if event.method == "show" or event.secret:
        rows = session.execute(
            select(VoteCount.body_id, VoteCount.choice, VoteCount.votes).where(VoteCount.vote_event_id == event.id)
        )
        return tallies_by_count(roll, {(row.body_id, row.choice): row.votes for row in rows}), {}, ()
    votes = session.execute(
        select(Vote.seat_id, Vote.choice, Vote.noted_by).where(Vote.vote_event_id == event.id).order_by(Vote.seat_id)
    ).all()
    choices = {vote.seat_id: cast(Choice, vote.choice) for vote in votes}
    named = tuple(NamedVote(vote.seat_id, cast(Choice, vote.choice), vote.noted_by) for vote in votes)
    return tallies_by_name(roll, choices), choices, named


def is_open(session: TenantSession, meeting_id: uuid.UUID, vote_event_id: uuid.UUID) -> bool:
    """Whether a vote is still open, held so that nobody closes it meanwhile. Raises NotFound."""
    return find_vote(session, meeting_id, vote_event_id, closing=True).state == "open"


def close_vote(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    subjects: Subjects,
    meeting_id: uuid.UUID,
    vote_event_id: uuid.UUID,
    chair: Mapping[uuid.UUID, Choice] | None = None,
) -> None:
    """Close a vote and write down what came of it; closed already, nothing happens.

    `chair` says, by body, how the chair breaks a tie where the charter lets the chair do so and the vote does not tell.
    A motion that lacked a quorum is tabled again. One that carried becomes a decision of each body, and the subject on the
    agenda is told; an amendment that carried rewords its motion.
    Raises Forbidden, NotFound, Conflict, and Invalid, by field `chair-<body>`, for a tie that waits for the chair.
    """
    authorise(actor, "sittings.run")
    head = sitting_in_session(session, meeting_id)
    event = find_vote(session, meeting_id, vote_event_id, closing=True)
    if event.state == "closed":
        return
    roll = open_roll(event)
    tallies, choices, named = ballots_of(session, event, roll)
    count = count_of(roll, tallies, choices, chair)
    unsaid = [one for one in count.tie_open if one.body.body_id not in (chair or {})]
    if unsaid:
        words = msg("The votes are equal, and by the charter the chair decides: say how.")
        raise Invalid({f"chair-{one.body.body_id}": words for one in unsaid}, words)
    now = clock.now()
    motion = find_motion(session, meeting_id, event.motion_id)
    _seal(event, count, named, actor, now)
    if event.secret:
        seal_secret_vote(session, event.id)
    motion.state = "tabled" if count.outcome == "no_quorum" else count.outcome
    session.flush()
    facts = {"vote": str(vote_event_id), "outcome": count.outcome, "proof": event.proof_sha256}
    record(session, clock, actor, "vote.closed", "meeting", meeting_id, **facts)
    if count.outcome == "no_quorum":
        return
    if motion.amends_id is not None:
        _reword_amended(session, meeting_id, motion)
    else:
        _decide(session, clock, actor, subjects, head, event, motion, count, now)


def _seal(event: VoteEvent, count: Count, named: tuple[NamedVote, ...], actor: Actor, now: datetime) -> None:
    event.proof = proof_of(
        event.roll,
        count,
        method=event.method,
        secret=event.secret,
        closed_at=now.isoformat(),
        closed_by=actor.post,
        by_name=named,
    )
    event.proof_sha256 = seal_of(event.proof)
    event.state, event.outcome, event.closed_at = "closed", count.outcome, now


def _reword_amended(session: TenantSession, meeting_id: uuid.UUID, amendment: Motion) -> None:
    """Let the motion read as the amendment that carried has it; what it read before stands in the proofs of its votes."""
    if amendment.state != "carried" or amendment.amends_id is None:
        return
    amended = find_motion(session, meeting_id, amendment.amends_id)
    amended.text = amendment.text
    session.flush()


def decided_on(head: MeetingHead, closed_at: datetime) -> date:
    """The day, by the pact's clocks, of which a decision is whose vote was closed at an instant."""
    return closed_at.astimezone(ZoneInfo(head.zone)).date()


def _decide(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    subjects: Subjects,
    head: MeetingHead,
    event: VoteEvent,
    motion: Motion,
    count: Count,
    now: datetime,
) -> None:
    """Take a decision for each body once all carried the motion, in one order always, and tell the subject what came of it.

    A joint session decides together or not at all: what one body alone carried is no decision.
    """
    day = decided_on(head, now)
    subject = subject_of(session, motion)
    taken_in = _taken_in(session, head, motion) if count.outcome == "carried" else TakenIn()
    for one in sorted(count.bodies, key=lambda one: one.body.body_id):
        if count.outcome == "carried":
            decision_id = take_decision(session, clock, actor, _taken(one, event, motion, subject, day, taken_in))
            told = decision_told(session, decision_id)
        else:
            told = DecisionTold("rejected", one.body.body_id, day)
        if subject is not None:
            subjects.tell(session, clock, actor, subject, told)


def _taken_in(session: TenantSession, head: MeetingHead, motion: Motion) -> TakenIn:
    """What decisions keep of where they were taken: the meeting and its item as both are called now."""
    called = head.called if isinstance(head.called, str) else say(head.called, pact_language(session))
    item = next((row for row in agenda_rows(session, head.id) if row.id == motion.agenda_item_id), None)
    if item is None:
        return TakenIn(called, head.place)
    return TakenIn(called, head.place, f"{item.number}. {item.title}" if item.number is not None else item.title)


def _taken(
    one: BodyCount, event: VoteEvent, motion: Motion, subject: SubjectRef | None, day: date, taken_in: TakenIn
) -> TakenDecision:
    tally, quorum = one.tally, one.body.quorum
    circular = read_roll(event.roll).circular
    counts = VoteCounts(
        tally.yes,
        tally.no,
        tally.abstain,
        tally.not_cast,
        secret=event.secret,
        needed=one.result.needed,
        there=None if circular else quorum.there,
        quorum=None if circular else quorum.needed,
        proof=event.proof_sha256 or "",
    )
    return TakenDecision(
        body_id=one.body.body_id,
        title=motion.title,
        text=motion.text,
        decided_on=day,
        counts=counts,
        meeting_id=motion.meeting_id,
        agenda_item_id=motion.agenda_item_id,
        taken_in=taken_in,
        motion_id=motion.id,
        vote_event_id=event.id,
        subject=subject,
        numbering=one.body.rules.numbering if one.body.charter_id else None,
    )


def subject_of(session: TenantSession, motion: Motion) -> SubjectRef | None:
    """What the item of a motion brings before the bodies; None where it is nothing but words."""
    row = session.execute(
        select(AgendaItem.subject_kind, AgendaItem.subject_id).where(AgendaItem.id == motion.agenda_item_id)
    ).first()
    if row is None or row.subject_kind is None or row.subject_id is None:
        return None
    return SubjectRef(row.subject_kind, row.subject_id)
