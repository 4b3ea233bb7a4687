"""The head of a meeting and its agenda: what every page of a meeting and the domains above ask for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, bindparam, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from paktum.core.database import TenantSession
from paktum.core.errors import NotFound
from paktum.core.ids import SubjectRef
from paktum.core.messages import Message
from paktum.domains.bodies.tables import Body, Charter
from paktum.domains.files.tables import StoredFile
from paktum.domains.meetings.rules.charters import rules_of
from paktum.domains.meetings.rules.life import MeetingState
from paktum.domains.meetings.rules.naming import meeting_title
from paktum.domains.meetings.tables import AgendaItem, Meeting, MeetingBody, MeetingDocument
from paktum.domains.tenancy.tables import Tenant
from paktum.plugin.specs import CharterRules


@dataclass(frozen=True)
class BodyOfMeeting:
    """A body that meets: which of its meetings of the year this is, and its rules on the day.

    `charter_id` is None for a body without a charter; `charter` are then the rules that usually hold. Once the meeting is
    convened the charter is frozen. `year` is that of the numbering.
    """

    body_id: uuid.UUID
    name: str
    short_name: str
    body_type: str
    number: int
    year: int
    charter_id: uuid.UUID | None
    charter_from: date | None
    charter: CharterRules

    @property
    def called(self) -> str:
        """The short name, or the full one of a body that has none."""
        return self.short_name or self.name


@dataclass(frozen=True)
class MeetingHead:
    """A meeting without its agenda; instants are aware (UTC), `zone` is the pact's IANA time zone.

    `bodies` are at least one, the one that leads first. `pack_made_at` is when the pack was last put together.
    """

    id: uuid.UUID
    state: MeetingState
    form: str
    title: str
    place: str
    remote_address: str
    starts_at: datetime
    ends_at: datetime
    zone: str
    convening: int
    bodies: tuple[BodyOfMeeting, ...]
    plan_entry_id: uuid.UUID | None
    first_meeting_id: uuid.UUID | None
    state_reason: str
    notice_reason: str
    invitation_note: str
    convened_at: datetime | None
    opened_at: datetime | None
    ended_at: datetime | None
    closed_at: datetime | None
    calendar_sequence: int
    check_in_generation: int
    pack_file_id: uuid.UUID | None
    pack_made_at: datetime | None
    created_at: datetime
    changed_at: datetime
    version: int

    @property
    def local_start(self) -> datetime:
        """When it starts, by the clocks of the pact."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def local_end(self) -> datetime:
        """When it ends, by the clocks of the pact."""
        return self.ends_at.astimezone(ZoneInfo(self.zone))

    @property
    def day(self) -> date:
        """The calendar day of the pact on which it starts."""
        return self.local_start.date()

    @property
    def joint(self) -> bool:
        """Whether several bodies meet together."""
        return len(self.bodies) > 1

    @property
    def called(self) -> str | Message:
        """Its title, or the name made of bodies and number."""
        return meeting_title(self.title, self.bodies)

    @property
    def called_shortly(self) -> str | Message:
        """The same with the bodies' short names."""
        return meeting_title(self.title, self.bodies, short=True)


def local_day(instant: Any) -> Any:
    """The calendar day of an instant by the clocks of the tenant, in SQL; the statement joins Tenant."""
    return func.date(func.timezone(Tenant.timezone, instant))


def _charter_of_the_day() -> ColumnElement[Any]:
    """The id of the charter a body meets by: the frozen one, else the one in force on the meeting's day."""
    in_force = (
        select(Charter.id)
        .where(
            Charter.tenant_id == MeetingBody.tenant_id,
            Charter.body_id == MeetingBody.body_id,
            Charter.valid_from <= local_day(Meeting.starts_at),
        )
        .order_by(Charter.valid_from.desc())
        .limit(1)
        .correlate(MeetingBody, Meeting, Tenant)
        .scalar_subquery()
    )
    return func.coalesce(MeetingBody.charter_id, in_force)


@cache
def _head() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Meeting,
            Tenant.timezone,
            MeetingBody.body_id,
            MeetingBody.number,
            MeetingBody.year,
            Body.name,
            Body.short_name,
            Body.body_type,
            Charter.id.label("charter_id"),
            Charter.valid_from,
            Charter.rules,
        )
        .join(Tenant, Tenant.id == Meeting.tenant_id)
        .join(MeetingBody, and_(MeetingBody.tenant_id == Meeting.tenant_id, MeetingBody.meeting_id == Meeting.id))
        .join(Body, and_(Body.tenant_id == MeetingBody.tenant_id, Body.id == MeetingBody.body_id))
        .outerjoin(Charter, and_(Charter.tenant_id == MeetingBody.tenant_id, Charter.id == _charter_of_the_day()))
        .where(Meeting.id == bindparam("meeting_id"))
        .order_by(MeetingBody.sequence, Body.sequence)
    )


def meeting_head(session: TenantSession, meeting_id: uuid.UUID) -> MeetingHead:
    """A meeting with its bodies and their rules, in one statement; raises NotFound."""
    rows = session.execute(_head(), {"meeting_id": meeting_id}).all()
    if not rows:
        raise NotFound
    return _head_of(rows)


