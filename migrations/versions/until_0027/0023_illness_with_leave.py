"""A school may take an illness that the teacher tells of as leave."""

import sqlalchemy as sa
from alembic import op

revision = "7a1c94e2d5b8"
down_revision = "4d0e6a9b7c12"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not as a batch: that would write the table anew, which others refer to.
    op.add_column("schools", sa.Column("ill_with_leave", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
