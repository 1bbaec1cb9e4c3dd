"""Who is meant by a step's tellings: a SELECT for each way of finding people, however many there are."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import BindParameter, Date, Select, String, and_, bindparam, cast, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.attendance import ABSENT, UNEXCUSED, Firings, Marks
from models.counting import live
from models.ladder import held_on
from models.ladders import Ladders, LadderTells
from models.message import Notices
from models.people import Guardians, Roles
from models.school import Places
from models.sponsors import followers
from rules.ladder import AWAY, FIRST, MESSAGES, Ask

OF_A_PLACE = ("hamlet_staff", "village_head")
SPONSOR = "absent_sponsor"
GUARDIAN, MENTOR, HOMEROOM, DEPUTY = "guardian", "mentor", "homeroom", "vice_principal"
NUMBERED = "PHT_%"  # the position of one vice principal of several

Telling: TypeAlias = tuple[int, Ask, str | None]  # step, what is asked, of which role (None: a position or a person)
Found: TypeAlias = Select[*tuple[Any, ...]]

# Every statement here wants `schools`, `today` and `newest`: it is about what fired on that day, and what fired after
# the firing `newest`, for a report that came late is of an earlier day. Each is built once.
_schools: BindParameter[Any] = bindparam("schools", expanding=True)
_today = bindparam("today", type_=Date)


def asked(tellings: Collection[Telling]) -> Iterator[tuple[int, Ask, str, Found]]:
    """What is asked in which kind of letter, and a SELECT of (school_id, person_id, about, day, key), for each way of
    finding people that a step's asking needs, the weightier askings first.
    """
    for step, messages in MESSAGES.items():
        for ask in messages:
            ways = {_way(role) for number, asked, role in tellings if (number, asked) == (step, ask)}
            yield from ((step, ask, _kind(step, ask, way), way(step, ask)) for way in WAYS if way in ways)


def _kind(step: int, ask: Ask, way: Any) -> str:
    """Sponsors hear of a first absence in their own words, whatever the ladder asks of them."""
    return SPONSOR if step == FIRST and way is _following else MESSAGES[step][ask]


def _way(role: str | None) -> Any:
    named = {GUARDIAN: _family, MENTOR: _following, HOMEROOM: _of_the_class} | dict.fromkeys(OF_A_PLACE, _of_the_place)
    return named.get(role or "", _at_the_school)


def key_of(kind: str, about: Any) -> Any:
    return (literal(f"{kind}:") + cast(about, String)).label("key")


def standing_at(step: int) -> Any:
    """By their ids, found by two indexes: with an OR, SQLite would read every firing there ever was."""
    return and_(fired_now(Firings.step == step), Firings.step == step)


def fired_now(*which: Any) -> Any:
    of_day = select(Firings.id).where(Firings.day == _today, *which)
    new = select(Firings.id).where(Firings.id > bindparam("newest"))
    return and_(Firings.id.in_(union_all(of_day, new)), Firings.school_id.in_(_schools), Firings.struck_at.is_(None))


@cache
def tellings() -> Any:
    """What the schools' ladders ask of which roles (none: of a position or a person) at the steps that fired now."""
    fired = select(Firings.step).where(fired_now())
    mine = select(LadderTells.step, LadderTells.asked, LadderTells.role).distinct()
    mine = mine.join(Ladders, Ladders.id == LadderTells.ladder_id)
    return mine.where(Ladders.school_id.in_(_schools), LadderTells.step.in_(fired))


def _told_by_ladder(step: int, ask: Ask) -> Any:
    """The firing's own ladder tells somebody so."""
    of_step = and_(LadderTells.ladder_id == Firings.ladder_id, LadderTells.step == step)
    return and_(of_step, LadderTells.asked == literal(ask.value))


def _people(step: int, person_id: Any, *, family: bool = False) -> Found:
    kind = "guardian" if family else "absent" if step in {FIRST, AWAY} else f"step{step}"
    about = Firings.id.label("about")
    key = key_of(kind, _same_absence() if step == AWAY else Firings.id)
    return select(Firings.school_id, person_id, about, Firings.day, key).where(standing_at(step))


def _same_absence() -> Any:
    """Missing on the return date may be a first absence without leave as well: who hears of the one does not hear of
    the other.
    """
    first = aliased(Firings)
    same = select(func.max(first.id)).where(
        first.pupil_id == Firings.pupil_id, first.day == Firings.day, first.step == FIRST, first.struck_at.is_(None)
    )
    return func.coalesce(same.correlate_except(first).scalar_subquery(), Firings.id)


def _untold(step: int, person_id: Any) -> Any:
    """Who reported the absence knows it already; what follows from it they are told like anybody else."""
    if step not in {FIRST, AWAY}:
        return literal(True)  # noqa: FBT003, an SQL literal
    return ~reported_by(person_id, Firings.day, ABSENT if step == AWAY else (UNEXCUSED,))


def reported_by(person_id: Any, day: Any, kinds: Collection[str] = (UNEXCUSED,)) -> Any:
    """This person wrote down that the firing's pupil was absent (without leave) that day."""
    own = aliased(Marks)
    found = select(own.id).where(
        own.pupil_id == Firings.pupil_id,
        own.day == day,
        own.kind.in_(kinds),
        live(own),
        own.person_id == person_id,
    )
    return found.correlate_except(own).exists()


