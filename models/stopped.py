"""Which letters a stop holds back: by their kind, and by the class or the pupil they are about."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Date, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from models.people.tables import Enrolments
from models.post.optouts import ALARMS
from models.post.stops import ALARMS_OF_A_DAY, NEVER_STOPPED, TO_THE_FAMILY, in_force
from models.register.tables import Cases, Firings
from models.shapes.letter import OF
from rules.ladder.steps import MESSAGES, Ask
from rules.letters import Kind

WITH_ALARMS = (Kind.CALL, Kind.FAMILY_TAP, Kind.HAMLET_GAP)  # what asks people to act on them
# What tells a family of an absence, or asks somebody to call or ask it.
_ASKING = (asks[Ask.FAMILY] for asks in MESSAGES.values() if Ask.FAMILY in asks)
OF_FAMILY = frozenset((*ALARMS, *_ASKING, Kind.CALL, Kind.CALL_REPEAT))


class Meant(NamedTuple):
    """What of a letter says whether a stop means it."""

    school_id: int
    kind: str
    about: int
    day: date | None


async def held_back(session: AsyncSession, letters: Collection[Meant], now: datetime) -> dict[Meant, int]:
    """Those of the letters that may not leave now, each with the first stop that holds it. Replies always may, and so
    do corrections and what tells of the stop itself.
    """
    may_be = {letter for letter in letters if letter.kind in OF and letter.kind not in NEVER_STOPPED}
    found: dict[Meant, int] = {}
    for stop in await in_force(session, [*{letter.school_id for letter in may_be}]) if may_be else ():
        meant = [letter for letter in may_be - found.keys() if stop.ends_at > now and _is_meant(stop, letter)]
        if stop.pupil_id is not None:
            meant = await _about(session, meant, _of_pupil, stop.pupil_id)
        elif stop.class_id is not None:
            meant = await _about(session, meant, _of_class, stop.class_id)
        found |= dict.fromkeys(meant, stop.id)
    return found


def _is_meant(stop: Any, letter: Meant) -> bool:
    if stop.school_id != letter.school_id or (stop.day is not None and stop.day != letter.day):
        return False
    if stop.kind == ALARMS_OF_A_DAY:
        return is_alarm(letter.kind)
    if stop.kind == TO_THE_FAMILY:
        return letter.kind in OF_FAMILY
    return stop.kind in {"", letter.kind}


def is_alarm(kind: str) -> bool:
    """Whether letters of this kind tell of an absence, or ask people to act on one."""
    of = OF.get(kind)
    return kind not in NEVER_STOPPED and (kind in WITH_ALARMS or (of is not None and of.id is Firings.id))


async def _about(
    session: AsyncSession, letters: Sequence[Meant], of_whom: Callable[[Any], Any], id_: int
) -> list[Meant]:
    """Those about this class, or about somebody in it; or those about this pupil."""
    found = list[Meant]()
    for kind, day in {(letter.kind, letter.day) for letter in letters}:
        mine = [letter for letter in letters if (letter.kind, letter.day) == (kind, day)]
        statement = None if OF[kind] is None else of_whom(OF[kind])
        if statement is not None:
            given = {"abouts": sorted({letter.about for letter in mine}), "whom": id_, "day": day}
            about = set(await session.scalars(statement, given))
            found += [letter for letter in mine if letter.about in about]
    return found


_WHOM: BindParameter[int] = bindparam("whom")


@cache
def _of_class(of: Any) -> Any:
    """None: what such letters are about is of no class."""
    place = aliased(Enrolments)
    there = select(place.id).where(place.pupil_id == of.pupil, place.class_id == _WHOM, place.ends.is_(None))
    case = select(Cases.id).where(Cases.id == of.case, Cases.class_id == _WHOM)
    if of.klass is not None:
        return _mine(of).where(of.klass == _WHOM)
    if of.pupil is not None:
        return _mine(of).where(there.correlate_except(place).exists())
    return None if of.case is None else _mine(of).where(case.correlate_except(Cases).exists())


@cache
def _of_pupil(of: Any) -> Any:
    """None: what such letters are about is no pupil."""
    return None if of.pupil is None else _mine(of).where(of.pupil == _WHOM)


def _mine(of: Any) -> Any:
    mine = select(of.id).where(of.id.in_(bindparam("abouts", expanding=True)), *of.joined)
    return mine if of.day is None else mine.where(of.day == bindparam("day", type_=Date))
