"""What a chat asked last is kept for some minutes."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "6c1f0a57d2be"
down_revision = "77b667f6d020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_questions",
        sa.Column("chat_id", models.base.Number(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("inbox_id", models.base.Number(), nullable=False),
        sa.Column("expires_at", models.base.Moment(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_last_questions_chat_id")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_last_questions")),
    )


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
