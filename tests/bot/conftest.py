"""A school in conversation on each engine."""

from collections.abc import AsyncIterator

import pytest

from tests.conversation import Play, playing


@pytest.fixture
async def play(database_url: str) -> AsyncIterator[Play]:
    async with playing(url=database_url) as play:
        yield play
