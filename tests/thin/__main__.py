"""`python -m tests.thin` runs every test that `make test` may run and writes `further.txt`: those that take long and
touch nothing that the others do not. It needs `coverage` (`pip install coverage`), and an hour of processor.
"""

import os
import pickle
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from tests.thin import FILE

SHORT = 0.3  # seconds of processor, noted with coverage: a test as short as this is tried each time


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
    """The tests that nothing is lost without: what each of them touches, others touch that stay. Of two that touch the
    same the shorter one stays. Of programs that a test starts nothing is seen here: they are tried each time.
    """
    left = {name: test for name, test in tests.items() if test.took >= SHORT and test.apart < test.took}
    wanted = frozenset[int]().union(*(test.touched for test in tests.values()))
    missing = wanted - frozenset[int]().union(*(test.touched for name, test in tests.items() if name not in left))
    while missing:
        best = max(left, key=lambda name: (len(left[name].touched & missing) / left[name].took, name))
        missing -= left.pop(best).touched
    return set(left)


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
