"""Topics of groups that form in a meeting: offering, rewording and dropping them, electing a leader, the first date."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, func, select, update

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Forbidden, Invalid, NotFound
from paktum.core.messages import msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.service.planning import zone_of
from paktum.domains.sittings.service.agenda_progress import mark_of
from paktum.domains.sittings.service.loading import find_item, sitting_with_presence
from paktum.domains.sittings.service.participants import Participant
from paktum.domains.sittings.tables import GroupSignUp, GroupTopic

LONGEST_TITLE: Final = 400
LONGEST_QUESTION: Final = 2000
LONGEST_PLACE: Final = 400


@dataclass(frozen=True)
class TopicDraft:
    """What people enter of a topic: what a group would work on, and the question it is to answer."""

    title: str
    question: str = ""


def find_topic(session: TenantSession, meeting_id: uuid.UUID, topic_id: uuid.UUID, *, lock: bool = False) -> GroupTopic:
    """The topic of that meeting; locked, it keeps its state and its members until the transaction ends. Raises NotFound."""
    statement = select(GroupTopic).where(GroupTopic.id == topic_id, GroupTopic.meeting_id == meeting_id)
    if lock:
        statement = statement.with_for_update(key_share=True).execution_options(populate_existing=True)
    found = session.scalar(statement)
    if found is None:
        raise NotFound
    return found


def _checked(draft: TopicDraft) -> TopicDraft:
    title = " ".join(draft.title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise Invalid({"title": msg("Say in a few words what the group would work on.")})
    if len(draft.question) > LONGEST_QUESTION:
        raise Invalid({"question": msg("This text is longer than %(most)d characters.", most=LONGEST_QUESTION)})
    return TopicDraft(title, draft.question.strip())


def add_topic(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    topic_id: uuid.UUID,
    draft: TopicDraft,
) -> None:
    """Offer a topic under an agenda item; `topic_id` is made by whoever asks, so that asking twice offers one.

    Raises Forbidden, NotFound, Conflict, and Invalid for `title` or `question`.
    """
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    # The item is held, so that two topics offered at once do not get the same place.
    find_item(session, meeting_id, item_id)
    if session.scalar(select(GroupTopic.id).where(GroupTopic.id == topic_id)) is not None:
        return
    checked = _checked(draft)
    last = session.scalar(select(func.max(GroupTopic.sequence)).where(GroupTopic.agenda_item_id == item_id)) or 0
    session.add(
        GroupTopic(
            id=topic_id,
            meeting_id=meeting_id,
            agenda_item_id=item_id,
            sequence=last + 1,
            title=checked.title,
            question=checked.question,
        )
    )
    record(session, clock, actor, "group_topic.added", "meeting", meeting_id, topic=str(topic_id), title=checked.title)


class TopicDiffers(Conflict):
    """Somebody else reworded the topic meanwhile."""

    def __init__(self) -> None:
        super().__init__(msg("Somebody else saved this meanwhile. Look at both versions and choose."))


def words_mark(draft: TopicDraft) -> str:
    """A short mark of a topic's words: a form carries the mark of those it was opened with, to notice others' changes."""
    return mark_of(f"{draft.title}\n{draft.question}")


def reword_topic(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    topic_id: uuid.UUID,
    based_on: str,
    draft: TopicDraft,
) -> None:
    """Say a topic in other words, as long as no group came of it; those who chose it stay. The words it has change nothing.

    `based_on` is the mark of the words that the writer saw. Raises Forbidden, NotFound, Conflict, TopicDiffers, and Invalid
    for `title` or `question`.
    """
    authorise(actor, "sittings.run")
    sitting_with_presence(session, meeting_id)
    topic = find_topic(session, meeting_id, topic_id, lock=True)
    checked, stored = _checked(draft), TopicDraft(topic.title, topic.question)
    if checked == stored:
        return
    if topic.state == "formed":
        raise Conflict(msg("The working group was formed: change it among the bodies."))
    if topic.state == "dropped":
        raise Conflict(msg("This topic was dropped."))
    if words_mark(stored) != based_on:
        raise TopicDiffers
    topic.title, topic.question = checked.title, checked.question
    record(session, clock, actor, "group_topic.reworded", "meeting", meeting_id, topic=str(topic_id))


def drop_topic(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, topic_id: uuid.UUID) -> None:
    """Drop a topic that finds no group: those who chose it may choose another. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "sittings.run")
    topic = find_topic(session, meeting_id, topic_id, lock=True)
    if topic.state == "dropped":
        return
    if topic.state == "formed":
        raise Conflict(msg("The working group was formed: change it among the bodies."))
    topic.state = "dropped"
    session.execute(
        update(GroupSignUp)
        .where(GroupSignUp.topic_id == topic_id, GroupSignUp.withdrawn_at.is_(None))
        .values(withdrawn_at=clock.now(), leads=False)
    )
    record(session, clock, actor, "group_topic.dropped", "meeting", meeting_id, topic=str(topic_id))


