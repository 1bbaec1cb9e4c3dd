"""A school says how long alarms about a pupil wait for a tap that settles whether he is there."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "15d205bbc864"
down_revision = "449748792de9"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "schools", sa.Column("unsure_minutes", models.base.Number(), server_default=sa.text("20"), nullable=False)
    )


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
