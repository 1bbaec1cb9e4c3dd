"""Classes whose report is still missing."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from models.register.tables import ClassParts


def silent(schools: Collection[int], day: date | Any, part: str) -> Sequence[Any]:
    """Conditions: a half day that was held and that nobody has reported."""
    return [
        ClassParts.school_id.in_(schools),
        ClassParts.day == day,
        ClassParts.part == part,
        ClassParts.held,
        ClassParts.reported_at.is_(None),
    ]
