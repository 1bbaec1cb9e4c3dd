"""What ended without having arrived is found by an index of its own."""

import sqlalchemy as sa
from alembic import op

revision = "5b0e7d3a91c6"
down_revision = "7a41c9e05d38"
branch_labels = None
depends_on = None

LOST = sa.text("state IN ('handed', 'failed', 'expired')")


def upgrade() -> None:
    op.create_index("ix_outbox_lost", "outbox", ["created_at"], sqlite_where=LOST, postgresql_where=LOST)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
