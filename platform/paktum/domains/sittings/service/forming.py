"""From a topic to a working group: its body, seats and mandates, its first meeting, and its report to the body above."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.bodies import service as bodies
from paktum.domains.bodies.rules import Office
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.service.planning import MeetingDraft, plan_meeting
from paktum.domains.meetings.tables import Invitee
from paktum.domains.partners.service import organisation_is_active
from paktum.domains.sittings.service.participants import Participant
from paktum.domains.sittings.service.reporting import put_on_next_agenda
from paktum.domains.sittings.service.sign_ups import choose_topic, enter_sign_up
from paktum.domains.sittings.service.topics import find_topic
from paktum.domains.sittings.tables import GroupSignUp, GroupTopic
from paktum.plugin.specs import BodyType
from paktum.plugin.vocabulary import Vocabulary

_FIRST_HOUR: Final = time(10)
_LENGTH: Final = timedelta(hours=2)
# What forming a group takes beyond leading the sitting: the body above founds it, and the office writes that down.
_FOUNDING: Final = frozenset({"bodies.found", "bodies.keep", "meetings.keep"})


def group_types(words: Vocabulary) -> tuple[BodyType, ...]:
    """The kinds of body that a group can become: those that work on one area."""
    return tuple(kind for kind in words.body_types if kind.level == "expert")


def form_group(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    words: Vocabulary,
    meeting_id: uuid.UUID,
    topic_id: uuid.UUID,
    body_type: str,
) -> uuid.UUID:
    """Make a working group of a topic: under the body that leads the meeting, a seat and a mandate for each member, the
    elected one in the chair, and a first meeting on its first day. Gives the body's id; asked again, the same.

    Raises Forbidden, NotFound, Conflict when nobody chose the topic or no leader was named, and Invalid for `body_type`
    or `name`.
    """
    authorise(actor, "sittings.run")
    topic = find_topic(session, meeting_id, topic_id, lock=True)
    if topic.body_id is not None:
        return topic.body_id
    if topic.state not in ("open", "electing"):
        raise Conflict(msg("This topic was dropped. Choose another one."))
    kind = next((kind for kind in group_types(words) if kind.code == body_type), None)
    if kind is None:
        raise Invalid({"body_type": msg("Choose one of the list.")})
    members = _members(session, topic_id)
    if not any(member.leads for member in members):
        raise Conflict(msg("A group begins with its leader: note whom it elected."))
    head = meeting_head(session, meeting_id)
    founder = replace(actor, permissions=actor.permissions | _FOUNDING)
    body_id = bodies.add_body(
        session,
        clock,
        founder,
        words,
        kind.code,
        bodies.BodyDraft(topic.title, parent_id=head.bodies[0].body_id, purpose=topic.question, since=head.day),
    )
    for member in sorted(members, key=lambda one: not one.leads):
        _seat(session, clock, founder, words, body_id, kind, member, head)
    topic.state, topic.body_id = "formed", body_id
    session.flush()
    if topic.first_day is not None:
        _plan_first(session, clock, founder, head, topic)
    put_on_next_agenda(session, clock, founder, head)
    record(session, clock, actor, "group_topic.formed", "body", body_id, topic=str(topic_id), members=len(members))
    return body_id


@dataclass(frozen=True, slots=True)
class _Member:
    """Somebody who signed up, with what their invitation knows of them."""

    person: str
    organisation: str
    organisation_id: uuid.UUID | None
    leads: bool


def _members(session: TenantSession, topic_id: uuid.UUID, sign_up_id: uuid.UUID | None = None) -> list[_Member]:
    rows = session.execute(
        select(GroupSignUp.person, GroupSignUp.organisation, Invitee.organisation_id, GroupSignUp.leads)
        .outerjoin(Invitee, (Invitee.tenant_id == GroupSignUp.tenant_id) & (Invitee.id == GroupSignUp.invitee_id))
        .where(
            GroupSignUp.topic_id == topic_id,
            GroupSignUp.withdrawn_at.is_(None),
            *([GroupSignUp.id == sign_up_id] if sign_up_id else []),
        )
        .order_by(GroupSignUp.created_at, GroupSignUp.id)
    )
    return [_Member(row.person, row.organisation, row.organisation_id, row.leads) for row in rows]


def _seat(
    session: TenantSession,
    clock: Clock,
    founder: Actor,
    words: Vocabulary,
    body_id: uuid.UUID,
    kind: BodyType,
    member: _Member,
    head: MeetingHead,
) -> None:
    known = member.organisation_id is not None and organisation_is_active(session, member.organisation_id)
    seat = bodies.add_seat(
        session,
        clock,
        founder,
        words,
        body_id,
        bodies.SeatDraft(
            member.organisation or member.person,
            organisation_id=member.organisation_id if known else None,
            voting=kind.votes,
            since=head.day,
        ),
    )
    session.flush()
    office: Office = "chair" if member.leads else "member"
    draft = bodies.MandateDraft(member.person, office, seat, head.day)
    bodies.give_mandate(session, clock, founder, words, body_id, draft)
    session.flush()


def _plan_first(session: TenantSession, clock: Clock, founder: Actor, head: MeetingHead, topic: GroupTopic) -> None:
    """The group's first meeting on the day it fixed, in the morning until it says otherwise."""
    if topic.first_day is None or topic.body_id is None:
        return
    starts_at = datetime.combine(topic.first_day, _FIRST_HOUR, ZoneInfo(head.zone))
    draft = MeetingDraft(
        body_ids=(topic.body_id,), starts_at=starts_at, ends_at=starts_at + _LENGTH, place=topic.first_place
    )
    plan_meeting(session, clock, founder, draft)


def join_topic(
    session: TenantSession, clock: Clock, words: Vocabulary, participant: Participant, topic_id: uuid.UUID
) -> None:
    """Choose a topic on the phone; in a group that was formed already it gives a seat and a mandate at once.

    Raises what `choose_topic` does.
    """
    sign_up, news = choose_topic(session, clock, participant, topic_id)
    if news:
        actor = participant.actor or Actor(session.tenant_id, None, None, "member", participant.person, frozenset())
        _seat_who_joined(session, clock, actor, words, topic_id, sign_up)


def enter_member(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    words: Vocabulary,
    meeting_id: uuid.UUID,
    topic_id: uuid.UUID,
    person: str = "",
    organisation: str = "",
    invitee_id: uuid.UUID | None = None,
) -> None:
    """Enter who chose a topic, as the office; in a group that was formed already with a seat and a mandate at once.

    Raises what `enter_sign_up` does.
    """
    sign_up, news = enter_sign_up(session, clock, actor, meeting_id, topic_id, person, organisation, invitee_id)
    if news:
        _seat_who_joined(session, clock, actor, words, topic_id, sign_up)


def _seat_who_joined(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, topic_id: uuid.UUID, sign_up_id: uuid.UUID
) -> None:
    topic = session.scalars(select(GroupTopic).where(GroupTopic.id == topic_id)).one()
    if topic.body_id is None:
        return
    founder = replace(actor, permissions=actor.permissions | _FOUNDING)
    head = meeting_head(session, topic.meeting_id)
    kind = words.body_type(session.scalars(select(Body.body_type).where(Body.id == topic.body_id)).one())
    for member in _members(session, topic_id, sign_up_id):
        _seat(session, clock, founder, words, topic.body_id, kind, replace(member, leads=False), head)
