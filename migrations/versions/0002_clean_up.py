"""The worker's login may delete entries of the effect ledger, which the clean-up does when they are old."""

from alembic import op

from paktum.core.isolation import rights_of_clean_up

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in rights_of_clean_up():
        op.execute(statement)


def downgrade() -> None:
    op.execute("revoke delete on effect_ledger from paktum_worker")
