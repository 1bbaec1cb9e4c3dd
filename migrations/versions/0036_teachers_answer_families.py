"""Teachers answer what families write to them."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "229befaec3d2"
down_revision = "9a9ae42ac134"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "note_replies",
        sa.Column("note_id", models.base.Number(), nullable=False),
        sa.Column("person_id", models.base.Number(), nullable=False),
        sa.Column("words", models.base.Fitting(length=600), nullable=True),
        sa.Column("at", models.base.Moment(timezone=True), nullable=False),
        sa.Column("sent_at", models.base.Moment(timezone=True), nullable=True),
        sa.Column("id", models.base.Number(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["family_notes.id"], name=op.f("fk_note_replies_note_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_note_replies_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note_replies")),
    )
    op.create_index("ix_note_replies_note", "note_replies", ["note_id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
