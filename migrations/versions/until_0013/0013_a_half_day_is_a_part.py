"""A half day (buổi) is a part everywhere: `session` is only the database's own word."""

from alembic import op
from sqlalchemy import text

revision = "7a41c9e05d38"
down_revision = "2f6c9d80a1b4"
branch_labels = None
depends_on = None

COLUMNS = (
    ("class_parts", "session", "part"),
    ("marks", "session", "part"),
    ("week_slots", "session", "part"),
    ("day_rules", "session", "part"),
    ("leaves", "session", "part"),
    ("questions", "sessions", "parts"),
    ("roll_calls", "sessions", "parts"),
)


def upgrade() -> None:
    # By hand and not as a batch: that would write the tables anew, which others refer to.
    op.drop_index("ix_class_sessions_day", "class_sessions")
    op.drop_index("ix_class_sessions_silent", "class_sessions")
    op.rename_table("class_sessions", "class_parts")
    for table, old, new in COLUMNS:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    op.execute("""UPDATE questions SET said = replace(said, '"sessions":', '"parts":')""")  # what was said, as JSON
    op.create_index("ix_class_parts_day", "class_parts", ["school_id", "day"])
    silent = text("reported_at IS NULL")
    op.create_index(
        "ix_class_parts_silent", "class_parts", ["day", "school_id"], sqlite_where=silent, postgresql_where=silent
    )


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
