"""Announcements: what participants plan to do, told before the meeting under an item of the kind `announcements`."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Forbidden, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.meetings.rules.life import AGENDA_OPEN_IN
from paktum.domains.meetings.service.loading import load_item, load_meeting, require_state, require_version, touch
from paktum.domains.meetings.tables import Announcement, Invitee

LONGEST_TITLE: Final = 400
LONGEST_TEXT: Final = 4_000


@dataclass(frozen=True)
class AnnouncementDraft:
    """What somebody announces; `on` is the day it takes place, where there is one."""

    title: str
    text: str = ""
    on: date | None = None


def announcement_problems(draft: AnnouncementDraft) -> dict[str, Message]:
    """What is wrong with an announcement, by field."""
    found: dict[str, Message] = {}
    if not draft.title.strip():
        found["title"] = msg("Say what you plan.")
    elif len(draft.title) > LONGEST_TITLE:
        found["title"] = msg("A title has at most %(most)d characters.", most=LONGEST_TITLE)
    if len(draft.text) > LONGEST_TEXT:
        found["text"] = msg("This text is longer than %(most)d characters.", most=LONGEST_TEXT)
    return found


def announce(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    item_id: uuid.UUID,
    draft: AnnouncementDraft,
    author: str = "",
) -> uuid.UUID:
    """Announce something in one's own name; the office may also enter what somebody else told it (`author`).

    Raises Forbidden, NotFound for an item of another kind, Invalid by field, Conflict once the meeting is held.
    """
    authorise(actor, "meetings.announce")
    own = not author.strip() or not actor.may("meetings.keep")
    announcement = _announced(session, clock, meeting_id, item_id, draft)
    announcement.author = actor.post if own else author.strip()[:LONGEST_TITLE]
    announcement.membership_id = actor.membership_id if own else None
    session.add(announcement)
    session.flush()
    record(session, clock, actor, "announcement.added", "meeting", meeting_id, title=announcement.title)
    return announcement.id


def announce_as_invitee(
    session: TenantSession, clock: Clock, invitee: Invitee, item_id: uuid.UUID, draft: AnnouncementDraft
) -> uuid.UUID:
    """Announce something by the personal link of an invitation. Raises NotFound, Invalid by field, Conflict."""
    announcement = _announced(session, clock, invitee.meeting_id, item_id, draft)
    announcement.author = f"{invitee.name}, {invitee.organisation}" if invitee.organisation else invitee.name
    announcement.author = announcement.author[:LONGEST_TITLE]
    announcement.invitee_id = invitee.id
    session.add(announcement)
    session.flush()
    record(session, clock, None, "announcement.added", "meeting", invitee.meeting_id, title=announcement.title)
    return announcement.id


def _announced(
    session: TenantSession, clock: Clock, meeting_id: uuid.UUID, item_id: uuid.UUID, draft: AnnouncementDraft
) -> Announcement:
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, AGENDA_OPEN_IN)
    item = load_item(session, meeting_id, item_id)
    if item.kind != "announcements" or item.state in ("carried", "withdrawn"):
        raise NotFound
    problems = announcement_problems(draft)
    if problems:
        raise Invalid(problems)
    touch(clock, meeting)
    return Announcement(
        id=new_id(),
        agenda_item_id=item_id,
        title=draft.title.strip(),
        text=draft.text.strip(),
        on=draft.on,
        created_at=clock.now(),
    )


def edit_announcement(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    announcement_id: uuid.UUID,
    version: int,
    draft: AnnouncementDraft,
) -> None:
    """Change one's own announcement; the office changes any. Raises Forbidden, NotFound, Invalid by field, Conflict."""
    announcement = _own(session, actor, meeting_id, announcement_id)
    require_version(announcement, version)
    problems = announcement_problems(draft)
    if problems:
        raise Invalid(problems)
    announcement.title, announcement.text, announcement.on = draft.title.strip(), draft.text.strip(), draft.on
    record(session, clock, actor, "announcement.edited", "meeting", meeting_id, title=announcement.title)


def withdraw_announcement(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, announcement_id: uuid.UUID
) -> None:
    """Withdraw one's own announcement; the office withdraws any. Raises Forbidden, NotFound, Conflict."""
    announcement = _own(session, actor, meeting_id, announcement_id)
    announcement.withdrawn_at = clock.now()
    record(session, clock, actor, "announcement.withdrawn", "meeting", meeting_id, title=announcement.title)


def _own(session: TenantSession, actor: Actor, meeting_id: uuid.UUID, announcement_id: uuid.UUID) -> Announcement:
    authorise(actor, "meetings.announce")
    require_state(load_meeting(session, meeting_id), AGENDA_OPEN_IN)
    announcement = session.scalar(
        select(Announcement).where(Announcement.id == announcement_id, Announcement.withdrawn_at.is_(None))
    )
    if announcement is None:
        raise NotFound
    load_item(session, meeting_id, announcement.agenda_item_id)
    if not actor.may("meetings.keep") and announcement.membership_id != actor.membership_id:
        raise Forbidden
    return announcement
