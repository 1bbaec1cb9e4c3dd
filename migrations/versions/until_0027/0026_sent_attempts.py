"""What has been sent since a moment is counted by an index."""

import sqlalchemy as sa
from alembic import op

revision = "7698b3b79c0b"
down_revision = "b3f0a6d81c47"
branch_labels = None
depends_on = None


def upgrade() -> None:
    sent = sa.text("outcome = 'sent'")
    columns = ["started_at", "chat_id"]
    op.create_index("ix_attempts_sent", "attempts", columns, sqlite_where=sent, postgresql_where=sent)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
