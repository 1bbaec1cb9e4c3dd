"""Who is meant by a step's tellings: a SELECT for each way of finding people, however many there are."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    Date,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.base import twin
from models.figures.counting import live
from models.ladder.meant import (
    ELSEWHERE,
    GUARDIAN,
    HOMEROOM,
    MENTOR,
    NUMBERED,
    OF_A_PLACE,
    has_or_stands_in,
    opens_a_case,
    told_at_work,
    told_today,
)
from models.ladder.versions import LadderTells
from models.people.holders import has_deputy, is_family, leads_on
from models.people.roles import held_on
from models.people.tables import Guardians, Roles
from models.register.tables import Firings, Marks
from models.school.tables import Places
from models.shapes.among import SCHOOLS, among, one_of
from models.shapes.message import Notices
from models.sponsors.tables import followers
from rules.ladder.steps import AWAY, FIRST, MESSAGES, OF_RETURN, TOLD, Ask, kind_of
from rules.letters import Kind
from rules.marks import ABSENT, Mark

# step, what is asked (None: a ladder that tells nobody), of which role (None: a position or a person)
Telling: TypeAlias = tuple[int, str | None, str | None]
Found: TypeAlias = Select[*tuple[Any, ...]]

# Who is meant twice is told once, by the key. Where all who work at a school may be meant, DISTINCT keeps the parts of
# the SELECT in their order.
# Every statement here wants `schools`, `today` and `newest`: it is about what fired on that day, and what fired after
# the firing `newest`, for a report that came late is of an earlier day. Each is built once.
_today = bindparam("today", type_=Date)


def asked(tellings: Collection[Telling]) -> Iterator[tuple[int, Ask, Kind, Found]]:
    """What is asked in which kind of letter, and a SELECT of (school_id, person_id, about, day, key), for each way of
    finding people that a step's asking needs, the weightier askings first.
    """
    only_told = sorted({number for number, *_ in tellings if kind_of(number) is TOLD})
    for step in (*(kind for kind in MESSAGES if kind is not TOLD), *only_told):
        for ask, kind in MESSAGES[kind_of(step)].items():
            ways = {_way(role) for number, asked, role in tellings if (number, asked) == (step, ask)}
            yield from ((step, ask, kind, way(step, ask)) for way in WAYS if way in ways)


def _way(role: str | None) -> Any:
    named: dict[str, Any] = {GUARDIAN: _family, MENTOR: _following, HOMEROOM: _of_the_class}
    named |= dict.fromkeys(OF_A_PLACE, _of_the_place)
    return named.get(role, _with_the_role) if role else _in_the_post


def key_of(kind: str, about: Any) -> Any:
    return (literal(f"{kind}:") + cast(about, String)).label("key")


@cache
def fired_now(step: int | None = None) -> Any:
    """`Firings` of a statement that is about what fired now (at a step). They are looked up once for all its parts, and
    each part begins with them, whatever SQLite guesses of the other tables.
    """
    standing = (among(Firings.school_id, SCHOOLS), Firings.struck_at.is_(None))
    which = standing if step is None else (*standing, Firings.step == step)
    of_day = select(Firings.__table__).where(Firings.day == _today, *which)
    new = select(Firings.__table__).where(Firings.id > bindparam("newest"), Firings.day != _today, *which)
    name = "fired" if step is None else f"fired{step}"
    return aliased(Firings, union_all(of_day, new).cte(name).prefix_with("MATERIALIZED"))


@cache
def tellings() -> Any:
    """The steps that fired now, with what their ladders ask there of which roles (none: of a position or a person)."""
    fired = fired_now()
    steps = select(fired.step, fired.ladder_id).distinct().subquery("steps")
    of_step = and_(LadderTells.ladder_id == steps.c.ladder_id, LadderTells.step == steps.c.step)
    return (
        select(steps.c.step, LadderTells.asked, LadderTells.role).distinct().outerjoin_from(steps, LadderTells, of_step)
    )


def _told_by_ladder(step: int, ask: Ask) -> Any:
    """The firing's own ladder tells somebody so."""
    of_step = and_(LadderTells.ladder_id == fired_now(step).ladder_id, LadderTells.step == step)
    return and_(of_step, LadderTells.asked == literal(ask.value))


def _people(step: int, person_id: Any, *, family: bool = False) -> Found:
    kind = "guardian" if family else "absent" if step in {FIRST, AWAY} else f"step{step}"
    fired = fired_now(step)
    key = key_of(kind, _same_absence(fired) if step == AWAY else fired.id)
    return select(fired.school_id, person_id, fired.id.label("about"), fired.day, key)


def _same_absence(fired: Any) -> Any:
    """Missing on the return date may be a first absence without leave as well: who hears of the one does not hear of
    the other.
    """
    first = twin(Firings, "same_absence")
    same = select(func.max(first.id)).where(
        first.pupil_id == fired.pupil_id, first.day == fired.day, first.step == FIRST, first.struck_at.is_(None)
    )
    return func.coalesce(same.correlate_except(first).scalar_subquery(), fired.id)


