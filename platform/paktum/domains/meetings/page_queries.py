"""What the page of a meeting shows beside its head and its agenda: files, answers, announcements, neighbours."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import ScalarSelect, Select, and_, bindparam, func, not_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.domains.decisions.queries import stands
from paktum.domains.decisions.tables import Decision
from paktum.domains.files.service import FileFacts
from paktum.domains.files.tables import StoredFile
from paktum.domains.meetings.invitee_conditions import answer_holds, gets_mail, knows_less
from paktum.domains.meetings.queries import DocumentRow
from paktum.domains.meetings.tables import AgendaItem, Announcement, Invitee, Meeting, MeetingBody, MeetingDocument
from paktum.domains.tasks.tables import Task


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another meeting of the same bodies."""

    id: uuid.UUID
    starts_at: datetime


@dataclass(frozen=True)
class MeetingExtras:
    """Counts and links of a meeting; `documents` are those of the whole meeting, `answers` how many of those invited
    accepted, are tentative, declined, and have not answered; `untold` know only an earlier state, or nothing yet."""

    documents: tuple[DocumentRow, ...]
    all_documents: int
    invited: int
    untold: int
    answers: tuple[int, ...]
    announcements: int
    decisions: int
    tasks: int
    before: Neighbour | None
    after: Neighbour | None
    second: Neighbour | None
    first: Neighbour | None


def _whole_documents() -> ScalarSelect[Any]:
    columns = (
        MeetingDocument.id,
        MeetingDocument.agenda_item_id,
        MeetingDocument.file_id,
        MeetingDocument.kind,
        MeetingDocument.title,
        MeetingDocument.public,
        StoredFile.name,
        StoredFile.media_type,
        StoredFile.size,
    )
    return (
        select(func.json_agg(aggregate_order_by(func.json_build_array(*columns), MeetingDocument.sequence)))
        .select_from(MeetingDocument)
        .join(
            StoredFile,
            and_(StoredFile.tenant_id == MeetingDocument.tenant_id, StoredFile.id == MeetingDocument.file_id),
        )
        .where(
            MeetingDocument.meeting_id == Meeting.id,
            MeetingDocument.tenant_id == Meeting.tenant_id,
            MeetingDocument.agenda_item_id.is_(None),
        )
        .correlate(Meeting)
        .scalar_subquery()
    )


ANSWERS: Final = ("accepted", "tentative", "declined")


def _answers() -> ScalarSelect[Any]:
    """How many accepted, are tentative, declined, have not answered, and wait for a mail, as a JSON array."""
    counts = [func.count().filter(Invitee.answer == answer, answer_holds()) for answer in ANSWERS]
    return (
        select(
            func.json_build_array(
                *counts,
                func.count().filter(not_(answer_holds())),
                func.count().filter(gets_mail(), knows_less()),
            )
        )
        .where(Invitee.meeting_id == Meeting.id, Invitee.tenant_id == Meeting.tenant_id, Invitee.withdrawn_at.is_(None))
        .correlate(Meeting)
        .scalar_subquery()
    )


def _count_of(table: Any, *where: Any) -> ScalarSelect[Any]:
    return (
        select(func.count())
        .select_from(table)
        .where(table.meeting_id == Meeting.id, table.tenant_id == Meeting.tenant_id, *where)
        .correlate(Meeting)
        .scalar_subquery()
    )


def _announced() -> ScalarSelect[Any]:
    return (
        select(func.count())
        .select_from(Announcement)
        .join(
            AgendaItem,
            and_(AgendaItem.tenant_id == Announcement.tenant_id, AgendaItem.id == Announcement.agenda_item_id),
        )
        .where(
            AgendaItem.meeting_id == Meeting.id,
            AgendaItem.tenant_id == Meeting.tenant_id,
            Announcement.withdrawn_at.is_(None),
        )
        .correlate(Meeting)
        .scalar_subquery()
    )


def _neighbour(*, later: bool) -> ScalarSelect[Any]:
    """The next or the last meeting of the body that leads this one, as a JSON array of [id, instant]."""
    other, own, theirs = aliased(Meeting), aliased(MeetingBody), aliased(MeetingBody)
    beyond = other.starts_at > Meeting.starts_at if later else other.starts_at < Meeting.starts_at
    return (
        select(func.json_build_array(other.id, other.starts_at))
        .join(theirs, and_(theirs.tenant_id == other.tenant_id, theirs.meeting_id == other.id))
        .join(own, and_(own.tenant_id == theirs.tenant_id, own.body_id == theirs.body_id, own.sequence == 0))
        .where(
            own.meeting_id == Meeting.id,
            own.tenant_id == Meeting.tenant_id,
            other.id != Meeting.id,
            other.state != "cancelled",
            beyond,
        )
        .order_by(other.starts_at if later else other.starts_at.desc())
        .limit(1)
        .correlate(Meeting)
        .scalar_subquery()
    )


def _convening(*, second: bool) -> ScalarSelect[Any]:
    other = aliased(Meeting)
    tied = other.first_meeting_id == Meeting.id if second else other.id == Meeting.first_meeting_id
    return (
        select(func.json_build_array(other.id, other.starts_at))
        .where(tied, other.tenant_id == Meeting.tenant_id)
        .limit(1)
        .correlate(Meeting)
        .scalar_subquery()
    )


