"""What every test shares: asynchronous tests run on asyncio, and databases to run on."""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

import pytest
import structlog
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from msgspec import Struct

from bot.engine.log import bare_traceback
from tests import databases, processes
from tests.campaign import CAMPAIGN
from tests.thin import further

ENGINES = ("database_url", "school_url")  # fixtures that run a test once on each

# Every run tries the same examples, so that none fails by chance or because the machine is busy; the campaign looks for
# new ones.
settings.register_profile(
    "same", derandomize=True, max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
if not CAMPAIGN:
    settings.load_profile("same")
    # Words of the program are among the examples else: they would change with every line, and to collect them takes
    # each process a second.
    providers._get_local_constants = lambda: providers._local_constants


@pytest.fixture(scope="session", autouse=True)
def short_logs() -> None:
    """A test that fails shows what was logged, on a line each: structlog's own pictures of errors take seconds."""
    structlog.configure(processors=[bare_traceback, structlog.processors.KeyValueRenderer()])


@pytest.fixture(autouse=True)
def nothing_left_running() -> Iterator[None]:
    """A test that fails half way, or is stopped for taking too long, leaves no program behind."""
    yield
    processes.end_all()


@pytest.fixture(autouse=True)
def quick_pictures(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures that leave are not drawn: that takes a second each, and has tests of its own (marked `draws`)."""
    if "bot.engine.post.charts" not in sys.modules or request.node.get_closest_marker("draws"):
        return

    async def draw(_chart: object) -> bytes:
        return b"PNG"

    monkeypatch.setattr("bot.engine.post.charts.draw", draw)


@pytest.fixture
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an operator reads is looked for in the words of the code."""
    monkeypatch.setattr("locales._language", ContextVar("language", default="en"))


@pytest.fixture(autouse=True)
def no_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with other work shows no more messages than an idle one; the bar has tests of its own."""
    if "bot.engine.progress" in sys.modules:
        monkeypatch.setattr("bot.engine.progress.FIRST", 3600)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """One server for the whole run, started by the first test that wants it."""
    with databases.postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database: the test runs once on each engine."""
    if request.param == "sqlite":
        yield databases.sqlite(tmp_path)
        return
    server: databases.Postgres = request.getfixturevalue("postgres")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.hookimpl(tryfirst=True)  # before it is looked which are marked `campaign`
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A table runs on PostgreSQL with its first row, which brings its statements there, and on SQLite whole. What is
    marked `covering` runs on SQLite alone, a table until every value of each axis has had its turn. What is marked
    `campaign` has a row beside it that is tried each time. What others touch as well is left out too (`tests.thin`).
    The campaign runs all rows on both.
    """
    left = frozenset() if "SISO_TOUCHED" in os.environ else further()
    if CAMPAIGN:
        for item in items:
            if item.nodeid in left:
                item.add_marker(pytest.mark.campaign)
        return
    seen: dict[object, set[tuple[str, str]]] = defaultdict(set)
    kept: set[pytest.Item] = set()
    for most in (True, False):  # first the rows in which every value is new: fewer of them say as much
        for item in items:
            row = _row(item)
            new = row.axes - seen[row.table]
            first = not seen[row.table]
            if item.get_closest_marker("campaign") or (row.on_postgres and (row.covering or (row.axes and not first))):
                continue
            if not row.thinned or (new == row.axes if most else new):
                seen[row.table] |= row.axes
                kept.add(item)
    items[:] = [item for item in items if item in kept and item.nodeid not in left]


class Row(Struct, frozen=True):
    """A test as a row of its table: what it says on each axis but the engine's; no axes: there is one row."""

    table: object
    axes: set[tuple[str, str]]
    on_postgres: bool
    covering: bool

    @property
    def thinned(self) -> bool:
        return bool(self.axes) and (self.on_postgres or self.covering)


def _row(item: pytest.Item) -> Row:
    call = item.callspec if isinstance(item, pytest.Function) and hasattr(item, "callspec") else None
    params = call.params if call else {}
    engine = next((params[name] for name in ENGINES if name in params), "sqlite")
    axes = {(name, str(value)) for name, value in params.items() if name not in ENGINES}
    table = (item.parent, item.name.partition("[")[0], engine)
    return Row(table, axes, engine == "postgres", item.get_closest_marker("covering") is not None)
