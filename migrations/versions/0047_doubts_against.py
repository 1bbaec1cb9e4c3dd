"""A doubt says whether it speaks against an absence that is written down."""

import sqlalchemy as sa
from alembic import op

revision = "5d0c1be7a94f"
down_revision = "6c1f0a57d2be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("doubts") as table:
        table.add_column(sa.Column("against", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
