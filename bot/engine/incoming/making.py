"""What a message waits for while it is made aside (see `handlers.aside`)."""

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from bot.engine.database import Database
from bot.engine.progress import at_work
from channels import ChannelProtocol
from handlers.aside import Aside
from models.shapes.asker import Asker
from models.shapes.message import Incoming, Said

Answer: TypeAlias = asyncio.Task[Sequence[Said]]
OFTEN = 0.0005  # seconds after which a thread that writes a file gives way; Python's own 0.005 is felt in every reply


class Making:
    """`running` are the messages that wait, by their ids; `ready` is called when one need not any more."""

    def __init__(
        self,
        database: Database,
        channels: Mapping[str, ChannelProtocol],
        running: dict[int, asyncio.Task[Any]],
        ready: Callable[[], None],
    ) -> None:
        self._database, self._channels, self._running, self._ready = database, channels, running, ready
        self._made: dict[int, tuple[Asker, Answer]] = {}
        self._at_work, self._usual = 0, sys.getswitchinterval()

    def begin(self, incoming: Incoming, aside: Aside) -> None:
        task = asyncio.create_task(self._make(incoming, aside), context=aside.context)
        self._running[incoming.inbox_id] = task
        task.add_done_callback(lambda task: self._keep(incoming, task))

    def made(self, incoming: Incoming) -> Answer | None:
        """What was made for this message, or failed; None too where who asked is not any more what he or she was."""
        asker, answer = self._made.get(incoming.inbox_id, (None, None))
        return answer if asker == incoming.asker else None

    def forget(self, inbox_id: int) -> None:
        self._made.pop(inbox_id, None)

    async def _make(self, incoming: Incoming, aside: Aside) -> Sequence[Said]:
        with self._giving_way(), at_work(self._channels[incoming.channel], incoming):
            async with self._database.read() as session:
                return await aside.make(session)

    @contextmanager
    def _giving_way(self) -> Iterator[None]:
        """Each step of a reply waits for the thread that writes, which is asked for its turn more often meanwhile."""
        if not self._at_work:
            self._usual = sys.getswitchinterval()
            sys.setswitchinterval(OFTEN)
        self._at_work += 1
        try:
            yield
        finally:
            self._at_work -= 1
            if not self._at_work:
                sys.setswitchinterval(self._usual)

    def _keep(self, incoming: Incoming, task: Answer) -> None:
        self._made[incoming.inbox_id] = incoming.asker, task
        self._running.pop(incoming.inbox_id, None)
        self._ready()
