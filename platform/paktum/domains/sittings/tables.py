"""Tables of a sitting: who is there, who votes for whom, motions, votes and their proofs, and groups formed on the spot."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from paktum.core.columns import Code, Instant, JsonObject, Line, MadeAt
from paktum.core.database import Base, TenantTable, tenant_reference


class Attendance(TenantTable, Base):
    """A stay of one person at a meeting, from arriving to leaving; whoever comes back gets a further row."""

    __tablename__ = "attendance"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    seat_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    invitee_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    person: Mapped[Line]
    capacity: Mapped[Code]
    way: Mapped[Code] = mapped_column(default="present", server_default="present")
    noted_by: Mapped[Code] = mapped_column(default="office", server_default="office")
    arrived_at: Mapped[Instant]
    left_at: Mapped[Instant | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("seat_id", "seat"),
            tenant_reference("invitee_id", "invitee"),
            Index(None, "tenant_id", "meeting_id"),
            Index(
                "uq_attendance_seat_there",
                "tenant_id",
                "meeting_id",
                "seat_id",
                unique=True,
                postgresql_where=sql("left_at is null and seat_id is not null"),
            ),
            Index(
                "uq_attendance_invitee_there",
                "tenant_id",
                "invitee_id",
                unique=True,
                postgresql_where=sql("left_at is null and invitee_id is not null"),
            ),
            CheckConstraint("capacity in ('holder', 'substitute', 'guest')", name="capacity"),
            CheckConstraint("way in ('present', 'remote')", name="way"),
            CheckConstraint("noted_by in ('office', 'check_in', 'link')", name="noted_by"),
            CheckConstraint("left_at is null or left_at >= arrived_at", name="times"),
            CheckConstraint("(capacity = 'guest') = (seat_id is null)", name="seat"),
        )


class Absence(TenantTable, Base):
    """Why a seat is empty: excused from the whole meeting, or out for one item because it concerns the holder."""

    __tablename__ = "absence"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    seat_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    agenda_item_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    reason: Mapped[str] = mapped_column(default="", server_default=sql("''"))

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("seat_id", "seat"),
            tenant_reference("agenda_item_id", "agenda_item", ondelete="CASCADE"),
            UniqueConstraint(
                "tenant_id", "meeting_id", "seat_id", "agenda_item_id", postgresql_nulls_not_distinct=True
            ),
        )


class Proxy(TenantTable, Base):
    """A seat's vote given to another seat for this meeting."""

    __tablename__ = "proxy"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    seat_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    holder_seat_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    given_at: Mapped[Instant]
    ended_at: Mapped[Instant | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("seat_id", "seat"),
            tenant_reference("holder_seat_id", "seat"),
            Index(
                "uq_proxy_given",
                "tenant_id",
                "meeting_id",
                "seat_id",
                unique=True,
                postgresql_where=sql("ended_at is null"),
            ),
            CheckConstraint("seat_id <> holder_seat_id", name="other"),
        )


class Motion(TenantTable, Base):
    """A text put to the vote under an agenda item; one with `amends_id` changes another and is voted on before it."""

    __tablename__ = "motion"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    amends_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    sequence: Mapped[int]
    title: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    text: Mapped[str]
    proposer: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    majority: Mapped[Code] = mapped_column(default="ordinary", server_default="ordinary")
    state: Mapped[Code] = mapped_column(default="tabled", server_default="tabled")
    created_at: Mapped[MadeAt]
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("agenda_item_id", "agenda_item", ondelete="CASCADE"),
            tenant_reference("amends_id", "motion"),
            Index(None, "tenant_id", "agenda_item_id"),
            CheckConstraint("majority in ('ordinary', 'qualified')", name="majority"),
            CheckConstraint("state in ('tabled', 'voting', 'carried', 'rejected', 'withdrawn')", name="state"),
        )


class VoteEvent(TenantTable, Base):
    """A vote on a motion (a VoteEvent in Popolo).

    `roll` freezes at the opening who may vote, with what weight, who is there, who votes for whom, and by which charter;
    `proof` adds at the closing the counts and the result, and `proof_sha256` seals it: later edits of members never
    change either.
    """

    __tablename__ = "vote_event"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    motion_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    method: Mapped[Code]
    secret: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    state: Mapped[Code] = mapped_column(default="open", server_default="open")
    outcome: Mapped[Code | None]
    roll: Mapped[JsonObject]
    proof: Mapped[JsonObject | None]
    proof_sha256: Mapped[str | None] = mapped_column(String(64))
    opened_at: Mapped[Instant]
    closed_at: Mapped[Instant | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("motion_id", "motion", ondelete="CASCADE"),
            Index(None, "tenant_id", "motion_id"),
            Index(
                "uq_vote_event_open",
                "tenant_id",
                "meeting_id",
                unique=True,
                postgresql_where=sql("state = 'open'"),
            ),
            CheckConstraint("method in ('show', 'by_name', 'link')", name="method"),
            CheckConstraint("not (secret and method = 'by_name')", name="secret"),
            CheckConstraint("state in ('open', 'closed', 'annulled')", name="state"),
            CheckConstraint("outcome in ('carried', 'rejected', 'no_quorum')", name="outcome"),
        )


