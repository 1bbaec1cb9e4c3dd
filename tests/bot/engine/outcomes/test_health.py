"""/health tells outcomes: what nobody has been sent, handled or checked, and why."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from sqlalchemy import update

from bot.engine.server import web_app
from channels import NotSent, Uncertain
from models import Outbox
from tests.bot.engine.post.mail import later, raw
from tests.bot.engine.post.owed import owe, reply
from tests.channels.local_chat import serving
from tests.conversation import Play

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("in_english")]


class Watcher:
    """Whoever looks at /health from outside."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def reads(self) -> list[str]:
        async with aiohttp.ClientSession(self._url) as web, web.get("/health") as reply:
            said: dict[str, Any] = await reply.json()
            assert reply.status == (503 if said["problems"] else 200)
            return list(said["problems"])


@pytest.fixture
async def watcher(play: Play) -> AsyncIterator[Watcher]:
    async with serving(web_app(play.app)) as url:
        yield Watcher(url)


async def test_a_school_that_is_served_is_well(play: Play, watcher: Watcher) -> None:
    await reply(play, "gvcn", "chào")
    await play.app.settle()
    assert await watcher.reads() == []


async def test_what_is_put_off_again_and_again_is_as_old_as_when_it_was_made(play: Play, watcher: Watcher) -> None:
    play.channel.refuse["gvcn"] = NotSent("down")
    await reply(play, "gvcn", "chào")
    for _try in range(5):
        await later(play, minutes=4)
    assert "messages wait to be sent for 20 minutes" in await watcher.reads()


async def test_what_rests_until_morning_is_no_trouble(play: Play, watcher: Watcher) -> None:
    await later(play, hours=15)
    await owe(play, "Ngô Thị Bảy")
    await later(play, hours=5)
    assert await watcher.reads() == []


async def test_what_is_on_its_way_for_too_long_counts(play: Play, watcher: Watcher) -> None:
    play.channel.gate.clear()
    await reply(play, "gvcn", "chào")
    await play.app.sender.cycle()
    play.app.now.move_to(play.app.now() + timedelta(minutes=6))
    assert "messages wait to be sent for 6 minutes" in await watcher.reads()
    play.channel.gate.set()
    await play.app.settle()


async def test_messages_nobody_handles_are_said(play: Play, watcher: Watcher) -> None:
    await play.app.take("paper", raw(play, "gvcn", "/lop 6A", "1"))
    play.app.now.move_to(play.app.now() + timedelta(minutes=6))
    assert await watcher.reads() == ["messages wait to be handled for 6 minutes"]


async def test_a_channel_that_is_down_is_said_and_no_more_when_it_carries(play: Play, watcher: Watcher) -> None:
    play.channel.down = Uncertain("502")
    await reply(play, "gvcn", "chào")
    await reply(play, "pht", "chào")
    await play.app.settle()
    await later(play, seconds=90)
    assert await watcher.reads() == ["paper: no letter has got through since 2026-11-16 00:05 UTC"]
    play.channel.down = None
    await later(play, minutes=2)
    assert await watcher.reads() == []


async def test_what_a_channel_says_of_itself_is_passed_on(
    play: Play, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deaf() -> str:
        return "No messages could be fetched from Telegram for 100 seconds."

    monkeypatch.setattr(play.channel, "problem", deaf)
    assert await watcher.reads() == ["paper: No messages could be fetched from Telegram for 100 seconds."]


async def test_a_clock_that_stands_still_is_said(play: Play, watcher: Watcher) -> None:
    play.app.clock.ticked = time.monotonic() - 200
    assert await watcher.reads() == ["the clock stands still: nothing is checked and nobody is reminded"]
    await play.app.clock.tick()
    assert await watcher.reads() == []


async def test_a_disk_that_is_nearly_full_is_said(
    play: Play, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not play.app.database.is_sqlite:
        pytest.skip("the disk is another machine's")
    monkeypatch.setattr(
        "bot.engine.outcomes.health.shutil.disk_usage", lambda _folder: SimpleNamespace(free=5 * 1024**2)
    )
    assert await watcher.reads() == ["the disk is nearly full: 5 MB left"]


async def test_a_database_that_cannot_be_written_to_is_said(
    play: Play, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.engine.outcomes.health.PATIENCE", 0.2)
    async with play.app.database.write() as session:
        await session.execute(update(Outbox).values(tries=0))
        if play.app.database.is_sqlite:  # another writer holds it and does not let go
            assert "the database cannot be written to (TimeoutError)" in await watcher.reads()
