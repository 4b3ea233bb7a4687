"""Meetings for tests: planned through the service, for bodies named by the codes of the tenant's opening data."""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from paktum.core.clock import Clock
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.service.agenda import ItemDraft, add_item
from paktum.domains.meetings.service.announcements import AnnouncementDraft, announce
from paktum.domains.meetings.service.planning import MeetingDraft, plan_meeting, plan_with_agenda
from paktum.web.context import House
from tests.support.pacts import Pact

# 28 January 2027, ten o'clock in the five pacts' zones; the tests' clock stands at 21 November 2026.
USUAL_START = datetime(2027, 1, 28, 9, 0, tzinfo=UTC)


def clock_of(pact: Pact) -> Clock:
    """The clock of the application."""
    house: House = pact.app.extensions["paktum"]
    return house.clock


def body_id(pact: Pact, code: str) -> uuid.UUID:
    """The id of a body by its code in the opening data."""
    with pact.work() as session:
        return session.scalars(select(Body.id).where(Body.code == code)).one()  # type: ignore[no-any-return]


def planned_meeting(
    pact: Pact,
    bodies: Sequence[str] = ("steering_group",),
    *,
    starts_at: datetime = USUAL_START,
    hours: float = 2,
    items: Sequence[str] = (),
    **values: Any,
) -> uuid.UUID:
    """A meeting of one body, or of several together, with free items of those titles on its agenda."""
    actor = pact.actor("officer")
    ids = tuple(body_id(pact, code) for code in bodies)
    draft = MeetingDraft(body_ids=ids, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours), **values)
    with pact.work() as session:
        meeting = plan_meeting(session, clock_of(pact), actor, draft)
        for title in items:
            add_item(session, clock_of(pact), actor, meeting, ItemDraft(title))
    return meeting


def filled_meeting(
    pact: Pact, bodies: Sequence[str] = ("steering_group",), *, starts_at: datetime = USUAL_START, hours: float = 2
) -> uuid.UUID:
    """A meeting whose agenda begins with what stands on every one of its bodies."""
    ids = tuple(body_id(pact, code) for code in bodies)
    draft = MeetingDraft(body_ids=ids, starts_at=starts_at, ends_at=starts_at + timedelta(hours=hours))
    house: House = pact.app.extensions["paktum"]
    actor = pact.actor("officer")
    with pact.work() as session:
        return plan_with_agenda(session, house.clock, actor, house.vocabulary_of(session, pact.id, ""), draft)


def meeting_with_announcements(pact: Pact) -> tuple[uuid.UUID, uuid.UUID, uuid.UUID]:
    """A meeting with an item for announcements, and one that the officer made: the ids of the three."""
    meeting, actor = planned_meeting(pact), pact.actor("officer")
    with pact.work() as session:
        item = add_item(session, clock_of(pact), actor, meeting, ItemDraft("Bejelentések", kind="announcements"))
        made = announce(session, clock_of(pact), actor, meeting, item, AnnouncementDraft("Állásbörze"))
    return meeting, item, made
