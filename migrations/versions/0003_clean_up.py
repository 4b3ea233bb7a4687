"""The clean-up deletes old entries of the effect ledger; an import keeps what takes it back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from paktum.core.isolation import rights_of_clean_up

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in rights_of_clean_up():
        op.execute(statement)
    op.add_column(
        "plan_import",
        sa.Column("way_back", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )


def downgrade() -> None:
    op.drop_column("plan_import", "way_back")
    op.execute("revoke delete on effect_ledger from paktum_worker")
