"""Writing in minutes: saving a section as people write, adding and removing sections, keeping versions."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update

from paktum.core.actors import Actor, authorise
from paktum.core.clock import Clock
from paktum.core.database import TenantSession
from paktum.core.errors import Conflict, Invalid, NotFound
from paktum.core.ids import new_id
from paktum.core.messages import Message, msg
from paktum.domains.audit.service import record
from paktum.domains.minutes.rules.rich_text import LONGEST, clean
from paktum.domains.minutes.service.loading import keep_version_of, load_minutes, step
from paktum.domains.minutes.tables import MinutesRemark, MinutesSection

LONGEST_HEADING: Final = 400
_ONE_SITTING: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class SectionDraft:
    """What people write of a section: `content` is HTML of any origin, and only what minutes know of it is kept."""

    heading: str
    content: str
    public: bool


@dataclass(frozen=True)
class SavedSection:
    """A section as it is stored."""

    id: uuid.UUID
    heading: str
    content: str
    public: bool
    version: int
    changed_at: datetime
    changed_by: uuid.UUID | None


class SectionChanged(Conflict):
    """Somebody else saved the section meanwhile: `present` is what is stored, `mine` what was not saved."""

    def __init__(self, present: SavedSection, mine: SectionDraft) -> None:
        super().__init__(msg("Somebody else saved this section while you were writing. Nothing of yours is lost."))
        self.present = present
        self.mine = mine


def save_section(
    session: TenantSession,
    clock: Clock,
    actor: Actor,
    meeting_id: uuid.UUID,
    section_id: uuid.UUID,
    version: int,
    draft: SectionDraft,
) -> SavedSection:
    """Save a section. The same text saved twice is saved once; gives the section as it is stored.

    Raises Forbidden, NotFound, Invalid for `heading` or `content`; Conflict when the minutes are approved, and
    SectionChanged when somebody else saved the section since `version`.
    """
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id, shared=True)
    step(minutes, "write")
    row = _find(session, minutes.id, section_id)
    draft = _checked(draft)
    if (row.heading, row.content, row.public) == (draft.heading, draft.content, draft.public):
        return saved(row)
    if row.version != version:
        raise SectionChanged(saved(row), draft)
    begins = row.changed_by != actor.membership_id or clock.now() - row.changed_at > _ONE_SITTING
    row.heading, row.content, row.public = draft.heading, draft.content, draft.public
    row.changed_at, row.changed_by = clock.now(), actor.membership_id
    session.flush()
    # Text is saved every few seconds while somebody writes; that somebody wrote is one act.
    if begins:
        record(session, clock, actor, "minutes.section_written", "minutes", minutes.id, section=row.heading)
    return saved(row)


def add_section(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, heading: str, after_id: uuid.UUID | None
) -> uuid.UUID:
    """Add a section of one's own behind another, else at the end; gives its id.

    Raises Forbidden, NotFound, Conflict, and Invalid for `heading`.
    """
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id)
    step(minutes, "write")
    draft = _checked(SectionDraft(heading, "", True))
    rows = session.scalars(
        select(MinutesSection.id)
        .where(MinutesSection.minutes_id == minutes.id)
        .order_by(MinutesSection.sequence, MinutesSection.id)
    ).all()
    place = rows.index(after_id) + 1 if after_id in rows else len(rows)
    session.execute(
        update(MinutesSection)
        .where(MinutesSection.minutes_id == minutes.id, MinutesSection.id.in_(rows[place:]))
        .values(sequence=MinutesSection.sequence + 1)
    )
    row = MinutesSection(
        id=new_id(),
        minutes_id=minutes.id,
        sequence=place,
        kind="free",
        heading=draft.heading,
        changed_at=clock.now(),
        changed_by=actor.membership_id,
    )
    session.add(row)
    session.flush()
    record(session, clock, actor, "minutes.section_added", "minutes", minutes.id, section=draft.heading)
    return row.id


def remove_section(
    session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID, section_id: uuid.UUID
) -> str:
    """Take a section out, and give its heading; the version kept before still has it.

    Raises Forbidden, NotFound, Conflict.
    """
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id)
    step(minutes, "write")
    row = _find(session, minutes.id, section_id)
    keep_version_of(session, clock, actor, minutes, "kept")
    heading = row.heading
    # A remark on a section that went is still a remark on the minutes.
    session.execute(update(MinutesRemark).where(MinutesRemark.section_id == row.id).values(section_id=None))
    session.delete(row)
    session.flush()
    record(session, clock, actor, "minutes.section_removed", "minutes", minutes.id, section=heading)
    return heading


def keep_version(session: TenantSession, clock: Clock, actor: Actor, meeting_id: uuid.UUID) -> int:
    """Keep the text as it stands as a version, and give its number. Raises Forbidden, NotFound, Conflict."""
    authorise(actor, "minutes.write")
    minutes = load_minutes(session, meeting_id)
    step(minutes, "write")
    before = minutes.current_version
    version = keep_version_of(session, clock, actor, minutes, "kept")
    if version.number != before:
        record(session, clock, actor, "minutes.version_kept", "minutes", minutes.id, version=version.number)
    return version.number


def saved(row: MinutesSection) -> SavedSection:
    """A section as plain values."""
    return SavedSection(row.id, row.heading, row.content, row.public, row.version, row.changed_at, row.changed_by)


def _find(session: TenantSession, minutes_id: uuid.UUID, section_id: uuid.UUID) -> MinutesSection:
    row = session.scalar(
        select(MinutesSection)
        .where(MinutesSection.id == section_id, MinutesSection.minutes_id == minutes_id)
        .with_for_update()
    )
    if row is None:
        raise NotFound
    return row


def _checked(draft: SectionDraft) -> SectionDraft:
    heading = " ".join(draft.heading.split())
    problems: dict[str, Message] = {}
    if not heading:
        problems["heading"] = msg("Give the section a heading.")
    elif len(heading) > LONGEST_HEADING:
        problems["heading"] = msg("This is too long: at most %(max)d characters.", max=LONGEST_HEADING)
    content = clean(draft.content) if len(draft.content) <= 4 * LONGEST else ""
    if len(draft.content) > 4 * LONGEST or len(content) > LONGEST:
        problems["content"] = msg("This section is too long. Part it into several sections.")
    if problems:
        raise Invalid(problems)
    return SectionDraft(heading, content, draft.public)
