"""Children of school age on no list: who told of them, and cases that have no class yet."""

import sqlalchemy as sa
from alembic import op

import models.base

revision = "4c81d2e7a935"
down_revision = "229befaec3d2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unlisted",
        sa.Column("pupil_id", models.base.Number(), autoincrement=False, nullable=False),
        sa.Column("school_id", models.base.Number(), nullable=False),
        sa.Column("born", models.base.Number(), nullable=True),
        sa.Column("origin", models.base.Fitting(length=10), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_by", models.base.Number(), nullable=True),
        sa.Column("struck_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupils.id"], name=op.f("fk_unlisted_pupil_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_unlisted_school_id")),
        sa.ForeignKeyConstraint(["told_by"], ["people.id"], name=op.f("fk_unlisted_told_by")),
        sa.PrimaryKeyConstraint("pupil_id", name=op.f("pk_unlisted")),
    )
    op.create_index("ix_unlisted_school", "unlisted", ["school_id"])
    for table in ("cases", "firings"):
        _class_may_be_missing(table)


def _class_may_be_missing(table: str) -> None:
    """SQLite would write the table anew, which others refer to; only the words of its schema change, as its own manual
    describes under "Making Other Kinds Of Table Schema Changes".
    """
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, "class_id", existing_type=models.base.Number(), nullable=True)
        return
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar() or 0
    op.execute("PRAGMA writable_schema=ON")
    op.execute(
        f"UPDATE sqlite_schema SET sql = replace(sql, 'class_id INTEGER NOT NULL', 'class_id INTEGER') "
        f"WHERE type = 'table' AND name = '{table}'"
    )
    op.execute(f"PRAGMA schema_version={version + 1}")
    op.execute("PRAGMA writable_schema=OFF")
    columns = op.get_bind().exec_driver_sql(f"PRAGMA table_info({table})").mappings()
    if any(one["name"] == "class_id" and one["notnull"] for one in columns):
        raise RuntimeError(f"the schema of {table} is not as the earlier migrations left it: nothing was changed")


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
