"""Counting, against the definition in plain Python and against what other systems got wrong."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from models.figures.tally import Tally
from tests.models.figures.worlds import (
    LAST,
    MONDAY,
    OFF,
    REPORTED,
    SILENT,
    Desk,
    World,
    desk_in,
    state,
    tally,
    worlds,
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk_in(tmp_path_factory.mktemp("counting")) as found:
        yield found


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
