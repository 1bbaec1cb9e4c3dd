"""Counting, against the definition in plain Python and against what other systems got wrong."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
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
SCHOOL = 1
WALKED = select(runs(seed()))
NOW = datetime(2026, 11, 2, tzinfo=UTC)
REPORTED, SILENT, OFF, CALLED_OFF = "RSOX"  # a session: X was reported, then declared a day off


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


# The definition, as the design has it.


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


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in(tmp_path_factory.mktemp("counting")) as found:
        yield found


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


def test_tallies_and_the_checks_runs_agree_with_the_definition(desk: Desk) -> None:
    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(worlds(doubtful=True))
    def agree(world: World) -> None:
        found, seen = desk.both(world, LAST)
        assert found == {pupil: tally(world, pupil, MONDAY, LAST) for pupil in world.pupils}
        for pupil in world.pupils.keys() - world.moves.keys():
            assert seen.get(pupil) == looked_at(world, pupil, LAST), pupil

    agree()


def looked_at(world: World, pupil: str, last: date) -> int | None:
    """The run the daily check sees: only of pupils marked K on the day, or, while the class is silent, on its last
    counted day. On a day off it looks at nobody.
    """
    if state(world, pupil, last) == "off":
        return None
    day = last
    while day >= MONDAY and state(world, pupil, day) in {"off", "unknown"}:
        day -= timedelta(days=1)
    klass = world.klass(pupil, day)
    counted = [part for part in "SC" if world.parts.get((klass, day, part)) == REPORTED]
    if not any(world.marks.get((pupil, day, part)) == "K" for part in counted):
        return None
    return tally(world, pupil, MONDAY, last).days


def one(days: str, *, first: date = MONDAY) -> tuple[World, date]:
    """A world of one pupil and one morning a day, a letter a day: K, P, M, D, `.` present, `?` silent, `-` off."""
    world = World(parts={}, marks={}, moves={}, pupils={"An": "6A"})
    for number, letter in enumerate(days):
        day = first + timedelta(days=number)
        world.parts["6A", day, "S"] = {"?": SILENT, "-": OFF}.get(letter, REPORTED)
        if letter in "KPMD":
            world.marks["An", day, "S"] = letter
    return world, first + timedelta(days=len(days) - 1)


@pytest.mark.parametrize(
    ("days", "run", "unknown", "total", "why"),
    [
        ("K??", 1, 2, 1, "row 1: a missing report is no absence"),
        ("-KK", 2, 0, 2, "row 3: Monday off"),
        ("KK-K", 3, 0, 3, "row 3: a day off neither breaks nor adds"),
        ("K...K", 1, 0, 2, "row 4: two absences are not the days between them"),
        ("K--KK", 3, 0, 3, "row 5: Friday, Monday, Tuesday"),
        ("K" + "-" * 16 + "KK", 3, 0, 3, "row 5: across Tết"),
        ("KKK?", 3, 1, 3, "row 6: today unreported hides nobody"),
        ("K.KK", 2, 0, 3, "row 7: not just any three"),
        ("KPK", 1, 0, 3, "row 9: an excused day breaks the unexcused run, and counts in the total"),
        ("KKP", 0, 0, 3, "row 9: and ends it"),
        ("PPK", 1, 0, 3, "row 24: P and K are both in the total"),
        ("KDK", 1, 0, 2, "row 25: on duty for the school is present"),
        ("KMK", 1, 0, 2, "late is present"),
        ("K?K", 2, 1, 2, "2 to 3 days"),
    ],
)
def test_what_other_systems_get_wrong(desk: Desk, days: str, run: int, unknown: int, total: int, why: str) -> None:
    world, last = one(days)
    found = desk.tallies(world, last)["An"]
    assert (found.days, found.unknown, found.total) == (run, unknown, total), why
    assert found == tally(world, "An", MONDAY, last)


def test_row_10_one_mark_a_pupil_day_and_session_even_when_the_class_changes_that_day(desk: Desk) -> None:
    world, last = one("K")
    world.parts["6B", last, "S"] = REPORTED
    world.moves["An"] = ("6A", last, "6B")
    assert desk.tallies(world, last)["An"] == Tally(days=1, run_start=last, unexcused=1, days_touched=1)
    assert desk.absent(world, last) == {"6A": (0, 0), "6B": (1, 1)}


def test_row_28_a_run_goes_on_in_the_new_class_and_the_old_one_no_longer_counts(desk: Desk) -> None:
    world, _last = one("KK")
    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    world.parts |= {("6B", MONDAY, "S"): SILENT, ("6B", tuesday, "S"): SILENT, ("6B", wednesday, "S"): REPORTED}
    world.parts["6A", wednesday, "S"] = REPORTED
    world.moves["An"] = ("6A", wednesday, "6B")
    world.marks["An", wednesday, "S"] = "K"
    found, seen = desk.both(world, wednesday)
    assert (found["An"].days, found["An"].run_start) == (3, MONDAY)
    assert seen == {"An": 3}


def test_row_28_who_is_present_in_the_new_class_is_not_looked_at_for_the_silent_old_one(desk: Desk) -> None:
    world, _last = one("K?")
    tuesday = MONDAY + timedelta(days=1)
    world.parts["6B", tuesday, "S"] = REPORTED
    world.moves["An"] = ("6A", tuesday, "6B")
    assert desk.both(world, tuesday) == ({"An": Tally(unexcused=1, days_touched=1)}, {})


@pytest.mark.parametrize(
    ("morning", "afternoon", "run", "total"),
    [("K", "K", 1, 2), ("K", ".", 0, 1), (".", "K", 0, 1), ("K", "P", 1, 2), ("P", "P", 0, 2), ("K", "?", 1, 1)],
)
def test_half_a_day_counts_in_the_total_and_not_in_the_run(
    desk: Desk, morning: str, afternoon: str, run: int, total: int
) -> None:
    world, last = one(morning)
    world.parts["6A", last, "C"] = SILENT if afternoon == "?" else REPORTED
    if afternoon in "KP":
        world.marks["An", last, "C"] = afternoon
    found = desk.tallies(world, last)["An"]
    assert (found.days, found.total) == (run, total)


def test_row_31_a_make_up_sunday_counts_like_any_held_day(desk: Desk) -> None:
    world, sunday = one("....KKK")
    assert sunday.isoweekday() == 7
    assert desk.tallies(world, sunday)["An"].days == 3
    assert desk.absent(world, sunday) == {"6A": (3, 7)}


def test_a_run_does_not_bridge_two_school_years(desk: Desk) -> None:
    """What was missed in May is over in September."""
    world, last = one("KK", first=MONDAY - timedelta(days=2))
    for (klass, day, part), how in list(world.parts.items()):
        world.parts["5A", day, part] = how
        del world.parts[klass, day, part]
    world.pupils["An"] = "5A"
    world.moves["An"] = ("5A", MONDAY, "6A")
    world.parts["6A", MONDAY, "S"] = REPORTED
    world.marks["An", MONDAY, "S"] = "K"
    assert last < MONDAY
    assert desk.both(world, MONDAY) == ({"An": Tally(days=1, run_start=MONDAY, unexcused=1, days_touched=1)}, {"An": 1})
