"""The day off that an announcement speaks of, as the calendar's command is told of it."""

import re
from datetime import date

from msgspec import Struct

from handlers.announcements.audience import Audience
from locales.words import short_day
from rules.asking.words import part_of_school_in, reason_in
from rules.calendar.dates import read_day
from rules.calendar.days_said import Expected
from rules.people.names import fold

_OFF = re.compile(
    r"\b(?:nghi hoc|duoc nghi|cho (?:hoc sinh|cac em|toan truong) nghi|(?:toan truong|hoc sinh) nghi"
    r"|(?:ngay )?(?:mai|mot|kia|nay|thu (?:\w+)|\d{1,2}/\d{1,2}) nghi(?! (?:tiet|giua|trua|phep|som)\b))\b"
)
_NOT = re.compile(r"\b(?:khong|chua|tu y) (?:duoc |cho )?nghi\b|\bsau (?:ki|ky|dip|khi)? ?nghi\b")
_CLASS = re.compile(r"\blop \d|\b\d{1,2}[a-h]\b|\bdiem truong\b")
_HALF = ("sáng", "chiều")


class DayOff(Struct, frozen=True):
    """How it is called on a button, and what stands behind `/lich nghỉ`."""

    label: str
    rest: str


def day_off_in(words: str, today: date, audience: Audience) -> DayOff | None:
    """None: no day off is said, or the calendar could not take it for just these people."""
    folded = fold(words)
    if not _OFF.search(folded) or _NOT.search(folded) or audience.places:
        return None
    if len(audience.classes) > 1 and audience.grade is None:
        return None
    said = read_day(words, today, Expected.AHEAD)
    if said is None or said.problem is not None or not said.days or said.days[0] < today:
        return None
    first, last = said.days[0], said.days[-1]
    days = f"{first:%d/%m}" if first == last else f"từ {first:%d/%m} đến {last:%d/%m}"
    scope = _scope(words, audience)
    if scope is None:
        return None
    label = " ".join(filter(None, (short_day(first) if first == last else days, scope)))
    return DayOff(label, " ".join(filter(None, (days, scope, reason_in(words)))))


def _scope(words: str, audience: Audience) -> str | None:
    """For whom the calendar is to take it: never for more than the audience, nor for more than the words themselves
    name. None: the words name what is not quite the audience.
    """
    said = part_of_school_in(words)
    half = next((word for word in said.split() if word in _HALF), "")
    grade = said.removeprefix(half).strip()
    where = audience.names[0] if len(audience.names) == 1 else f"khối {audience.grade}" if audience.names else ""
    if not where and _CLASS.search(fold(words)):
        return None
    if where and grade and grade != where:
        return None
    return " ".join(filter(None, (where or grade, half)))
