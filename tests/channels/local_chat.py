"""A tiny school behind the local chat: it answers from a list, and every move of its clock plays one scene."""

import asyncio
import socket
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import uvicorn
from msgspec import Struct
from starlette.applications import Starlette
from starlette.types import ASGIApp

from channels import Parcel, Raw
from channels.pages.stage import Move, Phone, Shown, spoken
from channels.web import Channel
from models.shapes.message import File

MONDAY = datetime(2026, 11, 16, 7, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TEACHER = Phone(
    address="gvcn", name="Nguyễn Thị Mai", role="GVCN lớp 6A", hint=["/vang 6A Ho Van Nia", "/du 6A"], uploads=True
)
PARENT = Phone(address="phuhuynh", name="Hồ Thị Blúp", role="Phụ huynh em Hồ Văn Nia")
PRINCIPAL = Phone(address="ht", name="Trần Quang Vinh", role="Hiệu trưởng", hint=["/baocao"])


class Scene(Struct, frozen=True):
    """What is told when the clock gets to `at`."""

    at: datetime
    parcels: Sequence[Parcel] = ()


class SmallSchool:
    """Stage and bot in one. `answers` are by what was typed or by the token pressed."""

    def __init__(self, channel: Channel, answers: Mapping[str, Sequence[Parcel]], scenes: Sequence[Scene] = ()) -> None:
        self.channel = channel
        self.cast: list[Phone] = [TEACHER, PARENT, PRINCIPAL]
        self.raws: list[Raw] = []
        self.shown: defaultdict[str, list[Shown]] = defaultdict(list)
        self.clock, self.movable = MONDAY, True
        self.moves: list[Move] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self._answers = answers
        self._scenes = list(scenes)
        self._answering: set[asyncio.Task[None]] = set()
        channel.show(self, "Trường PTDTBT THCS Suối Mây")

    def app(self) -> ASGIApp:
        return Starlette(routes=self.channel.routes(self.take))

    async def phones(self) -> Sequence[Phone]:
        return self.cast

    async def now(self) -> datetime:
        return self.clock

    async def may_move(self) -> bool:
        return self.movable

    async def move(self, to: Move) -> None:
        self.moves.append(to)
        await self.gate.wait()
        scene = self._scenes.pop(0) if self._scenes else Scene(self.clock + timedelta(days=1))
        self.clock = scene.at
        for parcel in scene.parcels:
            await self.tell(parcel, alert=True)

    async def history(self, address: str) -> Sequence[Shown]:
        return self.shown[address]

    async def take(self, raw: Raw) -> None:
        self.raws.append(raw)
        self.shown[raw.address].append(spoken(raw.body))
        answer = asyncio.create_task(self._answer(raw))
        self._answering.add(answer)
        answer.add_done_callback(self._answering.discard)

    async def tell(self, parcel: Parcel, *, alert: bool) -> str:
        self.clock += timedelta(seconds=1)  # no two messages of one instant: the order stays known
        sent = await self.channel.send(msgspec.structs.replace(parcel, alert=alert))
        names = [file.name for file in parcel.files]
        self.shown[parcel.address].append(
            Shown(
                id=sent,
                mine=False,
                text=parcel.text,
                at=self.clock,
                buttons=parcel.buttons,
                files=names,
                alert=alert,
            )
        )
        return sent

    async def _answer(self, raw: Raw) -> None:
        for parcel in self._answers.get(self.channel.read(raw.body).text, ()):
            await self.tell(parcel, alert=parcel.address != raw.address)


def small_story(channel: Channel) -> SmallSchool:
    """One absence: reported, told to the parent at the next check, explained with one tap, told to the teacher."""
    question = Parcel(
        address="phuhuynh",
        text="Kính gửi anh/chị, sáng nay em **Nia** chưa đến lớp.\nAnh/chị cho nhà trường biết lý do ạ.",
        buttons=[[("Cháu ốm", "t-om"), ("Gia đình có việc", "t-viec")], [("Không biết cháu nghỉ", "t-khong")]],
    )
    report = Parcel(address="ht", text="Báo cáo ngày 16/11", files=[File("Báo cáo 16-11.xlsx", b"so lieu")])
    return SmallSchool(
        channel,
        {
            "/vang 6A Ho Van Nia": [Parcel(address="gvcn", text="Đã ghi 6A sáng 16/11: vắng **1/35** (0P, 1K).")],
            "t-om": [
                Parcel(address="phuhuynh", text="Nhà trường đã nhận tin. Chúc em mau khoẻ."),
                Parcel(address="gvcn", text="Phụ huynh em Hồ Văn Nia báo: con ốm."),
            ],
            "/baocao": [report],
        },
        [Scene(MONDAY.replace(minute=35), [question])],
    )


@asynccontextmanager
async def serving(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """This application on a real port of this machine; yields its address."""
    listening = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    running = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:  # noqa: ASYNC110, uvicorn has a flag and no event
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


@asynccontextmanager
async def playing(school: SmallSchool, port: int = 0) -> AsyncIterator[str]:
    """A server of its own for one school, stopped in the order the bot stops: the channel first."""
    async with serving(school.app(), port) as url:
        try:
            yield url
        finally:
            await school.channel.stop()
