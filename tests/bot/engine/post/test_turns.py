"""Several processes on one PostgreSQL keep to one rate limit: one of them sends for a channel at a time."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

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


async def cut(database: Database, *, holder: bool) -> None:
    """The server ends the sessions that hold a turn, or those that wait for one."""
    held = "EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory')"
    async with database.engine.connect() as connection:
        which = held if holder else f"NOT {held}"
        ended = "SELECT pg_terminate_backend(a.pid, 5000) FROM pg_stat_activity a WHERE a.datname = current_database()"
        await connection.execute(text(f"{ended} AND a.pid <> pg_backend_pid() AND {which}"))
        await connection.invalidate()


@pytest.fixture(autouse=True)
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.engine.post.turns.LOOK_AGAIN", 0.0)


async def test_whose_connection_died_stops_sending_and_the_standby_sends(url: str) -> None:
    first, second, third = Database(url), Database(url), Database(url)
    one, other = Turns(first), Turns(second)
    assert await one.mine(["telegram"]) == {"telegram"}
    assert await other.mine(["telegram"]) == set()

    await cut(third, holder=True)

    assert await one.mine(["telegram"]) == set(), "it does not know that it may"
    assert await other.mine(["telegram"]) == {"telegram"}
    assert await one.mine(["telegram"]) == set()
    await other.close()
    assert await one.mine(["telegram"]) == {"telegram"}, "and it can take its turn again"
    await one.close()
    for database in (first, second, third):
        await database.close()


async def test_a_standby_that_lost_its_connection_takes_over_all_the_same(url: str) -> None:
    first, second, third = Database(url), Database(url), Database(url)
    one, other = Turns(first), Turns(second)
    assert await one.mine(["telegram"]) == {"telegram"}
    assert await other.mine(["telegram"]) == set()

    await cut(third, holder=False)
    assert await other.mine(["telegram"]) == set()
    await one.close()

    assert await other.mine(["telegram"]) == {"telegram"}
    await other.close()
    for database in (first, second, third):
        await database.close()
