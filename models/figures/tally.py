"""The figures of pupils: the present run, and what was missed since a date."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import BindParameter, ColumnElement, Date, Select, and_, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.figures.contested import settled
from models.figures.counting import (
    K,
    P,
    counted,
    enrolled_on,
    in_counted,
    in_the_class,
    last_counted_day,
    live,
    runs,
    seed_of,
)
from models.people.tables import Enrolments
from models.register.tables import ClassParts, Marks
from models.school.tables import Schools
from models.shapes.asker import School


class Tally(Struct, frozen=True, kw_only=True):
    """A pupil's figures: days of the present unexcused run, days in it nobody reported, and half days since a date.
    `days_touched` are the days since then with a half day missed, whole or half. `unsure` are the half days for which
    somebody says otherwise (`models.figures.contested`): in none of the other sums, but in the ladder's run.
    """

    days: int = 0
    unknown: int = 0
    run_start: date | None = None
    unexcused: int = 0
    excused: int = 0
    unclear: int = 0
    days_touched: int = 0
    unsure: int = 0
    last_unsure: date | None = None

    @property
    def open_run(self) -> bool:
        """Of some day of the run it is not settled whether the pupil was away."""
        return bool(self.run_start and self.last_unsure and self.last_unsure >= self.run_start)

    @property
    def total(self) -> int:
        return self.unexcused + self.excused + self.unclear

    @property
    def no_leave(self) -> int:
        """Half days for which no leave has been given: also those of which nobody has said yet."""
        return self.unexcused + self.unclear

    def meter(self, school: School) -> int:
        """The half days that count for promotion: with leave and without, one a day unless the school counts both."""
        return self.days_touched if school.meter_per_day == 1 else self.total


async def tallies(session: AsyncSession, pupils: Collection[int], day: date, since: date) -> dict[int, Tally]:
    """The figures of some pupils as of a day (included), half days counted from `since`."""
    if not pupils:
        return {}
    found: dict[int, dict[str, Any]] = {pupil: {} for pupil in pupils}
    one = timedelta(days=1)
    days = {"since": since, "day": day, "before": since - one, "after": day + one}
    for row in await session.execute(_sums(), {"pupils": list(pupils), **days}):
        found[row.pupil_id] = {name: getattr(row, name) for name in _SUMS}
    with_marks = [
        pupil for pupil, figures in found.items() if any(map(figures.get, ("unexcused", "unclear", "unsure")))
    ]
    if with_marks:
        runs_of = [row for row in await session.execute(_runs_of(), {"pupils": with_marks, **days}) if row.days]
        for row in runs_of:
            found[row.pupil_id] |= {"days": row.days, "run_start": row.run_start, "unknown": row.unknown}
    return {pupil: Tally(**figures) for pupil, figures in found.items()}


_SUMS = ("unexcused", "excused", "unclear", "days_touched", "unsure", "last_unsure")
# Building such a statement costs far more than running it, so each is built once.
_pupils: BindParameter[Any] = bindparam("pupils", expanding=True)
_since, _day = bindparam("since", type_=Date), bindparam("day", type_=Date)


@cache
def _sums() -> Select[*tuple[Any, ...]]:
    away = and_(Marks.kind.in_([K, P]), settled())
    kinds = {
        "unexcused": and_(Marks.kind == K, ~Marks.unsettled, settled()),
        "excused": and_(Marks.kind == P, ~Marks.unsettled, settled()),
        "unclear": and_(Marks.kind.in_([K, P]), Marks.unsettled, settled()),
        "unsure": and_(Marks.kind.in_([K, P]), ~settled()),
    }
    return (
        select(
            Marks.pupil_id,
            *(func.sum(case((which, 1), else_=0)).label(name) for name, which in kinds.items()),
            func.count(case((away, Marks.day)).distinct()).label("days_touched"),
            func.max(case((kinds["unsure"], Marks.day))).label("last_unsure"),
        )
        .where(Marks.pupil_id.in_(_pupils), Marks.day.between(_since, _day), live(), in_counted(), in_the_class())
        .group_by(Marks.pupil_id)
    )


def metered(since: Any, day: Any, least: Any, *which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """A SELECT (pupil_id, missed) of the pupils whose meter (see models/meter.py) stands at `least` or more, as
    `Tally.meter` counts it, if the caller restricts the marks to those that are `settled`, which costs what it costs.
    """
    missed = case((Schools.meter_per_day == 1, func.count(Marks.day.distinct())), else_=func.count())
    return (
        select(Marks.pupil_id, missed.label("missed"))
        .join(Schools, Schools.id == Marks.school_id)
        .where(Marks.kind.in_([K, P]), Marks.day.between(since, day), live(), in_counted(), in_the_class(), *which)
        .group_by(Marks.pupil_id, Schools.meter_per_day)
        .having(missed >= least)
    )


@cache
def _runs_of() -> Select[*tuple[Any, ...]]:
    """Runs that last until the pupil's last counted day, with the held days since the last return nobody reported."""
    mark = aliased(Marks)
    latest = last_counted_day(mark.pupil_id, mark.class_id, bindparam("after", type_=Date))
    seed = seed_of(mark).where(mark.pupil_id.in_(_pupils), mark.day.between(_since, _day), mark.day == latest)
    found = runs(seed)
    enrolment, silent = aliased(Enrolments), aliased(ClassParts)
    reported = aliased(ClassParts)
    present = last_counted_day(found.c.pupil_id, enrolment.class_id, found.c.run_start)
    unknown = (
        select(func.count(silent.day.distinct()))
        .join(enrolment, enrolment.class_id == silent.class_id)
        .where(
            enrolment.pupil_id == found.c.pupil_id,
            enrolled_on(enrolment, silent.day),
            silent.day.between(_since, _day),
            silent.day > func.coalesce(present, bindparam("before", type_=Date)),
            silent.held,
            silent.reported_at.is_(None),  # follows from the next line, and spares most days the looking up
            ~select(reported.day)
            .where(reported.class_id == silent.class_id, reported.day == silent.day, counted(reported))
            .correlate_except(reported)
            .exists(),
        )
        .correlate_except(silent, enrolment)
        .scalar_subquery()
    )
    return select(found.c.pupil_id, found.c.days, found.c.run_start, unknown.label("unknown"))
