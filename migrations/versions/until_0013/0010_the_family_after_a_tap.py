"""A school may have its families told after a teacher's tap only."""

import sqlalchemy as sa
from alembic import op

revision = "5e0b7c41d9a2"
down_revision = "d2ac71a58b6d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not as a batch: that would write the tables anew, which others refer to.
    op.add_column("schools", sa.Column("family_after_tap", sa.Boolean(), server_default=sa.false(), nullable=False))
    held = sa.text("state = 'held'")
    op.create_index("ix_outbox_held", "outbox", ["school_id"], sqlite_where=held, postgresql_where=held)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
