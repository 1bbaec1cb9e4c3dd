"""Marks of two letters: BT, who skipped a lesson, and VS, who went home early."""

from alembic import op

import models.base

revision = "c3d81f6a72e5"
down_revision = "f70f34d4a90b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("marks", "taps", "proposals"):  # nothing refers to these: SQLite may write them anew
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(
                "kind",
                existing_type=models.base.Fitting(length=1),
                type_=models.base.Fitting(length=2),
                existing_nullable=False,
            )


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