class Vote(TenantTable, Base):
    """How a seat voted in an open vote (a Vote in Popolo); a secret vote never has such rows."""

    __tablename__ = "vote"

    vote_event_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    seat_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    choice: Mapped[Code]
    noted_by: Mapped[Code] = mapped_column(default="office", server_default="office")
    cast_at: Mapped[Instant]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("vote_event_id", "vote_event", ondelete="CASCADE"),
            tenant_reference("seat_id", "seat"),
            UniqueConstraint("tenant_id", "vote_event_id", "seat_id"),
            CheckConstraint("choice in ('yes', 'no', 'abstain')", name="choice"),
            CheckConstraint("noted_by in ('office', 'link')", name="noted_by"),
        )


class VoteCount(TenantTable, Base):
    """How many votes of a body went one way (a Count in Popolo): those shown by hand, or those of a secret vote."""

    __tablename__ = "vote_count"

    vote_event_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    body_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    choice: Mapped[Code]
    votes: Mapped[int]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("vote_event_id", "vote_event", ondelete="CASCADE"),
            tenant_reference("body_id", "body"),
            UniqueConstraint("tenant_id", "vote_event_id", "body_id", "choice"),
            CheckConstraint("choice in ('yes', 'no', 'abstain')", name="choice"),
            CheckConstraint("votes >= 0", name="votes"),
        )


class SecretVoter(TenantTable, Base):
    """That a seat has voted in a secret vote, never how: no time, no order, nothing that meets a count."""

    __tablename__ = "secret_voter"

    # A random id: one made from the clock would tell in which order people voted.
    id: Mapped[uuid.UUID] = mapped_column(Uuid, default=uuid.uuid4, sort_order=-1)
    vote_event_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    seat_id: Mapped[uuid.UUID] = mapped_column(Uuid)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("vote_event_id", "vote_event", ondelete="CASCADE"),
            tenant_reference("seat_id", "seat"),
            UniqueConstraint("tenant_id", "vote_event_id", "seat_id"),
        )


class GroupTopic(TenantTable, Base):
    """A topic offered under an agenda item, that becomes a working group when people sign up for it."""

    __tablename__ = "group_topic"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    agenda_item_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    sequence: Mapped[int]
    title: Mapped[Line]
    question: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    state: Mapped[Code] = mapped_column(default="open", server_default="open")
    body_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    first_day: Mapped[date | None]
    first_place: Mapped[str] = mapped_column(default="", server_default=sql("''"))
    created_at: Mapped[MadeAt]
    version: Mapped[int] = mapped_column(default=1, server_default=sql("1"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012  (SQLAlchemy reads the plain attribute)

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("agenda_item_id", "agenda_item", ondelete="CASCADE"),
            tenant_reference("body_id", "body"),
            Index(None, "tenant_id", "agenda_item_id"),
            CheckConstraint("state in ('open', 'electing', 'formed', 'dropped')", name="state"),
        )


class GroupSignUp(TenantTable, Base):
    """A participant who chose a topic; `prefers_id` is whom they would have lead the group, `leads` who was elected."""

    __tablename__ = "group_sign_up"

    meeting_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    topic_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    invitee_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    prefers_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    person: Mapped[Line]
    organisation: Mapped[Line] = mapped_column(default="", server_default=sql("''"))
    leads: Mapped[bool] = mapped_column(default=False, server_default=sql("false"))
    noted_by: Mapped[Code] = mapped_column(default="office", server_default="office")
    created_at: Mapped[MadeAt]
    withdrawn_at: Mapped[Instant | None]

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        return (
            tenant_reference("meeting_id", "meeting", ondelete="CASCADE"),
            tenant_reference("topic_id", "group_topic", ondelete="CASCADE"),
            tenant_reference("invitee_id", "invitee"),
            tenant_reference("prefers_id", "group_sign_up"),
            Index(None, "tenant_id", "topic_id"),
            Index(
                "uq_group_sign_up_once",
                "tenant_id",
                "meeting_id",
                "invitee_id",
                unique=True,
                postgresql_where=sql("withdrawn_at is null and invitee_id is not null"),
            ),
            Index(
                "uq_group_sign_up_leader",
                "tenant_id",
                "topic_id",
                unique=True,
                postgresql_where=sql("leads and withdrawn_at is null"),
            ),
            CheckConstraint("noted_by in ('office', 'link', 'later')", name="noted_by"),
        )
