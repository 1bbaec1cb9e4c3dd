"""Letters may be held back to one pupil's family."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "77b667f6d020"
down_revision = "15d205bbc864"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("stops") as table:
        table.add_column(sa.Column("pupil_id", models.base.Number(), nullable=True))
        table.create_foreign_key("fk_stops_pupil_id", "pupils", ["pupil_id"], ["id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
