"""What somebody wrote of a child in danger."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "b3f0a6d81c47"
down_revision = 'e25399e8575c'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worries",
        sa.Column("school_id", models.base.Number(), nullable=False),
        sa.Column("pupil_id", models.base.Number(), nullable=False),
        sa.Column("person_id", models.base.Number(), nullable=False),
        sa.Column("words", models.base.Fitting(length=300), nullable=True),
        sa.Column("at", models.base.Moment(timezone=True), nullable=False),
        sa.Column("id", models.base.Number(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_worries_school_id")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupils.id"], name=op.f("fk_worries_pupil_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_worries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worries")),
    )
    op.create_index("ix_worries_pupil", "worries", ["pupil_id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
