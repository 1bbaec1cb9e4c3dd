"""Whoever lays all reports of a unit beside each other, weeks beside months and terms, solves for nobody."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from models.units.figures import _step, _Sums, _table
from rules.units import is_small

MONDAY = date(2026, 11, 2)
Counts = Sequence[Sequence[Sequence[int]]]  # by school, week and day
Cell = tuple[int, int]  # school, week


def asked(counts: Counts, weeks: Iterable[int]) -> list[tuple[frozenset[Cell], int]]:
    """What a report of these weeks tells: of which cells the sum is how much."""
    weeks, ids = list(weeks), list(range(len(counts)))
    sums = _Sums({}, {})
    for week in weeks:
        start = MONDAY + timedelta(weeks=week)
        sums.schools[start] = {id_: sum(counts[id_][week]) for id_ in ids}
        by_day = [sum(counts[id_][week][day] for id_ in ids) for day in range(5)]
        sums.days[start] = {start + timedelta(days=day): count for day, count in enumerate(by_day) if count}
    lines, total = _table(ids, {"excused": sums})
    told = [(frozenset((id_, week) for week in weeks), line["excused"]) for id_, line in lines.items()]
    told.append((frozenset((id_, week) for id_ in ids for week in weeks), total["excused"]))
    return [(cells, count) for cells, count in told if count is not None]


def solved(told: Sequence[tuple[frozenset[Cell], int]]) -> dict[Cell, Fraction]:
    """The cells that these sums leave one value."""
    cells = sorted(set().union(*(some for some, _count in told)))
    rows = [[Fraction(cell in some) for cell in cells] + [Fraction(count)] for some, count in told]
    done = 0
    for column in range(len(cells)):
        pivot = next((row for row in rows[done:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        rows.insert(done, pivot)
        done += 1
    alone = [row for row in rows[:done] if sum(map(bool, row[:-1])) == 1]
    return {cells[next(place for place, value in enumerate(row) if value)]: row[-1] for row in alone}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.campaign) for seed in range(1, 4))])
def test_all_reports_beside_each_other_solve_for_no_small_count(seed: int) -> None:
    chance = Random(seed)
    for _turn in range(150):
        schools, weeks, much = chance.randint(2, 5), chance.randint(2, 4), chance.choice((0.3, 0.8, 1.5, 2.5))
        counts = [
            [[int(chance.expovariate(1 / much)) for _day in range(5)] for _week in range(weeks)]
            for _one in range(schools)
        ]
        spans = [range(*ends) for ends in combinations(range(weeks + 1), 2)]
        told = [line for span in spans for line in asked(counts, span)]
        for (school, week), count in solved(told).items():
            assert count == sum(counts[school][week])
            assert not is_small(int(count)), (counts, told)


def test_what_was_solved_before() -> None:
    """A month told of the school beside the small one, and its other week was nought; a term told of both."""
    for weeks in ([[0, 8], [4, 2], [12, 0]], [[9, 8], [3, 6], [9, 9]]):
        counts = [[[week, 0, 0, 0, 0] for week in school] for school in weeks]
        told = [line for span in ([0], [1], [0, 1]) for line in asked(counts, span)]
        assert not [cell for cell, count in solved(told).items() if is_small(int(count))]


def test_a_step_is_a_week_within_a_month() -> None:
    days = [date(2026, 10, 26), date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 30)]
    assert [_step(day) for day in days] == [days[0], days[0], days[2], days[3], days[4]]
