"""The turn of the year in the database: new classes, who is in them, their teachers, and what is handed over."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from msgspec import Struct
from sqlalchemy import and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.engine.school import add_year
from bot.year.hand_over import hand_over
from bot.year.seats import Refused, Seat, is_done, seats_of
from locales import _
from models import Audit, Cases, Classes, Enrolments, Movements, Places, Pupils, Roles, Schools, Years
from models.calendar.weeks import keep_weeks
from models.people.askers import schools
from models.people.places import place_name
from papers.year.held_back import HeldBack
from papers.year.leavers import Leaver
from rules.calendar.held import YearPlan
from rules.people.movements import Movement
from rules.people.roles import EMPLOYED, Role
from rules.year import END_OF_SCHOOL, next_grade

LONGEST_GAP = timedelta(days=500)  # between two beginnings: more is a slip of the year typed


class Turned(Struct, kw_only=True):
    """What was done: the summary is written from it. `done` is False when all of it had been done before."""

    done: bool = True
    classes: list[tuple[str, str, int]] = []
    held_back: list[str] = []
    leavers: list[Leaver] = []
    ungraded: list[str] = []
    teachers: int = 0
    handed: int = 0
    cases: int = 0
    stay_open: int = 0
    dropped: list[str] = []
    other_level: list[str] = []


async def turn_year(
    session: AsyncSession,
    school_id: int,
    plan: YearPlan,
    held_back: Sequence[HeldBack],
    now: datetime,
    step: Callable[[str], None],
) -> Turned:
    """Turn the school's year in the caller's transaction: all of it or, with Refused, nothing. Doing it again changes
    nothing. `step` hears what is being done.
    """
    old = await _old_year(session, school_id, plan, now)
    step(_("Reading the lists"))
    seats, classes = await seats_of(session, old, held_back)
    year_id = await session.scalar(select(Years.id).where(Years.school_id == school_id, Years.name == plan.name))
    if year_id is not None and await is_done(session, year_id, seats):
        return Turned(done=False)
    step(_("Making the classes"))
    if year_id is None:
        year_id = await add_year(session, school_id, plan)
    else:
        await session.execute(update(Years).where(Years.id == year_id).values(starts=plan.starts, ends=plan.ends))
    new = await _classes(session, school_id, year_id, seats, classes)
    step(_("Moving the pupils"))
    await _move(session, seats, new, old, plan)
    today = (await schools(session, [school_id]))[school_id].day(now)
    teachers = await _teachers(session, school_id, plan, (old, min(today, plan.starts)), seats, new)
    step(_("Handing over"))
    handed = await hand_over(session, school_id, old, year_id, now)
    await session.execute(update(Schools).where(Schools.id == school_id).values(version=Schools.version + 1))
    await session.execute(insert(Audit).values(at=now, school_id=school_id, kind="year.turned", about=year_id))
    return Turned(
        classes=_class_lines(seats, classes),
        held_back=[f"{seat.full_name} ({classes[seat.old_class].name})" for seat in seats if seat.held_back],
        leavers=await _leavers(session, seats, classes),
        ungraded=[klass.name for klass in classes.values() if klass.grade is None],
        teachers=teachers,
        handed=handed,
        cases=await _count_cases(session, school_id, [seat.pupil_id for seat in seats if seat.name]),
        other_level=sorted({seat.name for seat in seats if _ends_a_level(seat, classes)}),
        dropped=await _dropped(session, school_id, old),
        stay_open=await _count_cases(session, school_id, [seat.pupil_id for seat in seats if not seat.name]),
    )


async def _old_year(session: AsyncSession, school_id: int, plan: YearPlan, now: datetime) -> Any:
    """Raises Refused."""
    before = select(Years.__table__).where(
        Years.school_id == school_id, Years.starts < plan.starts, Years.name != plan.name
    )
    old = (await session.execute(before.order_by(Years.starts.desc()).limit(1))).first()
    if old is None:
        raise Refused(_("There is no school year before that one. Is the date right?"))
    today = (await schools(session, [school_id]))[school_id].day(now)
    if plan.starts <= old.ends or today <= old.ends:
        text = _("School year {name} lasts until {day}. Turn the year when it is over, to a day after it.")
        raise Refused(text.format(name=old.name, day=f"{old.ends:%d/%m/%Y}"))
    if plan.starts - old.starts > LONGEST_GAP:
        raise Refused(
            _("The last school year is {name}: a year would be left out. Is the date right?").format(name=old.name)
        )
    return old


async def _classes(
    session: AsyncSession, school_id: int, year_id: int, seats: Sequence[Seat], classes: Mapping[int, Any]
) -> dict[str, int]:
    """The new year's classes by name, with the site of the class they come from; return their ids."""
    known = dict((await session.execute(select(Classes.name, Classes.id).where(Classes.year_id == year_id))).all())
    source: dict[str, Any] = {}
    for seat in sorted(seats, key=lambda seat: seat.held_back):  # who repeats joins a class, and makes one if need be
        source.setdefault(seat.name, (classes[seat.old_class], seat.held_back))
    rows = [
        {
            "school_id": school_id, "year_id": year_id, "campus_id": klass.campus_id, "name": name, "key": name,
            "grade": klass.grade if stays else next_grade(klass.grade),
        }
        for name, (klass, stays) in source.items()
        if name and name not in known
    ]  # fmt: skip
    if rows:
        await session.execute(insert(Classes), rows)
    found = dict((await session.execute(select(Classes.name, Classes.id).where(Classes.year_id == year_id))).all())
    await keep_weeks(session, school_id, year_id)
    return found


