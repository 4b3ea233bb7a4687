"""The opening tables, each tenant table behind its walls."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from paktum.core.isolation import PLATFORM_TABLES, rights_of_platform_table, rights_of_version_table, walls_of

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


TABLES = (
    "account",
    "sign_in_attempt",
    "tenant",
    "account_session",
    "account_token",
    "audit_entry",
    "audit_head",
    "body",
    "effect_ledger",
    "mail_message",
    "membership",
    "organisation",
    "outbox_message",
    "stored_file",
    "tenant_host",
    "tenant_revision",
    "calendar_feed",
    "charter",
    "invitation",
    "job_run",
    "notice",
    "plan_import",
    "seat",
    "tenant_configuration",
    "mandate",
    "plan_entry",
    "report",
    "plan_entry_link",
    "plan_entry_result",
)


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("shortcuts", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("email", name="uq_account_email"),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_attempt"),
    )
    op.create_index("ix_sign_in_attempt_subject_at", "sign_in_attempt", ["subject", "at"], unique=False)
    op.create_table(
        "tenant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("short_name", sa.String(length=400), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("hue", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("language in ('hu', 'cs', 'sk', 'pl', 'en')", name="ck_tenant_language"),
        sa.PrimaryKeyConstraint("id", name="pk_tenant"),
        sa.UniqueConstraint("slug", name="uq_tenant_slug"),
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("browser", sa.String(length=400), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_account_session_account_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_account_session_tenant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account_session"),
        sa.UniqueConstraint("secret_hash", name="uq_account_session_secret_hash"),
    )
    op.create_index("ix_account_session_account_id", "account_session", ["account_id"], unique=False)
    op.create_table(
        "account_token",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_account_token_account_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_account_token_tenant_id"),
        sa.PrimaryKeyConstraint("id", name="pk_account_token"),
        sa.UniqueConstraint("secret_hash", name="uq_account_token_secret_hash"),
    )
    op.create_index("ix_account_token_account_id", "account_token", ["account_id"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("post", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("object_kind", sa.String(length=80), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_audit_entry_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_audit_entry"),
        sa.UniqueConstraint("tenant_id", "sequence", name="uq_audit_entry_tenant_id_sequence"),
    )
    op.create_index(
        "ix_audit_entry_tenant_id_object_kind_object_id",
        "audit_entry",
        ["tenant_id", "object_kind", "object_id"],
        unique=False,
    )
    op.create_table(
        "audit_head",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_audit_head_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_audit_head"),
        sa.UniqueConstraint("tenant_id", name="uq_audit_head_tenant_id"),
    )
    op.create_table(
        "body",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=True),
        sa.Column("body_type", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("short_name", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("area", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("purpose", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"], ["body.tenant_id", "body.id"], name="fk_body_tenant_id_parent_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_body_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_body"),
        sa.UniqueConstraint("tenant_id", "code", name="uq_body_tenant_id_code"),
    )
    op.create_index("ix_body_tenant_id_sequence", "body", ["tenant_id", "sequence"], unique=False)
    op.create_table(
        "effect_ledger",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_effect_ledger_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_effect_ledger"),
    )
    op.create_table(
        "mail_message",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=False),
        sa.Column("text_body", sa.String(), nullable=True),
        sa.Column("html_body", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=80), server_default="queued", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.CheckConstraint("state in ('queued', 'sending', 'sent', 'caught', 'failed')", name="ck_mail_message_state"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_mail_message_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_mail_message"),
    )
    op.create_index("ix_mail_message_tenant_id_created_at", "mail_message", ["tenant_id", "created_at"], unique=False)
    op.create_table(
        "membership",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("post", sa.String(length=400), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("role in ('head', 'officer', 'member', 'partner', 'viewer')", name="ck_membership_role"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_membership_account_id"),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_membership_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_membership"),
    )
    op.create_index(
        "uq_membership_present",
        "membership",
        ["tenant_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.create_table(
        "organisation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=True),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("kind", sa.String(length=80), server_default="other", nullable=False),
        sa.Column("consortium_role", sa.String(length=80), nullable=True),
        sa.Column("place", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_organisation_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_organisation"),
        sa.UniqueConstraint("tenant_id", "code", name="uq_organisation_tenant_id_code"),
    )
    op.create_index("ix_organisation_tenant_id_name", "organisation", ["tenant_id", "name"], unique=False)
    op.create_table(
        "outbox_message",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enqueued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("failure", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_outbox_message_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_outbox_message"),
    )
    op.create_index(
        "ix_outbox_message_waiting",
        "outbox_message",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("done_at is null"),
    )
    op.create_table(
        "stored_file",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=400), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_stored_file_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_stored_file"),
    )
    op.create_index("ix_stored_file_tenant_id_sha256", "stored_file", ["tenant_id", "sha256"], unique=False)
    op.create_table(
        "tenant_host",
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("canonical", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_tenant_host_tenant_id"),
        sa.PrimaryKeyConstraint("host", name="pk_tenant_host"),
    )
    op.create_table(
        "tenant_revision",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_tenant_revision_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", name="pk_tenant_revision"),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=True),
        sa.Column("generation", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("renewed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_calendar_feed_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_calendar_feed_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_calendar_feed"),
        sa.UniqueConstraint(
            "tenant_id", "body_id", name="uq_calendar_feed_tenant_id_body_id", postgresql_nulls_not_distinct=True
        ),
    )
    op.create_table(
        "charter",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("rules", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_charter_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_charter_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_charter"),
        sa.UniqueConstraint("tenant_id", "body_id", "valid_from", name="uq_charter_tenant_id_body_id_valid_from"),
    )
    op.create_table(
        "invitation",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("post", sa.String(length=400), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("secret_hash", sa.String(), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role in ('head', 'officer', 'member', 'partner', 'viewer')", name="ck_invitation_role"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "invited_by"],
            ["membership.tenant_id", "membership.id"],
            name="fk_invitation_tenant_id_invited_by",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_invitation_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_invitation"),
        sa.UniqueConstraint("tenant_id", "secret_hash", name="uq_invitation_tenant_id_secret_hash"),
    )
    op.create_index(
        "uq_invitation_open",
        "invitation",
        ["tenant_id", "email"],
        unique=True,
        postgresql_where=sa.text("accepted_at is null and withdrawn_at is null"),
    )
    op.create_table(
        "job_run",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.String(length=80), server_default="queued", nullable=False),
        sa.Column("done", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("total", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("title", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("phrase", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("failure", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("attempt", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint("state in ('queued', 'running', 'done', 'failed', 'cancelled')", name="ck_job_run_state"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "requested_by"],
            ["membership.tenant_id", "membership.id"],
            name="fk_job_run_tenant_id_requested_by",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_job_run_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_job_run"),
    )
    op.create_index("ix_job_run_tenant_id_requested_at", "job_run", ["tenant_id", "requested_at"], unique=False)
    op.create_table(
        "notice",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("membership_id", sa.Uuid(), nullable=False),
        sa.Column("message", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["membership.tenant_id", "membership.id"],
            name="fk_notice_tenant_id_membership_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_notice_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_notice"),
    )
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["tenant_id", "membership_id"],
        unique=False,
        postgresql_where=sa.text("read_at is null"),
    )
    op.create_table(
        "plan_import",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=80), server_default="read", nullable=False),
        sa.Column("rows", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("notes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("state in ('read', 'imported', 'discarded')", name="ck_plan_import_state"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"],
            ["stored_file.tenant_id", "stored_file.id"],
            name="fk_plan_import_tenant_id_file_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_plan_import_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_plan_import"),
    )
    op.create_index("ix_plan_import_tenant_id_created_at", "plan_import", ["tenant_id", "created_at"], unique=False)
    op.create_table(
        "seat",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=True),
        sa.Column("label", sa.String(length=400), nullable=False),
        sa.Column("voting", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("ended_on is null or since is null or ended_on >= since", name="ck_seat_dates"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_seat_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "organisation_id"],
            ["organisation.tenant_id", "organisation.id"],
            name="fk_seat_tenant_id_organisation_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_seat_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_seat"),
        sa.UniqueConstraint("tenant_id", "body_id", "code", name="uq_seat_tenant_id_body_id_code"),
    )
    op.create_index("ix_seat_tenant_id_body_id", "seat", ["tenant_id", "body_id"], unique=False)
    op.create_table(
        "tenant_configuration",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("declared", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("funding", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("logo_file_id", sa.Uuid(), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "logo_file_id"],
            ["stored_file.tenant_id", "stored_file.id"],
            name="fk_tenant_configuration_tenant_id_logo_file_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_tenant_configuration_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_tenant_configuration"),
        sa.UniqueConstraint("tenant_id", name="uq_tenant_configuration_tenant_id"),
    )
    op.create_table(
        "mandate",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=True),
        sa.Column("membership_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=True),
        sa.Column("holder", sa.String(length=400), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "role in ('chair', 'vice_chair', 'member', 'substitute', 'secretary')", name="ck_mandate_role"
        ),
        sa.CheckConstraint("ended_on is null or since is null or ended_on >= since", name="ck_mandate_dates"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_mandate_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "membership_id"],
            ["membership.tenant_id", "membership.id"],
            name="fk_mandate_tenant_id_membership_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "seat_id"], ["seat.tenant_id", "seat.id"], name="fk_mandate_tenant_id_seat_id"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_mandate_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_mandate"),
        sa.UniqueConstraint("tenant_id", "body_id", "code", name="uq_mandate_tenant_id_body_id_code"),
    )
    op.create_index("ix_mandate_tenant_id_body_id", "mandate", ["tenant_id", "body_id"], unique=False)
    op.create_table(
        "plan_entry",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=400), nullable=False),
        sa.Column("body_id", sa.Uuid(), nullable=True),
        sa.Column("types", sa.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("period", postgresql.DATERANGE(), nullable=False),
        sa.Column("precision", sa.String(length=80), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("place", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("purpose", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("results_text", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("audiences", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("evaluates", sa.ARRAY(sa.Integer()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("notes", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("source", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("calendar_sequence", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("kind in ('session', 'event')", name="ck_plan_entry_kind"),
        sa.CheckConstraint(
            "precision in ('day', 'month', 'quarter', 'half_year', 'year')", name="ck_plan_entry_precision"
        ),
        sa.CheckConstraint("last_day is null or last_day >= day", name="ck_plan_entry_days"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "body_id"], ["body.tenant_id", "body.id"], name="fk_plan_entry_tenant_id_body_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "import_id"],
            ["plan_import.tenant_id", "plan_import.id"],
            name="fk_plan_entry_tenant_id_import_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_plan_entry_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_plan_entry"),
        sa.UniqueConstraint("tenant_id", "kind", "sequence", name="uq_plan_entry_tenant_id_kind_sequence"),
    )
    op.create_index("ix_plan_entry_tenant_id_body_id", "plan_entry", ["tenant_id", "body_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("format", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("snapshot_digest", sa.String(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("language in ('hu', 'cs', 'sk', 'pl', 'en')", name="ck_report_language"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "file_id"], ["stored_file.tenant_id", "stored_file.id"], name="fk_report_tenant_id_file_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "job_id"], ["job_run.tenant_id", "job_run.id"], name="fk_report_tenant_id_job_id"
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "requested_by"],
            ["membership.tenant_id", "membership.id"],
            name="fk_report_tenant_id_requested_by",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_report_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_report"),
    )
    op.create_index("ix_report_tenant_id_requested_at", "report", ["tenant_id", "requested_at"], unique=False)
    op.create_table(
        "plan_entry_link",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("prepares_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("entry_id <> prepares_id", name="ck_plan_entry_link_other"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["plan_entry.tenant_id", "plan_entry.id"],
            name="fk_plan_entry_link_tenant_id_entry_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "prepares_id"],
            ["plan_entry.tenant_id", "plan_entry.id"],
            name="fk_plan_entry_link_tenant_id_prepares_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_plan_entry_link_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_plan_entry_link"),
        sa.UniqueConstraint(
            "tenant_id", "entry_id", "prepares_id", name="uq_plan_entry_link_tenant_id_entry_id_prepares_id"
        ),
    )
    op.create_index(
        "ix_plan_entry_link_tenant_id_prepares_id", "plan_entry_link", ["tenant_id", "prepares_id"], unique=False
    )
    op.create_table(
        "plan_entry_result",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("achieved", sa.Integer(), nullable=True),
        sa.CheckConstraint("at_least >= 0 and (achieved is null or achieved >= 0)", name="ck_plan_entry_result_counts"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "entry_id"],
            ["plan_entry.tenant_id", "plan_entry.id"],
            name="fk_plan_entry_result_tenant_id_entry_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_plan_entry_result_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_plan_entry_result"),
        sa.UniqueConstraint("tenant_id", "entry_id", "measure", name="uq_plan_entry_result_tenant_id_entry_id_measure"),
    )
    for statement in rights_of_version_table():
        op.execute(statement)
    for table in TABLES:
        for statement in rights_of_platform_table(table) if table in PLATFORM_TABLES else walls_of(table):
            op.execute(statement)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
