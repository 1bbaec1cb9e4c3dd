"""Phone numbers as roads, the tokens channels keep, and what the other side reports of a message."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "b7c1d20f6a55"
down_revision = "c3d81f6a72e5"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "number_roads",
        sa.Column("chat_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("person_id", models.base.Number(), nullable=False),
        sa.Column("rank", models.base.Number(), nullable=False),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_number_roads_chat_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_number_roads_person_id")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_number_roads")),
    )
    with op.batch_alter_table("number_roads") as batch_op:
        batch_op.create_index("ix_number_roads_person", ["person_id", "rank"], unique=False)
    op.create_table(
        "channel_tokens",
        sa.Column("channel", models.base.Fitting(length=30), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name=op.f("pk_channel_tokens")),
    )
    op.add_column("attempts", sa.Column("chat_id", models.base.Number(), nullable=True))
    op.add_column("outbox", sa.Column("arrived_at", models.base.Moment(), nullable=True))
    op.add_column("outbox", sa.Column("seen_at", models.base.Moment(), nullable=True))


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
