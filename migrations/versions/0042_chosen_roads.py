"""Somebody chooses by which road a family's number is tried first, or that a person calls."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "385413350a56"
down_revision = "8da73543d99b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "road_choices",
        sa.Column("person_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("first", models.base.Fitting(length=30), nullable=False),
        sa.Column("chosen_by", models.base.Number(), nullable=False),
        sa.Column("chosen_at", models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by"], ["people.id"], name=op.f("fk_road_choices_chosen_by")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_road_choices_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_road_choices")),
    )


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
