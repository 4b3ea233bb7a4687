"""Planning a meeting: its bodies and their numbers, its time and place."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.tables import Meeting, MeetingBody
from paktum.domains.tenancy.tables import Tenant

FORMS: Final = ("present", "remote", "mixed", "circular")
LONGEST_TITLE: Final = 400
LONGEST_PLACE: Final = 2000


@dataclass(frozen=True, kw_only=True)
class MeetingDraft:
    """What people enter of a meeting: aware instants; the body that leads comes first in `body_ids`."""

    body_ids: tuple[uuid.UUID, ...]
    starts_at: datetime
    ends_at: datetime
    form: str = "present"
    title: str = ""
    place: str = ""
    remote_address: str = ""
    invitation_note: str = ""
    plan_entry_id: uuid.UUID | None = None


def draft_problems(draft: MeetingDraft) -> dict[str, Message]:
    """What is wrong with a meeting's time, form and place, by field."""
    found: dict[str, Message] = {}
    if draft.ends_at <= draft.starts_at:
        found["ends"] = msg("The end is after the beginning.")
    if draft.form not in FORMS:
        found["form"] = msg("Choose how the meeting is held.")
    if len(draft.title) > LONGEST_TITLE:
        found["title"] = msg("A title has at most %(most)d characters.", most=LONGEST_TITLE)
    for name in ("place", "remote_address", "invitation_note"):
        if len(getattr(draft, name)) > LONGEST_PLACE:
            found[name] = msg("This text is longer than %(most)d characters.", most=LONGEST_PLACE)
    return found


def plan_meeting(session: TenantSession, clock: Clock, actor: Actor, draft: MeetingDraft) -> uuid.UUID:
    """Plan a meeting and give its id; each body counts it as its next one of the year.

    Raises Forbidden, NotFound for a body that is not there, Invalid by field.
    """
    authorise(actor, "meetings.keep")
    problems = draft_problems(draft)
    if not draft.body_ids:
        problems["bodies"] = msg("Choose the body that meets.")
    if problems:
        raise Invalid(problems)
    meeting = Meeting(
        id=new_id(),
        plan_entry_id=draft.plan_entry_id,
        title=draft.title.strip(),
        form=draft.form,
        place=draft.place.strip(),
        remote_address=draft.remote_address.strip(),
        invitation_note=draft.invitation_note.strip(),
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(meeting)
    session.flush()
    _seat_bodies(session, meeting, draft.body_ids)
    record(session, clock, actor, "meeting.planned", "meeting", meeting.id, bodies=[str(i) for i in draft.body_ids])
    return meeting.id


def _seat_bodies(session: TenantSession, meeting: Meeting, body_ids: Sequence[uuid.UUID]) -> None:
    """Give each body its number of the year; the bodies are locked, so that two meetings never get the same."""
    year = year_of(session, meeting.starts_at)
    wanted = list(dict.fromkeys(body_ids))
    found = set(session.scalars(select(Body.id).where(Body.id.in_(wanted)).order_by(Body.id).with_for_update()))
    for sequence, body_id in enumerate(wanted):
        if body_id not in found:
            raise NotFound
        session.add(
            MeetingBody(
                id=new_id(),
                meeting_id=meeting.id,
                body_id=body_id,
                sequence=sequence,
                year=year,
                number=next_number(session, body_id, year),
            )
        )
    session.flush()


def next_number(session: TenantSession, body_id: uuid.UUID, year: int) -> int:
    """The number that a body's next meeting of a year gets."""
    last = session.scalar(
        select(func.max(MeetingBody.number)).where(MeetingBody.body_id == body_id, MeetingBody.year == year)
    )
    return (last or 0) + 1


def zone_of(session: TenantSession) -> ZoneInfo:
    """The time zone of the tenant."""
    return ZoneInfo(session.execute(select(Tenant.timezone).where(Tenant.id == session.tenant_id)).scalar_one())


def year_of(session: TenantSession, instant: datetime) -> int:
    """The year in which an instant lies, by the clocks of the tenant."""
    return instant.astimezone(zone_of(session)).year
