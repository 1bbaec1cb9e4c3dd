"""Other ways of adding absences up, against their definition in plain Python."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import Date, Integer, delete, insert, literal, select, union_all

from models import Ladders
from models.ladder.away import added_up
from rules.ladder.steps import Counting
from tests.campaign import CAMPAIGN
from tests.models.figures.test_counting import one
from tests.models.figures.worlds import (
    LAST,
    MONDAY,
    NOW,
    REPORTED,
    SCHOOL,
    Desk,
    World,
    desk_in,
    state,
    worlds,
    written,
)

COUNTINGS = [
    Counting(unit=unit, within=within, leave_breaks=leave)
    for unit in ("days", "sessions")
    for within, leave in ((None, True), (None, False), (2, True), (4, True))
]


def counted(world: World, pupil: str, counting: Counting, last: date) -> int:
    """Days or sessions without leave as of a day, by the definition."""
    days = [last - timedelta(days=number) for number in range((last - MONDAY).days + 1)]
    states = [(day, state(world, pupil, day)) for day in days]
    if counting.within is not None:
        lately = [day for day, found in states if found not in {"off", "unknown"}][: counting.within]
        if counting.unit == "days":
            return sum(found == "K" for day, found in states if day in lately)
        return sum(kind == "K" for day in lately for kind in parts(world, pupil, day))
    if counting.unit == "days":
        return until_ended(["" if found == "present" else found for _day, found in states], counting)
    return until_ended([kind for day in days for kind in parts(world, pupil, day)], counting)


def until_ended(kinds: list[str], counting: Counting) -> int:
    """Ks from the newest back, until somebody was there, or had leave where that ends the row. `""` is presence."""
    count = 0
    for kind in kinds:
        if kind == "" or (kind == "P" and counting.leave_breaks):
            break
        count += kind == "K"
    return count


def parts(world: World, pupil: str, day: date) -> list[str]:
    """What the pupil was in each counted session of a day, the afternoon first; "" is there (or late, or on duty)."""
    klass = world.klass(pupil, day)
    parts = [part for part in "CS" if world.parts.get((klass, day, part)) == REPORTED]
    kinds = [world.marks.get((pupil, day, part), "") for part in parts]
    return [kind if kind in {"K", "P"} else "" for kind in kinds]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in(tmp_path_factory.mktemp("away")) as found:
        yield found


def found_by(desk: Desk, world: World, counting: Counting) -> dict[str, int]:
    return desk._runner.run(_found_by(desk, world, counting))


async def _found_by(desk: Desk, world: World, counting: Counting) -> dict[str, int]:
    async with desk._database.write() as session:
        await session.execute(delete(Ladders))
        classes, pupils = await written(session, world)
        rule = {"unit": counting.unit, "within": counting.within, "leave_breaks": counting.leave_breaks}
        await session.execute(insert(Ladders).values(id=1, school_id=SCHOOL, name="absence", made_at=NOW, **rule))
        seeds = [
            select(
                literal(id_, Integer).label("pupil_id"),
                literal(classes[world.klass(name, LAST)], Integer).label("class_id"),
                literal(LAST, Date).label("day"),
                literal(1, Integer).label("ladder_id"),
            )
            for name, id_ in pupils.items()
        ]
        added = added_up(select(union_all(*seeds).subquery()))
        rows = await session.execute(select(added.c.pupil_id, added.c.days))
        days: dict[int, int] = dict(rows.all())
        await session.execute(delete(Ladders))
    return {name: days.get(id_, 0) for name, id_ in pupils.items()}


@pytest.mark.slow
@pytest.mark.parametrize("counting", COUNTINGS, ids=str)
def test_each_way_of_counting_agrees_with_its_definition(desk: Desk, counting: Counting) -> None:
    @settings(max_examples=40 if CAMPAIGN else 4, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(worlds())
    def agree(world: World) -> None:
        still = [name for name in world.pupils if name not in world.moves]
        found = found_by(desk, world, counting)
        assert {name: found[name] for name in still} == {name: counted(world, name, counting, LAST) for name in still}

    agree()


@pytest.mark.parametrize(
    ("days", "counting", "count"),
    [
        ("KPK", Counting(leave_breaks=False), 2),
        ("K.KK", Counting(within=4), 3),
        ("K.KK", Counting(within=2), 2),
        ("K-?KK", Counting(within=3), 3),
        ("KK.K", Counting(unit="sessions"), 1),
    ],
)
def test_rows_7_and_9_what_adds_up_is_what_the_school_has_chosen(
    desk: Desk, days: str, counting: Counting, count: int
) -> None:
    world, last = one(days, first=LAST - timedelta(days=len(days) - 1))
    assert last == LAST
    assert found_by(desk, world, counting)["An"] == count
