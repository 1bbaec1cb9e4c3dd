"""A wish about the calendar, read from words: `24/11 khối 6 chiều mưa bão`, `từ 15/2 đến 27/2 nghỉ Tết`."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from rules.calendar.dates import read_day
from rules.calendar.days_said import NEAR, DayProblem, DayReading, Expected
from rules.calendar.held import SchoolYear
from rules.calendar.parts import Part
from rules.people.classes import ClassRef, find_class
from rules.people.names import clean, fold, fold_in_place

_GRADE = re.compile(r"\bkhoi(?: lop)? ?(\d\d?)\b")
_SITE = r"(?:(?:diem truong|phan hieu|co so) )?"
_SESSION = re.compile(r"\b(?:buoi )?(sang|chieu)\b")
_WHOLE = re.compile(r"\b(?:ca ngay|ca truong|toan truong)\b")
_PARTS = {"sang": Part.MORNING, "chieu": Part.AFTERNOON}
_LEFT_OVER = re.compile(
    r"\b(?:lop|khoi|diem truong|phan hieu|co so|mai|tuan|thang)\b|\b\d\d?(?: ?[a-h]\d{0,2}\b|[/.-]\d)"
)
_BECAUSE = re.compile(r"(?:vì|do|lý do|lí do)[ :]+", re.IGNORECASE)


class Wish(Struct, frozen=True, kw_only=True):
    """Which days, for whom (nothing said: the whole school, the whole day), and why.

    `unread` are words that look like a class, a site or one more day and are none: a wish must not grow by misreading.
    """

    days: tuple[date, ...]
    problem: DayProblem | None = None
    part: str | None = None
    class_id: int | None = None
    grade: int | None = None
    campus_id: int | None = None
    reason: str = ""
    unread: str = ""


def read_wish(
    text: str, today: date, classes: Sequence[ClassRef], campuses: Mapping[int, str], years: Sequence[SchoolYear]
) -> Wish:
    """Never fails: without a day, `days` is empty. A day without a year is the school year's if that has one."""
    left = clean(text)
    klass = find_class(classes, left)
    after = _cut(left, klass.start, klass.end) if klass and klass.classes else left
    said = read_day(after, today, Expected.AHEAD)
    if said is None:  # `6/1` alone is the sixth of January, even if a class is called that
        klass, after = None, left
        said = read_day(left, today, Expected.AHEAD)
    if said is not None:
        after = _cut(after, said.start, said.end)
    grade, after = _taken(_GRADE, after)
    campus_id, after = _campus(after, campuses)
    part, after = _taken(_SESSION, after)
    _whole, after = _taken(_WHOLE, after)
    reason = _BECAUSE.sub("", " ".join(after.split()).strip(" ,.;:()–-"), count=1)[:200]
    one_class = klass is not None and len(klass.classes) == 1
    return Wish(
        days=_in_year(said, years),
        problem=_problem(said),
        part=_PARTS[part] if part else _part(said),
        class_id=klass.classes[0].id if klass and one_class else None,
        grade=int(grade) if grade else None,
        campus_id=campus_id,
        reason=reason,
        unread=reason if _LEFT_OVER.search(fold(reason)) or (klass and klass.classes and not one_class) else "",
    )


def _cut(text: str, start: int, end: int) -> str:
    return text[:start] + "," + text[end:]


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """The first group (or all) of what the pattern finds, and the text without it."""
    match = pattern.search(fold_in_place(text))
    if match is None:
        return "", text
    return match[match.lastindex or 0], text[: match.start()] + text[match.end() :]


def _campus(text: str, campuses: Mapping[int, str]) -> tuple[int | None, str]:
    for campus_id, name in sorted(campuses.items(), key=lambda item: -len(item[1])):
        match = re.search(rf"\b{_SITE}{re.escape(fold(clean(name)))}\b", fold_in_place(text))
        if match:
            return campus_id, text[: match.start()] + text[match.end() :]
    return None, text


def _in_year(said: DayReading | None, years: Sequence[SchoolYear]) -> tuple[date, ...]:
    """30/4 said in October is the coming one, though the last one was nearer."""
    if said is None:
        return ()
    next_year = tuple(day.replace(year=day.year + 1) for day in said.days if (day.month, day.day) != (2, 29))
    covered = all(_within(day, years) for day in next_year) and not any(_within(day, years) for day in said.days)
    return next_year if covered and len(next_year) == len(said.days) else said.days


def _within(day: date, years: Sequence[SchoolYear]) -> bool:
    return any(year.starts <= day <= year.ends for year in years)


def _part(said: DayReading | None) -> str | None:
    return None if said is None else said.part


def _problem(said: DayReading | None) -> DayProblem | None:
    """Holidays are fixed months ahead, so far is no fault; a stretch of more than two months is."""
    if said is None:
        return None
    if said.problem is not DayProblem.FAR:
        return said.problem
    return DayProblem.FAR if said.days[-1] - said.days[0] > NEAR else None
