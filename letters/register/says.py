"""What buttons about a report say: class, half days and day, as the reader of reports understands them again."""

from collections.abc import Sequence
from datetime import date

from locales.words import part_words, short_day
from rules.calendar.parts import Part

SAID: dict[str, str] = {Part.MORNING: "sáng", Part.AFTERNOON: "chiều"}


def scope_typed(class_name: str, parts: Sequence[str], day: date) -> str:
    return f"{class_name} {part_typed(parts)} {day.isoformat()}"


def scope_said(class_name: str, parts: Sequence[str], day: date) -> str:
    return f"{class_name} {part_words(parts)} {short_day(day)}"


def part_typed(parts: Sequence[str]) -> str:
    """Sessions as the reader of reports understands them, in whatever language the button is."""
    return "cả ngày" if len(set(parts)) > 1 else SAID[parts[0]]
