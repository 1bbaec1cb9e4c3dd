"""Where nobody else leads, the old phone has a day to object to a new one that says it is lost."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "449748792de9"
down_revision = "385413350a56"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff_requests", sa.Column("lost_at", models.base.Moment(timezone=True), nullable=True))


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
