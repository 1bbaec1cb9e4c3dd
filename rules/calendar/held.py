"""Which half days a class holds on a day: the school year, the week, days off and make-up days."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from msgspec import Struct

from rules.calendar.parts import Part

OFF, MAKEUP = "off", "makeup"


class SchoolYear(Struct, frozen=True):
    """Both days included."""

    starts: date
    ends: date


class Slot(Struct, frozen=True):
    """A half day held every week (Monday is 0): of one class, or of all classes that have none of their own."""

    weekday: int
    part: str
    class_id: int | None = None


class DayRule(Struct, frozen=True, kw_only=True):
    """A day off or a make-up day. Without a half day it is about the whole day; without a scope, about the school."""

    date: date
    kind: str
    part: str | None = None
    class_id: int | None = None
    grade: int | None = None
    campus_id: int | None = None
    confirmed: bool
    made_at: datetime


class Klass(Struct, frozen=True):
    """A class as the calendar sees it."""

    id: int
    grade: int | None = None
    campus_id: int | None = None


def parts_held(
    day: date, klass: Klass, years: Sequence[SchoolYear], week: Sequence[Slot], rules: Sequence[DayRule]
) -> tuple[str, ...]:
    """The half days this class holds on this day, in their order.

    Each half day is decided by the most specific rule about it (class, campus, grade, school) and among equals by the
    newest. A rule that only proposes has no effect.
    """
    if not any(year.starts <= day <= year.ends for year in years):
        return ()
    usual = _usual(day.weekday(), klass, week)
    today = [rule for rule in rules if rule.date == day and rule.confirmed and _is_about(rule, klass)]
    if not today:
        return usual
    made_up = _made_up(klass, usual, week)
    return tuple(s for s in (Part.MORNING, Part.AFTERNOON) if _is_held(s, usual, made_up, today))


def _usual(weekday: int, klass: Klass, week: Sequence[Slot]) -> tuple[str, ...]:
    own = [slot for slot in week if slot.class_id == klass.id] or [slot for slot in week if slot.class_id is None]
    held = {slot.part for slot in own if slot.weekday == weekday}
    return tuple(part for part in (Part.MORNING, Part.AFTERNOON) if part in held)


def _made_up(klass: Klass, usual: tuple[str, ...], week: Sequence[Slot]) -> tuple[str, ...]:
    """What a make-up day without a half day holds: the usual half days of the weekday, on a free day the morning."""
    afternoons_only = {slot.part for slot in week if slot.class_id == klass.id} == {Part.AFTERNOON}
    return usual or ((Part.AFTERNOON,) if afternoons_only else (Part.MORNING,))


def _is_held(part: str, usual: tuple[str, ...], made_up: tuple[str, ...], rules: Sequence[DayRule]) -> bool:
    about = [rule for rule in rules if rule.part == part or (rule.part is None and _reaches(rule, part, made_up))]
    if not about:
        return part in usual
    return max(about, key=lambda rule: (_weight(rule), rule.made_at)).kind == MAKEUP


def _reaches(rule: DayRule, part: str, made_up: tuple[str, ...]) -> bool:
    return rule.kind == OFF or part in made_up


def _is_about(rule: DayRule, klass: Klass) -> bool:
    return (
        rule.class_id in (None, klass.id)
        and rule.grade in (None, klass.grade)
        and rule.campus_id in (None, klass.campus_id)
    )


def _weight(rule: DayRule) -> int:
    """How specific a rule is: a class before a campus, a campus before a grade; a grade of a campus before both."""
    return 4 * (rule.class_id is not None) + 2 * (rule.campus_id is not None) + (rule.grade is not None)


def part_at(local: time, held: Sequence[str], morning_starts: time, afternoon_starts: time) -> str | None:
    """The half day a report written now means: the last one begun, or else the first; None if none is held."""
    starts: dict[str, time] = {Part.MORNING: morning_starts, Part.AFTERNOON: afternoon_starts}
    begun = [part for part in held if starts[part] <= local]
    return begun[-1] if begun else next(iter(held), None)


def school_days(
    first: date, last: date, klass: Klass, years: Sequence[SchoolYear], week: Sequence[Slot], rules: Sequence[DayRule]
) -> Iterator[date]:
    """The days from `first` to `last`, both included, on which the class holds anything."""
    by_day: dict[date, list[DayRule]] = {}
    for rule in rules:
        by_day.setdefault(rule.date, []).append(rule)
    for ahead in range((last - first).days + 1):
        day = first + timedelta(days=ahead)
        if parts_held(day, klass, years, week, by_day.get(day, ())):
            yield day


def nth_school_day_after(
    day: date, n: int, klass: Klass, years: Sequence[SchoolYear], week: Sequence[Slot], rules: Sequence[DayRule]
) -> date | None:
    """The n-th school day after `day`; None if the known school years end before it."""
    if n < 1:
        raise ValueError("n counts school days from 1")
    last = max((year.ends for year in years), default=day)
    following = school_days(day + timedelta(days=1), last, klass, years, week, rules)
    return next((found for place, found in enumerate(following, 1) if place == n), None)


def proposed_holidays(year_starts: date, year_ends: date) -> list[tuple[date, str]]:
    """Vietnam's public holidays of a school year as the library knows them, for the school to confirm."""
    from holidays import country_holidays  # noqa: PLC0415, only a new year asks, and it is large

    years = range(year_starts.year, year_ends.year + 1)
    known = country_holidays("VN", language="vi", years=years)
    return sorted((day, name) for day, name in known.items() if year_starts <= day <= year_ends)


class YearPlan(NamedTuple):
    name: str
    starts: date
    hk1_ends: date
    ends: date


def default_year(today: date) -> YearPlan:
    """The school year of the usual national frame; in June, July and August the one to come."""
    first = today.year if today.month >= 6 else today.year - 1
    return YearPlan(f"{first}-{first + 1}", date(first, 9, 5), date(first + 1, 1, 15), date(first + 1, 5, 31))
