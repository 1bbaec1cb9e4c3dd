"""A server for all tests of the local page, and browsers that post to it and listen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import msgspec
from starlette.types import ASGIApp, Receive, Scope, Send

from channels.web import Channel
from tests.channels.local_chat import SmallSchool, small_story
from tests.patience import PATIENCE

JSON = {"Content-Type": "application/json"}


class House:
    """One server for all these tests: it answers with the school that plays in it just now."""

    def __init__(self) -> None:
        self.url = ""
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._app
        await self._app(scope, receive, send)

    @asynccontextmanager
    async def play(self, school: SmallSchool | None = None) -> AsyncIterator[tuple[SmallSchool, aiohttp.ClientSession]]:
        school = school or small_story(Channel())
        self._app = school.app()
        connections = aiohttp.TCPConnector(force_close=True)  # the server closes one after every failure
        async with aiohttp.ClientSession(self.url, connector=connections) as browser:
            yield school, browser
        await school.channel.stop()


async def post(browser: aiohttp.ClientSession, path: str, body: Any) -> int:
    """The status of the answer to this JSON."""
    async with browser.post(path, data=msgspec.json.encode(body), headers=JSON) as answer:
        return answer.status


async def text_of(browser: aiohttp.ClientSession, path: str) -> str:
    async with browser.get(path) as answer:
        return await answer.text()


async def stage_of(browser: aiohttp.ClientSession) -> Any:
    async with browser.get("/web/stage") as answer:
        return await answer.json()


class Listener:
    """An open page, as far as the network sees it."""

    def __init__(self, answer: aiohttp.ClientResponse) -> None:
        self._answer = answer
        self.last_id = ""

    async def next(self, kind: str) -> Any:
        """The data of the next event of this kind; what comes before it is passed over."""
        seen = ""
        async with asyncio.timeout(PATIENCE):
            async for raw in self._answer.content:
                field, _colon, value = raw.decode().rstrip("\n").partition(": ")
                if field == "id":
                    self.last_id = value
                elif field == "event":
                    seen = value
                elif field == "data" and seen == kind:
                    return msgspec.json.decode(value)
        raise AssertionError(f"the stream ended without {kind}")


@asynccontextmanager
async def listening(browser: aiohttp.ClientSession, last_id: str = "") -> AsyncIterator[Listener]:
    headers = {"Last-Event-ID": last_id} if last_id else {}
    async with browser.get("/web/events", headers=headers) as answer:
        assert answer.content_type == "text/event-stream"
        yield Listener(answer)
