"""Bodies above schools with their officers, and the figures of schools by day."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "b7a03e5d1f62"
down_revision = "4c81d2e7a935"
branch_labels = None
depends_on = None

COUNTS = ("held", "reported", "in_time", "possible", "excused", "unexcused", "opened", "returned", "visits", "dropped")


def upgrade() -> None:
    op.create_table(
        "units",
        sa.Column("code", models.base.Fitting(length=40), nullable=False),
        sa.Column("name", models.base.Fitting(length=200), nullable=False),
        sa.Column("id", models.base.Number(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    op.create_table(
        "unit_schools",
        sa.Column("unit_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("school_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_unit_schools_school_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_schools_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "school_id", name=op.f("pk_unit_schools")),
    )
    op.create_index("ix_unit_schools_school", "unit_schools", ["school_id"])
    op.create_table(
        "unit_officers",
        sa.Column("person_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("unit_id", models.base.Number(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_unit_officers_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_officers_unit_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_unit_officers")),
    )
    op.create_index("ix_unit_officers_unit", "unit_officers", ["unit_id"])
    op.create_table(
        "school_days",
        sa.Column("school_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, models.base.Number(), nullable=False) for name in COUNTS),
        sa.Column("pupils", models.base.Number(), nullable=True),
        sa.Column("counted_at", models.base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_school_days_school_id")),
        sa.PrimaryKeyConstraint("school_id", "day", name=op.f("pk_school_days")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
