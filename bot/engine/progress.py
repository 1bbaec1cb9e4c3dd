"""Long work shows how far it has come: in one message that changes in place, or in one line where none can change."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import structlog

from channels import ChannelProtocol, Parcel, SendError
from locales import _, speaking
from models.shapes.message import Incoming
from papers.progress import heard_by

log = structlog.get_logger()

FIRST = 1.5  # seconds of work of which nothing is said
EVERY = 2.0  # between two changes of the message
_SIGNS = 10
_COUNTED = 100  # what has more parts is said with their number
_running: set[asyncio.Task[None]] = set()  # nobody else holds them


@contextmanager
def at_work(channel: ChannelProtocol, incoming: Incoming) -> Iterator[None]:
    """In the language of who waits, and with what the work inside says of itself shown to him or her. Nothing here
    waits for the network. It is no letter: what cannot be sent is left, and a process that dies leaves it as it stands.
    """
    shown = _Shown(channel, incoming)
    try:
        with speaking(incoming.asker.language), heard_by(shown.hear):
            yield
    finally:
        shown.over.set()


class _Shown:
    """Costs nothing until somebody says something."""

    def __init__(self, channel: ChannelProtocol, incoming: Incoming) -> None:
        self.over = asyncio.Event()
        self._channel, self._incoming = channel, incoming
        self._said = ("", 0, 0)
        self._begun = False
        self._message = self._text = ""

    def hear(self, what: str, done: int, total: int) -> None:
        self._said = (what, done, total)
        if not self._begun:
            self._begun = True
            task = asyncio.get_running_loop().create_task(self._show())
            _running.add(task)
            task.add_done_callback(_running.discard)

    async def _show(self) -> None:
        """Until it is over; then what was shown is full, and the answer comes by the way of all answers."""
        with speaking(self._incoming.asker.language):
            await self._pause(FIRST)
            while not self.over.is_set():
                await self._say(bar_words(*self._said))
                if not self._channel.can.edits:
                    return
                await self._pause(EVERY)
            if self._message:
                await self._say(bar_words(self._said[0], 1, 1))

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self.over.wait(), seconds)

    async def _say(self, text: str) -> None:
        if text == self._text:
            return
        parcel = Parcel(address=self._incoming.address, text=text, replaces=self._message, quiet=True)
        try:
            self._message, self._text = await self._channel.send(parcel) or self._message, text
        except SendError as error:
            log.info("progress.not_shown", reason=type(error).__name__)


def bar_words(what: str, done: int, total: int) -> str:
    """`Đang đọc danh sách: ▰▰▰▰▱▱▱▱▱▱ 40% (2000/5000)`; without a total only what is being done."""
    words = _(what) if what else _("At work")
    if not total:
        return f"{words} …"
    full = min(done * _SIGNS // total, _SIGNS)
    counted = f" ({done}/{total})" if total > _COUNTED else ""
    return f"{words}: {'▰' * full}{'▱' * (_SIGNS - full)} {min(done * 100 // total, 100)}%{counted}"
