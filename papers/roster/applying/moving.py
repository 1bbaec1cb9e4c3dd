"""What an import does to the lists, written down as movements in a few statements; and who lives where."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict
from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from models import Enrolments, Movements
from models.people.boards import ComingBoarders, noted_boarding
from models.people.homes import ComingHomes, keep_homes, noted_homes
from models.people.movements import marks_follow
from papers.roster import PupilRow
from papers.roster.applying.changes import NOTED, shown
from papers.roster.applying.work import Import, slices
from rules.people.movements import Movement

_LONGEST_WHY = 300
_Noted = Callable[[AsyncSession, Collection[int]], Awaitable[dict[int, date]]]
_NOTED_LATER: tuple[tuple[str, Any, _Noted], ...] = (
    ("place_id", ComingHomes, noted_homes),
    ("boarding", ComingBoarders, noted_boarding),
)


class Period(Struct, kw_only=True):
    """A row of `Enrolments` that is to be made."""

    pupil_id: int
    class_id: int
    list_no: int | None
    starts: date
    began_id: int | None = None


class Moving(Struct):
    """One pupil's movement: the period (by its id) that ends the day before, and the one that begins."""

    pupil_id: int
    kind: Movement
    ended: int | None = None
    begun: Period | None = None
    why: str = ""
    day: date | None = None


def since(work: Import, row: PupilRow) -> date | None:
    """The first day that a list says of somebody new, if it was in this year."""
    told = row.came_on is not None and not work.first and work.year.starts < row.came_on <= work.today
    return row.came_on if told else None


def arrives(kind: Movement, ended: int | None, begun: Period, row: PupilRow, day: date | None) -> Moving:
    """From where and from which day on is said of who has come; a move within the school has its own day."""
    if kind is not Movement.CAME:
        return Moving(begun.pupil_id, kind, ended=ended, begun=begun)
    return Moving(begun.pupil_id, kind, ended=ended, begun=begun, why=row.came_from[:_LONGEST_WHY], day=day)


async def keep_moves(work: Import, moving: Sequence[Moving]) -> None:
    """Each from its own day on, or the import's."""
    if not moving:
        return
    same = {"school_id": work.school_id, "person_id": work.by}
    rows = [
        {**same, "pupil_id": one.pupil_id, "kind": one.kind, "why": one.why, "day": one.day or work.today}
        for one in moving
    ]
    made = insert(Movements).returning(Movements.id, sort_by_parameter_order=True)
    for one, number in zip(moving, await work.session.scalars(made, rows), strict=True):
        if one.ended is not None:
            last = (one.day or work.today) - timedelta(days=1)
            work.put(Enrolments, one.ended, ends=last, ended_id=number)
        if one.begun is not None:
            one.begun.began_id = number


async def begin(work: Import, periods: Sequence[Period]) -> None:
    """After the ends that make room for them."""
    await work.flush()
    if periods:
        await work.session.execute(insert(Enrolments), [asdict(one) for one in periods])


async def register_follows(work: Import, pupils: Mapping[int, date]) -> None:
    """Once the lists are right: what was reported since the day of each change is of them. The first list comes before
    any report.
    """
    await work.flush()
    for day in [] if work.first else sorted(set(pupils.values())):
        for some in slices(sorted(pupil for pupil, own in pupils.items() if own == day)):
            await marks_follow(work.session, some, day)


async def hold_now(work: Import, now: Any, different: dict[str, Any]) -> dict[str, Any] | None:
    """What of the `different` values of a pupil holds at once; home and boarding may be noted for a day to come. None:
    another change is noted already, and stays.
    """
    if work.now is None:
        if "place_id" in different:
            await keep_homes(work.session, {now.id: different["place_id"]}, work.today)
        return different
    for name, table, noted in _NOTED_LATER:
        if name in different and (day := (await noted(work.session, [now.id])).get(now.id)):
            work.remark(NOTED, name=f"{now.full_name} ({now.class_name})", day=shown(day))
            return None
        if name in different:
            values = {"school_id": work.school_id, "pupil_id": now.id, name: different[name], "day": work.today}
            await work.session.execute(insert(table).values(values))
    later = {name for name, _table, _noted in _NOTED_LATER}
    return {name: value for name, value in different.items() if name not in later}
