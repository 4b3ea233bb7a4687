"""Drafting the minutes of a meeting, drafting again what nobody has written in since, and giving a draft up."""

import uuid

from sqlalchemy import delete, select

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict
from paktum.core.ids import new_id
from paktum.core.messages import msg
from paktum.core.subjects import Subjects
from paktum.domains.audit.service import record
from paktum.domains.meetings.queries import MeetingHead, meeting_head
from paktum.domains.meetings.service.life import note_minutes_drafted, note_minutes_dropped
from paktum.domains.minutes.gathering import meeting_facts
from paktum.domains.minutes.rules.drafting import DraftedSection, draft
from paktum.domains.minutes.service.loading import keep_version_of, load_minutes, sections_of, state_of
from paktum.domains.minutes.tables import Minutes, MinutesFile, MinutesRemark, MinutesSection, MinutesVersion
from paktum.plugin.vocabulary import Vocabulary


def draft_minutes(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, subjects: Subjects, meeting_id: uuid.UUID
) -> uuid.UUID:
    """Draft the minutes of a meeting that was held, in the pact's language, and give their id; drafted ones stay.

    Raises Forbidden, NotFound, and Conflict for a meeting that was not held.
    """
    authorise(actor, "minutes.write")
    head = meeting_head(session, meeting_id)
    note_minutes_drafted(session, clock, actor, meeting_id)
    present = session.scalar(select(Minutes.id).where(Minutes.meeting_id == meeting_id))
    if present is not None:
        return present
    minutes = Minutes(id=new_id(), meeting_id=meeting_id, created_at=clock.now())
    session.add(minutes)
    session.flush()
    for sequence, section in enumerate(_drafted(session, head, words, subjects)):
        session.add(_row(clock, actor, minutes.id, section, sequence))
    keep_version_of(session, clock, actor, minutes, "drafted")
    record(session, clock, actor, "minutes.drafted", "minutes", minutes.id, meeting=str(meeting_id))
    return minutes.id


def draft_again(
    session: TenantSession, clock: Clock, actor: Actor, words: Vocabulary, subjects: Subjects, meeting_id: uuid.UUID
) -> int:
    """Draft anew the sections that nobody has written in, add those of new items; gives how many became others.

    What people wrote stays. Raises Forbidden, NotFound, Conflict.
    """
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id)
    if state_of(minutes) != "drafted":
        raise Conflict(msg("Only a draft that was not sent yet can be drafted again."))
    head = meeting_head(session, meeting_id)
    # What was written before the draft is laid over can be looked up in its version.
    keep_version_of(session, clock, actor, minutes, "kept")
    present = {(row.kind, row.agenda_item_id): row for row in sections_of(session, minutes.id) if row.kind != "free"}
    changed = 0
    drafted = _drafted(session, head, words, subjects)
    for sequence, section in enumerate(drafted):
        row = present.pop((section.kind, section.agenda_item_id), None)
        if row is None:
            session.add(_row(clock, actor, minutes.id, section, sequence))
            changed += 1
        elif row.changed_by is None and (row.heading, row.content) != (section.heading, section.content):
            row.heading, row.content, row.changed_at = section.heading, section.content, clock.now()
            changed += 1
    for row in present.values():
        if row.changed_by is None:
            session.delete(row)
            changed += 1
    session.flush()
    _put_in_order(session, minutes.id, drafted)
    if changed:
        keep_version_of(session, clock, actor, minutes, "drafted")
        record(session, clock, actor, "minutes.drafted_again", "minutes", minutes.id, sections=changed)
    return changed


def drop_draft(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> None:
    """Give a draft up that nobody has been sent: the meeting waits for its minutes again.

    Raises Forbidden, NotFound, and Conflict for minutes that were sent.
    """
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id)
    if state_of(minutes) != "drafted":
        raise Conflict(msg("These minutes were sent to the members. They can be changed, not given up."))
    for table in (MinutesRemark, MinutesFile, MinutesVersion, MinutesSection):
        session.execute(delete(table).where(table.minutes_id == minutes.id))
    session.delete(minutes)
    note_minutes_dropped(session, clock, actor, meeting_id)
    record(session, clock, actor, "minutes.draft_dropped", "meeting", meeting_id)


def _drafted(
    session: TenantSession, head: MeetingHead, words: Vocabulary, subjects: Subjects
) -> tuple[DraftedSection, ...]:
    template = words.minutes_of(head.bodies[0].body_type)
    return draft(meeting_facts(session, head, subjects, words.language), template, words.language)


def _row(clock: Clock, actor: Actor, minutes_id: uuid.UUID, section: DraftedSection, sequence: int) -> MinutesSection:
    return MinutesSection(
        id=new_id(),
        minutes_id=minutes_id,
        agenda_item_id=section.agenda_item_id,
        sequence=sequence,
        kind=section.kind,
        heading=section.heading,
        content=section.content,
        public=section.public,
        changed_at=clock.now(),
        # Nobody has written in it yet: that is how a section is known that may be drafted again.
        changed_by=None,
    )


def _put_in_order(session: TenantSession, minutes_id: uuid.UUID, drafted: tuple[DraftedSection, ...]) -> None:
    """Sections in the order of the draft; what people added or kept stays behind what it stood behind."""
    order = {(section.kind, section.agenda_item_id): place for place, section in enumerate(drafted)}
    place = -1.0
    places: dict[uuid.UUID, float] = {}
    for row in sections_of(session, minutes_id):
        known = order.get((row.kind, row.agenda_item_id))
        place = float(known) if known is not None else place + 0.001
        places[row.id] = place
    for sequence, row in enumerate(sorted(sections_of(session, minutes_id), key=lambda one: places[one.id])):
        if row.sequence != sequence:
            row.sequence = sequence
    session.flush()
