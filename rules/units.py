"""Figures across schools: what is shown of few pupils, so that nobody can be solved for.

A cell of 1 to 4 pupils is hidden, and beside it as many others as it takes: chosen in the order of the cells, never by
their size, until those hidden have room enough to be several things. Whoever knows this rule and the total still finds
at least two values for each hidden cell (`tests/rules/test_units.py` tries every table).
"""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from msgspec import Struct

LEAST = 5  # pupils, to be shown
ROOM = 3  # by how much the hidden cells together exceed the least they can be

Key = TypeVar("Key")


class Hidden(Struct, Generic[Key], frozen=True):
    """The cells that are not shown; `total` whether the total is not shown either."""

    cells: frozenset[Key]
    total: bool


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def hide(cells: Mapping[Key, int]) -> Hidden[Key]:
    hidden = {key for key, count in cells.items() if is_small(count)}
    room = sum(cells[key] - 1 for key in hidden)
    if not hidden:
        return Hidden(frozenset(), total=False)
    for key, count in cells.items():
        if key in hidden or count < LEAST:
            continue
        hidden.add(key)
        room += count - LEAST
        if room >= ROOM:
            return Hidden(frozenset(hidden), total=False)
    return Hidden(frozenset(hidden), total=True)


def may_be_shown(total: int, apart: Iterable[int] = ()) -> bool:
    """Whether the sum of some days may be shown. `apart` are those of single days, of which small ones are hidden: the
    others and the sum must not give one of them away.
    """
    hidden = [one for one in apart if is_small(one)]
    room = sum(one - 1 for one in hidden)
    return not is_small(total) and (not hidden or (len(hidden) > 1 and room >= ROOM))
