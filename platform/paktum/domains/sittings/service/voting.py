"""Opening a vote on a frozen roll and noting how it goes; closing it stands in `closing`, taking it back in `annulling`."""

import uuid
from collections.abc import Mapping
from typing import Final, Literal

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.queries import BodyOfMeeting, MeetingHead
from paktum.domains.sittings.roster import Roster, SittingSeat, roster_of
from paktum.domains.sittings.rules.counting import too_many
from paktum.domains.sittings.rules.roll import MajorityKind, MotionText, Roll, RollBody, RollSeat, read_roll
from paktum.domains.sittings.rules.voting import CHOICES, Choice
from paktum.domains.sittings.service.loading import find_motion, find_vote, sitting_in_session
from paktum.domains.sittings.tables import Motion, Vote, VoteCount, VoteEvent

Method = Literal["show", "by_name", "link"]
METHODS: Final[tuple[Method, ...]] = ("by_name", "show", "link")


def open_vote(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    motion_id: uuid.UUID,
    vote_event_id: uuid.UUID,
    method: Method,
    *,
    secret: bool = False,
) -> None:
    """Open the vote on a motion: who may vote, for whom and by which charter is frozen now.

    `vote_event_id` is made by whoever asks; asked again with it, nothing happens. Raises Forbidden, NotFound, Conflict
    (another vote is open, the motion is decided, amendments wait, nobody may vote), and Invalid for `method`.
    """
    authorise(actor, "sittings.run")
    head = sitting_in_session(session, meeting_id)
    motion = find_motion(session, meeting_id, motion_id)
    if session.scalar(select(VoteEvent.id).where(VoteEvent.id == vote_event_id)) is not None:
        return
    if method not in METHODS or (secret and method == "by_name"):
        raise Invalid({"method": msg("A vote by name cannot be secret. Choose another way of voting.")})
    _check_motion(session, motion)
    roster = roster_of(session, head, motion.agenda_item_id)
    roll = _roll(head, roster, _words(session, motion), motion, actor, clock)
    if not roll.voters:
        raise Conflict(msg("Nobody who may vote is here. Note who is present first."))
    opened = session.execute(
        insert(VoteEvent)
        .values(
            tenant_id=session.tenant_id,
            id=vote_event_id,
            meeting_id=meeting_id,
            motion_id=motion_id,
            method=method,
            secret=secret,
            roll=roll.form(),
            opened_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(VoteEvent.id)
    ).first()
    if opened is None:
        raise Conflict(msg("Another vote is open. Close it or call it off first."))
    motion.state = "voting"
    session.flush()
    record(session, clock, actor, "vote.opened", "meeting", meeting_id, vote=str(vote_event_id), motion=str(motion_id))


def _check_motion(session: TenantSession, motion: Motion) -> None:
    if motion.state == "voting":
        raise Conflict(msg("Another vote is open. Close it or call it off first."))
    if motion.state != "tabled":
        raise Conflict(msg("This motion was decided or withdrawn."))
    waiting = session.scalar(
        select(Motion.id).where(Motion.amends_id == motion.id, Motion.state.in_(("tabled", "voting"))).limit(1)
    )
    if waiting is not None:
        raise Conflict(msg("Amendments to this motion wait: they are voted on first."))


def _words(session: TenantSession, motion: Motion) -> MotionText:
    amended = select(Motion.text).where(Motion.id == motion.amends_id)
    before = session.scalar(amended) if motion.amends_id is not None else None
    return MotionText(motion.id, motion.title, motion.text, motion.proposer, motion.amends_id, before)


def _roll(head: MeetingHead, roster: Roster, words: MotionText, motion: Motion, actor: Actor, clock: Clock) -> Roll:
    majority: MajorityKind = "qualified" if motion.majority == "qualified" else "ordinary"
    return Roll(
        item_id=motion.agenda_item_id,
        circular=head.form == "circular",
        opened_by=actor.post,
        opened_at=clock.now().isoformat(),
        motion=words,
        bodies=tuple(roll_body(body, roster, majority, head.convening) for body in head.bodies),
    )


def roll_body(body: BodyOfMeeting, roster: Roster, majority: MajorityKind, convening: int) -> RollBody:
    """A body as a vote that opened now would freeze it."""
    seats = roster.of_body(body.body_id)
    return RollBody(
        body_id=body.body_id,
        name=body.name,
        short_name=body.short_name,
        charter_id=body.charter_id,
        charter_from=body.charter_from.isoformat() if body.charter_from else "",
        rules=body.charter,
        majority=majority,
        convening=convening,
        chair_seat_id=next((seat.id for seat in seats if seat.office == "chair"), None),
        seats=tuple(_roll_seat(seat) for seat in seats),
    )


def _roll_seat(seat: SittingSeat) -> RollSeat:
    stay = seat.stay
    person, capacity = (stay.person, stay.capacity) if stay else ("", "")
    if seat.everywhere and stay is None:
        person, capacity = seat.holder, "holder" if seat.holder else ""
    return RollSeat(
        seat_id=seat.id,
        label=seat.label,
        organisation=seat.organisation,
        weight=seat.weight,
        voting=seat.voting,
        present=seat.present,
        person=person,
        capacity=capacity,
        away_reason=seat.out or seat.excused or "",
        proxy_holder=seat.proxy_holder,
    )


def open_roll(event: VoteEvent) -> Roll:
    """The roll of a vote that is open. Raises Conflict for one that is closed or was called off."""
    if event.state != "open":
        raise Conflict(msg("This vote is closed: nothing of it changes any more."))
    return read_roll(event.roll)


def note_votes(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    vote_event_id: uuid.UUID,
    choices: Mapping[uuid.UUID, Choice | None],
) -> None:
    """Note how seats vote, as called out in the room; None takes a seat's vote back. Others' votes stay as they are.

    Single votes are not listed in the chain of acts: the proof names them all, and its seal stands in the chain.
    Raises Forbidden, NotFound (a seat that is not on the roll, too), and Conflict for a secret or a counted vote, a closed
    one, or a seat that may not vote.
    """
    authorise(actor, "sittings.run")
    event = find_vote(session, meeting_id, vote_event_id)
    roll = open_roll(event)
    if event.secret or event.method == "show":
        raise Conflict(msg("In this vote nobody's choice is written down, only how many there were."))
    voters = roll.voters
    for seat_id in choices:
        if roll.body_of(seat_id) is None:
            raise NotFound
        if seat_id not in voters:
            raise Conflict(msg("This member was not present when the vote was opened, and cannot vote in it."))
    for seat_id, choice in choices.items():
        put_vote(session, clock, vote_event_id, seat_id, choice, "office")


def note_rest(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, vote_event_id: uuid.UUID, choice: Choice
) -> None:
    """Note one choice for all seats that have none yet, as when a chair asks who is against. Raises as `note_votes`."""
    event = find_vote(session, meeting_id, vote_event_id)
    noted = set(session.scalars(select(Vote.seat_id).where(Vote.vote_event_id == event.id)))
    rest: dict[uuid.UUID, Choice | None] = {seat: choice for seat in open_roll(event).voters if seat not in noted}
    note_votes(session, clock, actor, meeting_id, vote_event_id, rest)


def put_vote(
    session: TenantSession,
    clock: Clock,
    vote_event_id: uuid.UUID,
    seat_id: uuid.UUID,
    choice: Choice | None,
    noted_by: Literal["office", "link"],
) -> None:
    """Write a seat's choice in an open vote, instead of the one it had; the caller has checked that it may vote."""
    if choice is None:
        session.execute(delete(Vote).where(Vote.vote_event_id == vote_event_id, Vote.seat_id == seat_id))
        return
    now = clock.now()
    statement = insert(Vote).values(
        tenant_id=session.tenant_id,
        id=new_id(),
        vote_event_id=vote_event_id,
        seat_id=seat_id,
        choice=choice,
        noted_by=noted_by,
        cast_at=now,
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "vote_event_id", "seat_id"],
            set_={"choice": choice, "noted_by": noted_by, "cast_at": now},
            where=Vote.choice != choice,
        )
    )