def start_election(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, topic_id: uuid.UUID
) -> None:
    """Let the members of a group say whom they would have lead it. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "sittings.run")
    topic = find_topic(session, meeting_id, topic_id, lock=True)
    if topic.state == "electing":
        return
    if topic.state != "open":
        raise Conflict(msg("The meeting has moved on meanwhile: this can no longer be done. Look at it again."))
    if not _has_members(session, topic_id):
        raise Conflict(msg("Nobody has chosen this topic yet."))
    topic.state = "electing"
    record(session, clock, actor, "group_topic.electing", "meeting", meeting_id, topic=str(topic_id))


def _has_members(session: TenantSession, topic_id: uuid.UUID) -> bool:
    return session.scalar(select(GroupSignUp.id).where(_members(topic_id)).limit(1)) is not None


def _members(topic_id: uuid.UUID) -> ColumnElement[bool]:
    return (GroupSignUp.topic_id == topic_id) & GroupSignUp.withdrawn_at.is_(None)


def name_leader(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    topic_id: uuid.UUID,
    sign_up_id: uuid.UUID,
) -> None:
    """Note whom the group elected, by phones or by a show of hands. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "sittings.run")
    topic = find_topic(session, meeting_id, topic_id, lock=True)
    if topic.state not in ("open", "electing"):
        raise Conflict(msg("The meeting has moved on meanwhile: this can no longer be done. Look at it again."))
    member = session.scalar(select(GroupSignUp.id).where(GroupSignUp.id == sign_up_id, _members(topic_id)))
    if member is None:
        raise NotFound
    # One after the other: at no time have two rows the mark that only one may have.
    session.execute(update(GroupSignUp).where(GroupSignUp.topic_id == topic_id, GroupSignUp.leads).values(leads=False))
    session.execute(update(GroupSignUp).where(GroupSignUp.id == sign_up_id).values(leads=True))
    topic.state = "electing"
    record(session, clock, actor, "group_topic.leader_named", "meeting", meeting_id, topic=str(topic_id))


def fix_first_day(
    session: TenantSession,
    clock: Clock,
    by: Actor | Participant,
    meeting_id: uuid.UUID,
    topic_id: uuid.UUID,
    day: date | None,
    place: str = "",
) -> None:
    """Fix when and where the group meets first; its leader may do so from the phone.

    Raises Forbidden, NotFound, Conflict once the group was formed, and Invalid for `first_day` or `first_place`.
    """
    topic = find_topic(session, meeting_id, topic_id, lock=True)
    if isinstance(by, Actor):
        authorise(by, "sittings.run")
    elif by.meeting_id != meeting_id or not _leads(session, by, topic_id):
        raise Forbidden(msg("The one who leads the group fixes its first date."))
    if topic.state not in ("open", "electing"):
        raise Conflict(msg("The working group was formed: change it among the bodies."))
    if day is not None and day < clock.now().astimezone(zone_of(session)).date():
        raise Invalid({"first_day": msg("Choose a day to come.")})
    if len(place) > LONGEST_PLACE:
        raise Invalid({"first_place": msg("This text is longer than %(most)d characters.", most=LONGEST_PLACE)})
    topic.first_day, topic.first_place = day, " ".join(place.split())
    actor = by if isinstance(by, Actor) else by.actor
    said = day.isoformat() if day else ""
    record(session, clock, actor, "group_topic.day_fixed", "meeting", meeting_id, topic=str(topic_id), day=said)


def _leads(session: TenantSession, participant: Participant, topic_id: uuid.UUID) -> bool:
    found = session.scalar(
        select(GroupSignUp.id).where(
            _members(topic_id),
            GroupSignUp.leads,
            GroupSignUp.invitee_id.in_(participant.invitees),
        )
    )
    return found is not None