def _untold(step: int, person_id: Any) -> Any:
    """Who reported the absence knows it already; what follows from it they are told like anybody else."""
    if step not in {FIRST, AWAY}:
        return literal(True)  # noqa: FBT003, an SQL literal
    fired = fired_now(step)
    return ~reported_by(person_id, fired.day, ABSENT if step == AWAY else (Mark.UNEXCUSED,), fired)


def reported_by(person_id: Any, day: Any, kinds: Collection[str] = (Mark.UNEXCUSED,), fired: Any = Firings) -> Any:
    """This person wrote down that the firing's pupil was absent (without leave) that day."""
    own = twin(Marks, "reported_by")
    found = select(own.id).where(
        own.pupil_id == fired.pupil_id,
        own.day == day,
        one_of(own.kind, kinds),
        live(own),
        own.person_id == person_id,
    )
    return found.correlate_except(own).exists()


@cache
def _of_the_place(step: int, ask: Ask) -> Found:
    """The pair of the pupil's hamlet (or of its village), or the village's head; not who is of the family."""
    return (
        _people(step, Roles.person_id)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(Places, Places.id == fired_now(step).place_id)
        .join(Roles, or_(Roles.place_id == Places.id, Roles.place_id == Places.parent_id))
        .where(one_of(LadderTells.role, OF_A_PLACE), Roles.name == LadderTells.role, *held_on(_today))
        .where(_untold(step, Roles.person_id), ~is_family(Roles.person_id, fired_now(step).pupil_id))
    )


@cache
def _following(step: int, ask: Ask) -> Found:
    """Those who follow this pupil by name."""
    following = followers(_today).subquery("following")
    return (
        _people(step, following.c.person_id)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(following, following.c.pupil_id == fired_now(step).pupil_id)
        .where(LadderTells.role == MENTOR, _untold(step, following.c.person_id))
        .where(~is_family(following.c.person_id, fired_now(step).pupil_id))
    )


@cache
def _of_the_class(step: int, ask: Ask) -> Found:
    """The homeroom teacher of the pupil's class, who visits no home of her own."""
    return (
        _people(step, Roles.person_id)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(Roles, Roles.class_id == fired_now(step).class_id)
        .where(LadderTells.role == HOMEROOM, Roles.name == HOMEROOM, *held_on(_today))
        .where(_untold(step, Roles.person_id), ~is_family(Roles.person_id, fired_now(step).pupil_id))
    )


@cache
def _with_the_role(step: int, ask: Ask) -> Found:
    """Everybody at the school with the role; for a vice principal there is not, the principal stands in."""
    return (
        _people(step, Roles.person_id)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(Roles, and_(Roles.school_id == fired_now(step).school_id, has_or_stands_in(Roles)))
        .where(~one_of(LadderTells.role, ELSEWHERE), or_(Roles.name == LadderTells.role, ~has_deputy(_today)))
        .where(*held_on(_today), _untold(step, Roles.person_id))
        .distinct()
    )


@cache
def _in_the_post(step: int, ask: Ask) -> Found:
    """Whoever at the school holds the position, or is the person named."""
    meant = or_(
        LadderTells.position == Roles.position,
        LadderTells.person_id == Roles.person_id,
        *([stands_in()] if step in OF_RETURN else []),
    )
    return (
        _people(step, Roles.person_id)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(Roles, and_(Roles.school_id == fired_now(step).school_id, meant))
        .where(LadderTells.role.is_(None), *held_on(_today), _untold(step, Roles.person_id))
        .distinct()
    )


def stands_in() -> Any:
    """The plan for the return names PHT2. A school that has numbered nobody so tells its vice principals, and without
    any the principal.
    """
    holder = twin(Roles, "stands_in")
    held = select(holder.id).where(
        holder.school_id == Roles.school_id, holder.position == LadderTells.position, *held_on(_today, holder)
    )
    return and_(LadderTells.position.like(NUMBERED), ~held.correlate_except(holder).exists(), leads_on(_today))


@cache
def _family(step: int, ask: Ask) -> Found:
    fired, guardian = fired_now(step), Guardians.person_id
    once = (
        [~opens_a_case(fired, guardian, _today)]
        if step == FIRST
        else [~told_today(fired), ~told_at_work(fired, step, guardian, _today)]
    )
    return (
        _people(step, guardian, family=True)
        .join(LadderTells, _told_by_ladder(step, ask))
        .join(Guardians, Guardians.pupil_id == fired.pupil_id)
        .where(LadderTells.role == GUARDIAN, _untold(step, guardian), *once)
    )


WAYS = (_of_the_place, _following, _of_the_class, _with_the_role, _in_the_post, _family)


async def told_at_once(
    session: AsyncSession, school_id: int, day: date, firing_id: int, until: datetime
) -> list[Notices]:
    """What a step tells that somebody's tap fired, without waiting for the daily check."""
    given = {"schools": [school_id], "today": day, "newest": firing_id - 1}
    rows = await session.execute(tellings(), given)
    meant = [(row.step, row.asked, row.role) for row in rows]
    mine = await session.scalar(select(Firings.step).where(Firings.id == firing_id))
    return [
        Notices(kind=kind, select=chosen, values=given, valid_until=until)
        for step, _ask, kind, chosen in asked(meant)
        if step == mine
    ]
