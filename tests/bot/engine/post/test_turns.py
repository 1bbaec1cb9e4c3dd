"""Several processes on one PostgreSQL keep to one rate limit: one of them sends for a channel at a time."""

from collections.abc import Iterator

import pytest

from bot.engine.database import Database
from bot.engine.post.turns import Turns
from tests.databases import Postgres

pytestmark = [pytest.mark.anyio, pytest.mark.postgres]


@pytest.fixture
def url(postgres: Postgres) -> Iterator[str]:
    fresh = postgres.fresh()
    yield fresh
    postgres.drop(fresh)


async def test_one_process_sends_for_a_channel_until_it_ends(url: str) -> None:
    first, second = Database(url), Database(url)
    one, other = Turns(first), Turns(second)
    assert await one.mine(["telegram"]) == {"telegram"}
    assert await other.mine(["telegram"]) == set()
    assert await one.mine(["telegram"]) == {"telegram"}

    await one.close()

    assert await other.mine(["telegram"]) == {"telegram"}
    await other.close()
    await first.close()
    await second.close()
