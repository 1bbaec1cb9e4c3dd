"""What is said against marks is found by its pupil and day, with each report and each letter."""

from alembic import op

revision = "8e41a07c52bd"
down_revision = "692b21543e4c"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_proposals_pupil", "proposals", ["pupil_id", "day"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
