"""Handing a parcel to its channel, at the channel's pace, and what that came to."""

import time
from collections.abc import Mapping

import structlog
from msgspec import structs

from bot.engine.crashpoint import crashpoint
from bot.engine.metrics import SENDS
from bot.engine.post.charts import Drawer
from bot.engine.post.clerk import Clerk
from bot.engine.post.lines import Line
from bot.engine.post.pace import Pace
from bot.engine.post.ready import Ready
from bot.engine.post.settle import Outcome
from channels import ChannelProtocol, Parcel, SendError
from locales import _, speaking
from models.shapes.message import Attachment, File

log = structlog.get_logger()


class Delivery:
    """The way out of this process: each channel with its pace, and the line as its sends show it."""

    def __init__(self, channels: Mapping[str, ChannelProtocol], lines: Mapping[str, Line], clerk: Clerk) -> None:
        self._channels, self._lines = channels, lines
        self._pace = {name: Pace(channel.per_second) for name, channel in channels.items()}
        self._drawer, self._clerk = Drawer(), clerk

    def room(self, channel: str, most: int) -> int:
        """How many sends may begin now."""
        return min(self._lines[channel].room(most), self._pace[channel].room(most))

    def waits(self) -> list[float]:
        """Seconds until there may be room again, of every channel that has none; sooner if something ends."""
        paced = [pace.closed_for() for pace in self._pace.values() if pace.room(1) <= 0]
        return paced + [line.rests() for line in self._lines.values() if line.down_since and not line.room(1)]

    def begin(self, item: Ready) -> None:
        self._pace[item.channel].begin()
        item.epoch = self._lines[item.channel].begin()

    async def deliver(self, item: Ready) -> Outcome:
        """Send what has begun. Whatever happens is in the outcome."""
        outcome = Outcome(item.channel, item.chat_id, item.rows, item.attempts, item.lease, can=item.can)
        crashpoint("send.before")
        try:
            parcel = await self._drawer.complete(await self._whole(item.parcel), item.charts)
            parcel = await self._clerk.complete(parcel, item.papers)
        except SendError as error:  # it has not come as far as its channel, and says nothing of it
            outcome.error = error
            self._lines[item.channel].not_tried()
        else:
            await self._hand_over(item, parcel, outcome)
        self._pace[item.channel].end()
        crashpoint("send.after_reply")
        SENDS.labels(item.channel, outcome.word()).inc()
        return outcome

    async def _hand_over(self, item: Ready, parcel: Parcel, outcome: Outcome) -> None:
        try:
            outcome.message_id = await self._channels[item.channel].send(parcel)
        except SendError as error:
            outcome.error = error
        except Exception as error:  # a channel's own bug proves nothing about the message
            log.exception("sender.channel_bug", channel=item.channel)
            outcome.error = SendError(type(error).__name__)
        self._lines[item.channel].ended(item.epoch, item.chat_id, outcome.error)

    async def ask(self, channel: str) -> None:
        """Ask a channel in doubt something harmless."""
        error: SendError | None = None
        began = time.monotonic()
        try:
            await self._channels[channel].probe()
        except SendError as refused:
            error = refused
        except Exception as bug:
            log.exception("sender.channel_bug", channel=channel)
            error = SendError(type(bug).__name__)
        self._lines[channel].asked(error)
        took = round(time.monotonic() - began, 1)
        log.warning("sender.asked", channel=channel, answer=type(error).__name__ if error else "yes", seconds=took)

    async def _whole(self, parcel: Parcel) -> Parcel:
        """With the bytes of files that a channel keeps for us. One that cannot be had is named: the words wait for no
        file, which may be gone for ever.
        """
        files, lost = [], []
        for one in parcel.files:
            try:
                files.append(await self._fetched(one) if one.held_by in self._channels else one)
            except SendError as error:
                log.warning("sender.file_not_had", channel=one.held_by, why=type(error).__name__)
                lost.append(one.name)
        with speaking(parcel.language):
            text = _("The file {name} cannot be fetched now: please open it again later, or have it sent once more.")
            words = [parcel.text, *(text.format(name=name) for name in lost)]
        return structs.replace(parcel, files=files, text="\n".join(filter(None, words))) if parcel.files else parcel

    async def _fetched(self, file: File) -> File:
        held = Attachment(name=file.name, reference=file.reference, size=0)
        return structs.replace(file, content=await self._channels[file.held_by].fetch(held))
