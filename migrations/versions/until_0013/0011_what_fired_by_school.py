"""What fired on a day is looked up by school."""

from alembic import op

revision = "83c1f6d20b7e"
down_revision = "5e0b7c41d9a2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not as a batch: that would write the table anew, which others refer to.
    op.drop_index("ix_firings_day", "firings")
    op.create_index("ix_firings_day", "firings", ["day", "school_id", "step"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
