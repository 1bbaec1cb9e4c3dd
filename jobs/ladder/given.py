"""What the statements of a daily check are given, by name, and the ladder they go by."""

from typing import Any

from sqlalchemy import Date, and_, bindparam, literal

from models import Ladders
from models.shapes.among import many
from rules.ladder.steps import ABSENCE

ENDED = many("over")
TODAY, TOMORROW = bindparam("today", type_=Date), bindparam("tomorrow", type_=Date)


def in_force(school_id: Any) -> Any:
    return and_(Ladders.school_id == school_id, Ladders.name == literal(ABSENCE), Ladders.ended_at.is_(None))
