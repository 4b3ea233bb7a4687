"""Tables of meetings: the meeting, its bodies, agenda, documents, announcements and those invited."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class Meeting(TenantTable, Base):
    """A meeting of one body or of several together, from its planning to its closing.

    Without a `title` it is called by its body and number. A circular one takes votes from `starts_at` to `ends_at`.
    `convening` is 2 where a first convening had no quorum. `calendar_sequence` rises with every change of the invitation.
    """

    __tablename__ = "meeting"

    plan_entry_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    first_meeting_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    title: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    form: Mapped[Code] = mapped_column(default="present", server_default="present")
    place: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    remote_address: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    starts_at: Mapped[Instant]
    ends_at: Mapped[Instant]
    convening: Mapped[int] = mapped_column(default=1, server_default=sql("1"))
    state: Mapped[Code] = mapped_column(default="planned", server_default="planned")
    state_reason: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    notice_reason: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    invitation_note: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    convened_at: Mapped[Instant | None]
    opened_at: Mapped[Instant | None]
    ended_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    calendar_sequence: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    check_in_generation: Mapped[int] = mapped_column(default=1, server_default=sql("1"))
    pack_file_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    pack_made_at: Mapped[Instant | None]
    created_at: Mapped[MadeAt]
    changed_at: Mapped[MadeAt]
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("plan_entry_id", "plan_entry"),
            tenant_reference("first_meeting_id", "meeting"),
            tenant_reference("pack_file_id", "stored_file"),
            UniqueConstraint("tenant_id", "plan_entry_id"),
            Index(None, "tenant_id", "starts_at"),
            CheckConstraint("form in ('present', 'remote', 'mixed', 'circular')", name="form"),
            CheckConstraint(
                "state in ('planned', 'convened', 'in_session', 'held', 'minutes_drafted', 'minutes_approved', 'closed',"
                " 'postponed', 'cancelled')",
                name="state",
            ),
            CheckConstraint("ends_at > starts_at", name="times"),
            CheckConstraint("convening in (1, 2)", name="convening"),
        )


class MeetingBody(TenantTable, Base):
    """A body that meets, and which of its meetings of the year this is; the one with sequence 0 leads a joint session.

    `charter_id` is the charter of the day, frozen when the meeting is convened.
    """

    __tablename__ = "meeting_body"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    body_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    sequence: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    year: Mapped[int]
    number: Mapped[int]
    charter_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("body_id", "body"),
            tenant_reference("charter_id", "charter"),
            UniqueConstraint("tenant_id", "meeting_id", "body_id"),
            UniqueConstraint("tenant_id", "body_id", "year", "number"),
        )


class AgendaItem(TenantTable, Base):
    """A point of the agenda. `kind` is `free` or a standing code (opening, task_review, announcements, groups and so on).

    `minutes` is its planned length; `working_group_id` the group under whose patronage it was prepared; `notes` are taken
    while it is discussed. `carried_from_id` is the same matter on an earlier agenda.
    """

    __tablename__ = "agenda_item"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    sequence: Mapped[int]
    kind: Mapped[Code] = mapped_column(default="free", server_default="free")
    title: Mapped[Line]
    text: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    presenter: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    working_group_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    minutes: Mapped[int | None]
    public: Mapped[bool] = mapped_column(default=True, server_default=sql("true"))
    subject_kind: Mapped[Code | None]
    subject_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    carried_from_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    state: Mapped[Code] = mapped_column(default="open", server_default="open")
    started_at: Mapped[Instant | None]
    finished_at: Mapped[Instant | None]
    notes: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("working_group_id", "body"),
            tenant_reference("carried_from_id", "agenda_item"),
            Index(None, "tenant_id", "meeting_id", "sequence"),
            Index(
                "uq_agenda_item_current",
                "tenant_id",
                "meeting_id",
                unique=True,
                postgresql_where=sql("state = 'current'"),
            ),
            CheckConstraint("state in ('open', 'current', 'done', 'carried', 'withdrawn')", name="state"),
            CheckConstraint("minutes is null or minutes between 1 and 1440", name="minutes"),
            CheckConstraint("(subject_kind is null) = (subject_id is null)", name="subject"),
        )


class MeetingDocument(TenantTable, Base):
    """A file of the pack: a submission or an attachment, of one agenda item or of the whole meeting."""

    __tablename__ = "meeting_document"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    agenda_item_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    file_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    kind: Mapped[Code] = mapped_column(default="submission", server_default="submission")
    title: Mapped[Line]
    public: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    sequence: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    created_at: Mapped[MadeAt]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("agenda_item_id", "agenda_item", ondelete="CASCADE"),
            tenant_reference("file_id", "stored_file"),
            Index(None, "tenant_id", "meeting_id"),
            CheckConstraint("kind in ('submission', 'attachment')", name="kind"),
        )


class Invitee(TenantTable, Base):
    """Somebody asked to a meeting: the holder of a seat, a substitute, a guest, or one who came unasked.

    `link_generation` is raised to end the personal link. This person's calendar sequence is the meeting's and
    `sequence_offset` together, because taking one person off and asking again changes nothing for the others;
    `sent_sequence` is the one last mailed, with the mail `mail_id`, and `answered_sequence` the one that was answered.
    `stand_in` is who comes instead.
    """

    __tablename__ = "invitee"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    kind: Mapped[Code]
    seat_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    mandate_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    name: Mapped[Line]
    organisation: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    email: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    language: Mapped[str]
    answer: Mapped[Code | None]
    answered_at: Mapped[Instant | None]
    answered_by: Mapped[Code | None]
    answered_sequence: Mapped[int | None]
    stand_in: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    remark: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    link_generation: Mapped[int] = mapped_column(default=1, server_default=sql("1"))
    sequence_offset: Mapped[int] = mapped_column(default=0, server_default=sql("0"))
    sent_sequence: Mapped[int | None]
    sent_at: Mapped[Instant | None]
    mail_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    withdrawn_at: Mapped[Instant | None]
    created_at: Mapped[MadeAt]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("seat_id", "seat"),
            tenant_reference("mandate_id", "mandate"),
            tenant_reference("membership_id", "membership"),
            tenant_reference("organisation_id", "organisation"),
            tenant_reference("mail_id", "mail_message"),
            Index(None, "tenant_id", "meeting_id"),
            UniqueConstraint("tenant_id", "meeting_id", "mandate_id"),
            CheckConstraint("kind in ('seat', 'substitute', 'guest', 'walk_in')", name="kind"),
            CheckConstraint("answer in ('accepted', 'declined', 'tentative')", name="answer"),
            CheckConstraint("answered_by in ('link', 'mail', 'office', 'page')", name="answered_by"),
        )


class Announcement(TenantTable, Base):
    """What a participant means to do, told before the meeting under an agenda item of the kind `announcements`."""

    __tablename__ = "announcement"

    agenda_item_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    invitee_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    author: Mapped[Line]
    title: Mapped[Line]
    text: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    on: Mapped[date | None]
    withdrawn_at: Mapped[Instant | None]
    created_at: Mapped[MadeAt]
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("agenda_item_id", "agenda_item", ondelete="CASCADE"),
            tenant_reference("invitee_id", "invitee"),
            tenant_reference("membership_id", "membership"),
            Index(None, "tenant_id", "agenda_item_id"),
        )
