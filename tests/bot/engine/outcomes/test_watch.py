"""Whoever watches from outside is called after each good daily check, and not when something is wrong."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.cli.doctor import running_program
from bot.engine.outcomes.watch import Watch
from bot.engine.server import web_app
from channels import Uncertain
from tests.bot.engine.post.mail import later
from tests.bot.engine.post.owed import reply
from tests.channels.local_chat import serving
from tests.conversation import Play, playing

pytestmark = pytest.mark.anyio


class Outside:
    """A service that waits to be called."""

    def __init__(self) -> None:
        self.calls, self.url = 0, ""
        self.answer = Response("OK")

    async def called(self, _request: Request) -> Response:
        self.calls += 1
        await asyncio.sleep(self.slow)
        return self.answer

    async def other(self, _request: Request) -> Response:
        return Response("OK")

    slow = 0.0


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    outside = Outside()
    async with serving(Starlette(routes=[Route("/ping", outside.called), Route("/other", outside.other)])) as url:
        outside.url = f"{url}/ping"
        yield outside


@pytest.mark.covering
async def test_each_good_check_is_told_once(play: Play, outside: Outside) -> None:
    watch = Watch(play.app, outside.url)
    assert not await watch.look()
    await play.clock_to("07:46")
    assert await watch.look()
    assert not await watch.look()
    await play.clock_to("08:46")
    assert await watch.look()
    assert outside.calls == 2


@pytest.mark.covering
async def test_while_letters_do_not_get_through_it_is_silent_and_after_that_it_is_not(
    play: Play, outside: Outside
) -> None:
    watch = Watch(play.app, outside.url)
    play.channel.down = Uncertain("502")
    await reply(play, "gvcn", "chào")
    await reply(play, "pht", "chào")
    await play.clock_to("07:46")
    assert not await watch.look()
    play.channel.down = None
    await later(play, minutes=2)
    assert await watch.look()
    assert outside.calls == 1


SAYS = {  # how it answers: whether it is called again for the same check, what /health and the doctor say
    "well": (Response("OK"), False, ""),
    "with an error": (Response(status_code=500), True, "trả lời lỗi 500"),
    "with a page of the network": (HTMLResponse("<html>"), False, "có thể là trang đăng nhập của mạng"),
    "from elsewhere": (RedirectResponse("{elsewhere}/ping"), False, "localhost trả lời thay"),
    "to another address of its own": (RedirectResponse("/other"), False, ""),
    "slowly": (None, True, "không có câu trả lời"),
    "not at all": (None, True, "không có câu trả lời"),
}


@pytest.mark.parametrize("how", SAYS)
async def test_what_the_watcher_does_stops_nothing_and_is_said(
    tmp_path: Path, outside: Outside, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer, again, said = SAYS[how]
    elsewhere = outside.url.replace("127.0.0.1", "localhost").removesuffix("/ping")
    monkeypatch.setattr("bot.engine.outcomes.watch.PATIENCE", aiohttp.ClientTimeout(total=0.1))
    monkeypatch.setattr("bot.engine.outcomes.watch.EVERY", 0.05)
    outside.slow = 0.4 if how == "slowly" else 0.0
    outside.answer = answer or Response("OK")
    if how == "from elsewhere":
        outside.answer = RedirectResponse(f"{elsewhere}/other")
    where = "http://127.0.0.1:9/ping" if how == "not at all" else outside.url
    async with playing(tmp_path, at="2026-11-16 07:44") as play, serving(web_app(play.app)) as url:
        await play.clock_to("07:46")
        loop = asyncio.create_task(Watch(play.app, where).run())
        await asyncio.sleep(0.5)
        assert not loop.done(), "it goes on"
        assert how == "not at all" or (outside.calls > 1) == again
        told = [finding.text for finding in await running_program(url) if "theo dõi" in finding.text]
        assert [said in text for text in told] == ([True] if said else [])
        if again and how != "not at all":
            outside.slow, outside.answer = 0.0, Response("OK")
            await asyncio.sleep(0.3)
            assert play.app.not_watched == "", "as soon as it is reached nothing is said any more"
        loop.cancel()


async def test_a_program_that_has_just_begun_is_no_sign_that_all_is_well(tmp_path: Path, outside: Outside) -> None:
    """Its newest check may be of days ago; it may end again at once."""
    async with playing(tmp_path, at="2026-11-16 08:44") as play:
        await play.clock_to("08:46")
        loop = asyncio.create_task(Watch(play.app, outside.url).run())
        await asyncio.sleep(0.1)
        assert outside.calls == 0
        loop.cancel()
