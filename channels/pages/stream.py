"""What the open pages hear: every event in order, to everyone who listens, and no listener can slow the bot down."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from secrets import token_hex
from typing import Any

import msgspec

KEPT = 500  # events a page that lost its connection can catch up on
WAITING = 200  # events a slow page may lag behind before it has to read everything again


class Stream:
    """Server-Sent Events. A page that cannot catch up event by event is told `resync`: read everything again."""

    def __init__(self) -> None:
        self._run = token_hex(4)  # an event number of an earlier run means nothing to this one
        self._number = 0
        self._kept = deque([(self._now(), b"")], maxlen=KEPT)
        self._queues: set[asyncio.Queue[bytes | None]] = set()
        self._closed = False

    def tell(self, kind: str, data: Any) -> None:
        self._number += 1
        event = self._event(kind, data)
        self._kept.append((self._now(), event))
        for queue in self._queues:
            if queue.full():
                _empty(queue)
                event = self._event("resync", {})
            queue.put_nowait(event)

    async def listen(self, last_id: str) -> AsyncGenerator[bytes, None]:
        if self._closed:  # a page comes back after a second: it must not hold the server that is stopping
            return
        queue: asyncio.Queue[bytes | None] = asyncio.Queue(maxsize=WAITING)
        self._queues.add(queue)
        try:
            yield b"retry: 1000\n\n" + self._missed(last_id)
            while (event := await queue.get()) is not None:
                yield event
        finally:
            self._queues.discard(queue)

    def close(self) -> None:
        """End every open stream, so that the server can stop."""
        self._closed = True
        for queue in self._queues:
            _empty(queue)
            queue.put_nowait(None)

    def _missed(self, last_id: str) -> bytes:
        numbers = [number for number, _event in self._kept]
        if last_id not in numbers:
            return self._event("resync", {})
        return b"".join(event for _number, event in list(self._kept)[numbers.index(last_id) + 1 :])

    def _now(self) -> str:
        return f"{self._run}-{self._number}"

    def _event(self, kind: str, data: Any) -> bytes:
        return f"id: {self._now()}\nevent: {kind}\ndata: ".encode() + msgspec.json.encode(data) + b"\n\n"


def _empty(queue: asyncio.Queue[bytes | None]) -> None:
    while not queue.empty():
        queue.get_nowait()
