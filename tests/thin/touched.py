"""A plugin of pytest that notes what each test touches: branches of own code, statements sent to a database and whether
they found anything, sentences said; and the processor time it took here and in programs it started.
"""

import os
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import coverage
import pytest
from sqlalchemy import Engine, event

import locales

ROOT = Path(__file__).parents[2]
OWN = ("bot", "channels", "handlers", "jobs", "letters", "papers", "rules", "models", "locales")
_VALUES = re.compile(r"\((?:\?|\$\d+(?:::\w+)?)(?:, (?:\?|\$\d+(?:::\w+)?))+\)|\$\d+(?:::[A-Z ]+)?")

_coverage = coverage.Coverage(
    data_file=None,
    branch=True,
    include=[f"{ROOT / room}/*" for room in OWN],
    concurrency=["greenlet", "thread"],
    config_file=False,
)
_coverage.start()
_numbers: dict[object, int] = {}
_seen: set[object] = set()
_tests: dict[str, tuple[float, float, list[int]]] = {}
_called_here = locales.as_called_here


@event.listens_for(Engine, "after_cursor_execute")
def _sent(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
    found = bool(getattr(cursor, "_rows", None)) if cursor.description else cursor.rowcount > 0
    _seen.add((_VALUES.sub("?", statement), found))


def _said(sentence: str) -> str:
    _seen.add(sentence)
    return _called_here(sentence)


locales.as_called_here = _said


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    _touched()
    before = os.times()
    yield
    after = os.times()
    here = after.user + after.system - before.user - before.system
    apart = after.children_user + after.children_system - before.children_user - before.children_system
    touched = {_numbers.setdefault(each, len(_numbers)) for each in _touched()}
    _tests[item.nodeid] = here, apart, sorted(touched)


def pytest_sessionfinish() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        folder = Path(os.environ["SISO_TOUCHED"])
        (folder / f"{worker}.pickle").write_bytes(pickle.dumps((list(_numbers), _tests)))


def _touched() -> list[object]:
    """What was touched since the last call."""
    collector: Any = _coverage._collector
    found: list[object] = [*_seen]
    _seen.clear()
    for file, branches in list(collector.data.items()):
        found += [(file, branch) for branch in branches]
        branches.clear()
    return found
