"""Measures and prints one table: python -m bench, or of some parts: python -m bench vang reading."""

import importlib
import sys
import time

from rich.console import Console

from bench.figure import Figure, table
from bot.engine.log import set_up

PARTS = ("vang", "intake", "outbox", "start", "check", "reading", "units", "reports", "lists")


def main(wanted: list[str]) -> int:
    """0 if every figure reaches its bar."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        print(f"There is no part called {', '.join(unknown)}. The parts are: {', '.join(PARTS)}.")
        return 2
    set_up("warning")
    console, figures = Console(width=None if sys.stdout.isatty() else 160), list[Figure]()
    begin = time.monotonic()
    for name in wanted or PARTS:
        with console.status(f"measuring {name} …"):
            figures += importlib.import_module(f"bench.{name}").measure()
    console.print(table(figures))
    console.print(f"{time.monotonic() - begin:.0f} s")
    return 1 if any(figure.passes() is False for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