def second_convening(session: TenantSession, meeting_id: uuid.UUID) -> uuid.UUID | None:
    """The meeting that is convened in the place of this one, which had no quorum; None where there is none."""
    return session.scalar(select(Meeting.id).where(Meeting.first_meeting_id == meeting_id))


@cache
def _extras() -> Select[*tuple[Any, ...]]:
    return select(
        _whole_documents().label("documents"),
        _count_of(MeetingDocument).label("all_documents"),
        _answers().label("answers"),
        _announced().label("announcements"),
        _count_of(Decision, stands()).label("decisions"),
        _count_of(Task).label("tasks"),
        _neighbour(later=False).label("before"),
        _neighbour(later=True).label("after"),
        _convening(second=True).label("second"),
        _convening(second=False).label("first"),
    ).where(Meeting.id == bindparam("meeting_id"))


def meeting_extras(session: TenantSession, meeting_id: uuid.UUID) -> MeetingExtras:
    """Everything beside head and agenda, in one statement; raises NotFound."""
    row = session.execute(_extras(), {"meeting_id": meeting_id}).first()
    if row is None:
        raise NotFound
    return MeetingExtras(
        tuple(DocumentRow(uuid.UUID(i), None, uuid.UUID(f), *others) for i, _, f, *others in row.documents or ()),
        row.all_documents,
        sum(row.answers[:-1]),
        row.answers[-1],
        tuple(row.answers[:-1]),
        row.announcements,
        row.decisions,
        row.tasks,
        *(_neighbour_of(found) for found in (row.before, row.after, row.second, row.first)),
    )


def _neighbour_of(found: Any) -> Neighbour | None:
    return Neighbour(uuid.UUID(found[0]), datetime.fromisoformat(found[1])) if found else None


@dataclass(frozen=True, slots=True)
class AnnouncementRow:
    """An announcement; `own` membership decides who may change it."""

    id: uuid.UUID
    agenda_item_id: uuid.UUID
    author: str
    title: str
    text: str
    on: date | None
    membership_id: uuid.UUID | None
    created_at: datetime
    version: int


def announcement_rows(session: TenantSession, meeting_id: uuid.UUID) -> list[AnnouncementRow]:
    """What was announced before a meeting and not withdrawn, in the order of its days, then as it came."""
    rows = session.execute(
        select(
            Announcement.id,
            Announcement.agenda_item_id,
            Announcement.author,
            Announcement.title,
            Announcement.text,
            Announcement.on,
            Announcement.membership_id,
            Announcement.created_at,
            Announcement.version,
        )
        .join(
            AgendaItem,
            and_(AgendaItem.tenant_id == Announcement.tenant_id, AgendaItem.id == Announcement.agenda_item_id),
        )
        .where(AgendaItem.meeting_id == meeting_id, Announcement.withdrawn_at.is_(None))
        .order_by(AgendaItem.sequence, Announcement.on.nulls_last(), Announcement.created_at)
    )
    return [AnnouncementRow(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class EarlierAgenda:
    """Where a matter stood before: the meeting, its beginning, and what was noted there."""

    item_id: uuid.UUID
    meeting_id: uuid.UUID
    starts_at: datetime
    title: str
    notes: str


def earlier_agendas(session: TenantSession, item_id: uuid.UUID, meeting_id: uuid.UUID) -> list[EarlierAgenda]:
    """The earlier agendas that a matter was carried over from, the latest first; empty for one that is new."""
    chain = (
        select(AgendaItem.id, AgendaItem.carried_from_id, AgendaItem.tenant_id)
        .where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting_id)
        .cte(recursive=True)
    )
    before = aliased(AgendaItem)
    # UNION, not UNION ALL: a chain that ran in a circle would end all the same.
    chain = chain.union(
        select(before.id, before.carried_from_id, before.tenant_id).join(
            chain, and_(before.tenant_id == chain.c.tenant_id, before.id == chain.c.carried_from_id)
        )
    )
    rows = session.execute(
        select(AgendaItem.id, Meeting.id.label("meeting_id"), Meeting.starts_at, AgendaItem.title, AgendaItem.notes)
        .join(chain, and_(chain.c.tenant_id == AgendaItem.tenant_id, chain.c.id == AgendaItem.id))
        .join(Meeting, and_(Meeting.tenant_id == AgendaItem.tenant_id, Meeting.id == AgendaItem.meeting_id))
        .where(AgendaItem.id != item_id)
        .order_by(Meeting.starts_at.desc())
    )
    return [EarlierAgenda(*row) for row in rows]


def document_file(
    session: TenantSession, meeting_id: uuid.UUID, document_id: uuid.UUID, *, internal: bool
) -> FileFacts:
    """The file of a document; raises NotFound, also for one that is not public unless the reader sees internal ones."""
    statement = (
        select(StoredFile.id, StoredFile.name, StoredFile.media_type, StoredFile.size, StoredFile.sha256)
        .join(
            MeetingDocument,
            and_(MeetingDocument.tenant_id == StoredFile.tenant_id, MeetingDocument.file_id == StoredFile.id),
        )
        .where(MeetingDocument.id == document_id, MeetingDocument.meeting_id == meeting_id)
    )
    row = session.execute(statement if internal else statement.where(MeetingDocument.public)).first()
    if row is None:
        raise NotFound
    return FileFacts(*row)
