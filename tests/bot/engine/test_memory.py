"""A large list is read once, and the program does not hold its memory for good."""

import subprocess
import sys

import pytest

from bot.engine.memory import give_back

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="told to glibc only")
PEAKS = """
import os
from pathlib import Path
from bot.engine.memory import give_back
{told}
def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
del [bytearray(24 << 20)][:]
before, rows = held(), [bytearray(300 << 10) for _ in range(100)]
last = rows[-1]
del rows
print(held() - before)
"""


def _kept(told: str) -> int:
    """MiB that stay behind where the last of 100 blocks is still in use."""
    program = [sys.executable, "-c", PEAKS.format(told=told)]
    return int(subprocess.run(program, check=True, capture_output=True, text=True).stdout)


@LINUX
def test_what_is_let_go_is_given_back_though_something_behind_it_stays() -> None:
    assert give_back()
    assert _kept("give_back()") < 5 < _kept("")
