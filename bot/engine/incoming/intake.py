"""What arrives is committed before it is acknowledged, by one transaction for everybody who waits."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from bot.engine.crashpoint import crashpoint
from bot.engine.database import Database
from channels import Raw
from models import Inbox
from models.base import insert_new


class Waiting(Struct):
    """A row that somebody's `take` is waiting to see committed."""

    channel: str
    raw: Raw
    stored: asyncio.Future[None]


class Intake:
    """Group commit for what arrives: everybody who waits is served by one transaction."""

    def __init__(self, database: Database, now: Callable[[], datetime], arrived: Callable[[], None]) -> None:
        self._database, self._now, self._arrived = database, now, arrived
        self._waiting: list[Waiting] = []
        self._flushing: asyncio.Task[None] | None = None

    async def take(self, channel: str, raw: Raw) -> None:
        """Return when the row is committed, or was there already. Raises what the database raised."""
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(Waiting(channel, raw, stored))
        if self._flushing is None or self._flushing.done():
            self._flushing = asyncio.create_task(self._flush())
        await asyncio.shield(stored)

    async def _flush(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                await self._commit(batch)
            except Exception as error:  # every waiter must hear of it: none may acknowledge
                for item in batch:
                    _fail(item.stored, error)
            else:
                crashpoint("recv.commit")
                for item in batch:
                    if not item.stored.done():
                        item.stored.set_result(None)
                self._arrived()

    async def _commit(self, batch: Sequence[Waiting]) -> None:
        now = self._now()
        rows = [
            {
                "channel": item.channel,
                "external_id": item.raw.external_id,
                "address": item.raw.address,
                "body": item.raw.body,
                "received_at": now,
                "state": "new",
                "tries": 0,
            }
            for item in batch
        ]
        async with self._database.write() as session:
            await session.execute(insert_new(session, Inbox.__table__), rows)
            crashpoint("recv.insert")


def _fail(stored: asyncio.Future[None], error: Exception) -> None:
    if not stored.done():
        stored.set_exception(error)
        stored.exception()  # a waiter that was cancelled meanwhile leaves nobody to look at it
