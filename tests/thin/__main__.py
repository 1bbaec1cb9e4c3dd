"""`python -m tests.thin` runs every test that `make test` may run and writes `further.txt`: those that take long and
touch nothing that the others do not. It needs `coverage` (`pip install coverage`), and an hour of processor.
"""

import os
import pickle
import subprocess
import sys
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from tests.thin import FILE

SHORT = 0.3  # seconds of processor, noted with coverage: a test as short as this is tried each time
WIDE = 3500  # things touched: what touches fewer is no story of the whole program, but looks closely at one thing
STATEMENTS = ("tests/jobs/", "tests/letters/")  # what they hold is decided by conditions inside a statement


class Touched(Struct, frozen=True):
    """What a test took, in seconds of processor here and `apart`, in programs it started; the numbers of what it
    touched here.
    """

    took: float
    apart: float
    touched: frozenset[int]


def main() -> None:
    with TemporaryDirectory() as folder:
        run = [sys.executable, "-m", "pytest", "-p", "tests.thin.touched", "-n", "2", "--dist", "worksteal"]
        subprocess.run(run, env=os.environ | {"SISO_TOUCHED": folder}, check=True)
        tests = _read(Path(folder))
    left = chosen(tests)
    FILE.write_text("".join(f"{name}\n" for name in sorted(left)), "utf-8")
    took = sum(tests[name].took for name in left)
    print(f"{len(left)} of {len(tests)} tests: {took:.0f} of {sum(each.took for each in tests.values()):.0f} s")  # noqa: T201


def chosen(tests: dict[str, Touched]) -> set[str]:
    """The stories that nothing is lost without: what each of them touches, others touch that stay. Of two that touch
    the same the shorter one stays, and of a table at least one row. What looks closely at one thing, or at the code
    itself, is tried each time, and what starts programs, or holds a condition of a statement: nothing of it is seen
    here.
    """
    long = {name: test for name, test in tests.items() if test.took >= SHORT and test.apart < test.took}
    left = {name: test for name, test in long.items() if len(test.touched) >= WIDE and not name.startswith(STATEMENTS)}
    wanted = frozenset[int]().union(*(test.touched for test in tests.values()))
    missing = wanted - frozenset[int]().union(*(test.touched for name, test in tests.items() if name not in left))
    while missing:
        best = max(left, key=lambda name: (len(left[name].touched & missing) / left[name].took, name))
        missing -= left.pop(best).touched
    return set(left) - _one_of_each(tests, left)


def _one_of_each(tests: dict[str, Touched], left: Collection[str]) -> set[str]:
    """The shortest row of each table that would not be tried at all."""
    tried = {_table(name) for name in tests if name not in left}
    rows: dict[str, list[str]] = defaultdict(list)
    for name in left:
        rows[_table(name)].append(name)
    several = {table: names for table, names in rows.items() if table not in tried and len(names) > 1}
    return {min(names, key=lambda name: (tests[name].took, name)) for names in several.values()}


def _table(name: str) -> str:
    return name.partition("[")[0]


def _read(folder: Path) -> dict[str, Touched]:
    """Of all workers, with one numbering."""
    numbers: dict[object, int] = {}
    tests: dict[str, Touched] = {}
    for file in sorted(folder.glob("*.pickle")):
        things, noted = pickle.loads(file.read_bytes())
        mine = [numbers.setdefault(thing, len(numbers)) for thing in things]
        for name, (took, apart, touched) in noted.items():
            tests[name] = Touched(took, apart, frozenset(mine[number] for number in touched))
    return tests


if __name__ == "__main__":
    main()
