"""A fake Telegram, and a channel that speaks to it."""

from collections.abc import AsyncIterator

import pytest

from channels.telegram import Channel
from tests.fakes.telegram import FakeTelegram


@pytest.fixture
async def fake(anyio_backend: str) -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as fake:
        yield fake


@pytest.fixture
async def channel(fake: FakeTelegram) -> AsyncIterator[Channel]:
    channel = Channel(fake.token, fake.base_url)
    yield channel
    await channel.stop()
