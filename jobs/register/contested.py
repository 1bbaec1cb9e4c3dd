"""Whether somebody is there waits for a tap while the alarm about him is held: who can settle it is asked."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Select, String, and_, bindparam, select
from sqlalchemy.orm import aliased

from jobs.daily import tells_too
from models.figures.counting import K, live
from models.people.roles import held_on
from models.people.tables import Roles
from models.register.proposed import WRONG, Proposals
from models.register.tables import Marks
from models.report_keys import Why, key_in_sql
from models.shapes.among import SCHOOLS, among
from models.shapes.message import Notices, Round
from rules.letters import Kind
from rules.people.roles import Role

WORTH = timedelta(hours=4)


@tells_too
def contested_notices(round_: Round, _newest: int, _steps: Collection[int]) -> Sequence[Notices]:
    """Once a message: who was told as it was said is not told again."""
    given = {"schools": list(round_.schools), "today": round_.day, "day_said": f"{round_.day}"}
    until = round_.now + WORTH
    return [Notices(kind=Kind.MARK_PROPOSED, select=_teachers(), values=given, valid_until=until)]


@cache
def _teachers() -> Select[*tuple[Any, ...]]:
    """The homeroom teachers of those who stand as absent without leave today, and of whom something else is said."""
    said, today = aliased(Proposals), bindparam("today", type_=Date)
    stands = and_(Marks.pupil_id == said.pupil_id, Marks.day == said.day, Marks.part == said.part, Marks.kind == K)
    key = key_in_sql(Why.PROPOSED, said.inbox_id, said.class_id, bindparam("day_said", type_=String))
    return (
        select(said.school_id, Roles.person_id, said.inbox_id.label("about"), said.day.label("day"))
        .add_columns(key.label("key"))
        .select_from(said)
        .join(Marks, and_(stands, live()))
        .join(Roles, and_(Roles.class_id == said.class_id, Roles.name == Role.HOMEROOM))
        .where(said.day == today, among(said.school_id, SCHOOLS))
        .where(said.kind.not_in([K, WRONG]), said.made_at >= Marks.made_at, *held_on(today))
        .distinct()
    )
