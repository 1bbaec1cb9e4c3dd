"""What every test shares: asynchronous tests run on asyncio, and databases to run on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import databases


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def postgres() -> Iterator[databases.Postgres]:
    """One server for the whole run, started by the first test that wants it."""
    with databases.postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database: the test runs once on each engine."""
    if request.param == "sqlite":
        return databases.sqlite(tmp_path)
    server: databases.Postgres = request.getfixturevalue("postgres")
    return server.fresh()
