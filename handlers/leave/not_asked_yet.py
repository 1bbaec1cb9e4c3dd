"""Of the days somebody asks leave for, those that no request covers yet."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from models.calendar.held import Calendar
from models.leave import Leave


def not_asked_yet(
    calendar: Calendar, class_id: int, days: Sequence[date], part: str | None, already: Sequence[Leave]
) -> list[tuple[list[date], str | None]]:
    """Stretches of the school days `days`, each of whole days (None) or of one half day of theirs."""
    free = [(day, *_free(calendar.held(class_id, day), day, part, already)) for day in days]
    stretches = groupby(free, key=lambda one: one[1:])
    return [([day for day, *_more in run], left) for (is_free, left), run in stretches if is_free]


def _free(held: Sequence[str], day: date, part: str | None, already: Sequence[Leave]) -> tuple[bool, str | None]:
    """Whether some of the day is not asked for yet; the half day, where only one is wanted or left."""
    wanted = [one for one in held if part in {None, one}]
    asked = {one.part for one in already if one.first <= day <= one.last}
    left = [one for one in wanted if None not in asked and one not in asked]
    return bool(left), left[0] if left and (part or len(left) < len(held)) else None
