"""Planning a meeting: its bodies and their numbers, its time and place."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.core.outbox import post
from paktum.domains.audit.service import record
from paktum.domains.bodies.tables import Body
from paktum.domains.meetings.rules.life import CALLED_OFF, PREPARED_IN, TOOK_PLACE, MeetingAct, MeetingState
from paktum.domains.meetings.service.carrying import bodies_of, continue_agenda, fill_agenda
from paktum.domains.meetings.service.life import move
from paktum.domains.meetings.service.loading import load_meeting, require_state, touch
from paktum.domains.meetings.service.references import is_referred_to
from paktum.domains.meetings.tables import AgendaItem, Meeting, MeetingBody
from paktum.domains.tenancy.tables import Tenant
from paktum.plugin.vocabulary import Vocabulary

FORMS: Final = ("present", "remote", "mixed", "circular")
LONGEST_TITLE: Final = 400
LONGEST_PLACE: Final = 2000


@dataclass(frozen=True, kw_only=True)
class MeetingDraft:
    """What people enter of a meeting: aware instants; the body that leads comes first in `body_ids`.

    `calendar_sequence` is what its event begins with: more than the last one of the entry that it takes the place of.
    """

    body_ids: tuple[uuid.UUID, ...]
    starts_at: datetime
    ends_at: datetime
    form: str = "present"
    title: str = ""
    place: str = ""
    remote_address: str = ""
    invitation_note: str = ""
    plan_entry_id: uuid.UUID | None = None
    calendar_sequence: int = 0


class MeetingChanged(Conflict):
    """Somebody else saved the meeting after the form was opened."""

    def __init__(self) -> None:
        super().__init__(msg("Somebody else saved this meanwhile. Look at both versions and choose."))


def draft_problems(draft: MeetingDraft) -> dict[str, Message]:
    """What is wrong with a meeting's time, form and place, by field."""
    found: dict[str, Message] = {}
    # In UTC: two hours of one zone compare by the clock on the wall, and in the night of summer time that misleads.
    if draft.ends_at.astimezone(UTC) <= draft.starts_at.astimezone(UTC):
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
        calendar_sequence=draft.calendar_sequence,
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(meeting)
    session.flush()
    _seat_bodies(session, meeting, draft.body_ids)
    # Domains above put on its agenda what has waited for this body to meet again.
    post(session, "meeting.planned", {"meeting": str(meeting.id)})
    record(session, clock, actor, "meeting.planned", "meeting", meeting.id, bodies=[str(i) for i in draft.body_ids])
    return meeting.id


def plan_with_agenda(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, draft: MeetingDraft
) -> uuid.UUID:
    """Plan a meeting whose agenda begins with what stands on every one of its bodies and with what waits for them.

    Raises Forbidden, NotFound, Invalid by field; Conflict when the entry of the programme has a meeting already.
    """
    taken = (
        session.scalar(select(Meeting.id).where(Meeting.plan_entry_id == draft.plan_entry_id))
        if draft.plan_entry_id
        else None
    )
    if taken is not None:
        raise Conflict(msg("This entry of the programme has a meeting already."))
    meeting_id = plan_meeting(session, clock, actor, draft)
    fill_agenda(session, clock, actor, words, meeting_id)
    return meeting_id


