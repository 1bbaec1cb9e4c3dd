"""Whether a pupil was in a class on a day is looked up by both: figures of a term ask it of every mark."""

from alembic import op

revision = "8d3f60c2a915"
down_revision = "1a7f654323bc"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_enrolments_pupil", "enrolments")
    op.create_index("ix_enrolments_pupil", "enrolments", ["pupil_id", "class_id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
