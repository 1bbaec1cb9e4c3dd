"""The safe of a channel: one row of the database, committed before what is in it is used."""

from sqlalchemy import select, update

from bot.engine.database import Database
from models import ChannelTokens
from models.base import insert_new


class DatabaseSafe:
    """Keeps the contract of `channels.Safe`."""

    def __init__(self, database: Database, channel: str) -> None:
        self._database, self._channel = database, channel

    async def read(self) -> bytes:
        mine = select(ChannelTokens.value).where(ChannelTokens.channel == self._channel)
        async with self._database.read() as session:
            return await session.scalar(mine) or b""

    async def write(self, value: bytes) -> None:
        async with self._database.write() as session:
            await session.execute(insert_new(session, ChannelTokens), [{"channel": self._channel, "value": value}])
            mine = update(ChannelTokens).where(ChannelTokens.channel == self._channel)
            await session.execute(mine.values(value=value))