@cache
def _of_the_place(step: int, ask: Ask) -> Found:
    """The pair of the pupil's hamlet (or of its village), or the village's head."""
    return (
        _people(step, Roles.person_id)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(Places, Places.id == Firings.place_id)
        .join(Roles, or_(Roles.place_id == Places.id, Roles.place_id == Places.parent_id))
        .where(LadderTells.role.in_(OF_A_PLACE), Roles.name == LadderTells.role, *held_on(_today))
        .where(_untold(step, Roles.person_id))
        .distinct()
    )


@cache
def _following(step: int, ask: Ask) -> Found:
    """Those who follow this pupil by name."""
    following = followers(_today).subquery("following")
    return (
        _people(step, following.c.person_id)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(following, following.c.pupil_id == Firings.pupil_id)
        .where(LadderTells.role == MENTOR, _untold(step, following.c.person_id))
        .distinct()
    )


@cache
def _of_the_class(step: int, ask: Ask) -> Found:
    """The homeroom teacher of the pupil's class."""
    return (
        _people(step, Roles.person_id)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(Roles, Roles.class_id == Firings.class_id)
        .where(LadderTells.role == HOMEROOM, Roles.name == HOMEROOM, *held_on(_today))
        .where(_untold(step, Roles.person_id))
        .distinct()
    )


@cache
def _at_the_school(step: int, ask: Ask) -> Found:
    """Everybody with the role, whoever holds the position, or the person named; for a vice principal there is not, the
    principal stands in.
    """
    meant = or_(
        and_(LadderTells.role != HOMEROOM, LadderTells.role == Roles.name),
        LadderTells.position == Roles.position,
        LadderTells.person_id == Roles.person_id,
        and_(LadderTells.role == DEPUTY, Roles.name == "principal", ~has_deputy()),
        *([_stands_in()] if step >= AWAY else []),
    )
    return (
        _people(step, Roles.person_id)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(Roles, and_(Roles.school_id == Firings.school_id, meant))
        .where(*held_on(_today), _untold(step, Roles.person_id))
        .distinct()
    )


def _stands_in() -> Any:
    """The plan for the return names PHT2. A school that has numbered nobody so tells its vice principals, and without
    any the principal.
    """
    holder = aliased(Roles)
    held = select(holder.id).where(
        holder.school_id == Roles.school_id, holder.position == LadderTells.position, *held_on(_today, holder)
    )
    others = or_(Roles.name == DEPUTY, and_(Roles.name == "principal", ~has_deputy()))
    return and_(LadderTells.position.like(NUMBERED), ~held.correlate_except(holder).exists(), others)


def has_deputy() -> Any:
    deputy = aliased(Roles)
    found = select(deputy.id).where(
        deputy.school_id == Roles.school_id, deputy.name == DEPUTY, *held_on(_today, deputy)
    )
    return found.correlate_except(deputy).exists()


@cache
def _family(step: int, ask: Ask) -> Found:
    return (
        _people(step, Guardians.person_id, family=True)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(Guardians, Guardians.pupil_id == Firings.pupil_id)
        .where(LadderTells.role == GUARDIAN, _untold(step, Guardians.person_id))
        .where(*([] if step == FIRST else [~_told_today()]))
        .distinct()
    )


WAYS = (_of_the_place, _following, _of_the_class, _at_the_school, _family)


def _told_today() -> Any:
    """The guardian heard of this day's absence already: the case itself is the school's own business then."""
    first = aliased(Firings)
    same_day = select(first.id).where(
        first.pupil_id == Firings.pupil_id, first.step == FIRST, first.day == Firings.day, first.struck_at.is_(None)
    )
    return same_day.correlate_except(first).exists()


def nobody_told(day: Any) -> Any:
    """Of a firing and one of its ladder's tellings: nobody at the school is meant by it on that day."""
    holder = aliased(Roles)
    meant = or_(
        and_(LadderTells.role != HOMEROOM, LadderTells.role == holder.name),
        and_(LadderTells.role == HOMEROOM, holder.name == HOMEROOM, holder.class_id == Firings.class_id),
        and_(LadderTells.role == DEPUTY, holder.name == "principal"),
        LadderTells.position == holder.position,
        and_(Firings.step >= AWAY, LadderTells.position.like(NUMBERED), holder.name.in_((DEPUTY, "principal"))),
        LadderTells.person_id == holder.person_id,
    )
    held = select(holder.id).where(holder.school_id == Firings.school_id, meant, *held_on(day, holder))
    elsewhere = LadderTells.role.in_((*OF_A_PLACE, GUARDIAN, MENTOR))
    return and_(or_(LadderTells.role.is_(None), ~elsewhere), ~held.correlate_except(holder).exists())


async def told_at_once(
    session: AsyncSession, school_id: int, day: date, firing_id: int, until: datetime
) -> list[Notices]:
    """What a step tells that somebody's tap fired, without waiting for the daily check."""
    given = {"schools": [school_id], "today": day, "newest": firing_id - 1}
    rows = await session.execute(tellings(), given)
    meant = [(row.step, Ask(row.asked), row.role) for row in rows]
    mine = await session.scalar(select(Firings.step).where(Firings.id == firing_id))
    return [
        Notices(kind=kind, select=chosen, values=given, valid_until=until)
        for step, _ask, kind, chosen in asked(meant)
        if step == mine
    ]
