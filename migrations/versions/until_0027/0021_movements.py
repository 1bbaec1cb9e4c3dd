"""Movements: who came, moved, left and came back; a pupil is on one list at a time."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import Any

import sqlalchemy as sa
from alembic import op

import models.base

revision = "aff4ce5d43d2"
down_revision = "5f9020118b9c"
branch_labels = None
depends_on = None

ONE = timedelta(days=1)


def upgrade() -> None:
    op.create_table(
        "movements",
        sa.Column("school_id", models.base.Number(), nullable=False),
        sa.Column("pupil_id", models.base.Number(), nullable=False),
        sa.Column("kind", models.base.Fitting(length=12), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("why", models.base.Fitting(length=300), nullable=False),
        sa.Column("person_id", models.base.Number(), nullable=True),
        sa.Column("inbox_id", models.base.Number(), nullable=True),
        sa.Column("id", models.base.Number(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_movements_person_id")),
        sa.ForeignKeyConstraint(["pupil_id"], ["pupils.id"], name=op.f("fk_movements_pupil_id")),
        sa.ForeignKeyConstraint(["school_id"], ["schools.id"], name=op.f("fk_movements_school_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movements")),
    )
    _index("ix_movements_inbox", "movements", "inbox_id", "inbox_id IS NOT NULL")
    op.create_index("ix_movements_pupil", "movements", ["pupil_id"])
    op.create_index("ix_movements_school", "movements", ["school_id", "day"])
    with op.batch_alter_table("enrolments", schema=None) as batch_op:  # nothing refers to it
        batch_op.add_column(sa.Column("began_id", models.base.Number(), nullable=True))
        batch_op.add_column(sa.Column("ended_id", models.base.Number(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_enrolments_ended_id"), "movements", ["ended_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_enrolments_began_id"), "movements", ["began_id"], ["id"])
    _write_down(op.get_bind())
    _index("ix_enrolments_began", "enrolments", "began_id", "began_id IS NOT NULL")
    _index("ix_enrolments_ended", "enrolments", "ended_id", "ended_id IS NOT NULL")
    _index("uq_enrolments_open", "enrolments", "pupil_id", "ends IS NULL", unique=True)


def _index(name: str, table: str, column: str, where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, table, [column], unique=unique, sqlite_where=condition, postgresql_where=condition)


def _write_down(bind: sa.Connection) -> None:
    """What the lists show of the past: a period that goes on elsewhere in the same year was a move; where one ended
    within its year, cases that were closed by a person say why.
    """
    day = {"starts": sa.Date(), "ends": sa.Date(), "over": sa.Date()}
    rows = bind.execute(
        sa.text(
            "SELECT e.id, e.pupil_id, e.starts, e.ends, c.year_id, c.school_id, y.ends AS over FROM enrolments e "
            "JOIN classes c ON c.id = e.class_id JOIN years y ON y.id = c.year_id ORDER BY e.pupil_id, e.starts, e.id"
        ).columns(**day)
    ).all()
    for _pupil, own in groupby(rows, lambda row: row.pupil_id):
        periods = list(own)
        for before, after in pairwise(periods):
            _between(bind, before, after)
        last = periods[-1]
        if last.ends is not None and last.ends < last.over:
            _end(bind, last, _movement(bind, last, _why(bind, last), last.ends + ONE), last.ends)


def _between(bind: sa.Connection, before: Any, after: Any) -> None:
    ends = before.ends
    if ends is None or ends >= after.starts:
        ends = after.starts - ONE
    if before.year_id != after.year_id:
        _end(bind, before, None, ends)
        return
    moved = ends == after.starts - ONE
    kinds: Sequence[str] = ("moved",) if moved else ("left", "back")
    numbers = [_movement(bind, before, kinds[0], ends + ONE)]
    numbers += [] if moved else [_movement(bind, after, kinds[1], after.starts)]
    _end(bind, before, numbers[0], ends)
    bind.execute(sa.text("UPDATE enrolments SET began_id = :number WHERE id = :id"), {"number": numbers[-1], "id": after.id})


def _why(bind: sa.Connection, row: Any) -> str:
    closed = sa.text(
        "SELECT closed_why FROM cases WHERE pupil_id = :pupil AND closed_why IN ('dropped', 'transferred') "
        "AND closed_on >= :since ORDER BY closed_on DESC LIMIT 1"
    ).bindparams(sa.bindparam("since", type_=sa.Date()))
    return bind.scalar(closed, {"pupil": row.pupil_id, "since": row.starts}) or "left"


def _movement(bind: sa.Connection, row: Any, kind: str, day: date) -> int:
    table = sa.table(
        "movements", sa.column("id"), sa.column("school_id"), sa.column("pupil_id"), sa.column("kind"),
        sa.column("day", sa.Date()), sa.column("why"),
    )  # fmt: skip
    values = {"school_id": row.school_id, "pupil_id": row.pupil_id, "kind": kind, "day": day, "why": ""}
    return int(bind.execute(sa.insert(table).values(values).returning(table.c.id)).scalar_one())


def _end(bind: sa.Connection, row: Any, number: int | None, ends: date) -> None:
    ended = sa.text("UPDATE enrolments SET ends = :ends, ended_id = :number WHERE id = :id")
    ended = ended.bindparams(sa.bindparam("ends", type_=sa.Date()))
    bind.execute(ended, {"ends": ends, "number": number, "id": row.id})


def downgrade() -> None:
    raise RuntimeError("migrations only go forward: restore a backup instead")
