"""A group may be one of a class's parents: it reads announcements, and nobody is heard there."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "9a9ae42ac134"
down_revision = "8d3f60c2a915"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("groups") as batch_op:
        batch_op.add_column(sa.Column("class_id", models.base.Number(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_groups_class_id"), "classes", ["class_id"], ["id"])


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
