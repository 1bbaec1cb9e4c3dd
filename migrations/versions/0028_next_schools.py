"""Where those who ended the school went."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = '8c848c58b156'
down_revision = 'a05591bc6e69'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "next_schools",
        sa.Column("school_id", models.base.Number(), nullable=False),
        sa.Column("pupil_id", models.base.Number(), nullable=False),
        sa.Column("goes", sa.Boolean(), nullable=False),
        sa.Column("school", models.base.Fitting(length=120), nullable=False),
        sa.Column("person_id", models.base.Number(), nullable=True),
        sa.Column("at", models.base.Moment(timezone=True), nullable=False),
        sa.Column("id", models.base.Number(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_next_schools_person_id")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupils.id"], name=op.f("fk_next_schools_pupil_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_next_schools_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_next_schools")),
    )
    op.create_index("ix_next_schools_pupil", "next_schools", ["pupil_id"], unique=True)


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
