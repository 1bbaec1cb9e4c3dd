"""A school that is talked to over real HTTP: through the local chat, or a Telegram or Zalo that is a fake."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, update
from typing_extensions import override

from bot.engine.app import App
from bot.engine.config import Config
from bot.engine.server import web_app
from channels import Parcel
from channels.telegram import Channel as Telegram
from channels.zalo import Channel as Zalo
from models import Chats, Schools
from models.shapes.message import File
from tests.channels.local_chat import serving
from tests.conversation import READING, Play, Story, build_app
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo
from tests.patience import PATIENCE
from tests.program import free_port
from tests.stories.local_page import Numbers, listening, local_page

CHOICE = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
ADDRESS = re.compile(r"http://127[^\s]+")


@asynccontextmanager
async def told_through(network: str, beginning: AbstractAsyncContextManager[Play]) -> AsyncIterator[Story]:
    """Take the school as it begins on paper to the phones of this network."""
    async with beginning as play:
        numbers = await _give_phones(play, network)
        config, at = play.app.config, play.app.now()
    async with NETWORKS[network](config, at, numbers) as story:
        yield story


def over_networks(always: str) -> list[Any]:
    """Rows of a table: a story is told over this network each time, over the others by the campaign."""
    return [always, *(pytest.param(each, marks=pytest.mark.campaign) for each in NETWORKS if each != always)]


async def _give_phones(play: Play, network: str) -> Numbers:
    async with play.app.database.write() as session:
        phones = list(await session.scalars(select(Chats.address).order_by(Chats.id)))
        if network == "web":
            await session.execute(update(Schools).values(demo=True))  # only such a school's clock is moved by the page
        numbers = {phone: 5_551_000_000 + number for number, phone in enumerate(phones, 1)}
        for phone in phones:
            address = phone if network == "web" else str(numbers[phone])
            await session.execute(update(Chats).where(Chats.address == phone).values(channel=network, address=address))
    return numbers


class AtTelegram(Story):
    """Chats at the fake Telegram: what is said there is fetched by polling, what is sent is shown there."""

    def __init__(self, app: App, fake: FakeTelegram, numbers: Numbers) -> None:
        super().__init__(app)
        self._fake, self._numbers = fake, numbers

    @property
    @override
    def phones(self) -> list[str]:
        return [phone for phone, number in self._numbers.items() if number in self._fake.seen]

    @override
    def seen(self, phone: str) -> Sequence[Parcel]:
        return [
            Parcel(
                address=phone,
                text=message.text,
                buttons=message.buttons,
                files=[File(message.document.name, message.document.content)] if message.document else [],
            )
            for message in self._fake.seen[self._numbers[phone]]
        ]

    @override
    async def arrive(self, phone: str, text: str) -> None:
        self._fake.say(self._numbers[phone], text, date=int(self.app.now().timestamp()))
        await self._fetched()

    @override
    async def tap(self, phone: str, label: str, token: str) -> None:
        self._fake.press(self._numbers[phone], label)
        await self._fetched()

    async def _fetched(self) -> None:
        """What the offset has passed is stored."""
        await self._fake.until(lambda: not self._fake.updates, PATIENCE)


@asynccontextmanager
async def _at_telegram(config: Config, at: datetime, numbers: Numbers) -> AsyncIterator[AtTelegram]:
    async with FakeTelegram() as fake:
        channel = Telegram(fake.token, fake.base_url)
        channel.per_second = channel.per_chat = 0  # in real seconds, which a story of days does not have
        app = build_app(config, at, channel)
        async with listening(app):
            yield AtTelegram(app, fake, numbers)


class AtZalo(Story):
    """Chats at the fake Zalo, which delivers to our address: no buttons, so whoever presses one types its number."""

    def __init__(self, app: App, fake: FakeZalo, numbers: Numbers) -> None:
        super().__init__(app)
        self._fake, self._phones = fake, {phone: str(number) for phone, number in numbers.items()}
        self._files: dict[str, File] = {}

    @property
    @override
    def phones(self) -> list[str]:
        return [phone for phone, chat in self._phones.items() if chat in self._fake.said]

    @override
    def seen(self, phone: str) -> Sequence[Parcel]:
        return [self._parcel(phone, text) for text in self._fake.said.get(self._phones[phone], [])]

    def _parcel(self, phone: str, text: str) -> Parcel:
        choices = CHOICE.findall(text) if "(Gõ số" in text else []
        files = [self._files[address] for address in ADDRESS.findall(text)]
        return Parcel(address=phone, text=text, buttons=[[(label, number)] for number, label in choices], files=files)

    @override
    async def arrive(self, phone: str, text: str) -> None:
        """Whoever types a digit has read what it is for."""
        self.app.now.move_to(self.app.now() + READING)
        await self.arrive_at_once(phone, text)

    async def arrive_at_once(self, phone: str, text: str) -> None:
        """Before anybody could have read what was answered last."""
        date = int(self.app.now().timestamp() * 1000)
        assert await self._fake.say(self._phones[phone], text, date=date) == 200

    @override
    async def tap(self, phone: str, label: str, token: str) -> None:
        await self.arrive(phone, token)

    @override
    async def settle(self) -> None:
        await super().settle()
        await self._download()

    @override
    async def clock_to(self, moment: str) -> None:
        await super().clock_to(moment)
        await self._download()

    async def _download(self) -> None:
        async with aiohttp.ClientSession() as browser:
            for address in ADDRESS.findall("\n".join(text for texts in self._fake.said.values() for text in texts)):
                if address not in self._files:
                    async with browser.get(address) as reply:
                        self._files[address] = File(address.rpartition("/")[2], await reply.read())


@asynccontextmanager
async def _at_zalo(config: Config, at: datetime, numbers: Numbers) -> AsyncIterator[AtZalo]:
    async with FakeZalo() as fake:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        channel = Zalo(fake.token, fake.base_url, "webhook", address, "a secret of the test")
        channel.per_second = channel.per_chat = 0
        app = build_app(config, at, channel)
        async with serving(web_app(app), port), listening(app):
            await asyncio.wait_for(fake.told.wait(), PATIENCE)
            yield AtZalo(app, fake, numbers)


async def converse(story: Story, *lines: tuple[str, str, str]) -> None:
    """Each line: whose phone, what is said on it (a button in [brackets]), and words of the answer."""
    for phone, said, answer in lines:
        is_button = said.startswith("[")
        texts = await (story.press(phone, said[1:-1]) if is_button else story.say(phone, said))
        assert answer in "\n".join(texts), f"{phone} said {said} and read {texts}"


def files(story: Story, phone: str) -> list[File]:
    """All the files this phone shows, oldest first."""
    return [file for parcel in story.seen(phone) for file in parcel.files]


NETWORKS = {"web": local_page, "telegram": _at_telegram, "zalo": _at_zalo}
