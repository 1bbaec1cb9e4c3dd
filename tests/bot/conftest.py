"""A school in conversation on each engine."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests import databases
from tests.conversation import Play, playing


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def school_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where the small school is; empty for a file of its own."""
    if request.param == "sqlite":
        yield ""
        return
    server: databases.Postgres = request.getfixturevalue("postgres")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture
async def play(school_url: str, tmp_path: Path) -> AsyncIterator[Play]:
    async with playing(tmp_path, url=school_url) as play:
        yield play
