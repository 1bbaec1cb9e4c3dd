"""Groups the bot was added to, and the school each is bound to."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "4d0e6a9b7c12"
down_revision = "aff4ce5d43d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("chat_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("title", models.base.Fitting(length=120), nullable=False),
        sa.Column("added_at", models.base.Moment(), nullable=False),
        sa.Column("offered_to", models.base.Number(), nullable=True),
        sa.Column("school_id", models.base.Number(), nullable=True),
        sa.Column("bound_by", models.base.Number(), nullable=True),
        sa.Column("bound_at", models.base.Moment(), nullable=True),
        sa.ForeignKeyConstraint(["bound_by"], ["people.id"], name=op.f("fk_groups_bound_by")),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name=op.f("fk_groups_chat_id")),
        sa.ForeignKeyConstraint(["offered_to"], ["schools.id"], name=op.f("fk_groups_offered_to")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_groups_school_id")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_groups")),
    )
    with op.batch_alter_table("groups") as batch_op:
        batch_op.create_index("ix_groups_school_id", ["school_id"], unique=False)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