def _head_of(rows: Sequence[Any]) -> MeetingHead:
    meeting: Meeting = rows[0].Meeting
    return MeetingHead(
        id=meeting.id,
        state=MeetingState(meeting.state),
        form=meeting.form,
        title=meeting.title,
        place=meeting.place,
        remote_address=meeting.remote_address,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=rows[0].timezone,
        convening=meeting.convening,
        bodies=tuple(_body_of(row) for row in rows),
        plan_entry_id=meeting.plan_entry_id,
        first_meeting_id=meeting.first_meeting_id,
        state_reason=meeting.state_reason,
        notice_reason=meeting.notice_reason,
        invitation_note=meeting.invitation_note,
        convened_at=meeting.convened_at,
        opened_at=meeting.opened_at,
        ended_at=meeting.ended_at,
        closed_at=meeting.closed_at,
        calendar_sequence=meeting.calendar_sequence,
        check_in_generation=meeting.check_in_generation,
        pack_file_id=meeting.pack_file_id,
        pack_made_at=meeting.pack_made_at,
        created_at=meeting.created_at,
        changed_at=meeting.changed_at,
        version=meeting.version,
    )


def _body_of(row: Any) -> BodyOfMeeting:
    return BodyOfMeeting(
        row.body_id,
        row.name,
        row.short_name,
        row.body_type,
        row.number,
        row.year,
        row.charter_id,
        row.valid_from,
        rules_of(row.rules),
    )


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A file of the pack; `agenda_item_id` None where it belongs to the whole meeting. `size` in bytes."""

    id: uuid.UUID
    agenda_item_id: uuid.UUID | None
    file_id: uuid.UUID
    kind: str
    title: str
    public: bool
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A point of an agenda. `number` counts those that stand, from 1; None for one carried over or withdrawn.

    `minutes` is the planned length; `working_group` the name of the group under whose patronage it stands, or empty.
    `subject_title` is only known to pages that ask the subjects. `carried_from_id` is the same matter on an earlier agenda.
    """

    id: uuid.UUID
    number: int | None
    sequence: int
    kind: str
    title: str
    text: str
    presenter: str
    working_group_id: uuid.UUID | None
    working_group: str
    minutes: int | None
    public: bool
    subject: SubjectRef | None
    carried_from_id: uuid.UUID | None
    state: str
    started_at: datetime | None
    finished_at: datetime | None
    notes: str
    version: int
    documents: tuple[DocumentRow, ...]

    @property
    def stands(self) -> bool:
        """Whether it is on the agenda, and neither carried over nor withdrawn."""
        return self.state in ("open", "current", "done")


@cache
def _agenda() -> Select[Any]:
    return (
        select(AgendaItem, func.coalesce(Body.name, "").label("working_group"), _documents_of_item().label("documents"))
        .outerjoin(Body, and_(Body.tenant_id == AgendaItem.tenant_id, Body.id == AgendaItem.working_group_id))
        .where(AgendaItem.meeting_id == bindparam("meeting_id"))
        .order_by(AgendaItem.sequence, AgendaItem.id)
    )


_DOCUMENT: tuple[Any, ...] = (
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
_FILE = and_(StoredFile.tenant_id == MeetingDocument.tenant_id, StoredFile.id == MeetingDocument.file_id)


def _documents_of_item() -> ScalarSelect[Any]:
    """The documents of an item as a JSON array of arrays, in their order."""
    return (
        select(
            func.json_agg(
                aggregate_order_by(
                    func.json_build_array(*_DOCUMENT), MeetingDocument.sequence, MeetingDocument.created_at
                )
            )
        )
        .select_from(MeetingDocument)
        .join(StoredFile, _FILE)
        .where(MeetingDocument.agenda_item_id == AgendaItem.id, MeetingDocument.tenant_id == AgendaItem.tenant_id)
        .correlate(AgendaItem)
        .scalar_subquery()
    )


def agenda_rows(session: TenantSession, meeting_id: uuid.UUID, *, internal: bool = True) -> list[AgendaRow]:
    """The agenda in its order with the documents of each item, in one statement; without internal items if so asked."""
    found: list[AgendaRow] = []
    number = 0
    for row in session.execute(_agenda(), {"meeting_id": meeting_id}):
        item: AgendaItem = row.AgendaItem
        stands = item.state in ("open", "current", "done")
        number += stands
        if item.public or internal:
            found.append(_item_of(item, row, number if stands else None))
    return found


def _item_of(item: AgendaItem, row: Any, number: int | None) -> AgendaRow:
    known = item.subject_kind is not None and item.subject_id is not None
    return AgendaRow(
        item.id,
        number,
        item.sequence,
        item.kind,
        item.title,
        item.text,
        item.presenter,
        item.working_group_id,
        row.working_group,
        item.minutes,
        item.public,
        SubjectRef(item.subject_kind, item.subject_id) if known and item.subject_kind and item.subject_id else None,
        item.carried_from_id,
        item.state,
        item.started_at,
        item.finished_at,
        item.notes,
        item.version,
        tuple(
            DocumentRow(uuid.UUID(i), uuid.UUID(a), uuid.UUID(f), *others) for i, a, f, *others in row.documents or ()
        ),
    )


def document_rows(session: TenantSession, meeting_id: uuid.UUID) -> list[DocumentRow]:
    """All files of a meeting's pack: first those of the whole meeting, then item by item in the order of the agenda."""
    rows = session.execute(
        select(*_DOCUMENT)
        .join(StoredFile, _FILE)
        .outerjoin(
            AgendaItem,
            and_(AgendaItem.tenant_id == MeetingDocument.tenant_id, AgendaItem.id == MeetingDocument.agenda_item_id),
        )
        .where(MeetingDocument.meeting_id == meeting_id)
        .order_by(AgendaItem.sequence.nulls_first(), MeetingDocument.sequence, MeetingDocument.created_at)
    )
    return [DocumentRow(*row) for row in rows]
