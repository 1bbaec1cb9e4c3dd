"""Whether an absence is with leave may be open for a while; a school may count such days as leave until it is settled."""

import sqlalchemy as sa
from alembic import op

revision = "c93e1f7a4b26"
down_revision = "8c848c58b156"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Not as a batch: that would write the tables anew, which others refer to.
    op.add_column("marks", sa.Column("unsettled", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("schools", sa.Column("reason_as_leave", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
