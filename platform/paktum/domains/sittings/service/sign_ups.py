"""Choosing a topic in a meeting, by one's own phone or by the office's hand: one topic a person, moved by choosing again."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Row, select, update
from sqlalchemy.dialects.postgresql import insert

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.tables import Invitee
from paktum.domains.sittings.rules.groups import ELECTED_IN, JOINED_IN, LEFT_IN
from paktum.domains.sittings.service.participants import Participant
from paktum.domains.sittings.service.topics import LONGEST_TITLE, find_topic
from paktum.domains.sittings.tables import GroupSignUp, GroupTopic

_STANDS: ColumnElement[bool] = GroupSignUp.withdrawn_at.is_(None) & GroupSignUp.invitee_id.is_not(None)


def choose_topic(
    session: TenantSession, clock: Clock, participant: Participant, topic_id: uuid.UUID
) -> tuple[uuid.UUID, bool]:
    """Choose a topic; whoever had chosen another moves. Gives the sign-up's id, and whether anything changed.

    Raises NotFound, and Conflict when the topic was dropped, or when the group chosen before was formed already.
    """
    if participant.invitee_id is None:
        raise NotFound
    topic = find_topic(session, participant.meeting_id, topic_id, lock=True)
    sign_up, news = _sign_up(
        session, clock, topic, participant.invitee_id, participant.person, participant.organisation, noted_by="link"
    )
    if news:
        _note(session, clock, participant.actor, topic)
    return sign_up, news


def enter_sign_up(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    topic_id: uuid.UUID,
    person: str = "",
    organisation: str = "",
    invitee_id: uuid.UUID | None = None,
) -> tuple[uuid.UUID, bool]:
    """Enter who chose a topic: somebody invited, or anybody by name. Gives the sign-up's id and whether it is news.

    Raises Forbidden, NotFound, Conflict, and Invalid for `person`.
    """
    authorise(actor, "sittings.run")
    topic = find_topic(session, meeting_id, topic_id, lock=True)
    name, of = " ".join(person.split()), " ".join(organisation.split())
    if invitee_id is not None:
        invitee = session.execute(
            select(Invitee.name, Invitee.organisation).where(
                Invitee.id == invitee_id, Invitee.meeting_id == meeting_id, Invitee.withdrawn_at.is_(None)
            )
        ).first()
        if invitee is None:
            raise NotFound
        name, of = name or invitee.name, of or invitee.organisation
    if not name or max(len(name), len(of)) > LONGEST_TITLE:
        raise Invalid({"person": msg("Say who joins the group.")})
    sign_up, news = _sign_up(session, clock, topic, invitee_id, name, of, noted_by="office")
    if news:
        _note(session, clock, actor, topic)
    return sign_up, news


def _note(session: TenantSession, clock: Clock, actor: Actor | None, topic: GroupTopic) -> None:
    record(session, clock, actor, "group_topic.chosen", "meeting", topic.meeting_id, topic=str(topic.id))


def _sign_up(
    session: TenantSession,
    clock: Clock,
    topic: GroupTopic,
    invitee_id: uuid.UUID | None,
    person: str,
    organisation: str,
    noted_by: str,
) -> tuple[uuid.UUID, bool]:
    if topic.state not in JOINED_IN:
        raise Conflict(msg("This topic was dropped. Choose another one."))
    before = _standing(session, topic, invitee_id, person, organisation)
    if before is not None and before.topic_id == topic.id:
        return before.id, False
    if before is not None and before.body_id is not None:
        raise Conflict(msg("You are in a group that was formed already. Ask the %(term_pact_office)s to change it."))
    later = "later" if topic.state == "formed" else noted_by
    statement = insert(GroupSignUp).values(
        tenant_id=session.tenant_id,
        id=new_id(),
        meeting_id=topic.meeting_id,
        topic_id=topic.id,
        invitee_id=invitee_id,
        person=person,
        organisation=organisation,
        noted_by=later,
        created_at=clock.now(),
    )
    # Two devices of one person choosing at once end up in one row: the later one's.
    sign_up = session.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant_id", "meeting_id", "invitee_id"],
            index_where=_STANDS,
            set_={"topic_id": topic.id, "prefers_id": None, "leads": False, "noted_by": later},
        ).returning(GroupSignUp.id)
    ).scalar_one()
    return sign_up, True


def _standing(
    session: TenantSession, topic: GroupTopic, invitee_id: uuid.UUID | None, person: str, organisation: str
) -> Row[*tuple[Any, ...]] | None:
    """The sign-up this person has in the meeting; without an invitation, one in the same words under the same topic."""
    same = (
        GroupSignUp.invitee_id == invitee_id
        if invitee_id is not None
        else (GroupSignUp.topic_id == topic.id)
        & GroupSignUp.invitee_id.is_(None)
        & (GroupSignUp.person == person)
        & (GroupSignUp.organisation == organisation)
    )
    return session.execute(
        select(GroupSignUp.id, GroupSignUp.topic_id, GroupTopic.body_id)
        .join(GroupTopic, (GroupTopic.tenant_id == GroupSignUp.tenant_id) & (GroupTopic.id == GroupSignUp.topic_id))
        .where(GroupSignUp.meeting_id == topic.meeting_id, GroupSignUp.withdrawn_at.is_(None), same)
        .with_for_update(of=GroupSignUp)
    ).first()


def prefer_leader(
    session: TenantSession, clock: Clock, participant: Participant, topic_id: uuid.UUID, sign_up_id: uuid.UUID
) -> None:
    """Say whom of the group one would have lead it; may be changed until the leader is named.

    Raises NotFound, Forbidden for somebody of another group, Conflict when no leader is being elected.
    """
    topic = find_topic(session, participant.meeting_id, topic_id, lock=True)
    if topic.state not in ELECTED_IN:
        raise Conflict(msg("No leader is being elected in this group now."))
    members = session.execute(
        select(GroupSignUp.id, GroupSignUp.invitee_id, GroupSignUp.leads).where(
            GroupSignUp.topic_id == topic_id, GroupSignUp.withdrawn_at.is_(None)
        )
    ).all()
    own = next((row.id for row in members if row.invitee_id in participant.invitees), None)
    if own is None:
        raise Forbidden(msg("Only the members of a group elect its leader."))
    if sign_up_id not in {row.id for row in members}:
        raise NotFound
    if any(row.leads for row in members):
        raise Conflict(msg("The leader of this group was elected already."))
    session.execute(update(GroupSignUp).where(GroupSignUp.id == own).values(prefers_id=sign_up_id))


def withdraw_sign_up(
    session: TenantSession, clock: Clock, by: Actor | Participant, meeting_id: uuid.UUID, sign_up_id: uuid.UUID
) -> None:
    """Take back a choice: one's own, or anybody's for the office. Taken back already, nothing happens.

    Raises Forbidden, NotFound, and Conflict once the group was formed.
    """
    row = session.execute(
        select(GroupSignUp.id, GroupSignUp.invitee_id, GroupSignUp.topic_id, GroupSignUp.withdrawn_at).where(
            GroupSignUp.id == sign_up_id, GroupSignUp.meeting_id == meeting_id
        )
    ).first()
    if row is None:
        raise NotFound
    if isinstance(by, Actor):
        authorise(by, "sittings.run")
    elif row.invitee_id not in by.invitees:
        raise NotFound
    topic = find_topic(session, meeting_id, row.topic_id, lock=True)
    if row.withdrawn_at is not None:
        return
    if topic.state not in LEFT_IN:
        raise Conflict(msg("The working group was formed: change it among the bodies."))
    session.execute(
        update(GroupSignUp).where(GroupSignUp.id == sign_up_id).values(withdrawn_at=clock.now(), leads=False)
    )
    actor = by if isinstance(by, Actor) else by.actor
    record(session, clock, actor, "group_topic.left", "meeting", meeting_id, topic=str(topic.id))