def edit_meeting(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, version: int, draft: MeetingDraft
) -> None:
    """Change when, where and how a meeting is held, and what it is called; its bodies and its entry stay.

    A postponed meeting that gets another beginning is being prepared again. A change that calendars show raises the
    sequence of the invitation. Raises Forbidden, NotFound, Invalid by field, MeetingChanged; Conflict once it has begun.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, PREPARED_IN)
    if meeting.version != version:
        raise MeetingChanged
    problems = draft_problems(draft)
    if problems:
        raise Invalid(problems)
    before = _calendar_facts(meeting)
    began = meeting.starts_at
    meeting.title, meeting.form = draft.title.strip(), draft.form
    meeting.place, meeting.remote_address = draft.place.strip(), draft.remote_address.strip()
    meeting.starts_at, meeting.ends_at = draft.starts_at, draft.ends_at
    meeting.invitation_note = draft.invitation_note.strip()
    if meeting.state == MeetingState.POSTPONED and began != draft.starts_at:
        move(session, clock, actor, meeting, MeetingAct.SET_AGAIN)
        meeting.state_reason, meeting.convened_at = "", None
    if _calendar_facts(meeting) != before:
        meeting.calendar_sequence += 1
    touch(clock, meeting)
    session.flush()
    renumber_for_year(session, meeting)
    record(session, clock, actor, "meeting.edited", "meeting", meeting_id)


def _calendar_facts(meeting: Meeting) -> tuple[object, ...]:
    """What a calendar shows of a meeting."""
    return (
        meeting.title,
        meeting.form,
        meeting.place,
        meeting.remote_address,
        meeting.starts_at,
        meeting.ends_at,
        meeting.state in CALLED_OFF,
    )


def renumber_for_year(session: TenantSession, meeting: Meeting) -> None:
    """Give a meeting that moved to another year its numbers of that year."""
    year = year_of(session, meeting.starts_at)
    for row in session.scalars(
        select(MeetingBody).where(MeetingBody.meeting_id == meeting.id, MeetingBody.year != year)
    ):
        session.scalar(select(Body.id).where(Body.id == row.body_id).with_for_update())
        row.year, row.number = year, next_number(session, row.body_id, year)
        session.flush()


def convene_again(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    starts_at: datetime,
    ends_at: datetime,
) -> uuid.UUID:
    """Plan the second convening of a meeting that was held without a quorum, with what it left of its agenda.

    Raises Forbidden, NotFound, Invalid by field; Conflict when it was not held, was itself a second convening, or has one.
    """
    authorise(actor, "meetings.keep")
    first = load_meeting(session, meeting_id)
    require_state(first, TOOK_PLACE)
    has_one = session.scalar(select(Meeting.id).where(Meeting.first_meeting_id == meeting_id))
    if first.convening != 1 or has_one is not None:
        raise Conflict(msg("A meeting is convened a second time only once."))
    if starts_at <= first.starts_at:
        raise Invalid({"starts": msg("The second convening comes after the first.")})
    draft = MeetingDraft(
        body_ids=tuple(bodies_of(session, meeting_id)),
        starts_at=starts_at,
        ends_at=ends_at,
        form=first.form,
        title=first.title,
        place=first.place,
        remote_address=first.remote_address,
        invitation_note=first.invitation_note,
    )
    again = plan_meeting(session, clock, actor, draft)
    second = load_meeting(session, again)
    second.convening, second.first_meeting_id = 2, meeting_id
    session.flush()
    continue_agenda(session, first, second)
    # Domains above bring what the first could not decide.
    post(session, "meeting.convened_again", {"meeting": str(again), "first": str(meeting_id)})
    record(session, clock, actor, "meeting.convened_again", "meeting", again, first=str(meeting_id))
    return again


def remove_meeting(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Remove a meeting that was planned by mistake, while it is being prepared and nothing but its own agenda hangs on it.

    Raises Forbidden, NotFound; Conflict otherwise: cancel it then, with the reason.
    """
    authorise(actor, "meetings.keep")
    meeting = load_meeting(session, meeting_id)
    require_state(meeting, frozenset({MeetingState.PLANNED}))
    own = frozenset({"meeting_body", "agenda_item"})
    items = session.scalars(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id)).all()
    if (
        meeting.convened_at is not None
        or is_referred_to(session, "meeting", meeting_id, besides=own)
        or any(is_referred_to(session, "agenda_item", item, besides=frozenset({"task_on_agenda"})) for item in items)
    ):
        raise Conflict(msg("Something hangs on this meeting already. Cancel it instead, with the reason."))
    session.execute(delete(AgendaItem).where(AgendaItem.meeting_id == meeting_id))
    session.execute(delete(MeetingBody).where(MeetingBody.meeting_id == meeting_id))
    session.delete(meeting)
    session.flush()
    record(session, clock, actor, "meeting.removed", "meeting", meeting_id)


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
