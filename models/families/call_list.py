"""The list of families to call: whom no chat reaches, and who was written to and has not answered."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import Integer, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.families.calls import DAY, MET, RECENT, calls_of, relays_of, to_call, village_asked
from models.families.unanswered import unanswered
from models.figures.counting import K, enrolled_on, in_counted, live
from models.people.tables import Enrolments, Pupils
from models.post.stops import ALARMS_OF_A_DAY, TO_THE_FAMILY, Stops
from models.register.tables import Firings, Marks
from models.school.tables import Classes
from models.shapes.among import one_of
from models.told import Fate
from rules.ladder.steps import FIRST
from rules.letters import Kind


class ToCall(Struct, frozen=True, kw_only=True):
    """One family on the list of `day`. `parts` are those missed without leave then; none: a case is waiting.
    `unsettled`: why is known for all of them, and not yet whether it is leave.
    `unanswered`: messages do reach it, and the teacher was asked to speak with it instead of one more. `asked` is what
    has become of asking the village.
    """

    day: date
    pupil_id: int
    name: str
    class_id: int
    class_name: str
    place_id: int | None
    unanswered: bool = False
    parts: tuple[str, ...] = ()
    unsettled: bool = False
    calls: tuple[Any, ...] = ()
    relay: Any = None
    asked: Fate = Fate.NOBODY

    @property
    def done(self) -> bool:
        return any(call.result == MET for call in self.calls)


@cache
def _listed() -> Select[*tuple[Any, ...]]:
    lists = [(to_call(), 0), (unanswered(), 1)]
    found = union_all(
        *(select(one.c.pupil_id, one.c.class_id, literal(so, Integer).label("unanswered")) for one, so in lists)
    ).subquery("both")
    columns = (Pupils.id, Pupils.full_name, Classes.id.label("class_id"), Classes.name, Pupils.place_id)
    return (
        select(*columns, func.min(found.c.unanswered).label("unanswered"))
        .join(found, found.c.pupil_id == Pupils.id)
        .join(Classes, Classes.id == found.c.class_id)
        .where(~_looked_at(Pupils.id, DAY), ~_stopped())
        .group_by(Pupils.id, Pupils.full_name, Classes.id, Classes.name, Pupils.place_id)
        .order_by(Classes.name, Pupils.id)
    )


def _looked_at(pupil_id: Any, day: Any) -> Any:
    """The day's report waits for a leader's look, so nobody is called about it yet."""
    fired, stop = twin(Firings, "looked_at"), twin(Stops, "looked_at")
    same = and_(stop.school_id == fired.school_id, or_(stop.class_id.is_(None), stop.class_id == fired.class_id))
    held = select(fired.id).join(stop, and_(same, stop.day == day, stop.kind == ALARMS_OF_A_DAY, ~stop.released))
    mine = held.where(fired.pupil_id == pupil_id, fired.day == day, fired.step == FIRST, fired.struck_at.is_(None))
    return mine.correlate_except(fired, stop).exists()


def _stopped() -> Any:
    """A leader has stopped what asks people to call, or the teacher what this family is told."""
    stop = twin(Stops, "stopped")
    meant = (
        or_(stop.class_id.is_(None), stop.class_id == Classes.id),
        or_(stop.pupil_id.is_(None), stop.pupil_id == Pupils.id),
        one_of(stop.kind, ("", ALARMS_OF_A_DAY, TO_THE_FAMILY, Kind.CALL)),
    )
    by_hand = (stop.school_id == Pupils.school_id, stop.day.is_(None), ~stop.released)
    return select(stop.id).where(*by_hand, *meant).correlate_except(stop).exists()


async def call_list(session: AsyncSession, school_id: int, day: date, *which: Any) -> list[ToCall]:
    """The list of a day, the calls made that day and the newest hand-over with it, by class. `which` restricts by
    columns of `Pupils` and `Classes`.
    """
    given = {"schools": [school_id], "day": day, "since": day - RECENT}
    return await _families(session, (await session.execute(_listed().where(*which), given)).all(), day)


async def away_today(session: AsyncSession, school_id: int, day: date, *which: Any) -> list[ToCall]:
    """Families of pupils away without leave on a day, whether anybody has to call them or not: some call us."""
    mark, place = twin(Marks, "away_today"), twin(Enrolments, "away_today")
    away = select(mark.id).where(mark.pupil_id == Pupils.id, mark.day == day, mark.kind == K)
    away = away.where(live(mark), in_counted(mark))
    columns = (Pupils.id, Pupils.full_name, Classes.id.label("class_id"), Classes.name, Pupils.place_id)
    rows = (
        select(*columns, literal(0, Integer).label("unanswered"))
        .join(place, and_(place.pupil_id == Pupils.id, enrolled_on(place, day)))
        .join(Classes, Classes.id == place.class_id)
        .where(Pupils.school_id == school_id, away.correlate_except(mark).exists(), *which)
    )
    return await _families(session, (await session.execute(rows.order_by(Classes.name, Pupils.id))).all(), day)


async def _families(session: AsyncSession, rows: Sequence[Any], day: date) -> list[ToCall]:
    ids = [row.id for row in rows]
    parts, calls, relays = await _parts(session, ids, day), await calls_of(session, ids, day), {}
    for relay in await relays_of(session, ids, day - RECENT):
        relays[relay.pupil_id] = relay
    asked = await village_asked(session, [relay.id for relay in relays.values()])
    return [
        ToCall(
            day=day,
            pupil_id=id_,
            name=name,
            class_id=class_id,
            class_name=klass,
            place_id=place_id,
            unanswered=bool(silent),
            parts=tuple(part for part, _unsettled in parts.get(id_, ())),
            unsettled=id_ in parts and all(unsettled for _part, unsettled in parts[id_]),
            calls=tuple(call for call in calls if call.pupil_id == id_),
            relay=relays.get(id_),
            asked=asked.get(relays[id_].id, Fate.NOBODY) if id_ in relays else Fate.NOBODY,
        )
        for id_, name, class_id, klass, place_id, silent in rows
    ]


async def _parts(session: AsyncSession, pupils: Collection[int], day: date) -> dict[int, list[tuple[str, bool]]]:
    statement = select(Marks.pupil_id, Marks.part, Marks.unsettled).where(
        Marks.pupil_id.in_(pupils), Marks.day == day, Marks.kind == K, live(), in_counted()
    )
    found: dict[int, list[tuple[str, bool]]] = {}
    for pupil_id, part, unsettled in await session.execute(statement.order_by(Marks.part.desc())):
        found.setdefault(pupil_id, []).append((part, unsettled))
    return found
