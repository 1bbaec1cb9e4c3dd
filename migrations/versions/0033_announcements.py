"""What the leaders announce, to whom, and who pressed that it was read."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "1a7f654323bc"
down_revision = "1c79b5e26f37"
branch_labels = None
depends_on = None


def _of(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_announcement_id")
    return sa.ForeignKeyConstraint(["announcement_id"], ["announcements.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("school_id", models.base.Number(), nullable=False),
        sa.Column("person_id", models.base.Number(), nullable=False),
        sa.Column("whom", models.base.Fitting(length=12), nullable=True),
        sa.Column("words", models.base.FittingText(), nullable=False),
        sa.Column("made_at", models.base.Moment(timezone=True), nullable=False),
        sa.Column("sent_at", models.base.Moment(timezone=True), nullable=True),
        sa.Column("id", models.base.Number(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_announcements_person_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_announcements_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index("ix_announcements_school", "announcements", ["school_id", "sent_at"])
    op.create_table(
        "announcement_reads",
        sa.Column("announcement_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("person_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("at", models.base.Moment(timezone=True), nullable=False),
        _of("announcement_reads"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_announcement_reads_person_id")),
        sa.PrimaryKeyConstraint("announcement_id", "person_id", name=op.f("pk_announcement_reads")),
    )
    op.create_table(
        "announcement_targets",
        sa.Column("announcement_id", models.base.Number(), nullable=False),
        sa.Column("class_id", models.base.Number(), nullable=True),
        sa.Column("place_id", models.base.Number(), nullable=True),
        sa.Column("id", models.base.Number(), nullable=False),
        _of("announcement_targets"),
        sa.ForeignKeyConstraint(["class_id"], ["classes.id"], name=op.f("fk_announcement_targets_class_id")),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_announcement_targets_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement_targets")),
    )
    op.create_index("ix_announcement_targets_of", "announcement_targets", ["announcement_id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
