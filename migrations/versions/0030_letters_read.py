"""By when of the day letters with a task are to be read."""

import sqlalchemy as sa
from alembic import op

revision = "5c1d90e7b2a4"
down_revision = "c93e1f7a4b26"
branch_labels = None
depends_on = None


def upgrade() -> None:
    default = sa.text("'16:00:00'")
    op.add_column("schools", sa.Column("read_by", sa.Time(), server_default=default, nullable=False))


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
