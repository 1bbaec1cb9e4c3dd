"""One server for all the tests of a file."""

from collections.abc import AsyncIterator

import pytest

from tests.channels.local_chat import serving
from tests.channels.web.house import House


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def house() -> AsyncIterator[House]:
    house = House()
    async with serving(house) as house.url:
        yield house
