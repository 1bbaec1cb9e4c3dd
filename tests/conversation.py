"""Conversations in tests: a school on a real database, phones that say things and show what came back."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.routing import BaseRoute

from bot.app import App
from bot.clock import Time
from bot.config import Config, DatabaseConfig, SchoolConfig
from bot.migrate import upgrade
from bot.school import keep_school
from bot.stage import advance
from channels import Parcel, Raw, SendError, Take
from models import Chats, People, Pupils
from models.calendar import open_day
from models.message import Attachment, Incoming
from papers.roster import Roster
from papers.roster.apply import apply_roster
from tests import databases
from tests.small_school import PHONES, small_roster

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = "2026-11-16 07:05"


class Words(Struct):
    """What the paper channel stores of a message."""

    address: str
    text: str
    when: datetime
    message_id: str
    pressed: bool = False
    edited: bool = False
    private: bool = True
    file: str = ""
    name: str = ""


class PaperChannel:
    """A channel at the edge: no network, only what was said and what a person would have seen, in order.

    `refuse` maps an address to the error its next sends raise, `lose` to the one raised after it has arrived; nothing
    goes through while `gate` is closed; `files` holds what was sent to us.
    """

    name = "paper"
    has_buttons = True
    per_second = 0.0
    per_chat = 0.0

    def __init__(self) -> None:
        self.seen: dict[str, list[Parcel]] = defaultdict(list)
        self.refuse: dict[str, Exception] = {}
        self.lose: dict[str, SendError] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.files: dict[str, bytes] = {}

    def routes(self, take: Take) -> Sequence[BaseRoute]:
        return ()

    async def start(self, take: Take) -> None:
        pass

    async def stop(self) -> None:
        pass

    def read(self, body: bytes) -> Incoming | None:
        words = msgspec.json.decode(body, type=Words)
        file = Attachment(name=words.file, reference=words.file, size=1) if words.file else None
        return Incoming(
            channel=self.name,
            address=words.address,
            text=words.text,
            when=words.when,
            message_id=words.message_id,
            sender_name=words.name,
            pressed=words.pressed,
            edited=words.edited,
            private=words.private,
            attachment=file,
        )

    async def send(self, parcel: Parcel) -> str:
        await self.gate.wait()
        if error := self.refuse.get(parcel.address):
            raise error
        self.seen[parcel.address].append(parcel)
        if lost := self.lose.get(parcel.address):
            raise lost
        return f"{parcel.address}-{len(self.seen[parcel.address])}"

    async def fetch(self, attachment: Attachment) -> bytes:
        return self.files[attachment.reference]

    async def problem(self) -> str | None:
        return None


class Play:
    """A school that can be talked to. Phones are named after their people (see `PHONES`); any other name is a phone
    nobody is linked to. Every method returns when all that follows has been handled and sent.
    """

    def __init__(self, app: App, channel: PaperChannel, school_id: int) -> None:
        self.app, self.channel, self.school_id = app, channel, school_id
        self._looked: dict[str, int] = defaultdict(int)

    @property
    def now(self) -> datetime:
        return self.app.now().astimezone(ZONE)

    async def say(self, phone: str, text: str, **more: object) -> list[str]:
        """Say something; return the texts this phone shows because of it."""
        words = Words(phone, text, self.app.now(), uuid4().hex)
        for name, value in more.items():
            setattr(words, name, value)
        await self.app.take(
            self.channel.name, Raw(external_id=uuid4().hex, address=phone, body=msgspec.json.encode(words))
        )
        await self.app.settle()
        return self.new(phone)

    async def press(self, phone: str, label: str) -> list[str]:
        """Press the newest button on this phone whose label contains these words."""
        for parcel in reversed(self.channel.seen[phone]):
            for text, token in (button for row in parcel.buttons for button in row):
                if label in text:
                    return await self.say(phone, token, pressed=True)
        raise AssertionError(f"no button {label!r} on {phone}: {self.labels(phone)}")

    def labels(self, phone: str) -> list[str]:
        """The labels of the newest message's buttons."""
        seen = self.channel.seen[phone]
        return [label for row in seen[-1].buttons for label, _token in row] if seen else []

    def new(self, phone: str) -> list[str]:
        """The texts this phone has shown since the last look."""
        fresh = self.channel.seen[phone][self._looked[phone] :]
        self._looked[phone] = len(self.channel.seen[phone])
        return [parcel.text for parcel in fresh]

    async def clock_to(self, moment: str) -> None:
        """Let the clock walk there (`07:45`, or `2026-11-17 07:05`), doing everything that comes due on the way."""
        if len(moment) == 5:
            moment = f"{self.now:%Y-%m-%d} {moment}"
        end = datetime.strptime(moment, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE).astimezone(UTC)
        await advance(self.app, end)

    async def person(self, name: str) -> int:
        async with self.app.database.read() as session:
            return await session.scalar(select(People.id).where(People.full_name == name)) or 0

    async def pupil(self, name: str) -> int:
        async with self.app.database.read() as session:
            return await session.scalar(select(Pupils.id).where(Pupils.full_name == name)) or 0


@asynccontextmanager
async def playing(
    folder: Path | None = None, *, at: str = MONDAY, url: str = "", roster: Roster | None = None, **school: object
) -> AsyncIterator[Play]:
    """A play at a local moment, on a fresh database in `folder` (or on `url`). `school` overrides settings."""
    time = Time()
    time.move_to(datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE))
    config = Config(
        database=DatabaseConfig(url=url or databases.sqlite(folder or Path())),
        school=msgspec.structs.replace(SchoolConfig(name="Trường Thử"), **school),
    )
    channel = PaperChannel()
    app = App(config, time, {"paper": channel})
    await upgrade(app.database)
    try:
        async with app.database.write() as session:
            today = time().astimezone(ZONE).date()
            school_id = await keep_school(session, config.school, today)
            await apply_roster(session, school_id, roster or small_roster(), today)
            await open_day(session, [school_id], today)
            await _link(session, time())
        yield Play(app, channel, school_id)
    finally:
        await app.database.close()


async def _link(session: AsyncSession, now: datetime) -> None:
    people = dict((await session.execute(select(People.full_name, People.id))).all())
    rows = [
        {"channel": "paper", "address": phone, "person_id": people[name], "created_at": now, "linked_at": now}
        for phone, name in PHONES.items()
        if name in people
    ]
    await session.execute(insert(Chats), rows)