def note_counts(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    vote_event_id: uuid.UUID,
    counts: Mapping[tuple[uuid.UUID, Choice], int],
) -> None:
    """Note how many hands or slips went each way, by (body, choice); they replace what was noted before.

    Raises Forbidden, NotFound for a body that does not vote, Conflict for a closed vote or one by name or by link, and
    Invalid, by field `<body>-<choice>`, when there are more votes than can be cast.
    """
    authorise(actor, "sittings.run")
    event = find_vote(session, meeting_id, vote_event_id)
    roll = open_roll(event)
    if event.method != "show":
        raise Conflict(msg("In this vote each member's own vote counts: hands are not counted."))
    by_id = {body.body_id: body for body in roll.bodies}
    if not {body_id for body_id, _ in counts} <= set(by_id):
        raise NotFound
    problems: dict[str, Message] = {}
    for body_id, body in by_id.items():
        yes, no, abstain = (counts.get((body_id, choice), 0) for choice in CHOICES)
        if min(yes, no, abstain) < 0 or too_many(body, yes, no, abstain):
            problems[f"{body_id}-yes"] = msg(
                "%(counted)d votes are counted, but only %(votes)d can be cast.",
                counted=yes + no + abstain,
                votes=body.votes,
            )
    if problems:
        raise Invalid(problems)
    for (body_id, choice), votes in sorted(counts.items()):
        statement = insert(VoteCount).values(
            tenant_id=session.tenant_id,
            id=new_id(),
            vote_event_id=vote_event_id,
            body_id=body_id,
            choice=choice,
            votes=votes,
        )
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["tenant_id", "vote_event_id", "body_id", "choice"], set_={"votes": votes}
            )
        )
