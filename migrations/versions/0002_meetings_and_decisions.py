"""The tables of meetings and decisions, each behind its walls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from paktum.core.isolation import walls_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


TABLES = (
    "word_template",
    "meeting",
    "agenda_item",
    "invitee",
    "meeting_body",
    "meeting_evidence",
    "proxy",
    "absence",
    "announcement",
    "attendance",
    "group_topic",
    "meeting_document",
    "motion",
    "group_sign_up",
    "vote_event",
    "decision",
    "secret_voter",
    "vote",
    "vote_count",
    "minutes",
    "plan_revision",
    "referral",
    "task",
    "minutes_file",
    "minutes_section",
    "minutes_version",
    "task_on_agenda",
    "task_remark",
    "task_reminder",
    "minutes_remark",
)


def upgrade() -> None:
    op.create_table(
        "word_template",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind in ('minutes')", name="ck_word_template_kind"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "created_by"],
            ["membership.tenant_id", "membership.id"],
            name="fk_word_template_tenant_id_created_by",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["stored_file.tenant_id", "stored_file.id"],
            name="fk_word_template_tenant_id_file_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_word_template_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_word_template"),
    )
    op.create_index(
        "uq_word_template_in_use",
        "word_template",
        ["tenant_id", "kind"],
        unique=True,
        postgresql_where=sa.text("retired_at is null"),
    )
    op.create_table(
        "meeting",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_entry_id", sa.Uuid(), nullable=True),
        sa.Column("first_meeting_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("form", sa.String(length=80), server_default="present", nullable=False),
        sa.Column("place", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("remote_address", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("convening", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("state", sa.String(length=80), server_default="planned", nullable=False),
        sa.Column("state_reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("notice_reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("invitation_note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("convened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("calendar_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("check_in_generation", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("pack_file_id", sa.Uuid(), nullable=True),
        sa.Column("pack_made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("form in ('present', 'remote', 'mixed', 'circular')", name="ck_meeting_form"),
        sa.CheckConstraint(
            "state in ('planned', 'convened', 'in_session', 'held', 'minutes_drafted', 'minutes_approved', 'closed',"
            " 'postponed', 'cancelled')",
            name="ck_meeting_state",
        ),
        sa.CheckConstraint("convening in (1, 2)", name="ck_meeting_convening"),
        sa.CheckConstraint("ends_at > starts_at", name="ck_meeting_times"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "first_meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_meeting_tenant_id_first_meeting_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "pack_file_id"],
            ["stored_file.tenant_id", "stored_file.id"],
            name="fk_meeting_tenant_id_pack_file_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "plan_entry_id"],
            ["plan_entry.tenant_id", "plan_entry.id"],
            name="fk_meeting_tenant_id_plan_entry_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_meeting_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_meeting"),
        sa.UniqueConstraint("tenant_id", "plan_entry_id", name="uq_meeting_tenant_id_plan_entry_id"),
    )
    op.create_index("ix_meeting_tenant_id_starts_at", "meeting", ["tenant_id", "starts_at"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), server_default="free", nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("text", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("presenter", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("working_group_id", sa.Uuid(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("public", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("subject_kind", sa.String(length=80), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("carried_from_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=80), server_default="open", nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notes", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("state in ('open', 'current', 'done', 'carried', 'withdrawn')", name="ck_agenda_item_state"),
        sa.CheckConstraint("(subject_kind is null) = (subject_id is null)", name="ck_agenda_item_subject"),
        sa.CheckConstraint("minutes is null or minutes between 1 and 1440", name="ck_agenda_item_minutes"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "carried_from_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_agenda_item_tenant_id_carried_from_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_agenda_item_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "working_group_id"],
            ["body.tenant_id", "body.id"],
            name="fk_agenda_item_tenant_id_working_group_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_agenda_item_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_agenda_item"),
    )
    op.create_index(
        "ix_agenda_item_tenant_id_meeting_id_sequence",
        "agenda_item",
        ["tenant_id", "meeting_id", "sequence"],
        unique=False,
    )
    op.create_index(
        "uq_agenda_item_current",
        "agenda_item",
        ["tenant_id", "meeting_id"],
        unique=True,
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "invitee",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("mandate_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("organisation", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("email", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("answer", sa.String(length=80), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(length=80), nullable=True),
        sa.Column("answered_sequence", sa.Integer(), nullable=True),
        sa.Column("stand_in", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("remark", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("link_generation", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("sequence_offset", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("sent_sequence", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("answer in ('accepted', 'declined', 'tentative')", name="ck_invitee_answer"),
        sa.CheckConstraint("answered_by in ('link', 'mail', 'office', 'page')", name="ck_invitee_answered_by"),
        sa.CheckConstraint("kind in ('seat', 'substitute', 'guest', 'walk_in')", name="ck_invitee_kind"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mail_id"], ["mail_message.tenant_id", "mail_message.id"], name="fk_invitee_tenant_id_mail_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mandate_id"], ["mandate.tenant_id", "mandate.id"], name="fk_invitee_tenant_id_mandate_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_invitee_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["membership.tenant_id", "membership.id"],
            name="fk_invitee_tenant_id_membership_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organisation_id"],
            ["organisation.tenant_id", "organisation.id"],
            name="fk_invitee_tenant_id_organisation_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seat_id"], ["seat.tenant_id", "seat.id"], name="fk_invitee_tenant_id_seat_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_invitee_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_invitee"),
        sa.UniqueConstraint("tenant_id", "meeting_id", "mandate_id", name="uq_invitee_tenant_id_meeting_id_mandate_id"),
    )
    op.create_index("ix_invitee_tenant_id_meeting_id", "invitee", ["tenant_id", "meeting_id"], unique=False)
    op.create_table(
        "meeting_body",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("charter_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_meeting_body_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "charter_id"],
            ["charter.tenant_id", "charter.id"],
            name="fk_meeting_body_tenant_id_charter_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_meeting_body_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_meeting_body_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_meeting_body"),
        sa.UniqueConstraint(
            "tenant_id", "body_id", "year", "number", name="uq_meeting_body_tenant_id_body_id_year_number"
        ),
        sa.UniqueConstraint("tenant_id", "meeting_id", "body_id", name="uq_meeting_body_tenant_id_meeting_id_body_id"),
    )
    op.create_table(
        "meeting_evidence",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=True),
        sa.Column("consent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("kind in ('signed_sheet', 'photo', 'other')", name="ck_meeting_evidence_kind"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "created_by"],
            ["membership.tenant_id", "membership.id"],
            name="fk_meeting_evidence_tenant_id_created_by",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["stored_file.tenant_id", "stored_file.id"],
            name="fk_meeting_evidence_tenant_id_file_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_meeting_evidence_tenant_id_meeting_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_meeting_evidence_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_meeting_evidence"),
    )
    op.create_index(
        "ix_meeting_evidence_tenant_id_meeting_id", "meeting_evidence", ["tenant_id", "meeting_id"], unique=False
    )
    op.create_table(
        "proxy",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("holder_seat_id", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("seat_id <> holder_seat_id", name="ck_proxy_other"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "holder_seat_id"], ["seat.tenant_id", "seat.id"], name="fk_proxy_tenant_id_holder_seat_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_proxy_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seat_id"], ["seat.tenant_id", "seat.id"], name="fk_proxy_tenant_id_seat_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_proxy_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_proxy"),
    )
    op.create_index(
        "uq_proxy_given",
        "proxy",
        ["tenant_id", "meeting_id", "seat_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "absence",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_absence_tenant_id_agenda_item_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_absence_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seat_id"], ["seat.tenant_id", "seat.id"], name="fk_absence_tenant_id_seat_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_absence_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_absence"),
        sa.UniqueConstraint(
            "tenant_id",
            "meeting_id",
            "seat_id",
            "agenda_item_id",
            name="uq_absence_tenant_id_meeting_id_seat_id_agenda_item_id",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_table(
        "announcement",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("invitee_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("text", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("on", sa.Date(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_announcement_tenant_id_agenda_item_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invitee_id"],
            ["invitee.tenant_id", "invitee.id"],
            name="fk_announcement_tenant_id_invitee_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["membership.tenant_id", "membership.id"],
            name="fk_announcement_tenant_id_membership_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_announcement_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_announcement"),
    )
    op.create_index(
        "ix_announcement_tenant_id_agenda_item_id", "announcement", ["tenant_id", "agenda_item_id"], unique=False
    )
    op.create_table(
        "attendance",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("invitee_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=400), nullable=False),
        sa.Column("capacity", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=80), server_default="present", nullable=False),
        sa.Column("noted_by", sa.String(length=80), server_default="office", nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(capacity = 'guest') = (seat_id is null)", name="ck_attendance_seat"),
        sa.CheckConstraint("capacity in ('holder', 'substitute', 'guest')", name="ck_attendance_capacity"),
        sa.CheckConstraint("noted_by in ('office', 'check_in', 'link')", name="ck_attendance_noted_by"),
        sa.CheckConstraint("way in ('present', 'remote')", name="ck_attendance_way"),
        sa.CheckConstraint("left_at is null or left_at >= arrived_at", name="ck_attendance_times"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invitee_id"], ["invitee.tenant_id", "invitee.id"], name="fk_attendance_tenant_id_invitee_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_attendance_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seat_id"], ["seat.tenant_id", "seat.id"], name="fk_attendance_tenant_id_seat_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_attendance_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_attendance"),
    )
    op.create_index("ix_attendance_tenant_id_meeting_id", "attendance", ["tenant_id", "meeting_id"], unique=False)
    op.create_index(
        "uq_attendance_invitee_there",
        "attendance",
        ["tenant_id", "invitee_id"],
        unique=True,
        postgresql_where=sa.text("left_at is null and invitee_id is not null"),
    )
    op.create_index(
        "uq_attendance_seat_there",
        "attendance",
        ["tenant_id", "meeting_id", "seat_id"],
        unique=True,
        postgresql_where=sa.text("left_at is null and seat_id is not null"),
    )
    op.create_table(
        "group_topic",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("question", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("state", sa.String(length=80), server_default="open", nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("first_place", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("state in ('open', 'electing', 'formed', 'dropped')", name="ck_group_topic_state"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_group_topic_tenant_id_agenda_item_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_group_topic_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_group_topic_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_group_topic_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_group_topic"),
    )
    op.create_index(
        "ix_group_topic_tenant_id_agenda_item_id", "group_topic", ["tenant_id", "agenda_item_id"], unique=False
    )
    op.create_table(
        "meeting_document",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), server_default="submission", nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("public", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind in ('submission', 'attachment')", name="ck_meeting_document_kind"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_meeting_document_tenant_id_agenda_item_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["stored_file.tenant_id", "stored_file.id"],
            name="fk_meeting_document_tenant_id_file_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_meeting_document_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_meeting_document_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_meeting_document"),
    )
    op.create_index(
        "ix_meeting_document_tenant_id_meeting_id", "meeting_document", ["tenant_id", "meeting_id"], unique=False
    )
    op.create_table(
        "motion",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("amends_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("proposer", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("majority", sa.String(length=80), server_default="ordinary", nullable=False),
        sa.Column("state", sa.String(length=80), server_default="tabled", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("majority in ('ordinary', 'qualified')", name="ck_motion_majority"),
        sa.CheckConstraint("state in ('tabled', 'voting', 'carried', 'rejected', 'withdrawn')", name="ck_motion_state"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_motion_tenant_id_agenda_item_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "amends_id"], ["motion.tenant_id", "motion.id"], name="fk_motion_tenant_id_amends_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_motion_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_motion_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_motion"),
    )
    op.create_index("ix_motion_tenant_id_agenda_item_id", "motion", ["tenant_id", "agenda_item_id"], unique=False)
    op.create_table(
        "group_sign_up",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("invitee_id", sa.Uuid(), nullable=True),
        sa.Column("prefers_id", sa.Uuid(), nullable=True),
        sa.Column("person", sa.String(length=400), nullable=False),
        sa.Column("organisation", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("leads", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("noted_by", sa.String(length=80), server_default="office", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("noted_by in ('office', 'link', 'later')", name="ck_group_sign_up_noted_by"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invitee_id"],
            ["invitee.tenant_id", "invitee.id"],
            name="fk_group_sign_up_tenant_id_invitee_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_group_sign_up_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "prefers_id"],
            ["group_sign_up.tenant_id", "group_sign_up.id"],
            name="fk_group_sign_up_tenant_id_prefers_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "topic_id"],
            ["group_topic.tenant_id", "group_topic.id"],
            name="fk_group_sign_up_tenant_id_topic_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_group_sign_up_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_group_sign_up"),
    )
    op.create_index("ix_group_sign_up_tenant_id_topic_id", "group_sign_up", ["tenant_id", "topic_id"], unique=False)
    op.create_index(
        "uq_group_sign_up_leader",
        "group_sign_up",
        ["tenant_id", "topic_id"],
        unique=True,
        postgresql_where=sa.text("leads and withdrawn_at is null"),
    )
    op.create_index(
        "uq_group_sign_up_once",
        "group_sign_up",
        ["tenant_id", "meeting_id", "invitee_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null and invitee_id is not null"),
    )
    op.create_table(
        "vote_event",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("motion_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(length=80), nullable=False),
        sa.Column("secret", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("state", sa.String(length=80), server_default="open", nullable=False),
        sa.Column("outcome", sa.String(length=80), nullable=True),
        sa.Column("roll", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("proof", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("proof_sha256", sa.String(length=64), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("method in ('show', 'by_name', 'link')", name="ck_vote_event_method"),
        sa.CheckConstraint("not (secret and method = 'by_name')", name="ck_vote_event_secret"),
        sa.CheckConstraint("outcome in ('carried', 'rejected', 'no_quorum')", name="ck_vote_event_outcome"),
        sa.CheckConstraint("state in ('open', 'closed', 'annulled')", name="ck_vote_event_state"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"],
            ["meeting.tenant_id", "meeting.id"],
            name="fk_vote_event_tenant_id_meeting_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "motion_id"],
            ["motion.tenant_id", "motion.id"],
            name="fk_vote_event_tenant_id_motion_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_vote_event_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_vote_event"),
    )
    op.create_index("ix_vote_event_tenant_id_motion_id", "vote_event", ["tenant_id", "motion_id"], unique=False)
    op.create_index(
        "uq_vote_event_open",
        "vote_event",
        ["tenant_id", "meeting_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "decision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("motion_id", sa.Uuid(), nullable=True),
        sa.Column("vote_event_id", sa.Uuid(), nullable=True),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=400), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("subject_kind", sa.String(length=80), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("execution", sa.String(length=80), server_default="open", nullable=False),
        sa.Column("execution_note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("repealed_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_text", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "execution in ('none', 'open', 'in_progress', 'done', 'lapsed')", name="ck_decision_execution"
        ),
        sa.CheckConstraint("(subject_kind is null) = (subject_id is null)", name="ck_decision_subject"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_decision_tenant_id_agenda_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_decision_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"], ["meeting.tenant_id", "meeting.id"], name="fk_decision_tenant_id_meeting_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "motion_id"], ["motion.tenant_id", "motion.id"], name="fk_decision_tenant_id_motion_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "repealed_by_id"],
            ["decision.tenant_id", "decision.id"],
            name="fk_decision_tenant_id_repealed_by_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "vote_event_id"],
            ["vote_event.tenant_id", "vote_event.id"],
            name="fk_decision_tenant_id_vote_event_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_decision_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_decision"),
        sa.UniqueConstraint(
            "tenant_id", "body_id", "year", "ordinal", name="uq_decision_tenant_id_body_id_year_ordinal"
        ),
        sa.UniqueConstraint("tenant_id", "motion_id", "body_id", name="uq_decision_tenant_id_motion_id_body_id"),
    )
    op.create_index("ix_decision_tenant_id_decided_on", "decision", ["tenant_id", "decided_on"], unique=False)
    op.create_index("ix_decision_tenant_id_meeting_id", "decision", ["tenant_id", "meeting_id"], unique=False)
    op.create_table(
        "secret_voter",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_event_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seat_id"], ["seat.tenant_id", "seat.id"], name="fk_secret_voter_tenant_id_seat_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "vote_event_id"],
            ["vote_event.tenant_id", "vote_event.id"],
            name="fk_secret_voter_tenant_id_vote_event_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_secret_voter_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_secret_voter"),
        sa.UniqueConstraint(
            "tenant_id", "vote_event_id", "seat_id", name="uq_secret_voter_tenant_id_vote_event_id_seat_id"
        ),
    )
    op.create_table(
        "vote",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_event_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=80), nullable=False),
        sa.Column("noted_by", sa.String(length=80), server_default="office", nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice in ('yes', 'no', 'abstain')", name="ck_vote_choice"),
        sa.CheckConstraint("noted_by in ('office', 'link')", name="ck_vote_noted_by"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seat_id"], ["seat.tenant_id", "seat.id"], name="fk_vote_tenant_id_seat_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "vote_event_id"],
            ["vote_event.tenant_id", "vote_event.id"],
            name="fk_vote_tenant_id_vote_event_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_vote_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_vote"),
        sa.UniqueConstraint("tenant_id", "vote_event_id", "seat_id", name="uq_vote_tenant_id_vote_event_id_seat_id"),
    )
    op.create_table(
        "vote_count",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("vote_event_id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("choice", sa.String(length=80), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=False),
        sa.CheckConstraint("choice in ('yes', 'no', 'abstain')", name="ck_vote_count_choice"),
        sa.CheckConstraint("votes >= 0", name="ck_vote_count_votes"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_vote_count_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "vote_event_id"],
            ["vote_event.tenant_id", "vote_event.id"],
            name="fk_vote_count_tenant_id_vote_event_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_vote_count_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_vote_count"),
        sa.UniqueConstraint(
            "tenant_id",
            "vote_event_id",
            "body_id",
            "choice",
            name="uq_vote_count_tenant_id_vote_event_id_body_id_choice",
        ),
    )
    op.create_table(
        "minutes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=80), server_default="drafted", nullable=False),
        sa.Column("current_version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.String(length=80), nullable=True),
        sa.Column("approver", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("approving_decision_id", sa.Uuid(), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("approved_by in ('chair', 'meeting')", name="ck_minutes_approved_by"),
        sa.CheckConstraint("state in ('drafted', 'sent', 'approved', 'locked')", name="ck_minutes_state"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "approving_decision_id"],
            ["decision.tenant_id", "decision.id"],
            name="fk_minutes_tenant_id_approving_decision_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"], ["meeting.tenant_id", "meeting.id"], name="fk_minutes_tenant_id_meeting_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_minutes_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_minutes"),
        sa.UniqueConstraint("tenant_id", "meeting_id", name="uq_minutes_tenant_id_meeting_id"),
    )
    op.create_table(
        "plan_revision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(length=80), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.CheckConstraint("outcome in ('carried', 'rejected')", name="ck_plan_revision_outcome"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decision_id"],
            ["decision.tenant_id", "decision.id"],
            name="fk_plan_revision_tenant_id_decision_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "made_by"],
            ["membership.tenant_id", "membership.id"],
            name="fk_plan_revision_tenant_id_made_by",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_plan_revision_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_plan_revision"),
        sa.UniqueConstraint("tenant_id", "number", name="uq_plan_revision_tenant_id_number"),
    )
    op.create_table(
        "referral",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("from_body_id", sa.Uuid(), nullable=False),
        sa.Column("to_body_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("text", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("subject_kind", sa.String(length=80), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(length=80), server_default="forwarded", nullable=False),
        sa.Column("taken_item_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("answer_decision_id", sa.Uuid(), nullable=True),
        sa.Column("forwarded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("taken_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("kind in ('recommendation', 'report', 'matter')", name="ck_referral_kind"),
        sa.CheckConstraint("state in ('forwarded', 'taken_up', 'answered', 'withdrawn')", name="ck_referral_state"),
        sa.CheckConstraint("from_body_id <> to_body_id", name="ck_referral_other"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_referral_tenant_id_agenda_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "answer_decision_id"],
            ["decision.tenant_id", "decision.id"],
            name="fk_referral_tenant_id_answer_decision_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decision_id"],
            ["decision.tenant_id", "decision.id"],
            name="fk_referral_tenant_id_decision_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "from_body_id"], ["body.tenant_id", "body.id"], name="fk_referral_tenant_id_from_body_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"], ["meeting.tenant_id", "meeting.id"], name="fk_referral_tenant_id_meeting_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "taken_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_referral_tenant_id_taken_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "to_body_id"], ["body.tenant_id", "body.id"], name="fk_referral_tenant_id_to_body_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_referral_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_referral"),
    )
    op.create_index(
        "ix_referral_tenant_id_to_body_id_state", "referral", ["tenant_id", "to_body_id", "state"], unique=False
    )
    op.create_table(
        "task",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("text", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("assignee", sa.String(length=400), server_default=sa.text("''"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=80), server_default="open", nullable=False),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("closing_note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("(state in ('done', 'dropped')) = (finished_on is not null)", name="ck_task_finished"),
        sa.CheckConstraint("state in ('open', 'in_progress', 'done', 'dropped')", name="ck_task_state"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_task_tenant_id_agenda_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_task_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "decision_id"], ["decision.tenant_id", "decision.id"], name="fk_task_tenant_id_decision_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "meeting_id"], ["meeting.tenant_id", "meeting.id"], name="fk_task_tenant_id_meeting_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["membership.tenant_id", "membership.id"],
            name="fk_task_tenant_id_membership_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organisation_id"],
            ["organisation.tenant_id", "organisation.id"],
            name="fk_task_tenant_id_organisation_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_task_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_task"),
    )
    op.create_index("ix_task_tenant_id_meeting_id", "task", ["tenant_id", "meeting_id"], unique=False)
    op.create_index("ix_task_tenant_id_state_due_on", "task", ["tenant_id", "state", "due_on"], unique=False)
    op.create_table(
        "minutes_file",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=80), nullable=False),
        sa.Column("rendering", sa.String(length=80), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("format in ('pdf', 'docx', 'zip')", name="ck_minutes_file_format"),
        sa.CheckConstraint("rendering in ('whole', 'public')", name="ck_minutes_file_rendering"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["stored_file.tenant_id", "stored_file.id"],
            name="fk_minutes_file_tenant_id_file_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "minutes_id"],
            ["minutes.tenant_id", "minutes.id"],
            name="fk_minutes_file_tenant_id_minutes_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_minutes_file_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_minutes_file"),
    )
    op.create_index("ix_minutes_file_tenant_id_minutes_id", "minutes_file", ["tenant_id", "minutes_id"], unique=False)
    op.create_table(
        "minutes_section",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("heading", sa.String(length=400), nullable=False),
        sa.Column("content", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("public", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_minutes_section_tenant_id_agenda_item_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "changed_by"],
            ["membership.tenant_id", "membership.id"],
            name="fk_minutes_section_tenant_id_changed_by",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "minutes_id"],
            ["minutes.tenant_id", "minutes.id"],
            name="fk_minutes_section_tenant_id_minutes_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_minutes_section_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_minutes_section"),
    )
    op.create_index(
        "ix_minutes_section_tenant_id_minutes_id_sequence",
        "minutes_section",
        ["tenant_id", "minutes_id", "sequence"],
        unique=False,
    )
    op.create_table(
        "minutes_version",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("occasion in ('drafted', 'kept', 'sent', 'approved')", name="ck_minutes_version_occasion"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "made_by"],
            ["membership.tenant_id", "membership.id"],
            name="fk_minutes_version_tenant_id_made_by",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "minutes_id"],
            ["minutes.tenant_id", "minutes.id"],
            name="fk_minutes_version_tenant_id_minutes_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_minutes_version_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_minutes_version"),
        sa.UniqueConstraint("tenant_id", "minutes_id", "number", name="uq_minutes_version_tenant_id_minutes_id_number"),
    )
    op.create_table(
        "task_on_agenda",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "agenda_item_id"],
            ["agenda_item.tenant_id", "agenda_item.id"],
            name="fk_task_on_agenda_tenant_id_agenda_item_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "task_id"],
            ["task.tenant_id", "task.id"],
            name="fk_task_on_agenda_tenant_id_task_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_task_on_agenda_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_task_on_agenda"),
        sa.UniqueConstraint(
            "tenant_id", "task_id", "agenda_item_id", name="uq_task_on_agenda_tenant_id_task_id_agenda_item_id"
        ),
    )
    op.create_index(
        "ix_task_on_agenda_tenant_id_agenda_item_id", "task_on_agenda", ["tenant_id", "agenda_item_id"], unique=False
    )
    op.create_table(
        "task_remark",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=400), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["membership.tenant_id", "membership.id"],
            name="fk_task_remark_tenant_id_membership_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "task_id"],
            ["task.tenant_id", "task.id"],
            name="fk_task_remark_tenant_id_task_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_task_remark_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_task_remark"),
    )
    op.create_index("ix_task_remark_tenant_id_task_id", "task_remark", ["tenant_id", "task_id"], unique=False)
    op.create_table(
        "task_reminder",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(length=80), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("occasion in ('before', 'on_the_day', 'late')", name="ck_task_reminder_occasion"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "task_id"],
            ["task.tenant_id", "task.id"],
            name="fk_task_reminder_tenant_id_task_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_task_reminder_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_task_reminder"),
        sa.UniqueConstraint(
            "tenant_id", "task_id", "occasion", "due_on", name="uq_task_reminder_tenant_id_task_id_occasion_due_on"
        ),
    )
    op.create_table(
        "minutes_remark",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("section_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("invitee_id", sa.Uuid(), nullable=True),
        sa.Column("author", sa.String(length=400), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invitee_id"],
            ["invitee.tenant_id", "invitee.id"],
            name="fk_minutes_remark_tenant_id_invitee_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["membership.tenant_id", "membership.id"],
            name="fk_minutes_remark_tenant_id_membership_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "minutes_id"],
            ["minutes.tenant_id", "minutes.id"],
            name="fk_minutes_remark_tenant_id_minutes_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "section_id"],
            ["minutes_section.tenant_id", "minutes_section.id"],
            name="fk_minutes_remark_tenant_id_section_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_minutes_remark_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_minutes_remark"),
    )
    op.create_index(
        "ix_minutes_remark_tenant_id_minutes_id", "minutes_remark", ["tenant_id", "minutes_id"], unique=False
    )
    op.add_column("mail_message", sa.Column("reply_to", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("mail_message", sa.Column("calendar", sa.String(), nullable=True))
    op.add_column("mail_message", sa.Column("calendar_method", sa.String(length=80), nullable=True))
    op.add_column(
        "mail_message",
        sa.Column(
            "attachments", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False
        ),
    )
    op.add_column("mandate", sa.Column("email", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("organisation", sa.Column("email", sa.String(), server_default=sa.text("''"), nullable=False))
    op.add_column("report", sa.Column("decision_id", sa.Uuid(), nullable=True))
    op.add_column("report", sa.Column("outcome", sa.String(length=80), nullable=True))
    op.add_column("report", sa.Column("decided_on", sa.Date(), nullable=True))
    op.create_foreign_key(
        "fk_report_tenant_id_decision_id", "report", "decision", ["tenant_id", "decision_id"], ["tenant_id", "id"]
    )
    op.add_column("seat", sa.Column("weight", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.create_check_constraint("ck_seat_weight", "seat", "weight between 1 and 1000")
    op.create_check_constraint("ck_report_outcome", "report", "outcome in ('carried', 'rejected')")
    for table in TABLES:
        for statement in walls_of(table):
            op.execute(statement)


def downgrade() -> None:
    op.drop_constraint("fk_report_tenant_id_decision_id", "report")
    op.drop_column("seat", "weight")
    op.drop_column("report", "decided_on")
    op.drop_column("report", "outcome")
    op.drop_column("report", "decision_id")
    op.drop_column("organisation", "email")
    op.drop_column("mandate", "email")
    op.drop_column("mail_message", "attachments")
    op.drop_column("mail_message", "calendar_method")
    op.drop_column("mail_message", "calendar")
    op.drop_column("mail_message", "reply_to")
    for table in reversed(TABLES):
        op.drop_table(table)