async def _move(session: AsyncSession, seats: Sequence[Seat], new: Mapping[str, int], old: Any, plan: YearPlan) -> None:
    """Lists of the old year end where those of the new one begin; who leaves is on none after the old year's end."""
    of_old = Enrolments.class_id.in_(select(Classes.id).where(Classes.year_id == old.id))
    open_ = and_(of_old, or_(Enrolments.ends.is_(None), Enrolments.ends >= plan.starts))
    eve = plan.starts - timedelta(days=1)
    going = {seat.old_class for seat in seats if not seat.name}
    staying = [seat.pupil_id for seat in seats if seat.held_back]
    left = and_(open_, Enrolments.class_id.in_(going), Enrolments.pupil_id.not_in(staying))
    await session.execute(update(Enrolments).where(left).values(ends=old.ends))
    await session.execute(update(Enrolments).where(open_).values(ends=eve))
    rows = [
        {"pupil_id": seat.pupil_id, "class_id": new[seat.name], "list_no": seat.list_no, "starts": plan.starts}
        for seat in seats
        if seat.name
    ]
    if rows:
        await session.execute(insert(Enrolments), rows)


async def _teachers(
    session: AsyncSession,
    school_id: int,
    plan: YearPlan,
    turn: tuple[Any, date],
    seats: Sequence[Seat],
    new: Mapping[str, int],
) -> int:
    """Homeroom teachers go up with their class until the school assigns others; return how many did. They are of the
    new class from the day of the turn: what is handed over reaches them before the first day. `turn` is the old year
    and that day.
    """
    old, today = turn
    follows = {seat.old_class: new[seat.name] for seat in seats if seat.name and not seat.held_back}
    held = and_(
        Roles.school_id == school_id, Roles.name == Role.HOMEROOM, or_(Roles.ends.is_(None), Roles.ends >= old.ends)
    )
    of_old = and_(held, Roles.class_id.in_(select(Classes.id).where(Classes.year_id == old.id)))
    teachers = (await session.execute(select(Roles.person_id, Roles.class_id).where(of_old))).all()
    await session.execute(update(Roles).where(of_old).values(ends=plan.starts - timedelta(days=1)))
    rows = [
        {
            "school_id": school_id,
            "person_id": person,
            "name": Role.HOMEROOM,
            "class_id": follows[class_id],
            "starts": today,
        }
        for person, class_id in teachers
        if class_id in follows
    ]
    if rows:
        await session.execute(insert(Roles), rows)
    await _still_teachers(
        session, school_id, plan, {person for person, class_id in teachers if class_id not in follows}
    )
    return len(rows)


