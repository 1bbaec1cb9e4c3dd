"""A school that is talked to through the local page, as a program that posts what is typed and reads the stream."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, TypeAlias

import aiohttp
import msgspec
from typing_extensions import override

from bot.engine.app import App
from bot.engine.config import Config
from bot.engine.server import web_app
from bot.sample.stage import SampleStage
from channels import Parcel
from channels.web import Channel as Web
from models.shapes.message import File
from tests.channels.local_chat import serving
from tests.conversation import Story, build_app
from tests.patience import PATIENCE

LONGEST_EVENT = 1024 * 1024


Numbers: TypeAlias = Mapping[str, int]  # the chats' ids at Telegram, by phone


@asynccontextmanager
async def listening(app: App) -> AsyncIterator[None]:
    """Its channels stand open; what arrives is handled when the story says so, and the clock moves when it says so."""
    for name, channel in app.channels.items():
        await channel.start(app.taker(name))
    try:
        yield
    finally:
        for channel in app.channels.values():
            await channel.stop()
        await app.database.close()


class LocalChat(Story):
    """The page as a program: it posts what is typed and pressed, and reads the stream of what is shown."""

    def __init__(self, app: App, channel: Web, browser: aiohttp.ClientSession) -> None:
        super().__init__(app)
        self._channel, self._browser = channel, browser
        self._shown: defaultdict[str, list[Parcel]] = defaultdict(list)
        self._places: dict[str, int] = {}  # of every message of the school, by its id
        self._heard = asyncio.Condition()
        self._newest = ""

    @property
    @override
    def phones(self) -> list[str]:
        return list(self._shown)

    @override
    def seen(self, phone: str) -> list[Parcel]:
        return self._shown[phone]

    @override
    async def arrive(self, phone: str, text: str) -> None:
        await self._post("say", address=phone, text=text)

    @override
    async def tap(self, phone: str, label: str, token: str) -> None:
        await self._post("press", address=phone, label=label, token=token)

    @override
    async def settle(self) -> None:
        await super().settle()
        await self._catch_up()

    @override
    async def clock_to(self, moment: str) -> None:
        await super().clock_to(moment)
        await self._catch_up()

    @override
    async def morning(self, date: str) -> None:
        """By the page's own button, which knows the calendar."""
        if f"{self.now:%Y-%m-%d}" != date:
            await self._post("clock", to="day")
            await self._catch_up()
        assert f"{self.now:%Y-%m-%d %H:%M}" == f"{date} 07:05", "the next school day"

    async def send_file(self, phone: str, name: str, content: bytes) -> list[str]:
        """Return the texts this phone shows because of it."""
        where, kind = {"address": phone, "name": name}, {"Content-Type": "application/octet-stream"}
        async with self._browser.post("/web/upload", params=where, data=content, headers=kind) as reply:
            assert reply.status == 202, await reply.text()
        await self.settle()
        return self.new(phone)

    async def listen(self) -> None:
        async with self._browser.get("/web/events", timeout=aiohttp.ClientTimeout(None)) as stream:
            event = {}
            async for line in stream.content:
                name, _colon, value = line.decode().rstrip("\n").partition(": ")
                event[name] = value
                if not name and "id" in event:
                    await self._hear(event["event"], msgspec.json.decode(event["data"]))
                    async with self._heard:
                        self._newest = event["id"]
                        self._heard.notify_all()
                    event = {}

    async def reload(self) -> None:
        """A page that starts again shows what this one has shown."""
        async with self._browser.get("/web/stage") as reply:
            stage = msgspec.json.decode(await reply.read())
        for phone in stage["phones"]:
            texts = [shown["text"].replace("**", "") for shown in phone["shown"] if not shown["mine"]]
            assert texts == [parcel.text for parcel in self._shown[phone["address"]]], phone["address"]

    async def _hear(self, kind: str, told: Any) -> None:
        if kind != "shown" or told["mine"]:
            return
        seen = self._shown[told["address"]]
        parcel = Parcel(
            address=told["address"],
            text=told["text"].replace("**", ""),
            buttons=told["buttons"],
            files=[File(name, await self._download(address)) for name, address in told["files"]],
        )
        if told["replaces"]:
            seen[self._places[told["id"]]] = parcel
            return
        self._places[told["id"]] = len(seen)
        seen.append(parcel)

    async def _download(self, address: str) -> bytes:
        async with self._browser.get(address) as reply:
            return await reply.read()

    async def _post(self, what: str, **words: str) -> None:
        async with self._browser.post(f"/web/{what}", json=words) as reply:
            assert reply.status in {200, 202}, await reply.text()

    async def _catch_up(self) -> None:
        """Wait until everything that was told to the page has been heard by it."""
        async with self._heard, asyncio.timeout(PATIENCE):
            await self._heard.wait_for(lambda: self._newest == self._channel._stream._now())


@asynccontextmanager
async def local_page(config: Config, at: datetime, _numbers: Numbers) -> AsyncIterator[LocalChat]:
    channel = Web()
    app = build_app(config, at, channel)
    channel.show(SampleStage(app), config.school.name)
    async with (
        serving(web_app(app)) as url,
        aiohttp.ClientSession(url, read_bufsize=LONGEST_EVENT) as browser,
        listening(app),
    ):
        story = LocalChat(app, channel, browser)
        page = asyncio.create_task(story.listen())
        try:
            await story.settle()
            yield story
            await story.reload()
        finally:
            page.cancel()
            with suppress(asyncio.CancelledError):
                await page
