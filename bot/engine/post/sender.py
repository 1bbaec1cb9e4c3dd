"""Sending: takes what is due from the outbox, writes the try down, sends it, and writes down what came of it."""

import asyncio
import secrets
import time
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.crashpoint import crashpoint
from bot.engine.database import Database
from bot.engine.post.clerk import Clerk
from bot.engine.post.delivering import Delivery
from bot.engine.post.leasing import Lease, claim, held_up, next_due, release, release_expired
from bot.engine.post.lines import Line
from bot.engine.post.ready import Ready, write_down
from bot.engine.post.roads import Roads
from bot.engine.post.second_road import SecondRoad
from bot.engine.post.settle import Outcome, settle
from bot.engine.post.turns import Turns
from bot.engine.post.writing import Writer
from channels import ChannelProtocol
from models.post.stops import end_those_over
from models.shapes.letter import Composition

log = structlog.get_logger()

LEASE = timedelta(seconds=120)  # longer than any send takes
MOST = 64
IDLE = 2.0  # seconds until another process's rows are found
GATHER = 0.005  # seconds: results that arrive together are settled together


class Sender:
    """One loop over the outbox for the channels of this process."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, ChannelProtocol],
        composers: Mapping[str, Composition],
        now: Callable[[], datetime],
    ) -> None:
        self._database, self._channels, self._now = database, channels, now
        self._writer = Writer(channels, composers)
        self._wake = asyncio.Event()
        self._flying: set[asyncio.Task[None]] = set()
        self._finished: list[Outcome] = []
        self._resting: dict[int, float] = {}
        self.lines = {name: Line(now) for name in channels}
        self._delivery = Delivery(channels, self.lines, Clerk(database))
        self._second_road = SecondRoad(self.lines)
        self._turns, self._mine = Turns(database), set(channels)
        self._roads = Roads(channels)
        self._once = [name for name, channel in channels.items() if channel.can.unmarked]
        self._swept = float("-inf")
        self._stopping = False

    def wake(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        """Let `run` end after the cycle in hand; what is in flight then is awaited by `drain`."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                self._mine = await self._turns.mine(self._channels)
                await self._rest(busy=any(await self.cycle()))
            except Exception:  # the loop must outlive any fault of the database; nothing was sent unrecorded
                log.exception("sender.cycle_failed")
                await asyncio.sleep(1)

    async def drain(self, seconds: float) -> None:
        """Wait for what is in flight, then settle it; what takes longer is in doubt until its lease is over."""
        if self._flying:
            _back, late = await asyncio.wait(self._flying, timeout=seconds)
            if late:
                log.warning("sender.left_in_flight", letters=len(late))
        await self._settle_only()
        await self._turns.close()

    async def quiet(self) -> None:
        """Send until nothing more is due now and nothing is in flight."""
        claimed = 1
        while claimed or self._flying or self._finished:  # what has come back lets the chat's next one go
            if self._flying:
                await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            _settled, claimed = await self.cycle()

    async def cycle(self) -> tuple[int, int]:
        """One transaction: settle what came back, then take what is due; how much there was of each."""
        now, finished, ready, claimed = self._now(), self._finished, list[Ready](), 0
        self._finished = []
        try:
            async with self._database.write() as session:
                await settle(session, finished, now)
                await self._sweep(session, now)
                await self._release(session, now)
                await end_those_over(session, now)
                await self._second_road.look(session, now)
                await self._roads.look(session, now)
                ready, claimed = await self._take(session, now)
        except BaseException:
            self._finished = finished + self._finished
            raise
        if finished:
            crashpoint("mark.commit")
        if ready:
            crashpoint("outbox.claim")
        for item in ready:
            self._delivery.begin(item)
            self._launch(self._deliver(item))
        for name in self._mine:
            if self.lines[name].wants_asking():
                self.lines[name].begin()
                self._launch(self._delivery.ask(name))
        return len(finished), claimed

    async def take_over(self) -> None:
        """At the start of the only process on a database: whatever is leased was in the hands of one that died, and an
        outage that it met may last.
        """
        async with self._database.write() as session:
            for name in self._mine & set(await held_up(session)):
                self.lines[name].doubt()
            if lost := await release_expired(session, None, once=self._once):
                log.warning("sender.taken_over", rows=lost)

    async def _settle_only(self) -> None:
        finished, self._finished = self._finished, []
        if not finished:
            return
        async with self._database.write() as session:
            await settle(session, finished, self._now())

    async def _rest(self, *, busy: bool) -> None:
        if busy or self._finished:
            await asyncio.sleep(GATHER)
            return
        resting, moment = self._rested(), time.monotonic()
        async with self._database.read() as session:
            due = await next_due(session, self._open(), resting)
        waits = [IDLE, *(until - moment for until in self._resting.values())]
        waits += self._delivery.waits()
        if due is not None:
            waits.append((due - self._now()).total_seconds())
        with suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), max(0.02, min(waits)))

    def _open(self) -> list[str]:
        """The channels that may be sent on now."""
        if len(self._flying) >= MOST:
            return []
        return [name for name in self._channels if name in self._mine and self._delivery.room(name, MOST) > 0]

    async def _sweep(self, session: AsyncSession, now: datetime) -> None:
        if time.monotonic() - self._swept < 10:
            return
        self._swept = time.monotonic()
        if lost := await release_expired(session, now, once=self._once):
            log.warning("sender.leases_expired", rows=lost)

    async def _release(self, session: AsyncSession, now: datetime) -> None:
        """A channel carries again: what it held up goes at once."""
        for name, line in self.lines.items():
            if line.frees:
                rows, line.frees = await release(session, name, line.frees, now), ()
                log.warning("sender.released", channel=name, rows=rows)

    async def _take(self, session: AsyncSession, now: datetime) -> tuple[list[Ready], int]:
        """The parcels to send now, and how many rows were looked at for them."""
        resting, lease, rows = self._rested(), Lease(secrets.token_hex(8), now + LEASE), list[Any]()
        for name in self._open():
            room = self._delivery.room(name, MOST - len(self._flying) - len(rows))
            if room > 0:
                rows += await claim(session, now, channel=name, resting=resting, most=room, lease=lease)
        if not rows:
            return [], 0
        ready = await self._writer.write(session, rows, lease.token, now)
        for item in ready:
            self._resting[item.chat_id] = time.monotonic() + self._channels[item.channel].per_chat
        await write_down(session, ready, now)
        return ready, len(rows)

    def _rested(self) -> list[int]:
        moment = time.monotonic()
        self._resting = {chat: until for chat, until in self._resting.items() if until > moment}
        return list(self._resting)

    def _launch(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._flying.add(task)
        task.add_done_callback(self._landed)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._wake.set()

    async def _deliver(self, item: Ready) -> None:
        outcome = await self._delivery.deliver(item)
        self._finished.append(outcome)  # to the list as it is now: a round may have taken the one before
