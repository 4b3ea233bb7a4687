"""A decision says at which meeting, where and under which agenda item it was taken, and why it was annulled."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

COLUMNS = ("meeting_called", "meeting_place", "item_called", "annulled_because")
OF_MOTION = ["tenant_id", "motion_id", "body_id"]


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("decision", sa.Column(column, sa.String(), nullable=True))
    # An annulled decision keeps its motion, which may be decided anew.
    op.drop_constraint("uq_decision_tenant_id_motion_id_body_id", "decision")
    standing = sa.text("annulled_because is null")
    op.create_index(
        "ix_decision_tenant_id_motion_id_body_id", "decision", OF_MOTION, unique=True, postgresql_where=standing
    )


def downgrade() -> None:
    # Earlier, a motion had one decision of a body at most, and an annulled one named none.
    op.execute("update decision set motion_id = null where annulled_because is not null")
    op.drop_index("ix_decision_tenant_id_motion_id_body_id", "decision")
    op.create_unique_constraint("uq_decision_tenant_id_motion_id_body_id", "decision", OF_MOTION)
    for column in reversed(COLUMNS):
        op.drop_column("decision", column)
