"""Classes whose report is still missing."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from models.register.tables import ClassSessions


def silent(schools: Collection[int], day: date | Any, part: str) -> Sequence[Any]:
    """Conditions: a half day that was held and that nobody has reported."""
    return [
        ClassSessions.school_id.in_(schools),
        ClassSessions.day == day,
        ClassSessions.session == part,
        ClassSessions.held,
        ClassSessions.reported_at.is_(None),
    ]
