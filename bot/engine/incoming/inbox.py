"""The inbox: what was stored is handled in order, several chats at once, each message whole or not at all."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import structlog
from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.commands import Book
from bot.engine.crashpoint import crashpoint
from bot.engine.database import Database
from bot.engine.doors import doors
from bot.engine.incoming.making import Making
from bot.engine.incoming.parking import count_failure, give_up, is_last_try
from bot.engine.incoming.pressed import pressed, sayable
from bot.engine.incoming.recognising import recognised
from bot.engine.incoming.waiting import heads_of_chats, marked_done
from bot.engine.incoming.which_school import to_its_school
from bot.engine.metrics import HANDLING, MESSAGES
from bot.engine.post.outbox import Origin, origin_of, store
from bot.engine.post.roads import confirm
from bot.engine.progress import at_work
from channels import ChannelProtocol
from handlers.aside import Aside
from handlers.asked import Unclear
from models.people.askers import recognise
from models.shapes.message import Incoming, Said
from models.shapes.receipt import Receipt

log = structlog.get_logger()

AT_ONCE = 64
TOLD = datetime(2000, 1, 1, tzinfo=UTC)  # what is said to have been written before it was written when it came


class Message(Struct):
    """A stored row on its way through a transaction."""

    row: Any
    incoming: Incoming | None = None
    error: Exception | None = None
    said: Sequence[Said] = ()
    waits: bool = False  # for its file to be read; nothing is settled yet
    receipt: Receipt | None = None


class EarlyReceiptError(Exception):
    """What became of a message came before the word that it was taken: it is looked at again a little later."""


class Worker:
    """Takes the oldest message of each chat and lets a handler answer, many chats in one transaction.

    The commit is what costs, so several chats share it; a plain SAVEPOINT keeps each message one atomic unit
    (SQLAlchemy's begin_nested would cost nine tenths of the gain).
    """

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, ChannelProtocol],
        book: Book,
        now: Callable[[], datetime],
        answered: Callable[[], None],
    ) -> None:
        self._database, self._channels, self._book, self._now, self._answered = database, channels, book, now, answered
        self._wake = asyncio.Event()
        self._preparing: dict[int, asyncio.Task[Any]] = {}
        self._prepared: dict[int, Incoming] = {}
        self._making = Making(database, channels, self._preparing, self._wake.set)
        self._stopping = False
        self._expecting = False

    def wake(self) -> None:
        self._expecting = True
        self._wake.set()

    def stop(self) -> None:
        """Let `run` end after the batch in hand. Files that are being read are read again after the next start."""
        self._stopping = True
        for task in self._preparing.values():
            task.cancel()
        self._wake.set()

    async def run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                busy = await self.step()
            except Exception:  # the loop must outlive a database that cannot be written to
                log.exception("inbox.step_failed")
                busy = 0
                await asyncio.sleep(1)
            if not busy:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), 1)

    async def quiet(self) -> None:
        """Handle until nothing is left that can be handled now."""
        while True:
            busy = bool(self._preparing)  # what ends during a step is handled by the next one
            if not await self.step() and not busy and not self._preparing:
                return
            if self._preparing:
                await asyncio.wait(self._preparing.values(), return_when=asyncio.FIRST_COMPLETED)

    async def step(self) -> int:
        """One transaction over the heads of up to 64 chats. Return how many messages it settled."""
        now = self._now()
        if not self._expecting and not await self._is_waited_for(now):
            return 0
        self._expecting = False
        with HANDLING.time():
            try:
                messages = await self._together(now, list[Message](), AT_ONCE)
            except Exception:
                log.exception("inbox.batch_failed")
                messages = await self._one_by_one(now)
        crashpoint("domain.commit")
        for message in messages:
            if message.waits:
                continue
            self._prepared.pop(message.row.id, None)
            self._making.forget(message.row.id)
            MESSAGES.labels(message.row.channel, "failed" if message.error else "done").inc()
        self._answered()
        return len(messages)

    async def _is_waited_for(self, now: datetime) -> bool:
        """Looks without the writer's lock, which an idle process must not take every second."""
        async with self._database.read() as session:
            connection = await session.connection()  # no ORM: an idle process asks every second
            return (await connection.execute(heads_of_chats(), self._among(now, 1))).first() is not None

    async def _together(self, now: datetime, messages: list[Message], most: int) -> list[Message]:
        async with self._database.write() as session:
            messages += await self._claim(session, now, most)
            crashpoint("dispatch.begin")
            await self._recognise(session, messages, now)
            for message in messages:
                await self._handle(session, message, now)
            await self._finish(session, messages, now)
        return messages

    async def _one_by_one(self, now: datetime) -> list[Message]:
        """What one message led to was refused by the database itself, and took its neighbours along: each has its own
        transaction now, and the guilty one its failure. If the database is out of order, this raises as well.
        """
        settled: list[Message] = []
        for _head in range(AT_ONCE):
            found: list[Message] = []
            try:
                await self._together(now, found, 1)
            except Exception as error:
                if not found:
                    raise
                found[0].error = error
                await self._record_failure(found, now)
            settled += found
            if not found or found[0].waits:
                break
        return settled

    async def _record_failure(self, found: Sequence[Message], now: datetime) -> None:
        """Whatever raised: where even the apology cannot be stored, the failure itself is. Raises where the database is
        out of order for everybody.
        """
        try:
            async with self._database.write() as session:
                await self._recognise(session, found, now)
                await self._finish(session, found, now)
        except Exception:
            log.exception("inbox.failure_unanswered", inbox=found[0].row.id)
            found[0].incoming = None
            async with self._database.write() as session:
                await recognise(session, (), now)
                await self._finish(session, found, now)

    def _among(self, now: datetime, most: int) -> dict[str, Any]:
        return {"now": now, "channels": list(self._channels), "busy": list(self._preparing), "most": most}

    async def _claim(self, session: AsyncSession, now: datetime, most: int) -> list[Message]:
        heads = heads_of_chats()
        if session.get_bind().dialect.name == "postgresql":
            heads = heads.with_for_update(skip_locked=True)
        return [self._read(row) for row in await session.execute(heads, self._among(now, most))]

    def _read(self, row: Any) -> Message:
        if row.id in self._prepared:
            return Message(row, self._prepared[row.id])
        try:
            incoming = self._channels[row.channel].read(row.body)
        except Exception as error:  # a payload no reader understands is that row's fault alone
            return Message(row, error=error)
        if incoming is None:
            return Message(row)
        if isinstance(incoming, Receipt):
            return Message(row, receipt=incoming)
        untold = incoming.pressed or incoming.when < TOLD  # nobody presses a button ahead of the network
        when = row.received_at if untold else incoming.when
        known = structs.replace(incoming, inbox_id=row.id, can=self._channels[row.channel].can, when=when)
        known = structs.replace(known, doors=doors(self._channels))
        whole = structs.replace(known, received=row.received_at)
        return Message(row, structs.replace(whole, text=sayable(whole.text), sender_name=sayable(whole.sender_name)))

    async def _recognise(self, session: AsyncSession, messages: Sequence[Message], now: datetime) -> None:
        heard = {at: message.incoming for at, message in enumerate(messages) if message.incoming is not None}
        for at, known in (await recognised(session, heard, now)).items():
            messages[at].incoming = known

    async def _handle(self, session: AsyncSession, message: Message, now: datetime) -> None:
        """One message, all or nothing. Its savepoint is not released, the commit does that: one statement less."""
        incoming = message.incoming
        if incoming is None or message.error is not None:
            return
        message.waits = self._must_prepare(incoming)
        if message.waits:
            return
        connection = await session.connection()
        await connection.exec_driver_sql("SAVEPOINT message")
        try:
            incoming = message.incoming = await to_its_school(session, await pressed(session, incoming, now))
            with at_work(self._channels[incoming.channel], incoming):
                made = self._making.made(incoming)
                message.said = made.result() if made else await self._book.answer(incoming, session)
        except Aside as aside:
            message.waits = True
            await connection.exec_driver_sql("ROLLBACK TO SAVEPOINT message")
            self._making.begin(incoming, aside)
        except Unclear as unclear:  # it carries the answer, and nothing is recorded
            message.said = [unclear.answer]
            await connection.exec_driver_sql("ROLLBACK TO SAVEPOINT message")
        except Exception as error:  # any fault of a handler is this message's alone; it is retried, then parked
            log.exception("inbox.handler_failed", inbox=message.row.id, tries=message.row.tries + 1)
            message.error = error
            await connection.exec_driver_sql("ROLLBACK TO SAVEPOINT message")

    def _must_prepare(self, incoming: Incoming) -> bool:
        """A file is fetched and read outside any transaction; its message waits for that, its chat with it."""
        if incoming.attachment is None or incoming.prepared is not None or not incoming.private:
            return False
        for handler in self._book.documents:
            if handler.prepare is not None and handler.takes(incoming):
                task = asyncio.create_task(self._prepare(incoming, handler.prepare))
                self._preparing[incoming.inbox_id] = task
                return True
        return False

    async def _prepare(self, incoming: Incoming, prepare: Any) -> None:
        assert incoming.attachment is not None  # noqa: S101, checked by _must_prepare
        try:
            channel = self._channels[incoming.channel]
            content = await channel.fetch(incoming.attachment)
            with at_work(channel, incoming):
                prepared = await prepare(content)
        except Exception as error:  # what went wrong is an answer too: the handler finds the words
            prepared = error
        self._prepared[incoming.inbox_id] = structs.replace(incoming, prepared=prepared)
        self._preparing.pop(incoming.inbox_id, None)
        self._wake.set()

    async def _finish(self, session: AsyncSession, messages: Sequence[Message], now: datetime) -> None:
        settled = [message for message in messages if not message.waits]
        for message in settled:
            if message.receipt is None or await confirm(session, message.row.channel, message.receipt, now):
                continue
            if not is_last_try(message.row):
                message.error = EarlyReceiptError()
        done = [message for message in settled if message.error is None]
        said: list[tuple[Origin, Sequence[Said]]] = [
            (origin_of(message.incoming, now), message.said) for message in done if message.incoming and message.said
        ]
        schools = {
            m.incoming.asker.school.id: m.incoming.asker.school for m in done if m.incoming and m.incoming.asker.school
        }
        for message in settled:
            if message.error is not None and is_last_try(message.row):
                said += await give_up(session, message.row, message.incoming, schools, now)
        await store(session, said, schools, now)
        if done:
            ids = [{"row": m.row.id, "said": m.incoming and m.incoming.message_id, "at": now} for m in done]
            await (await session.connection()).execute(marked_done(), ids)
        for message in settled:
            if message.error is not None:
                await count_failure(session, message.row, message.error, now)
