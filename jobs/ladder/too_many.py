"""More is to be told than is likely to be so: it waits until a leader has looked at it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, and_, bindparam, func, insert, null, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from models import Chats, ClassParts, Firings, Roles, Stops
from models.people.holders import holders
from models.people.roles import held_on
from models.post.stops import ALARMS_OF_A_DAY
from models.shapes.among import SCHOOLS, among
from models.shapes.kept import run_kept
from models.shapes.message import Notices, Round
from rules.ladder.steps import FIRST
from rules.letters import Kind
from rules.people.roles import LEADERS

WAITS = timedelta(hours=1)  # then it leaves: in bad weather whole classes do stay away
FEWEST, FEWEST_OF_SCHOOL = 5, 12  # fewer are taken back more easily than they are looked at
TIMES_USUAL = 3
LATELY = timedelta(days=14)

_today = bindparam("today", type_=Date)


async def hold_back(connection: AsyncConnection, round_: Round, given: Mapping[str, Any]) -> Sequence[Notices]:
    """Where the day's first absences are more than half of a class, or three times what is usual at the school, what
    they tell waits for an hour, and the leaders are shown it; once a class and day. Where no leader has a phone linked,
    nobody could look, and nothing waits.
    """
    given = {**given, "early": round_.day - LATELY, "fewest": FEWEST_OF_SCHOOL}
    found = (await run_kept(connection, _too_many(), given)).all()
    return [await _hold(connection, round_, row.school_id, row.class_id) for row in found]


async def _hold(connection: AsyncConnection, round_: Round, school_id: int, class_id: int | None) -> Notices:
    stop = {"school_id": school_id, "class_id": class_id, "kind": ALARMS_OF_A_DAY, "day": round_.day}
    moments = {"made_at": round_.now, "ends_at": round_.now + WAITS, "released": False}
    stop_id = await connection.scalar(insert(Stops).values(stop | moments).returning(Stops.id))
    chosen = holders(LEADERS, [school_id], round_.day, about=stop_id or 0, key=f"{Kind.ALARM_HELD}:{stop_id}")
    return Notices(kind=Kind.ALARM_HELD, select=chosen, valid_until=round_.now + WAITS)


def _first_of_the_day() -> tuple[Any, ...]:
    return (
        Firings.day == _today,
        among(Firings.school_id, SCHOOLS),
        Firings.step == FIRST,
        Firings.struck_at.is_(None),
    )


@cache
def _too_many() -> Any:
    """Classes; and without a class, schools as a whole."""
    return union_all(_classes(), _whole_schools())


def _classes() -> Any:
    count = func.count(Firings.pupil_id.distinct())
    named = select(Firings.school_id, Firings.class_id, count.label("named")).where(*_first_of_the_day())
    many = named.group_by(Firings.school_id, Firings.class_id).having(count >= FEWEST).subquery()
    size = select(func.max(ClassParts.enrolled)).where(ClassParts.class_id == many.c.class_id, ClassParts.day == _today)
    found = select(many.c.school_id, many.c.class_id).where(many.c.named * 2 > size.scalar_subquery())
    return found.where(_is_new(many.c.school_id, many.c.class_id), _somebody_looks(many.c.school_id))


def _whole_schools() -> Any:
    """The usual is the mean of the days of the last two weeks on which anybody was missing."""
    count, before = func.count(Firings.pupil_id.distinct()), aliased(Firings)
    named = select(Firings.school_id, count.label("named")).where(*_first_of_the_day())
    many = named.group_by(Firings.school_id).having(count >= bindparam("fewest", type_=Integer)).subquery()
    lately = and_(before.day >= bindparam("early", type_=Date), before.day < _today, before.step == FIRST)
    times, days = func.count(before.id).label("times"), func.count(before.day.distinct()).label("days")
    # by school at once: asked for each school apart it is asked of every firing there is
    earlier = select(before.school_id, times, days).where(among(before.school_id, SCHOOLS), lately)
    usual = earlier.where(before.struck_at.is_(None)).group_by(before.school_id).subquery()
    found = select(many.c.school_id, null().label("class_id")).join(usual, usual.c.school_id == many.c.school_id)
    found = found.where(many.c.named * usual.c.days > usual.c.times * TIMES_USUAL)
    return found.where(_is_new(many.c.school_id, None), _somebody_looks(many.c.school_id))


def _is_new(school_id: Any, class_id: Any) -> Any:
    """A day's reports are held back once, and those of a class not once more with the whole school's. What ended as
    it began was taken back: the next report is a new one.
    """
    stop = aliased(Stops)
    whole = stop.class_id.is_(None)
    same = whole if class_id is None else or_(whole, stop.class_id == class_id)
    held = select(stop.id).where(stop.school_id == school_id, stop.day == _today, stop.kind == ALARMS_OF_A_DAY, same)
    return ~held.where(stop.ends_at > stop.made_at).correlate_except(stop).exists()


def _somebody_looks(school_id: Any) -> Any:
    role, chat = aliased(Roles), aliased(Chats)
    linked = select(chat.id).where(chat.person_id == role.person_id, chat.closed_at.is_(None)).correlate_except(chat)
    leads = select(role.id).where(role.school_id == school_id, role.name.in_(LEADERS), *held_on(_today, role))
    return leads.where(linked.exists()).correlate_except(role).exists()
