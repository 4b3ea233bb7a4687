"""A decision says at which meeting, where and under which agenda item it was taken."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = ("meeting_called", "meeting_place", "item_called")


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("decision", sa.Column(column, sa.String(), nullable=True))


def downgrade() -> None:
    for column in reversed(COLUMNS):
        op.drop_column("decision", column)
