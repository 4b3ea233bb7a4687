"""Answers to an invitation: by the personal link, by mail, by a member on the page, or entered by the office."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import select

from paktum.core.actors import OFFICE, Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.icalendar import Participation
from paktum.core.itip import Reply
from paktum.core.links import is_link_secret
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.calendar_events import meeting_uid
from paktum.domains.meetings.inviting_queries import InviteeRow, linked_row, rows_of_member
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.rules.inviting import ANSWERS, LINK_PURPOSE, LONGEST_REMARK, Answer, AnswerWay, same_person
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.rules.reply_addresses import ReplyToken, is_reply_secret
from paktum.domains.meetings.service.invitees import find_invitee
from paktum.domains.meetings.tables import Invitee
from paktum.domains.notices.service import notify
from paktum.domains.people.tables import Membership

ANSWERED_IN: Final = frozenset({MeetingState.PLANNED, MeetingState.CONVENED, MeetingState.IN_SESSION})
LONGEST_NAME: Final = 400
_ANSWER_OF: Final[Mapping[Participation, Answer]] = {
    Participation.ACCEPTED: "accepted",
    Participation.TENTATIVE: "tentative",
    Participation.DECLINED: "declined",
}


@dataclass(frozen=True)
class AnswerDraft:
    """What somebody answers: whether, who comes instead, and a remark."""

    answer: Answer | None
    stand_in: str = ""
    remark: str = ""


@dataclass(frozen=True)
class LinkedInvitee:
    """Whoever came by a personal link, and the meeting it is about."""

    person: InviteeRow
    head: MeetingHead


def open_link(session: TenantSession, key: str, invitee_id: uuid.UUID, secret: str) -> LinkedInvitee:
    """Who a personal link belongs to; `key` is the installation's. Raises NotFound for a wrong one, one that was ended,
    and somebody who was taken off: all three look the same."""
    person = linked_row(session, invitee_id)
    generation = person.link_generation if person else 0
    right = is_link_secret(secret, key, LINK_PURPOSE, session.tenant_id, invitee_id, generation)
    if person is None or not right or person.withdrawn_at is not None:
        raise NotFound
    return LinkedInvitee(person, meeting_head(session, person.meeting_id))


def answer_by_link(
    session: TenantSession, clock: Clock, key: str, invitee_id: uuid.UUID, secret: str, draft: AnswerDraft
) -> None:
    """Answer by the personal link, as often as one likes; the last answer holds.

    Raises NotFound, Invalid by the fields of the draft, and Conflict for a meeting that is over or called off.
    """
    linked = open_link(session, key, invitee_id, secret)
    _check(linked.head, draft)
    _write(session, clock, None, _rows_of_person(session, linked.person), linked, draft, "link", clock.now())


def answer_on_page(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, draft: AnswerDraft
) -> None:
    """Answer as a signed-in member, for all seats one holds. Raises Forbidden, NotFound for somebody who is not asked,
    Invalid, Conflict."""
    authorise(actor, "meetings.see")
    head = meeting_head(session, meeting_id)
    own = rows_of_member(session, meeting_id, actor.membership_id) if actor.membership_id else []
    if not own:
        raise NotFound
    _check(head, draft)
    rows = [find_invitee(session, meeting_id, person.id) for person in own]
    _write(session, clock, actor, rows, LinkedInvitee(own[0], head), draft, "page", clock.now())


class MailOutcome(StrEnum):
    """What became of an answer that came by mail."""

    TAKEN = "taken"
    NOTED = "noted"
    OUTDATED = "outdated"
    UNKNOWN = "unknown"
    IGNORED = "ignored"


def linked_by_mail(session: TenantSession, key: str, token: ReplyToken) -> LinkedInvitee | None:
    """Who an address for answers belongs to in this tenant; None for a wrong or ended one."""
    person = linked_row(session, token.invitee_id)
    if person is None or person.withdrawn_at is not None:
        return None
    if not is_reply_secret(token.secret, key, session.tenant_id, person.id, person.link_generation):
        return None
    return LinkedInvitee(person, meeting_head(session, person.meeting_id))


def answer_by_mail(session: TenantSession, clock: Clock, linked: LinkedInvitee, reply: Reply) -> MailOutcome:
    """Take an answer of a calendar program (RFC 5546, 3.2.3).

    One to an earlier time or place is outdated, and so is one that was written before the answer we have (RFC 5546, 2.1.5):
    mails overtake each other. One about another event, or about a meeting that is over, is ignored.
    """
    head, person = linked.head, linked.person
    if head.state not in ANSWERED_IN or reply.uid != meeting_uid(head.id, head.plan_entry_id):
        return MailOutcome.IGNORED
    at = min(reply.stamp, clock.now())
    holds = person.answer is not None and person.answered_at is not None
    if reply.sequence < person.sequence or (holds and person.answered_at and at < person.answered_at):
        return MailOutcome.OUTDATED
    draft = AnswerDraft(_ANSWER_OF[reply.participation], person.stand_in, reply.comment or person.remark)
    _write(session, clock, None, _rows_of_person(session, person), linked, draft, "mail", at)
    return MailOutcome.TAKEN


def note_words(session: TenantSession, clock: Clock, linked: LinkedInvitee, words: str) -> MailOutcome:
    """Keep what somebody wrote instead of pressing a button, and tell the office: a person reads it and notes the answer."""
    if not words.strip():
        return MailOutcome.IGNORED
    row = find_invitee(session, linked.head.id, linked.person.id)
    row.remark = words.strip()[:LONGEST_REMARK]
    record(session, clock, None, "invitee.wrote", "invitee", row.id)
    address = f"/meetings/{linked.head.id}/invitation/{row.id}"
    office = select(Membership.id).where(Membership.role.in_(OFFICE), Membership.ended_at.is_(None))
    for membership_id in session.scalars(office):
        notify(session, membership_id, msg("%(name)s wrote back to the invitation.", name=row.name), address)
    return MailOutcome.NOTED


def enter_answer(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    invitee_id: uuid.UUID,
    draft: AnswerDraft,
) -> None:
    """Note an answer that came by telephone or on paper; without an answer, what was noted is taken back.

    Raises Forbidden, NotFound, Invalid.
    """
    authorise(actor, "meetings.keep")
    head = meeting_head(session, meeting_id)
    row = find_invitee(session, meeting_id, invitee_id)
    if draft.answer is not None:
        _check_texts(draft)
    sequence = head.calendar_sequence + row.sequence_offset
    _enter(row, draft, "office", clock.now(), sequence)
    record(session, clock, actor, "invitee.answer_entered", "invitee", invitee_id, answer=draft.answer or "")


def _check(head: MeetingHead, draft: AnswerDraft) -> None:
    if head.state not in ANSWERED_IN:
        raise Conflict(msg("This meeting is over or called off: an answer changes nothing any more."))
    if draft.answer not in ANSWERS:
        raise Invalid({"answer": msg("Choose whether you come.")})
    _check_texts(draft)


def _check_texts(draft: AnswerDraft) -> None:
    problems = {}
    if len(draft.stand_in) > LONGEST_NAME:
        problems["stand_in"] = msg("This text is longer than %(most)d characters.", most=LONGEST_NAME)
    if len(draft.remark) > LONGEST_REMARK:
        problems["remark"] = msg("This text is longer than %(most)d characters.", most=LONGEST_REMARK)
    if problems:
        raise Invalid(problems)


def _rows_of_person(session: TenantSession, person: InviteeRow) -> list[Invitee]:
    """The lines of one person, locked: somebody with seats in two bodies of a joint session comes for both."""
    rows = session.scalars(
        select(Invitee)
        .where(Invitee.meeting_id == person.meeting_id, Invitee.withdrawn_at.is_(None))
        .where((Invitee.id == person.id) | (Invitee.email == person.email))
        .order_by(Invitee.id)
        .with_for_update()
    )
    return [row for row in rows if row.id == person.id or same_person(row, person)]


def _write(
    session: TenantSession,
    clock: Clock,
    actor: Actor | None,
    rows: Iterable[Invitee],
    linked: LinkedInvitee,
    draft: AnswerDraft,
    way: AnswerWay,
    at: datetime,
) -> None:
    for row in rows:
        _enter(row, draft, way, at, linked.head.calendar_sequence + row.sequence_offset)
    answer = draft.answer or ""
    record(session, clock, actor, "invitee.answered", "invitee", linked.person.id, answer=answer, way=way)


def _enter(row: Invitee, draft: AnswerDraft, way: AnswerWay, at: datetime, sequence: int) -> None:
    row.answer, row.answered_at, row.answered_by = draft.answer, at, way
    row.answered_sequence = sequence
    row.stand_in, row.remark = draft.stand_in.strip(), draft.remark.strip()
    if draft.answer is None:
        row.answered_at = row.answered_by = row.answered_sequence = None
