"""Fetches updates through python-telegram-bot's Updater, which moves Telegram's offset only over what is stored."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

import msgspec
import structlog
from telegram import Bot
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater
from telegram.request import BaseRequest

from channels.telegram.arriving import Arrival, arrived_together
from channels.telegram.reading import ALLOWED_UPDATES
from channels.telegram.request import Request
from locales import N_, _

log = structlog.get_logger()

POLL = timedelta(seconds=10)
SLACK = 10.0
SILENCE = 90.0
REST_AFTER_CONFLICT = 60.0
PATIENCE_AT_STOP = 4.0

DEAD_TOKEN = N_("Telegram does not accept the bot's token; nothing is fetched until it does again.")
RIVAL = N_(
    "Another program fetches this bot's messages with the same token; this one keeps out of its way for a minute."
)

Receive = Callable[[Arrival], Awaitable[None]]


class PollRequest(BaseRequest):
    """getUpdates as PTB's Updater sees it: it is shown the ids, and the updates stay here, in bytes, until stored. So
    an update that PTB could not read neither stops the polling nor is lost.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self.batch: list[Arrival] = []
        self.heard = time.monotonic()
        self.refused = 0
        self.ended = asyncio.Event()

    @property
    def read_timeout(self) -> float:
        return SLACK

    async def initialize(self) -> None:
        """The session is the other request's."""

    async def shutdown(self) -> None:
        """The session is the other request's."""

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        if self.refused:  # not even the Updater's farewell call: it would cut off the rival
            return 200, _ids([])
        status, reply = await self._request.do_request(*args, **kwargs)
        if status in (401, 404, 409):
            self.refused = status
            self.ended.set()
            await asyncio.Event().wait()  # the poller stops the Updater here, before it makes its own of the refusal
        if status != 200:
            return status, reply
        self.batch = _arrivals(reply)
        self.heard = time.monotonic()
        return status, _ids(self.batch)

    def resume(self) -> None:
        self.refused = 0
        self.ended.clear()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        return Request.parse_json_payload(payload)


def _arrivals(reply: bytes) -> list[Arrival]:
    try:
        return arrived_together(reply)
    except msgspec.MsgspecError:
        raise NetworkError("the reply to getUpdates holds no updates") from None


def _ids(batch: Sequence[Arrival]) -> bytes:
    return msgspec.json.encode({"ok": True, "result": [{"update_id": each.number} for each in batch]})


class StoringQueue(asyncio.Queue[object]):
    """PTB moves the offset when put() has returned for every update of a batch. The first put stores all of it, chats
    side by side and each in its order; nothing is queued. What cannot be stored leaves as a NetworkError, which PTB
    answers by waiting and fetching again: any other error would end the polling without a word.
    """

    def __init__(self, request: PollRequest, receive: Receive) -> None:
        super().__init__()
        self._request, self._receive = request, receive
        self.storing: set[asyncio.Task[None]] = set()
        self.fault = ""

    async def put(self, item: object) -> None:
        batch, self._request.batch = self._request.batch, []
        chats: defaultdict[str, list[Arrival]] = defaultdict(list)
        for arrival in batch:
            chats[arrival.raw.address].append(arrival)
        tasks = {asyncio.create_task(self._store(chat)) for chat in chats.values()}
        self.storing |= tasks
        # PTB cancels put() when it is stopped; what has begun to be stored is stored to the end.
        results = await asyncio.shield(asyncio.gather(*tasks, return_exceptions=True))
        self.storing -= tasks
        self.fault = next((type(result).__name__ for result in results if result), "")
        if self.fault:
            if polling := asyncio.current_task():  # stopped at this moment, PTB never looks at what its task raised
                polling.add_done_callback(lambda task: task.cancelled() or task.exception())
            raise NetworkError(f"not stored: {self.fault}")

    async def _store(self, chat: Sequence[Arrival]) -> None:
        for arrival in chat:
            await self._receive(arrival)


class Poller:
    """Waits for an unreachable Telegram; after a refusal of its token, or for a rival, it tries again every minute."""

    def __init__(self, bot: Bot, request: PollRequest, receive: Receive) -> None:
        self._request = request
        self._queue = StoringQueue(request, receive)
        self._updater = Updater(bot, self._queue)
        self._ended, self._ended_at = "", 0.0

    def problem(self) -> str | None:
        if self._ended and self._request.heard <= self._ended_at:
            return _(self._ended)
        if self._queue.fault:
            return _("What Telegram delivers cannot be stored ({why}).").format(why=self._queue.fault)
        silent = time.monotonic() - self._request.heard
        text = _("No messages could be fetched from Telegram for {seconds} seconds.")
        return text.format(seconds=f"{silent:.0f}") if silent > SILENCE else None

    async def run(self) -> None:
        self._request.heard = time.monotonic()
        while True:
            self._end(RIVAL if await self._poll() == 409 else DEAD_TOKEN)
            await asyncio.sleep(REST_AFTER_CONFLICT)
            self._request.resume()

    async def _poll(self) -> int:
        """The status that Telegram ended it with: 401, 404 or 409."""
        try:
            await until_reached(self._updater.initialize)
            # The Updater begins with deleteWebhook; retries without end, because unreachable is an ordinary state.
            await self._updater.start_polling(
                timeout=POLL, bootstrap_retries=-1, allowed_updates=ALLOWED_UPDATES, error_callback=_poll_failed
            )
        except InvalidToken:
            return 401
        await self._request.ended.wait()
        await self.stop()
        return self._request.refused

    def _end(self, why: str) -> None:
        self._ended, self._ended_at = why, time.monotonic()
        log.error("telegram.polling_stopped", why=why)

    async def stop(self) -> None:
        if self._updater.running:
            with suppress(TelegramError, TimeoutError):  # it was failing already, or its farewell call takes too long
                async with asyncio.timeout(PATIENCE_AT_STOP):
                    await self._updater.stop()
        await asyncio.gather(*self._queue.storing, return_exceptions=True)


def _poll_failed(error: TelegramError) -> None:
    log.warning("telegram.poll_failed", error=error.message)


async def until_reached(call: Callable[[], Awaitable[object]]) -> None:
    """Call until it succeeds, with growing pauses. Only InvalidToken is raised: waiting does not mend that."""
    pause = 1.0
    while True:
        try:
            await call()
        except InvalidToken:
            raise
        except TelegramError as error:
            log.warning("telegram.unreachable", error=error.message)
        else:
            return
        await asyncio.sleep(pause)
        pause = min(30.0, 2 * pause)
