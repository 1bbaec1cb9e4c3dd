"""Of several chats people choose the one that is written to first."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "a05591bc6e69"
down_revision = "7698b3b79c0b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chats", sa.Column("preferred_at", models.base.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
