"""Small worlds of pupils, days and marks: what the definition says of them, and a desk that writes them down."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct
from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.database import Database
from jobs.ladder.firing import seed
from models import Classes, ClassParts, Doubts, Enrolments, Marks, Pupils, Schools, Years
from models.figures.counting import runs
from models.figures.tally import Tally, metered, tallies
from models.figures.totals import by_class
from tests import databases

MONDAY, LAST = date(2026, 11, 2), date(2026, 11, 9)
REPORTED, SILENT, OFF, CALLED_OFF = "RSOX"  # a half day: X was reported, then declared a day off
SCHOOL = 1
WALKED = select(runs(seed()))
NOW = datetime(2026, 11, 2, tzinfo=UTC)


class World(Struct):
    """A little school: what each class held, which class a pupil was in, and the marks."""

    parts: dict[tuple[str, date, str], str] = {}
    marks: dict[tuple[str, date, str], str] = {}
    moves: dict[str, tuple[str, date, str]] = {}  # from the day on in the other class
    pupils: dict[str, str] = {}
    doubts: set[tuple[str, date, str]] = set()  # whom an open question could mean

    def klass(self, pupil: str, day: date) -> str:
        old, moved, new = self.moves.get(pupil, (self.pupils[pupil], date.max, ""))
        return old if day < moved else new


def state(world: World, pupil: str, day: date) -> str:
    """`off`, `unknown`, `doubted`, `present`, or absent in all that was reported: `K` if any of it is, else `P`."""
    held = [world.parts.get((world.klass(pupil, day), day, part), OFF) for part in "SC"]
    reported = [part for part, how in zip("SC", held, strict=True) if how == REPORTED]
    counted = [part for part in reported if (pupil, day, part) in world.marks or (pupil, day, part) not in world.doubts]
    if reported and not counted:
        return "doubted"
    kinds = [world.marks.get((pupil, day, part), "") for part in counted]
    if not counted:
        return "unknown" if SILENT in held else "off"
    if any(kind not in {"P", "K"} for kind in kinds):
        return "present"
    return "K" if "K" in kinds else "P"


def tally(world: World, pupil: str, first: date, last: date) -> Tally:
    days, unknown, start, day = 0, 0, None, last
    while day >= first and (found := state(world, pupil, day)) in {"off", "unknown", "doubted", "K"}:
        unknown += found == "unknown"
        if found == "K":
            days, start = days + 1, day
        day -= timedelta(days=1)
    counted = [
        (on, kind)
        for (who, on, part), kind in world.marks.items()
        if who == pupil and on <= last and world.parts[world.klass(pupil, on), on, part] == REPORTED
    ]
    kinds = [kind for _on, kind in counted]
    return Tally(
        days=days,
        unknown=unknown if days else 0,
        run_start=start,
        unexcused=kinds.count("K"),
        excused=kinds.count("P"),
        days_touched=len({on for on, kind in counted if kind in {"K", "P"}}),
    )


class Desk:
    """One database kept open, emptied for each world."""

    def __init__(self, runner: asyncio.Runner, database: Database) -> None:
        self._runner, self._database = runner, database

    def tallies(self, world: World, last: date) -> dict[str, Tally]:
        return self._runner.run(self._tallies(world, last))

    async def _tallies(self, world: World, last: date) -> dict[str, Tally]:
        async with self._database.write() as session:
            pupils = (await written(session, world))[1]
            found = await tallies(session, list(pupils.values()), last, MONDAY)
            meters = dict((await session.execute(metered(MONDAY, last, 1))).all())
        assert {id_: meters.get(id_, 0) for id_ in found} == {id_: one.days_touched for id_, one in found.items()}
        return {name: found[id_] for name, id_ in pupils.items()}

    def both(self, world: World, last: date) -> tuple[dict[str, Tally], dict[str, int]]:
        """The tallies, and the runs the daily check of the last day sees."""
        return self._runner.run(self._both(world, last))

    async def _both(self, world: World, last: date) -> tuple[dict[str, Tally], dict[str, int]]:
        async with self._database.write() as session:
            pupils = (await written(session, world))[1]
            found = await tallies(session, list(pupils.values()), last, MONDAY)
            names = {id_: name for name, id_ in pupils.items()}
            seen = {
                names[row.pupil_id]: row.days
                for row in await session.execute(
                    WALKED, {"schools": [SCHOOL], "today": last, "tomorrow": last + timedelta(days=1)}
                )
            }
        return {name: found[id_] for name, id_ in pupils.items()}, seen

    def absent(self, world: World, last: date) -> dict[str, tuple[int, int]]:
        """By class: absent and possible pupil-sessions."""
        return self._runner.run(self._absent(world, last))

    async def _absent(self, world: World, last: date) -> dict[str, tuple[int, int]]:
        async with self._database.write() as session:
            classes = (await written(session, world))[0]
            found = await by_class(session, list(classes.values()), MONDAY, last)
        return {name: (found[id_].absent, found[id_].possible) for name, id_ in classes.items()}


async def written(session: AsyncSession, world: World) -> tuple[dict[str, int], dict[str, int]]:
    """Store a world in place of what was there; return its classes and pupils by id. A class 5… is of last year."""
    for table in (Doubts, Marks, ClassParts, Enrolments, Pupils, Classes, Years, Schools):
        await session.execute(delete(table))
    await session.execute(insert(Schools).values(id=SCHOOL, code="thu", name="Trường Thử"))
    years = [
        {"id": 1, "school_id": SCHOOL, "name": "2025-2026", "starts": date(2025, 9, 5), "ends": date(2026, 11, 1)},
        {"id": 2, "school_id": SCHOOL, "name": "2026-2027", "starts": MONDAY, "ends": date(2027, 5, 31)},
    ]
    await session.execute(insert(Years), years)
    names = sorted({key[0] for key in world.parts} | set(world.pupils.values()))
    classes = {name: number for number, name in enumerate(names, 1)}
    rows: list[dict[str, Any]] = [
        {"id": id_, "school_id": SCHOOL, "year_id": 1 if name[0] == "5" else 2, "grade": 6, "name": name, "key": name}
        for name, id_ in classes.items()
    ]
    await session.execute(insert(Classes), rows)
    pupils = {name: number for number, name in enumerate(world.pupils, 1)}
    rows = [{"id": id_, "school_id": SCHOOL, "key": name, "full_name": name} for name, id_ in pupils.items()]
    await session.execute(insert(Pupils), rows)
    enrolled = [row for name in pupils for row in _enrolled(world, name, classes, pupils)]
    await session.execute(insert(Enrolments), enrolled)
    held = [
        {
            "class_id": classes[klass],
            "day": day,
            "part": part,
            "school_id": SCHOOL,
            "held": how in {REPORTED, SILENT},
            "enrolled": sum(world.klass(pupil, day) == klass for pupil in world.pupils),
            "reported_at": NOW if how in {REPORTED, CALLED_OFF} else None,
        }
        for (klass, day, part), how in world.parts.items()
        if how != OFF
    ]
    if held:
        await session.execute(insert(ClassParts), held)
    marks = [
        {
            "school_id": SCHOOL,
            "class_id": classes[world.klass(pupil, day)],
            "pupil_id": pupils[pupil],
            "day": day,
            "part": part,
            "kind": kind,
            "made_at": NOW,
        }
        for (pupil, day, part), kind in world.marks.items()
    ]
    if marks:
        await session.execute(insert(Marks), marks)
    doubts = [{"pupil_id": pupils[who], "day": day, "part": part, "question_id": 1} for who, day, part in world.doubts]
    if doubts:
        await session.execute(insert(Doubts), doubts)
    return classes, pupils


def _enrolled(world: World, pupil: str, classes: dict[str, int], pupils: dict[str, int]) -> Iterator[dict[str, Any]]:
    old, moved, new = world.moves.get(pupil, (world.pupils[pupil], None, ""))
    ends = moved - timedelta(days=1) if moved else None
    yield {"pupil_id": pupils[pupil], "class_id": classes[old], "starts": date(2025, 9, 5), "ends": ends}
    if moved:
        yield {"pupil_id": pupils[pupil], "class_id": classes[new], "starts": moved, "ends": None}


@contextmanager
def desk_in(folder: Path) -> Iterator[Desk]:
    database = Database(databases.sqlite(folder))
    with asyncio.Runner() as runner:
        yield Desk(runner, database)
        runner.run(database.close())


@st.composite
def worlds(draw: st.DrawFn, *, doubtful: bool = False) -> World:
    """Two classes over some days: sessions held, silent, off or called off, any marks, perhaps a change of class;
    `doubtful` with open questions about some of it.
    """
    days = [LAST - timedelta(days=number) for number in reversed(range(draw(st.integers(2, 8))))]
    how = st.sampled_from([REPORTED, REPORTED, REPORTED, SILENT, OFF, CALLED_OFF])
    cells = [(klass, day, part) for klass in ("6A", "6B") for day in days for part in "SC"]
    drawn = draw(st.lists(how, min_size=len(cells), max_size=len(cells)))
    world = World(parts=dict(zip(cells, drawn, strict=True)), marks={}, moves={}, pupils={}, doubts=set())
    world.pupils = {"An": "6A", "Bình": "6A", "Chi": "6B", "Dũng": "6A"}
    if moved := draw(st.sampled_from([None, *days[1:]])):
        world.moves["Dũng"] = ("6A", moved, "6B")
    letters = "KKKP-MD?" if doubtful else "KKKP-MD"
    marks = st.text(letters, min_size=2 * len(days), max_size=2 * len(days))
    for pupil in world.pupils:
        for place, kind in enumerate(draw(marks)):
            day, part = days[place // 2], "SC"[place % 2]
            there = world.parts[world.klass(pupil, day), day, part] in {REPORTED, CALLED_OFF}
            if kind == "?":
                world.doubts.add((pupil, day, part))
            elif kind != "-" and there:
                world.marks[pupil, day, part] = kind
    return world
