"""Nobody above the school can solve for a hidden cell, even knowing the rule by which it was hidden."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.units import LEAST, hide, may_be_shown

Table = tuple[int, ...]


def published(table: Table) -> tuple[tuple[int | None, ...], int | None]:
    hidden = hide(dict(enumerate(table)))
    cells = tuple(None if place in hidden.cells else count for place, count in enumerate(table))
    return cells, None if hidden.total else sum(table)


@pytest.mark.parametrize(("schools", "most"), [(1, 14), (2, 16), (3, 14), (4, 9)])
def test_each_hidden_cell_may_be_several_things_for_whoever_knows_the_rule(schools: int, most: int) -> None:
    """Every table of so many schools; those near the edge are only there for the others to be mistaken for."""
    alike: dict[tuple[tuple[int | None, ...], int | None], list[Table]] = defaultdict(list)
    for table in product(range(most + 4), repeat=schools):
        alike[published(table)].append(table)
    for (cells, _total), tables in alike.items():
        inner = [table for table in tables if max(table) <= most]
        for place in [place for place, cell in enumerate(cells) if cell is None] if inner else []:
            assert len({table[place] for table in tables}) > 1, (cells, tables)


@given(st.lists(st.integers(0, 60), max_size=12))
def test_small_cells_are_hidden_none_is_no_secret_and_what_is_shown_is_true(counts: list[int]) -> None:
    cells, total = published(tuple(counts))
    assert all(cell is None or cell == 0 or cell >= LEAST for cell in cells)
    assert all(cell in {None, count} for cell, count in zip(cells, counts, strict=True))
    assert all(cell == 0 for cell, count in zip(cells, counts, strict=True) if count == 0)
    assert total in {None, sum(counts)}


def test_a_sum_gives_no_single_day_away() -> None:
    assert may_be_shown(19)
    assert not may_be_shown(3)
    assert not may_be_shown(20, apart=[9, 2, 9]), "the day that is hidden is what the others leave"
    assert may_be_shown(20, apart=[9, 3, 4, 4])
