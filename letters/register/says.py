"""What buttons about a report say: class, half days and day, as the reader of reports understands them again."""

from collections.abc import Sequence
from datetime import date

from locales.words import session_words, short_day


def scope_typed(class_name: str, sessions: Sequence[str], day: date) -> str:
    return f"{class_name} {part_typed(sessions)} {day.isoformat()}"


def scope_said(class_name: str, sessions: Sequence[str], day: date) -> str:
    return f"{class_name} {session_words(sessions)} {short_day(day)}"


def part_typed(sessions: Sequence[str]) -> str:
    """Sessions as the reader of reports understands them, in whatever language the button is."""
    return "cả ngày" if len(set(sessions)) > 1 else {"S": "sáng", "C": "chiều"}[sessions[0]]
