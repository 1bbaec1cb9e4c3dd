"""What families send to the homeroom teacher in their own words, by voice or as a picture."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "1c79b5e26f37"
down_revision = "5d2b8e60f9a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "family_notes",
        sa.Column("school_id", models.base.Number(), nullable=False),
        sa.Column("pupil_id", models.base.Number(), nullable=False),
        sa.Column("person_id", models.base.Number(), nullable=False),
        sa.Column("words", models.base.Fitting(length=600), nullable=True),
        sa.Column("name", models.base.Fitting(length=60), nullable=True),
        sa.Column("channel", models.base.Fitting(length=30), nullable=True),
        sa.Column("reference", models.base.FittingText(), nullable=True),
        sa.Column("at", models.base.Moment(timezone=True), nullable=False),
        sa.Column("id", models.base.Number(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_family_notes_school_id")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupils.id"], name=op.f("fk_family_notes_pupil_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_family_notes_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family_notes")),
    )
    op.create_index("ix_family_notes_pupil", "family_notes", ["pupil_id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
