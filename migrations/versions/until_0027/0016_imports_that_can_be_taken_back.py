"""What an import of the roster changed is kept for a while, so that it can be taken back whole."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "7be2d90c4f15"
down_revision = "20700e784cfa"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_imports",
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", models.base.Moment(timezone=True), nullable=False),
        sa.Column("steps", sa.LargeBinary(), nullable=True),
        sa.Column("taken_back_at", models.base.Moment(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_roster_imports_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_imports")),
    )
    op.create_index("ix_roster_imports_school", "roster_imports", ["school_id", "id"], unique=False)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
