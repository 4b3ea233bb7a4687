"""Reads for the pages of minutes: the minutes with their sections, remarks, versions, files and evidence."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, literal, null, select, union_all
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import Boolean, Date, DateTime, Integer, String

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.files.tables import StoredFile
from paktum.domains.minutes.rules.difference import SectionText
from paktum.domains.minutes.rules.life import State, as_state
from paktum.domains.minutes.tables import (
    MeetingEvidence,
    Minutes,
    MinutesFile,
    MinutesRemark,
    MinutesSection,
    MinutesVersion,
)
from paktum.domains.people.tables import Membership


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as the page shows it; `writer` is the post of who wrote in it last, empty while it is as drafted."""

    id: uuid.UUID
    kind: str
    agenda_item_id: uuid.UUID | None
    heading: str
    content: str
    public: bool
    changed_at: datetime
    writer: str
    version: int


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """Minutes with their sections in order."""

    id: uuid.UUID
    meeting_id: uuid.UUID
    state: State
    current_version: int
    sent_at: datetime | None
    approved_at: datetime | None
    approved_by: str | None
    approver: str
    approving_decision_id: uuid.UUID | None
    locked_at: datetime | None
    published_at: datetime | None
    sections: tuple[SectionRow, ...]

    @property
    def writable(self) -> bool:
        return self.state in ("drafted", "sent")

    @property
    def sealed(self) -> bool:
        return self.state in ("approved", "locked")

    def section(self, section_id: uuid.UUID) -> SectionRow:
        """One section; raises NotFound."""
        for row in self.sections:
            if row.id == section_id:
                return row
        raise NotFound


@cache
def _page() -> Select[*tuple[Any, ...]]:
    return (
        select(Minutes, MinutesSection, func.coalesce(Membership.post, "").label("writer"))
        .outerjoin(
            MinutesSection,
            and_(MinutesSection.tenant_id == Minutes.tenant_id, MinutesSection.minutes_id == Minutes.id),
        )
        .outerjoin(
            Membership,
            and_(Membership.tenant_id == MinutesSection.tenant_id, Membership.id == MinutesSection.changed_by),
        )
        .where(Minutes.meeting_id == bindparam("meeting_id"))
        .order_by(MinutesSection.sequence, MinutesSection.id)
    )


def minutes_page(session: TenantSession, meeting_id: uuid.UUID) -> MinutesPage | None:
    """The minutes of a meeting in one statement; None while there are none."""
    rows = session.execute(_page(), {"meeting_id": meeting_id}).all()
    if not rows:
        return None
    minutes: Minutes = rows[0].Minutes
    return MinutesPage(
        id=minutes.id,
        meeting_id=minutes.meeting_id,
        state=as_state(minutes.state),
        current_version=minutes.current_version,
        sent_at=minutes.sent_at,
        approved_at=minutes.approved_at,
        approved_by=minutes.approved_by,
        approver=minutes.approver,
        approving_decision_id=minutes.approving_decision_id,
        locked_at=minutes.locked_at,
        published_at=minutes.published_at,
        sections=tuple(_section(row.MinutesSection, row.writer) for row in rows if row.MinutesSection is not None),
    )


def _section(row: MinutesSection, writer: str) -> SectionRow:
    return SectionRow(
        row.id,
        row.kind,
        row.agenda_item_id,
        row.heading,
        row.content,
        row.public,
        row.changed_at,
        writer,
        row.version,
    )


def existing_minutes(session: TenantSession, meeting_id: uuid.UUID) -> MinutesPage:
    """The minutes of a meeting; raises NotFound while there are none."""
    found = minutes_page(session, meeting_id)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark; `section_id` None where it is on the whole."""

    id: uuid.UUID
    section_id: uuid.UUID | None
    author: str
    text: str
    made_at: datetime
    settled_at: datetime | None
    invitee_id: uuid.UUID | None


def remarks(session: TenantSession, minutes_id: uuid.UUID) -> list[RemarkRow]:
    """All remarks, the oldest first."""
    rows = session.execute(
        select(
            MinutesRemark.id,
            MinutesRemark.section_id,
            MinutesRemark.author,
            MinutesRemark.text,
            MinutesRemark.made_at,
            MinutesRemark.settled_at,
            MinutesRemark.invitee_id,
        )
        .where(MinutesRemark.minutes_id == minutes_id)
        .order_by(MinutesRemark.made_at, MinutesRemark.id)
    )
    return [RemarkRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as the list shows it; `maker` is the post of who kept it."""

    number: int
    occasion: str
    made_at: datetime
    maker: str
    sha256: str


