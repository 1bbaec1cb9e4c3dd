"""Whatever goes wrong for longer than a moment, whoever watches /health reads that something is, and what."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from msgspec import Struct

from bot.engine.server import web_app
from tests.channels.local_chat import serving
from tests.conversation import playing
from tests.patience import PATIENCE
from tests.stories.phones import AtTelegram, AtZalo, told_through

pytestmark = pytest.mark.anyio

SENDS = ("sendMessage", "editMessageText", "setMyCommands")


class Trouble(Struct):
    """A school on a Telegram that is a fake, /health over HTTP, and the hands of whoever breaks something."""

    story: AtTelegram
    url: str
    patch: pytest.MonkeyPatch

    async def status(self) -> tuple[int, list[str]]:
        async with aiohttp.ClientSession(self.url) as web, web.get("/health") as reply:
            return reply.status, (await reply.json())["problems"]

    async def becomes(self, status: int) -> list[str]:
        """What is said once it is said: some of it takes a moment."""
        async with asyncio.timeout(PATIENCE):
            while (await self.status())[0] != status:  # noqa: ASYNC110, nobody tells
                await asyncio.sleep(0.05)
        return (await self.status())[1]

    async def passes(self, **span: float) -> None:
        self.story.app.now.move_to(self.story.app.now() + timedelta(**span))
        await self.story.settle()


@pytest.fixture
async def trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Trouble]:
    async with told_through("telegram", playing(tmp_path)) as story:
        assert isinstance(story, AtTelegram)
        async with serving(web_app(story.app)) as url:
            trouble = Trouble(story, url, monkeypatch)
            await story.say("gvcn", "/lop 6A")
            await story.clock_to("07:46")
            assert await trouble.becomes(200) == []
            yield trouble


async def dead_token(it: Trouble) -> None:
    it.story._fake.refuse(401, "Unauthorized", "getMe", times=-1)


async def deaf(it: Trouble) -> None:
    """Everything works but fetching: nobody's messages come in, and nothing else shows it."""
    it.story._fake.fail("502_before", "getUpdates", times=-1)
    it.patch.setattr("channels.telegram.polling.SILENCE", 0.5)


async def a_second_poller(it: Trouble) -> None:
    it.story._fake.refuse(409, "Conflict: terminated by other getUpdates request", "getUpdates", times=-1)
    it.story._fake.say(it.story._numbers["gvcn"], "/lop 6A")  # ends the fetching in hand: ten seconds else


async def connections_break(it: Trouble) -> None:
    for method in (*SENDS, "getMe"):
        it.story._fake.fail("reset_before", method, times=-1)
    await it.story.say("gvcn", "/lop 6A")
    await it.story.say("pht", "/baocao")
    await it.passes(minutes=6)


async def every_reader_is_refused(it: Trouble) -> None:
    """Each failure for itself is one phone's trouble, and the channel answers."""
    for method in SENDS:
        it.story._fake.refuse(400, "Bad Request: something new", method, times=-1)
    for phone in ("gvcn", "pht", "ht", "gvcn6b"):
        await it.story.say(phone, "/trogiup")


async def the_clock_stands_still(it: Trouble) -> None:
    it.story.app.clock.ticked = time.monotonic() - 600


async def the_check_fails(it: Trouble) -> None:
    async def broken(*_given: object) -> Any:
        raise RuntimeError("the check is broken")

    it.patch.setattr("jobs.ladder.daily_check.check", broken)
    await it.story.clock_to("08:52")


async def nobody_handles_messages(it: Trouble) -> None:
    async def stuck() -> int:
        return 0

    it.patch.setattr(it.story.app.worker, "step", stuck, raising=False)
    it.patch.setattr(it.story.app.worker, "quiet", stuck)
    await it.story.arrive("gvcn", "/lop 6A")
    await it.passes(minutes=6)


async def nothing_is_sent(it: Trouble) -> None:
    async def stuck() -> int:
        return 0

    it.patch.setattr(it.story.app.sender, "quiet", stuck)
    await it.story.say("gvcn", "/lop 6A")
    await it.passes(minutes=6)


async def the_database_is_locked(it: Trouble) -> None:
    it.patch.setattr("bot.engine.outcomes.health.PATIENCE", 0.3)
    other = sqlite3.connect(it.story.app.database.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    it.patch.setattr(it.story, "unlock", closing(other), raising=False)


async def the_disk_is_full(it: Trouble) -> None:
    it.patch.setattr("bot.engine.outcomes.health.shutil.disk_usage", lambda _folder: SimpleNamespace(free=1024))


async def what_the_morning_found_reaches_nobody(it: Trouble) -> None:
    it.story.app.auditor.unheard.add(1)


OUTAGES: dict[str, tuple[Callable[[Trouble], Awaitable[None]], str]] = {
    "a dead token": (dead_token, "token"),
    "a deaf poller": (deaf, "không lấy được tin nào từ Telegram"),
    "a second poller": (a_second_poller, "Một chương trình khác đang lấy tin"),
    "a channel that breaks": (connections_break, "telegram"),
    "every reader refused": (every_reader_is_refused, "những tin gần nhất gửi tới 4 nơi, chưa tin nào tới"),
    "a clock that stands still": (the_clock_stands_still, "đồng hồ của chương trình đứng yên"),
    "a check that fails": (the_check_fails, "việc daily_check lần nào chạy cũng hỏng"),
    "messages nobody handles": (nobody_handles_messages, "tin nhận được chờ xử lý"),
    "letters nobody sends": (nothing_is_sent, "tin chờ gửi"),
    "a locked database": (the_database_is_locked, "không ghi được vào cơ sở dữ liệu"),
    "a full disk": (the_disk_is_full, "đĩa sắp đầy"),
    "a last word nobody reads": (what_the_morning_found_reaches_nobody, "chưa tới được ai trong trường"),
}


@pytest.mark.parametrize("outage", OUTAGES)
async def test_no_outage_is_200(trouble: Trouble, outage: str) -> None:
    begins, words = OUTAGES[outage]
    await begins(trouble)
    problems = await trouble.becomes(503)
    assert any(words in problem for problem in problems), problems


async def test_a_webhook_that_points_elsewhere_is_not_200(tmp_path: Path) -> None:
    async with told_through("zalo", playing(tmp_path)) as story:
        assert isinstance(story, AtZalo)
        async with serving(web_app(story.app)) as url, aiohttp.ClientSession(url) as web:
            story._fake.webhook = "https://elsewhere.example/zalo"
            async with web.get("/health") as reply:
                assert reply.status == 503
                assert "chưa đưa tin tới địa chỉ của trường" in str(await reply.json())
