"""Taking votes back: calling an open one off, and annulling one that was closed by mistake, whose proof stays."""

import uuid

from sqlalchemy import delete, select, tuple_

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid
from paktum.core.messages import msg
from paktum.core.subjects import DecisionTold, Subjects
from paktum.domains.audit.service import record
from paktum.domains.decisions.service import annul_decisions
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.tables import Meeting
from paktum.domains.sittings.rules.annulling import LONGEST_REASON, annulment_problem, words_without
from paktum.domains.sittings.rules.roll import read_roll
from paktum.domains.sittings.service.closing import decided_on, subject_of
from paktum.domains.sittings.service.loading import find_motion, find_vote
from paktum.domains.sittings.service.voting import open_roll
from paktum.domains.sittings.tables import Motion, SecretVoter, Vote, VoteCount, VoteEvent


def call_vote_off(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, vote_event_id: uuid.UUID
) -> None:
    """Call an open vote off: what was cast is thrown away, and the motion can be put to the vote anew.

    Called off already, nothing happens. Raises Forbidden, NotFound, Conflict for a closed vote.
    """
    authorise(actor, "sittings.run")
    event = find_vote(session, meeting_id, vote_event_id, closing=True)
    if event.state == "annulled":
        return
    open_roll(event)
    for table in (Vote, VoteCount, SecretVoter):
        session.execute(delete(table).where(table.vote_event_id == vote_event_id))
    event.state = "annulled"
    event.closed_at = clock.now()
    motion = find_motion(session, meeting_id, event.motion_id)
    motion.state = "tabled"
    session.flush()
    record(session, clock, actor, "vote.annulled", "meeting", meeting_id, vote=str(vote_event_id))


def annul_closed_vote(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    subjects: Subjects,
    meeting_id: uuid.UUID,
    vote_event_id: uuid.UUID,
    reason: str,
) -> None:
    """Annul a vote that was closed by mistake, as long as the minutes are not approved; annulled already, nothing happens.

    What was cast, the proof and its seal stay as they are; the chain of acts keeps the reason. The motion is open for a
    new vote, decisions are annulled with their numbers, subjects are told, and a motion that the vote reworded reads as
    before. Raises Forbidden, NotFound, Conflict, and Invalid for `reason`.
    """
    authorise(actor, "sittings.run")
    # The meeting first, as everybody else who works on it takes it: minutes are not approved meanwhile.
    session.execute(select(Meeting.id).where(Meeting.id == meeting_id).with_for_update(read=True))
    head = meeting_head(session, meeting_id)
    event = find_vote(session, meeting_id, vote_event_id, closing=True)
    if event.state == "annulled":
        return
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        words = msg("Say in a sentence why the vote does not count.")
        raise Invalid({"reason": words}, words)
    motion = find_motion(session, meeting_id, event.motion_id)
    amended = find_motion(session, meeting_id, motion.amends_id) if motion.amends_id is not None else None
    problem = annulment_problem(
        head.state,
        event.state,
        voted_since=_voted_since(session, event),
        amended_state=amended.state if amended else None,
    )
    if problem is not None:
        raise Conflict(problem)
    event.state = "annulled"
    _open_again(event, motion, amended)
    session.flush()
    facts = {"vote": str(vote_event_id), "reason": reason, "proof": event.proof_sha256}
    record(session, clock, actor, "vote.undone", "meeting", meeting_id, **facts)
    _take_back(session, clock, actor, subjects, head, event, motion, reason)


def _voted_since(session: TenantSession, event: VoteEvent) -> bool:
    later = select(VoteEvent.id).where(
        VoteEvent.motion_id == event.motion_id,
        VoteEvent.state != "annulled",
        tuple_(VoteEvent.opened_at, VoteEvent.id) > (event.opened_at, event.id),
    )
    return session.scalar(later.limit(1)) is not None


def _open_again(event: VoteEvent, motion: Motion, amended: Motion | None) -> None:
    if amended is not None and motion.state == "carried":
        before = read_roll(event.roll).motion.amended_text
        amended.text = words_without(amended.text, motion.text, before)
    if motion.state in ("carried", "rejected"):
        motion.state = "tabled"


def _take_back(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    subjects: Subjects,
    head: MeetingHead,
    event: VoteEvent,
    motion: Motion,
    reason: str,
) -> None:
    """Annul what the vote decided, and tell its subject the same as it was told when the vote was closed."""
    told = annul_decisions(session, clock, actor, event.id, reason)
    subject = subject_of(session, motion)
    if subject is None or motion.amends_id is not None or event.closed_at is None:
        return
    if event.outcome == "rejected":
        day = decided_on(head, event.closed_at)
        bodies = sorted(body.body_id for body in read_roll(event.roll).bodies)
        told = [DecisionTold("rejected", body, day) for body in bodies]
    for one in told:
        subjects.tell_annulled(session, clock, actor, subject, one)