def versions(session: TenantSession, minutes_id: uuid.UUID) -> list[VersionRow]:
    """The versions, the newest first, without their text."""
    rows = session.execute(
        select(
            MinutesVersion.number,
            MinutesVersion.occasion,
            MinutesVersion.made_at,
            func.coalesce(Membership.post, "").label("maker"),
            MinutesVersion.sha256,
        )
        .outerjoin(
            Membership,
            and_(Membership.tenant_id == MinutesVersion.tenant_id, Membership.id == MinutesVersion.made_by),
        )
        .where(MinutesVersion.minutes_id == minutes_id)
        .order_by(MinutesVersion.number.desc())
    )
    return [VersionRow(*row) for row in rows]


def version_texts(
    session: TenantSession, minutes_id: uuid.UUID, numbers: Sequence[int]
) -> dict[int, tuple[SectionText, ...]]:
    """The sections of versions by their numbers; a number there is no version of is missing."""
    rows = session.execute(
        select(MinutesVersion.number, MinutesVersion.content).where(
            MinutesVersion.minutes_id == minutes_id, MinutesVersion.number.in_(numbers)
        )
    )
    return {row.number: section_texts(row.content) for row in rows}


def section_texts(content: dict[str, Any]) -> tuple[SectionText, ...]:
    """The sections of a version's content."""
    return tuple(SectionText(one["id"], one["heading"], one["content"], one["public"]) for one in content["sections"])


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file beside the minutes: one made of them (`format`, `rendering`, `number` of the version), or evidence.

    `kind` is `minutes` or the kind of the evidence; `size` in bytes.
    """

    id: uuid.UUID
    kind: str
    title: str
    file_id: uuid.UUID
    name: str
    media_type: str
    size: int
    at: datetime
    number: int | None
    format: str | None
    rendering: str | None
    taken_on: date | None
    consent: bool


def files_of(session: TenantSession, meeting_id: uuid.UUID) -> list[FileRow]:
    """Files made of the minutes, the newest first, then the evidence in its order; one statement."""
    no_text, no_number = sql_cast(null(), String), sql_cast(null(), Integer)
    made = (
        select(
            MinutesFile.id,
            literal("minutes").label("kind"),
            literal("").label("title"),
            MinutesFile.file_id,
            MinutesFile.made_at.label("at"),
            MinutesFile.number,
            MinutesFile.format,
            MinutesFile.rendering,
            sql_cast(null(), Date).label("taken_on"),
            literal(False, Boolean).label("consent"),
        )
        .join(Minutes, and_(Minutes.tenant_id == MinutesFile.tenant_id, Minutes.id == MinutesFile.minutes_id))
        .where(Minutes.meeting_id == meeting_id)
    )
    kept = select(
        MeetingEvidence.id,
        MeetingEvidence.kind,
        MeetingEvidence.title,
        MeetingEvidence.file_id,
        sql_cast(MeetingEvidence.created_at, DateTime(timezone=True)),
        no_number,
        no_text,
        no_text,
        MeetingEvidence.taken_on,
        MeetingEvidence.consent,
    ).where(MeetingEvidence.meeting_id == meeting_id)
    every = union_all(made, kept).subquery()
    rows = session.execute(
        select(every, StoredFile.name, StoredFile.media_type, StoredFile.size)
        .join(StoredFile, StoredFile.id == every.c.file_id)
        .order_by(every.c.at)
    ).all()
    listed = [FileRow(**row._mapping) for row in rows]
    made_ones = [row for row in listed if row.kind == "minutes"]
    return [*reversed(made_ones), *(row for row in listed if row.kind != "minutes")]
