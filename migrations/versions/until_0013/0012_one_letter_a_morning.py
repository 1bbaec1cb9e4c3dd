"""Sponsors hear of a first absence in the letter of the hamlet's pair: what waits or was sent is of that kind."""

from alembic import op

revision = "2f6c9d80a1b4"
down_revision = "83c1f6d20b7e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE outbox SET kind = 'absent_hamlet' WHERE kind = 'absent_sponsor'")


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
