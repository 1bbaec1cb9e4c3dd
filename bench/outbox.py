"""The outbox against a Telegram that answers in 50 ms: many chats, with the rate limit off and on."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import aiohttp
from sqlalchemy import func, insert, select

from bench import district
from bench.figure import Figure
from bench.telegram_process import telegram
from bot.engine.database import Database
from bot.engine.migrate import upgrade
from bot.engine.post.sender import Sender
from bot.engine.timekeeping import Time
from channels.telegram import Channel
from models import Chats, Outbox
from models.post.tables import SENT
from tests.fakes.telegram import FakeTelegram

TOKEN = "123456:CANARY-token_of-a-test"
LATENCY, IN_FLIGHT = 0.05, 64
BAR, MOST_A_SECOND = 0.5, 30
TEXT = "Đã ghi 6A sáng 21/11: vắng 2/35 (1P, 1K)."


def measure(*, small: bool = False) -> list[Figure]:
    return asyncio.run(_measure(80 if small else 2000, 29 if small else 150, turns=1 if small else 3))


async def _measure(many: int, limited: int, turns: int) -> list[Figure]:
    bares, ourselves = [], []
    with telegram(LATENCY) as url:
        for _turn in range(turns):
            bares.append(await _bare(url, many))
            ourselves.append(await _ours(url, many))
    bare, ours = max(bares), max(ourselves)
    densest = await _densest_second(limited)
    against = f"bare aiohttp, {IN_FLIGHT} in flight ({bare:.0f}/s)"
    what = f"outbox, {many:,} chats, limits off, 50 ms away"
    return [
        Figure(part="outbox", what=what, value=ours, unit="/s", against=against, ratio=ours / bare, bar=BAR),
        Figure(
            part="outbox", what="outbox, limit on: messages in the densest second", value=densest, unit="", most=True,
            bar=MOST_A_SECOND,
        ),
    ]  # fmt: skip


async def _bare(url: str, many: int) -> float:
    connector = aiohttp.TCPConnector(limit=IN_FLIGHT)
    async with aiohttp.ClientSession(connector=connector) as session:
        numbers = iter(range(many))

        async def work() -> None:
            for number in numbers:
                call = {"chat_id": 1000 + number, "text": TEXT}
                async with session.post(f"{url}{TOKEN}/sendMessage", json=call) as reply:
                    if not (await reply.json())["ok"]:
                        raise RuntimeError("the fake Telegram refused a call")

        begin = time.perf_counter()
        await asyncio.gather(*(work() for _connection in range(IN_FLIGHT)))
        return many / (time.perf_counter() - begin)


async def _filled(path: Path, many: int) -> Database:
    """A message is due in each of `many` chats."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in path.parent.glob(path.name + "*"):
        old.unlink()
    database = Database(f"sqlite+aiosqlite:///{path}")
    await upgrade(database)
    now = Time()()
    ids = range(1, many + 1)
    chats = [{"id": n, "channel": "telegram", "address": str(1000 + n), "created_at": now} for n in ids]
    due = [{"chat_id": n, "text": TEXT, "created_at": now, "not_before": now} for n in ids]
    async with database.write() as session:
        await session.execute(insert(Chats.__table__), chats)
        await session.execute(insert(Outbox.__table__), due)
    return database


async def _ours(url: str, many: int) -> float:
    channel = Channel(token=TOKEN, base_url=url)
    channel.per_second, channel.per_chat = 0.0, 0.0
    database = await _filled(district.FOLDER / "outbox.db", many)
    took = await _send_all(database, channel, many)
    return many / took


async def _send_all(database: Database, channel: Channel, many: int) -> float:
    """Seconds until every row says that it is sent."""
    sender = Sender(database, {"telegram": channel}, {}, Time())
    begin = time.perf_counter()
    running = asyncio.create_task(sender.run())
    while await _sent(database) < many:  # noqa: ASYNC110, what is awaited is in the database
        await asyncio.sleep(0.1)
    took = time.perf_counter() - begin
    sender.stop()
    await running
    await sender.drain(1)
    await channel.stop()
    await database.close()
    return took


async def _sent(database: Database) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).where(Outbox.state == SENT)) or 0


async def _densest_second(many: int) -> float:
    """As the fake Telegram sees it arrive."""
    database = await _filled(district.FOLDER / "outbox-limited.db", many)
    async with FakeTelegram(token=TOKEN, latency=LATENCY) as fake:
        await _send_all(database, Channel(token=TOKEN, base_url=fake.base_url), many)
        return _most_within_a_second([call.at for call in fake.calls if call.method == "sendMessage"])


def _most_within_a_second(moments: Sequence[float]) -> int:
    return max(sum(1 for other in moments if moment <= other < moment + 1) for moment in moments)
