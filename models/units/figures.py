"""The figures of a unit as they may be shown: by school and together, with nobody to be solved for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeAlias

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.people.askers import schools as schools_of
from models.school.units import Units, UnitSchools
from models.shapes.asker import School
from models.units.days import NAMES, SchoolDays, count_day, keep_days, missing_days, pupils_on
from rules.calendar.periods import DAY, Period
from rules.calendar.stretches import MONTH, WEEK, month_of
from rules.units import hide, may_be_shown

PUPILS = ("excused", "unexcused", "opened", "returned", "visits", "dropped")  # counts of few people
Shown: TypeAlias = dict[str, int | None]  # None: not to be shown

_ONE = timedelta(days=1)
_WEEK = timedelta(days=7)


class Line(Struct, frozen=True, kw_only=True):
    """A school, or (`name` empty) all of them."""

    name: str
    shown: Shown

    @property
    def absent(self) -> int | None:
        excused, unexcused = self.shown["excused"], self.shown["unexcused"]
        return None if excused is None or unexcused is None else excused + unexcused


class UnitFigures(Struct, frozen=True, kw_only=True):
    """`first` and `last` are the days that were counted: of a longer time whole weeks or months that are over.
    Without `lines` pupils are counted for all schools together only (of a single day), and of the schools only how
    they reported. `counted_at` is None where nothing had to be kept.
    """

    unit: str
    first: date
    last: date
    total: Line
    lines: Sequence[Line]
    by_school: bool
    counted_at: datetime | None = None


class NotYet(Exception):  # noqa: N818, it is no error of the program
    """No week of that time is over yet."""


async def unit_schools(session: AsyncSession, unit_id: int) -> list[School]:
    ids = select(UnitSchools.school_id).where(UnitSchools.unit_id == unit_id)
    found = await schools_of(session, list(await session.scalars(ids)))
    return sorted(found.values(), key=lambda school: (school.name, school.id))


def whole(period: Period, today: date) -> tuple[date, date]:
    """The days of a period that are over and may be told of by school: of a month whole weeks, or all of it; of a term
    or year whole months, or all of it. What is between two reports is never less than that. Raises NotYet.
    """
    first, last = period.first, period.last
    if last >= today or period.kind not in {WEEK, MONTH}:
        last = min(last, today - _ONE)
    if period.kind == WEEK:
        last = first + _WEEK - _ONE
    elif period.kind == MONTH and month_of(first)[1] >= today:
        last -= timedelta(days=(last.weekday() + 1) % 7)
    elif period.kind not in {WEEK, MONTH} and last == today - _ONE and month_of(last)[1] != last:
        last = last.replace(day=1) - _ONE
    if last < first or last >= today:
        raise NotYet
    return first, last


async def of_period(session: AsyncSession, unit_id: int, period: Period, today: date, now: datetime) -> UnitFigures:
    """Raises NotYet."""
    name = await session.scalar(select(Units.name).where(Units.id == unit_id)) or ""
    schools = await unit_schools(session, unit_id)
    if period.kind == DAY:
        return await _of_day(session, name, schools, period.first)
    first, last = whole(period, today)
    if missing := await missing_days(session, [school.id for school in schools], first, last):
        await keep_days(session, schools, missing, now)
    return await _shown(session, name, schools, first, last)


async def _of_day(session: AsyncSession, name: str, schools: Sequence[School], day: date) -> UnitFigures:
    """What is told of a day by school is how it reported; pupils are told of together."""
    found = await count_day(session, schools, day)
    pupils = await pupils_on(session, list(found), day)
    sums = {key: sum(one[key] for one in found.values()) for key in NAMES} | {"pupils": sum(pupils.values())}
    total: Shown = {key: None if key in PUPILS and not may_be_shown(count) else count for key, count in sums.items()}
    reports = ("held", "reported", "in_time")
    lines = [
        Line(name=school.name, shown={key: found[school.id][key] if key in reports else None for key in sums})
        for school in schools
    ]
    return UnitFigures(unit=name, first=day, last=day, total=Line(name="", shown=total), lines=lines, by_school=False)


def _step(day: date) -> date:
    """The first day of the week, or of the part of it that is of one month: what reports may differ by."""
    return max(day - timedelta(days=day.weekday()), day.replace(day=1))


class _Sums(Struct):
    """One count, by step: of each school, and of all by day."""

    schools: dict[date, dict[int, int]]
    days: dict[date, dict[date, int]]


async def _shown(session: AsyncSession, name: str, schools: Sequence[School], first: date, last: date) -> UnitFigures:
    ids = [school.id for school in schools]
    rows = select(SchoolDays.__table__).where(SchoolDays.school_id.in_(ids), SchoolDays.day.between(first, last))
    sums = {key: _Sums(defaultdict(lambda: dict.fromkeys(ids, 0)), defaultdict(dict)) for key in NAMES}
    pupils: dict[int, int] = {}
    counted: datetime | None = None
    steps = {day: _step(day) for day in (first + n * _ONE for n in range((last - first).days + 1))}
    for row in (await session.execute(rows.order_by(SchoolDays.day))).mappings():
        day, step = row["day"], steps[row["day"]]
        for key, one in sums.items():
            if count := row[key]:
                one.schools[step][row["school_id"]] += count
                one.days[step][day] = one.days[step].get(day, 0) + count
        if row["pupils"] is not None:
            pupils[row["school_id"]] = row["pupils"]
        counted = min(counted, row["counted_at"]) if counted else row["counted_at"]
    lines, total = _table(ids, sums)
    sizes = hide(pupils)
    for id_, line in lines.items():
        line["pupils"] = None if id_ in sizes.cells else pupils.get(id_, 0)
    total["pupils"] = None if sizes.total else sum(pupils.values())
    return UnitFigures(
        unit=name, first=first, last=last, total=Line(name="", shown=total), by_school=True, counted_at=counted,
        lines=[Line(name=school.name, shown=lines[school.id]) for school in schools],
    )  # fmt: skip


def _table(ids: Sequence[int], sums: Mapping[str, _Sums]) -> tuple[dict[int, Shown], Shown]:
    lines: dict[int, Shown] = {id_: {} for id_ in ids}
    total: Shown = {}
    for key, one in sums.items():
        cells = {id_: sum(step[id_] for step in one.schools.values()) for id_ in ids}
        hidden, everybody = _hidden(one) if key in PUPILS else (frozenset[int](), True)
        total[key] = sum(cells.values()) if everybody else None
        for id_, count in cells.items():
            lines[id_][key] = None if id_ in hidden else count
    return lines, total


def _hidden(one: _Sums) -> tuple[frozenset[int], bool]:
    """The schools whose count is not told, and whether the sum of all is: only what each step alone would tell. A
    longer report then says nothing that shorter ones, added up, do not say, and none is solved by the other.
    """
    hidden, everybody = frozenset[int](), True
    for step, cells in one.schools.items():
        found = hide(cells)
        hidden |= found.cells
        everybody = everybody and not found.total and may_be_shown(sum(cells.values()), one.days[step].values())
    return hidden, everybody
