"""Gathering what happened at a meeting: the facts that its minutes are drafted from, in a fixed number of statements."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, select

from paktum.core.database import TenantSession
from paktum.core.ids import SubjectRef
from paktum.core.languages import Language
from paktum.core.messages import Message
from paktum.core.subjects import Subjects
from paktum.domains.bodies.tables import Body
from paktum.domains.decisions.queries import stands
from paktum.domains.decisions.tables import Decision
from paktum.domains.meetings.queries import AgendaRow, BodyOfMeeting, MeetingHead, agenda_rows
from paktum.domains.meetings.tables import Announcement, Invitee
from paktum.domains.minutes.rules.facts import (
    Announced,
    BodyThere,
    BodyVote,
    DecisionTaken,
    GroupFormed,
    Guest,
    ItemFacts,
    MeetingFacts,
    MotionPut,
    QuorumThere,
    SeatThere,
    Stay,
    TaskReviewed,
    TaskSet,
    VoteTaken,
)
from paktum.domains.sittings.queries import annulments_of
from paktum.domains.sittings.roster import Roster, SittingSeat, roster_of
from paktum.domains.sittings.rules.quorum import SeatState, quorum_of
from paktum.domains.sittings.tables import GroupSignUp, GroupTopic, Motion, VoteEvent
from paktum.domains.tasks.tables import Task, TaskOnAgenda

ByItem = Mapping[uuid.UUID, Sequence[Any]]


def meeting_facts(session: TenantSession, head: MeetingHead, subjects: Subjects, language: Language) -> MeetingFacts:
    """What is known of a meeting: ten statements, and one for each kind of subject on its agenda."""
    zone = ZoneInfo(head.zone)
    roster = roster_of(session, head)
    items = agenda_rows(session, head.id)
    called = subjects.describe(session, (item.subject for item in items if item.subject is not None), language)
    titles: dict[SubjectRef, str | Message] = {ref: subject.title for ref, subject in called.items()}
    circular = head.form == "circular"
    begins = head.starts_at if circular else (head.opened_at or head.starts_at)
    ends = head.ends_at if circular else (head.ended_at or None)
    return MeetingFacts(
        called=head.called,
        form=head.form,
        place=head.place,
        begins=begins.astimezone(zone),
        ends=ends.astimezone(zone) if ends is not None else None,
        chair=_chair(roster, head),
        bodies=tuple(_body(body, roster, head, zone) for body in head.bodies),
        guests=_guests(session, roster),
        items=tuple(_items(session, head, items)),
        subjects=titles,
        end_reason=head.state_reason,
        repeated=head.convening == 2,
    )


def _chair(roster: Roster, head: MeetingHead) -> str:
    """Who sat on the chair's seat of the leading body, else on the deputy's; empty where neither was there."""
    leading = roster.of_body(head.bodies[0].body_id)
    for office in ("chair", "vice_chair"):
        for seat in leading:
            if seat.office == office and seat.stays:
                return seat.stays[0].person
    return ""


def _body(body: BodyOfMeeting, roster: Roster, head: MeetingHead, zone: ZoneInfo) -> BodyThere:
    seats = roster.of_body(body.body_id)
    states = [SeatState(s.id, s.body_id, s.weight, s.voting, bool(s.stays), s.proxy_holder) for s in seats]
    found = quorum_of(states, body.charter.quorum, head.convening)
    quorum = QuorumThere(found.needed, found.there, found.total, found.in_votes) if found.total else None
    return BodyThere(body.name, tuple(_seat(seat, roster, zone) for seat in seats), quorum)


def _seat(seat: SittingSeat, roster: Roster, zone: ZoneInfo) -> SeatThere:
    holder = roster.seat(seat.proxy_holder) if seat.proxy_holder is not None else None
    return SeatThere(
        label=seat.label,
        organisation=seat.organisation,
        voting=seat.voting,
        stays=tuple(
            Stay(stay.person, stay.capacity, stay.way == "remote", _local(stay.arrived_at, zone), _left(stay, zone))
            for stay in seat.stays
        ),
        excuse=seat.excused,
        proxy=holder.label if holder is not None else "",
    )


def _local(instant: datetime, zone: ZoneInfo) -> datetime:
    # Minutes tell hours and minutes: whoever came in the minute in which it began came in time.
    return instant.astimezone(zone).replace(second=0, microsecond=0)


def _left(stay: Any, zone: ZoneInfo) -> datetime | None:
    return _local(stay.left_at, zone) if stay.left_at is not None else None


def _guests(session: TenantSession, roster: Roster) -> tuple[Guest, ...]:
    """Each guest once, however often they went out and came back."""
    ids = {stay.invitee_id for stay in roster.guests if stay.invitee_id is not None}
    rows = session.execute(select(Invitee.id, Invitee.organisation).where(Invitee.id.in_(ids))).all() if ids else []
    organisations = {row.id: row.organisation for row in rows}
    once: dict[object, Guest] = {}
    for stay in roster.guests:
        organisation = organisations.get(stay.invitee_id, "") if stay.invitee_id else ""
        once.setdefault(stay.invitee_id or stay.person, Guest(stay.person, organisation, stay.way == "remote"))
    return tuple(once.values())


def _items(session: TenantSession, head: MeetingHead, items: Sequence[AgendaRow]) -> Iterable[ItemFacts]:
    ids = [item.id for item in items]
    motions, decisions = _motions(session, head.id), _decisions(session, head.id)
    tasks, reviewed = _tasks(session, head.id), _reviewed(session, ids)
    announced, groups = _announced(session, ids), _groups(session, head.id)
    for item in items:
        yield ItemFacts(
            id=item.id,
            number=item.number,
            kind=item.kind,
            title=item.title,
            presenter=item.presenter,
            working_group=item.working_group,
            public=item.public,
            state=item.state,
            notes=item.notes,
            subject=item.subject,
            motions=tuple(motions.get(item.id, ())),
            decisions=tuple(decisions.get(item.id, ())),
            tasks=tuple(tasks.get(item.id, ())),
            reviewed=tuple(reviewed.get(item.id, ())),
            announced=tuple(announced.get(item.id, ())),
            groups=tuple(groups.get(item.id, ())),
        )


def _motions(session: TenantSession, meeting_id: uuid.UUID) -> ByItem:
    """Amendments stand before the motion they amend, as they are voted on first; each with its closed votes, those too that
    were annulled."""
    rows = session.execute(
        select(
            Motion, VoteEvent.id.label("vote_id"), VoteEvent.secret, VoteEvent.outcome, VoteEvent.state, VoteEvent.proof
        )
        .outerjoin(
            VoteEvent,
            and_(
                VoteEvent.tenant_id == Motion.tenant_id,
                VoteEvent.motion_id == Motion.id,
                VoteEvent.proof.is_not(None),
            ),
        )
        .where(Motion.meeting_id == meeting_id)
        .order_by(Motion.sequence, Motion.created_at, Motion.id, VoteEvent.closed_at)
    ).all()
    votes: dict[uuid.UUID, list[VoteTaken]] = defaultdict(list)
    found: dict[uuid.UUID, Motion] = {}
    annulments = annulments_of(session, meeting_id) if any(row.state == "annulled" for row in rows) else {}
    for row in rows:
        found[row.Motion.id] = row.Motion
        if row.proof:
            annulment = annulments.get(row.vote_id)
            off = annulment.reason if annulment else None
            votes[row.Motion.id].append(_vote(row.proof, row.secret, row.outcome or "", off))
    amended = {motion.amends_id for motion in found.values() if motion.state == "carried"}
    places = {motion_id: place for place, motion_id in enumerate(found)}
    by_item: dict[uuid.UUID, list[MotionPut]] = defaultdict(list)
    for motion in sorted(found.values(), key=lambda one: (places[one.amends_id or one.id], one.amends_id is None)):
        by_item[motion.agenda_item_id].append(
            MotionPut(
                motion.text,
                motion.proposer,
                motion.amends_id is not None,
                motion.state,
                tuple(votes[motion.id]),
                amended=motion.id in amended,
            )
        )
    return by_item


def _vote(proof: Mapping[str, Any], secret: bool, outcome: str, annulled: str | None) -> VoteTaken:
    """A vote as its frozen proof tells it: later edits of bodies and seats change nothing of it."""
    bodies = proof.get("bodies", ())
    choices = {} if secret else {str(vote["seat_id"]): str(vote["choice"]) for vote in proof.get("by_name") or ()}
    return VoteTaken(
        secret=secret,
        bodies=tuple(
            BodyVote(
                body=str(body.get("name", "")),
                yes=int(body["votes"].get("yes", 0)),
                no=int(body["votes"].get("no", 0)),
                abstain=int(body["votes"].get("abstain", 0)),
                outcome=str(body.get("outcome") or outcome),
                by_name=tuple(
                    (seat.get("label") or seat.get("organisation", ""), choices[str(seat["seat_id"])])
                    for seat in body.get("seats", ())
                    if str(seat["seat_id"]) in choices
                ),
            )
            for body in bodies
            if "votes" in body
        ),
        outcome=outcome,
        annulled=annulled,
    )


def _decisions(session: TenantSession, meeting_id: uuid.UUID) -> ByItem:
    rows = session.execute(
        select(Decision.agenda_item_id, Decision.number, Decision.text, Body.name, stands().label("stands"))
        .join(Body, and_(Body.tenant_id == Decision.tenant_id, Body.id == Decision.body_id))
        .where(Decision.meeting_id == meeting_id, Decision.agenda_item_id.is_not(None))
        .order_by(Body.sequence, Decision.ordinal)
    )
    return _grouped(rows, lambda row: DecisionTaken(row.number, row.text, row.name, not row.stands))


def _tasks(session: TenantSession, meeting_id: uuid.UUID) -> ByItem:
    rows = session.execute(
        select(Task.agenda_item_id, Task.title, Task.assignee, Task.due_on)
        .where(Task.meeting_id == meeting_id, Task.agenda_item_id.is_not(None))
        .order_by(Task.created_at, Task.id)
    )
    return _grouped(rows, lambda row: TaskSet(row.title, row.assignee, row.due_on))


def _reviewed(session: TenantSession, item_ids: Sequence[uuid.UUID]) -> ByItem:
    rows = session.execute(
        select(TaskOnAgenda.agenda_item_id, Task.title, Task.assignee, Task.state, TaskOnAgenda.note)
        .join(Task, and_(Task.tenant_id == TaskOnAgenda.tenant_id, Task.id == TaskOnAgenda.task_id))
        .where(TaskOnAgenda.agenda_item_id.in_(item_ids))
        .order_by(Task.due_on.nulls_last(), Task.created_at, Task.id)
    )
    return _grouped(rows, lambda row: TaskReviewed(row.title, row.assignee, row.state, row.note))


def _announced(session: TenantSession, item_ids: Sequence[uuid.UUID]) -> ByItem:
    rows = session.execute(
        select(Announcement.agenda_item_id, Announcement.author, Announcement.title, Announcement.text, Announcement.on)
        .where(Announcement.agenda_item_id.in_(item_ids), Announcement.withdrawn_at.is_(None))
        .order_by(Announcement.on.nulls_last(), Announcement.created_at, Announcement.id)
    )
    return _grouped(rows, lambda row: Announced(row.author, row.title, row.text, row.on))


def _groups(session: TenantSession, meeting_id: uuid.UUID) -> ByItem:
    signed = and_(
        GroupSignUp.tenant_id == GroupTopic.tenant_id,
        GroupSignUp.topic_id == GroupTopic.id,
        GroupSignUp.withdrawn_at.is_(None),
    )
    rows = session.execute(
        select(
            GroupTopic.agenda_item_id,
            GroupTopic.title,
            GroupTopic.first_day,
            func.count(GroupSignUp.id).label("members"),
            func.coalesce(func.max(GroupSignUp.person).filter(GroupSignUp.leads), "").label("leader"),
        )
        .outerjoin(GroupSignUp, signed)
        .where(GroupTopic.meeting_id == meeting_id, GroupTopic.state == "formed")
        .group_by(GroupTopic.tenant_id, GroupTopic.id)
        .order_by(GroupTopic.sequence, GroupTopic.id)
    )
    return _grouped(rows, lambda row: GroupFormed(row.title, row.members, row.leader, row.first_day))


def _grouped(rows: Iterable[Any], make: Callable[[Any], Any]) -> ByItem:
    by_item: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for row in rows:
        by_item[row.agenda_item_id].append(make(row))
    return by_item
