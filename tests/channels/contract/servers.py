"""Every channel with the server it speaks to: how each way to fail is brought about there, and what people see."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, ClassVar, Literal, get_args

from typing_extensions import override

from channels import ChannelProtocol, Parcel
from channels.sms import Channel as Sms
from channels.telegram import Channel as Telegram
from channels.web import Channel as Web
from channels.zalo import Channel as Zalo
from channels.zalo_template import Channel as Templates
from channels.zalo_template.channel import Template
from models.shapes.letter import Brief
from tests.fakes.gateways import FakeEsms, FakeSpeedsms, FakeZbs, Loopback
from tests.fakes.telegram import FakeTelegram
from tests.fakes.zalo import FakeZalo

Mood = Literal[
    "throttled", "throttled by a page",
    "html", "server error", "empty", "cut before", "cut after", "hang", "gone", "refused", "dead token"
]  # fmt: skip
MOODS: tuple[Mood, ...] = get_args(Mood)
BRIEF = Brief(template="absent", short="em A (lop 6A) vang khong phep sang 16/11.", fields={"pupil": "A"})


class Server(ABC):
    """A channel and what it speaks to. `copies` says how many messages have arrived at the reader."""

    def __init__(self, channel: ChannelProtocol, address: str) -> None:
        self.channel, self.address = channel, address
        channel.per_second = channel.per_chat = 0

    def parcel(self, text: str = "Đã ghi 6A sáng 21/11", **more: Any) -> Parcel:
        return Parcel(address=self.address, text=text, reference="siso-1", brief=BRIEF, **more)

    @abstractmethod
    def moods(self) -> Sequence[Mood]:
        """The ways it can fail in."""

    @abstractmethod
    def takes(self, mood: Mood) -> None:
        """The next send ends so."""

    @abstractmethod
    def seen(self) -> list[str]:
        """What has arrived, oldest first, with the choices as they are shown."""

    async def go_down(self) -> None:
        raise NotImplementedError

    def updates(self) -> list[bytes]:
        """Bodies that are stored when somebody says something; none where nobody can."""
        return []


class AtTelegram(Server):
    WORDS: ClassVar[dict[Mood, Any]] = {
        "html": lambda fake: fake.fail("html"),
        "server error": lambda fake: fake.refuse(500, "Internal Server Error"),
        "cut before": lambda fake: fake.fail("reset_before"),
        "cut after": lambda fake: fake.fail("reset_after"),
        "hang": lambda fake: fake.fail("stall"),
        "throttled": lambda fake: fake.refuse(429, "Too Many Requests", retry_after=7),
        "throttled by a page": lambda fake: fake.fail("429_before"),
        "gone": lambda fake: fake.refuse(403, "Forbidden: bot was blocked by the user"),
        "refused": lambda fake: fake.refuse(400, "Bad Request: not enough rights to send text messages to the chat"),
        "dead token": lambda fake: fake.refuse(401, "Unauthorized"),
    }

    def __init__(self, channel: ChannelProtocol, fake: FakeTelegram) -> None:
        super().__init__(channel, "1001")
        self.fake = fake

    @override
    def moods(self) -> Sequence[Mood]:
        return tuple(self.WORDS)

    @override
    def takes(self, mood: Mood) -> None:
        self.WORDS[mood](self.fake)

    @override
    def seen(self) -> list[str]:
        return [
            "\n".join([one.text, *(label for row in one.buttons for label, _token in row)])
            for one in self.fake.seen[1001]
        ]

    @override
    async def go_down(self) -> None:
        await self.fake.go_down()


class AtZalo(Server):
    WORDS: ClassVar[dict[Mood, Any]] = {
        "html": "html 502", "server error": "http 500", "cut before": "drop before", "cut after": "drop after",
        "hang": "hang", "throttled": "429", "throttled by a page": "html 429",
        "refused": "refuse", "dead token": "401", "empty": "empty",
    }  # fmt: skip

    def __init__(self, channel: ChannelProtocol, fake: FakeZalo) -> None:
        super().__init__(channel, "u1")
        self.fake = fake

    @override
    def moods(self) -> Sequence[Mood]:
        return tuple(self.WORDS)

    @override
    def takes(self, mood: Mood) -> None:
        self.fake.moods.append(self.WORDS[mood])

    @override
    def seen(self) -> list[str]:
        return self.fake.said.get("u1", [])

    @override
    async def go_down(self) -> None:
        await self.fake.go_down()


class AtGateway(Server):
    def __init__(self, channel: ChannelProtocol, fake: Loopback, words: dict[Mood, str], key: str) -> None:
        super().__init__(channel, "+84910000001/7")
        self.fake, self._words, self._key = fake, words, key

    @override
    def moods(self) -> Sequence[Mood]:
        return tuple(self._words)

    @override
    def takes(self, mood: Mood) -> None:
        self.fake.moods.append(self._words[mood])

    @override
    def seen(self) -> list[str]:
        return [str(one.get(self._key)) for one in self.fake.sent]

    @override
    async def go_down(self) -> None:
        await self.fake._runner.cleanup()


class AtThePage(Server):
    """The local chat has no server but ourselves."""

    def __init__(self, channel: Web) -> None:
        super().__init__(channel, "gvcn")
        self._sent: list[Parcel] = []
        tell = channel._stream.tell

        def told(kind: str, what: Any) -> None:
            self._sent.append(what)
            tell(kind, what)

        channel._stream.tell = told  # type: ignore[assignment]

    @override
    def moods(self) -> Sequence[Mood]:
        return ()

    @override
    def takes(self, mood: Mood) -> None:
        raise NotImplementedError

    @override
    def seen(self) -> list[str]:
        return [str(one) for one in self._sent]


_CUTS: dict[Mood, str] = {
    "cut before": "drop before",
    "cut after": "drop after",
    "html": "html 502",
    "throttled": "html 429",
    "throttled by a page": "html 429",
    "server error": "500 {}",
    "empty": "200 {}",
}
_HANGS: dict[Mood, str] = {"hang": "hang"}


class Drawer:
    """A safe in memory."""

    value = b""

    async def read(self) -> bytes:
        return self.value

    async def write(self, value: bytes) -> None:
        self.value = value


@asynccontextmanager
async def telegram() -> AsyncIterator[Server]:
    async with FakeTelegram() as fake:
        yield AtTelegram(Telegram(fake.token, fake.base_url), fake)


@asynccontextmanager
async def zalo() -> AsyncIterator[Server]:
    async with FakeZalo() as fake:
        yield AtZalo(Zalo(fake.token, fake.base_url), fake)


@asynccontextmanager
async def esms() -> AsyncIterator[Server]:
    words: dict[Mood, str] = {**_CUTS, **_HANGS, "gone": "108", "refused": "146", "dead token": "101"}
    async with FakeEsms() as fake:
        yield AtGateway(Sms("esms", "key", "TRUONG", "secret", fake.url), fake, words, "Content")


@asynccontextmanager
async def speedsms() -> AsyncIterator[Server]:
    words: dict[Mood, str] = {
        **_CUTS,
        **_HANGS,
        "gone": "105",
        "refused": "113",
        "dead token": "007",
    }
    async with FakeSpeedsms() as fake:
        yield AtGateway(Sms("speedsms", "key", "TRUONG", base_url=fake.url), fake, words, "content")


@asynccontextmanager
async def zalo_template() -> AsyncIterator[Server]:
    words: dict[Mood, str] = {**_CUTS, **_HANGS, "gone": "-118", "refused": "-132", "dead token": "-105"}
    async with FakeZbs() as fake:
        options = {"base_url": fake.url, "oauth_url": fake.url + "/oauth"}
        channel = Templates("app", "app-secret", "refresh-0", {"absent": Template("1", ["pupil"])}, **options)
        channel.keep_in(Drawer())
        await channel.probe()  # the token is there: what fails is the sending
        yield AtGateway(channel, fake, words, "template_data")


@asynccontextmanager
async def web() -> AsyncIterator[Server]:
    async def now() -> datetime:
        return datetime(2026, 11, 16, tzinfo=UTC)

    channel = Web()
    channel.show(SimpleNamespace(now=now), "Trường Thử")  # all it needs to send
    yield AtThePage(channel)


SERVERS = {
    "telegram": telegram,
    "zalo": zalo,
    "sms": esms,
    "sms by SpeedSMS": speedsms,
    "zalo_template": zalo_template,
    "web": web,
}
