"""Messages to learn from, kept apart and without names, in schools that have agreed."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "5d2b8e60f9a1"
down_revision = "5c1d90e7b2a4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("schools", sa.Column("learn_together", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "samples",
        sa.Column("id", models.base.Number(), nullable=False),
        sa.Column("school_id", models.base.Number(), nullable=False),
        sa.Column("inbox_id", models.base.Number(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("own_class", models.base.Number(), nullable=True),
        sa.Column("said_at", models.base.Moment(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lists", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_samples_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samples")),
    )
    op.create_index("ix_samples_school", "samples", ["school_id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
