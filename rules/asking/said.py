"""The classes, grades and days that a question names, each where it stands."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct

from rules.asking.words import days_ahead, without_counting
from rules.calendar.dates import read_day
from rules.calendar.days_said import DayProblem, Expected
from rules.calendar.periods import DAY, Period, PeriodReading, Spans, read_period
from rules.calendar.stretches import month_of
from rules.people.classes import ClassFound, ClassRef, find_classes
from rules.people.grades import read_grades
from rules.people.names import fold, fold_in_place

_TO = re.compile(
    r"\b(?:sang|qua|xuong|len|vao|(?<=chuyen )ve|chuyen(?: ve)?(?: lai)?)(?: hoc)?(?: lop)? ?$"
)  # chuyển sang lớp 6B
_BACK_TO = re.compile(r"\bve(?: hoc)?(?: lop)? ?$")  # từ 6B về 6A
_CLASS = re.compile(r"^(?:lớp|lop)\s+", re.IGNORECASE)
_LAST_WEEKDAY = re.compile(r"\bhom (?:thu|t[2-7]|chu nhat|cn)\b")


class ClassesSaid(Struct, frozen=True):
    """`klass` is asked about, `to` the one to go to; `left` is the text without any of them and without the grades;
    `unknown`: a class the school does not have; `only`: nothing else was said.
    """

    left: str
    klass: ClassRef | None = None
    to: ClassRef | None = None
    grades: tuple[int, ...] = ()
    unknown: str = ""
    only: bool = False


def classes_said(known: Sequence[ClassRef], text: str) -> ClassesSaid:
    named = find_classes(known, text)
    said = [one for one in named if len(one.classes) == 1]
    unknown = [text[one.start : one.end] for one in named if not one.classes]
    goes_to = [one for one in said if _TO.search(fold_in_place(text), 0, one.start)]
    goes_to = goes_to or [one for one in said[1:] if _BACK_TO.search(fold_in_place(text), 0, one.start)]
    klass = next((one.classes[0] for one in said if one not in goes_to), None)
    left = text
    for one in reversed(said):
        left = f"{left[: one.start]} {left[one.end :]}"
    grades = read_grades(left)
    if grades is not None:  # `khối 7 tháng 10` is no 7 October
        left = f"{left[: grades.start]} , {left[grades.end :]}"
    return ClassesSaid(
        left=left,
        klass=klass,
        to=goes_to[-1].classes[0] if goes_to else None,
        grades=grades.numbers if klass is None and grades is not None else (),
        unknown=_CLASS.sub("", unknown[0]) if unknown and klass is None else "",
        only=len(named) == 1 and _says_only(text, named[0]),
    )


def _says_only(text: str, one: ClassFound) -> bool:
    return not re.sub(r"\b(?:lop|l)\b|\W", "", fold(text[: one.start] + text[one.end :]))


class DaysSaid(Struct, frozen=True):
    """`period` of the past, and the words that name it; `day` the one day that is named; of days ahead the last one,
    and the first as a question about lessons means it (`mai` is tomorrow).
    """

    today: date
    period: Period | None = None
    start: int = 0  # where in the text it is named
    end: int = 0
    day: date | None = None
    until: date | None = None
    asked: date | None = None

    @property
    def are_today(self) -> bool:
        return self.period is not None and self.period.first == self.period.last == self.today

    @property
    def month(self) -> date | None:
        """A day of the one month in which they lie."""
        found = self.period
        return found.last if found is not None and month_of(found.first) == month_of(found.last) else None

    def words(self, text: str) -> str | None:
        return text[self.start : self.end] if self.end else None

    def without(self, text: str) -> str:
        """`tháng này` is nobody called Thắng; `Năm` alone may be somebody."""
        said = self.words(text)
        if said is None or (len(said.split()) < 2 and said[:1].isupper()):
            return text
        return f"{text[: self.start]} , {text[self.end :]}"


def days_said(left: str, place: str, today: date, spans: Spans) -> DaysSaid:
    """`left` is what is left without classes and grades; `thôn 3 tháng 11` of the place Thôn 3 is no day."""
    dated = without_counting(left)
    dated = dated.replace(place, "," * len(place)) if place else dated
    found, day = read_period(dated, today, spans), read_day(dated, today)
    ahead, soon = read_day(dated, today, Expected.AHEAD), days_ahead(left)
    asked = ahead.days[0] if ahead and ahead.days else None
    return DaysSaid(
        today=today,
        period=_spoken(found, dated, today),
        start=found.start if found is not None else 0,
        end=found.end if found is not None else 0,
        day=day.days[0] if day is not None and day.days else None,
        until=ahead.days[-1] if ahead is not None and len(ahead.days) > 1 else None,
        asked=asked or (today + timedelta(days=soon) if soon is not None else None),
    )


def _spoken(found: PeriodReading | None, text: str, today: date) -> Period | None:
    """`hôm thứ 7` is the last one, where the coming one is nobody's report yet."""
    if found is None or found.problem is not DayProblem.AHEAD or not _LAST_WEEKDAY.search(fold(text)):
        return found.period if found is not None else None
    ahead = read_day(text, today)
    day = ahead.days[0] - timedelta(days=7) if ahead is not None and len(ahead.days) == 1 else today
    return Period(kind=DAY, first=day, last=day) if day < today else None