async def _still_teachers(session: AsyncSession, school_id: int, plan: YearPlan, people: Collection[int]) -> None:
    """Whose class has left the school, and who is nothing else there, stays one of the teachers."""
    lasts = or_(Roles.ends.is_(None), Roles.ends >= plan.starts)
    other = select(Roles.person_id).where(Roles.person_id.in_(people), Roles.name.in_(EMPLOYED), lasts)
    nothing_else = set(people) - set(await session.scalars(other))
    same = {"school_id": school_id, "name": Role.TEACHER, "starts": plan.starts}
    if nothing_else:
        await session.execute(insert(Roles), [{**same, "person_id": person} for person in sorted(nothing_else)])


def _ends_a_level(seat: Seat, classes: Mapping[int, Any]) -> bool:
    """Goes on at this school in another level: the teacher who goes along for now is of the one that ended."""
    return bool(seat.name) and not seat.held_back and classes[seat.old_class].grade in END_OF_SCHOOL


def _class_lines(seats: Sequence[Seat], classes: Mapping[int, Any]) -> list[tuple[str, str, int]]:
    """(old class, new class or empty, pupils), class by class; those held back are not among them."""
    found: dict[tuple[int, str], int] = {}
    for seat in seats:
        if not seat.held_back:
            found[seat.old_class, seat.name] = found.get((seat.old_class, seat.name), 0) + 1
    order = list(classes)
    lines = sorted(found.items(), key=lambda item: order.index(item[0][0]))
    return [(classes[old].name, name, count) for (old, name), count in lines]


async def _leavers(session: AsyncSession, seats: Sequence[Seat], classes: Mapping[int, Any]) -> list[Leaver]:
    going = {seat.pupil_id: classes[seat.old_class] for seat in seats if not seat.name}
    village = aliased(Places)
    statement = (
        select(Pupils.id, Pupils.full_name, Pupils.code, Pupils.birth_date, Places.name, village.name)
        .outerjoin(Places, Places.id == Pupils.place_id)
        .outerjoin(village, village.id == Places.parent_id)
        .where(Pupils.id.in_(list(going)))
    )
    rows = {row[0]: row for row in await session.execute(statement)}
    return [
        Leaver(name=rows[id_][1], old_class=klass.name, grade=klass.grade, code=rows[id_][2], birth_date=rows[id_][3],
               place=place_name(rows[id_][4], rows[id_][5]))
        for id_, klass in going.items()
    ]  # fmt: skip


async def _dropped(session: AsyncSession, school_id: int, old: Any) -> list[str]:
    """Who has dropped out in the old year or since, however that was said, and is on no list again: named, for they
    are in no new class.
    """
    later = aliased(Enrolments)
    back = select(later.id).where(later.pupil_id == Enrolments.pupil_id, later.starts > Enrolments.ends)
    statement = (
        select(Pupils.full_name, Classes.name)
        .join(Movements, Movements.pupil_id == Pupils.id)
        .join(Enrolments, Enrolments.ended_id == Movements.id)
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Movements.school_id == school_id, Movements.kind == Movement.DROPPED, Classes.year_id == old.id)
        .where(~back.correlate(Enrolments).exists())
        .order_by(Classes.grade, Classes.name, Pupils.full_name)
    )
    return [f"{name} ({klass})" for name, klass in (await session.execute(statement)).all()]


async def _count_cases(session: AsyncSession, school_id: int, pupils: Sequence[int]) -> int:
    statement = select(Cases.pupil_id).where(Cases.school_id == school_id, Cases.closed_on.is_(None))
    return len(set(await session.scalars(statement)) & set(pupils))
