"""Whoever watches from outside is called after each good daily check, and not when something is wrong."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.engine.outcomes.watch import Watch
from channels import Uncertain
from tests.bot.engine.post.mail import later
from tests.bot.engine.post.owed import reply
from tests.channels.local_chat import serving
from tests.conversation import Play

pytestmark = pytest.mark.anyio


class Outside:
    """A service that waits to be called."""

    def __init__(self) -> None:
        self.calls, self.status, self.url = 0, 200, ""

    async def called(self, _request: Request) -> Response:
        self.calls += 1
        return Response(status_code=self.status)


@pytest.fixture
async def outside() -> AsyncIterator[Outside]:
    outside = Outside()
    async with serving(Starlette(routes=[Route("/ping", outside.called)])) as url:
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


async def test_a_watcher_that_answers_badly_is_called_again(play: Play, outside: Outside) -> None:
    watch = Watch(play.app, outside.url)
    await play.clock_to("07:46")
    outside.status = 500
    with pytest.raises(aiohttp.ClientResponseError):
        await watch.look()
    outside.status = 200
    assert await watch.look()
