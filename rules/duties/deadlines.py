"""What a school owes by a date: when it is due, who is in charge, and on which days that is said."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from rules.papers import PaperKind
from rules.people.roles import Role

OWN_LEAD = 7  # days before the school's own deadlines
LATE = timedelta(days=14)  # so long the principal may still be told
LOOKED_BACK = 20  # days that a deadline in a holiday moves forward at most
EACH: Final = frozenset({Role.HOMEROOM, Role.GROUP_HEAD})  # of these everyone hands in an own one
YEAR = "year"


class Year(Struct, frozen=True, kw_only=True):
    """A school year, and the last days of its terms by name, and of itself (`year`)."""

    first: date
    last: date
    ends: Mapping[str, date]


class When(Struct, frozen=True, kw_only=True):
    """The last day to hand in: a `day` of every month (one that a month has not: its last), with `month` of every
    year; the end of a term (`hk1`, `hk2`, `year`); or a day `on` which it is once.
    """

    day: int = 0
    month: int = 0
    ends: str = ""
    on: date | None = None


class Duty(Struct, frozen=True, kw_only=True):
    """`key` names it for ever; `lead` is how many days before the deadline it is prepared; without `paper` nothing is
    drafted. `position` narrows the role (PHT2). Only the school's own have a `title`.
    """

    key: str
    when: When
    role: Role
    position: str = ""
    lead: int = OWN_LEAD
    title: str = ""
    paper: PaperKind | None = None

    @property
    def each(self) -> bool:
        return self.role in EACH


def due_days(when: When, first: date, last: date, years: Collection[Year]) -> list[date]:
    """The deadlines from `first` to `last`; monthly ones only while a school year runs."""
    if when.on is not None:
        found = [when.on]
    elif when.ends:
        found = [year.ends[when.ends] for year in years if when.ends in year.ends]
    else:
        found = [_on(year, month, when.day) for year, month in _months(first, last) if when.month in {0, month}]
    monthly = when.day and not when.month
    found = [day for day in found if not monthly or runs(day, years)]
    return [day for day in found if first <= day <= last]


def runs(day: date, years: Collection[Year]) -> bool:
    return any(year.first <= day <= year.last for year in years)


def working_day(due: date, working: Collection[date]) -> date:
    """The day it has to be ready by: a deadline on a day off comes before it. Far from any school day it stays."""
    days = (due - timedelta(days=back) for back in range(LOOKED_BACK))
    return next((day for day in days if day in working), due)


def told_from(duty: Duty, due: date) -> date:
    return due - timedelta(days=duty.lead)


def reminded_on(due: date, working: Collection[date]) -> date:
    """The working day before the one it has to be ready by."""
    return working_day(working_day(due, working) - timedelta(days=1), working)


def _months(first: date, last: date) -> list[tuple[int, int]]:
    count = (last.year - first.year) * 12 + last.month - first.month
    months = (divmod(first.year * 12 + first.month - 1 + step, 12) for step in range(count + 1))
    return [(year, month + 1) for year, month in months]


def _on(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
