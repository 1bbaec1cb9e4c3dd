"""Partners who are asked to go along; tutoring lists with their days; buddies."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "e5f9c2b8a417"
down_revision = "b1c43de28903"
branch_labels = None
depends_on = None


def _number(name: str, *, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, models.base.Number(), nullable=null)


def _of(table: str, *columns: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [sa.ForeignKeyConstraint([one], [f"{of}.id"], name=op.f(f"fk_{table}_{one}")) for one, of in columns]


def _since() -> list[sa.Column[object]]:
    return [sa.Column("starts", sa.Date(), nullable=False), sa.Column("ends", sa.Date(), nullable=True)]


def upgrade() -> None:
    op.create_table(
        "partner_asks",
        _number("id"), _number("school_id"), _number("case_id"), _number("person_id"), _number("asked_by", null=True),
        sa.Column("asked_at", models.base.Moment(timezone=True), nullable=False),
        sa.Column("answer", models.base.Fitting(length=10), nullable=True),
        sa.Column("answered_at", models.base.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_asks")),
        *_of("partner_asks", ("school_id", "schools"), ("case_id", "cases"), ("person_id", "people"), ("asked_by", "people")),
    )
    op.create_index("ix_partner_asks_case", "partner_asks", ["case_id"])
    op.create_table(
        "tutored",
        _number("id"), _number("school_id"), _number("pupil_id"),
        sa.Column("subject", models.base.Fitting(length=40), nullable=False),
        *_since(), _number("person_id", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tutored")),
        *_of("tutored", ("school_id", "schools"), ("pupil_id", "pupils"), ("person_id", "people")),
    )
    op.create_index("ix_tutored_pupil", "tutored", ["pupil_id"])
    op.create_table(
        "tutoring_days",
        _number("id"), _number("school_id"), _number("class_id"), sa.Column("day", sa.Date(), nullable=False),
        sa.Column("subject", models.base.Fitting(length=40), nullable=False), _number("person_id", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tutoring_days")),
        *_of("tutoring_days", ("school_id", "schools"), ("class_id", "classes"), ("person_id", "people")),
    )
    op.create_index("uq_tutoring_days", "tutoring_days", ["class_id", "day", "subject"], unique=True)
    op.create_table(
        "tutoring_absences",
        sa.Column("tutoring_day_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("pupil_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("tutoring_day_id", "pupil_id", name=op.f("pk_tutoring_absences")),
        *_of("tutoring_absences", ("tutoring_day_id", "tutoring_days"), ("pupil_id", "pupils")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "buddies",
        _number("id"), _number("school_id"), _number("helper_id"), _number("pupil_id"), *_since(),
        _number("person_id", null=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buddies")),
        *_of("buddies", ("school_id", "schools"), ("helper_id", "pupils"), ("pupil_id", "pupils"), ("person_id", "people")),
    )
    op.create_index("ix_buddies_pupil", "buddies", ["pupil_id"])
    op.create_index("ix_buddies_helper", "buddies", ["helper_id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
