"""Tells a watcher outside that all is well, after each good daily check: its alarm is our silence."""

import asyncio
from datetime import datetime

import aiohttp
import structlog
from sqlalchemy import func, select

from bot.engine.app import App
from bot.engine.outcomes.health import problems
from locales import _
from models import ClockSlots
from models.post.tables import DONE

log = structlog.get_logger()

EVERY = 60.0  # seconds between two looks whether a check has been made
PATIENCE = aiohttp.ClientTimeout(total=20)


class Watch:
    """One loop beside the program's own; what the watcher does stops nothing, and is said by /health and the doctor."""

    def __init__(self, app: App, ping_url: str) -> None:
        self._app, self._ping_url = app, ping_url
        self._told: datetime | None = None

    async def run(self) -> None:
        if not self._ping_url:
            return
        while True:
            await asyncio.sleep(EVERY)  # first: who was off for days calls when a check has been made since
            try:
                await self.look()
            except Exception as error:  # whoever waits for the call hears of it by its absence
                log.warning("watch.not_told", why=type(error).__name__)

    async def look(self) -> bool:
        """Call if there is a check that was not told of yet, and nothing is wrong. Whether it was called."""
        newest = await self._newest()
        if newest is None or newest == self._told:
            return False
        if found := await problems(self._app):
            log.warning("watch.not_well", problems=found)
            return False
        try:
            self._app.not_watched = await self._called()
        except (aiohttp.ClientError, OSError) as error:  # a slow one is a TimeoutError, and that an OSError
            text = _("the watcher outside (ping_url) was not reached: {why}")
            self._app.not_watched = text.format(why=_why(error))
            raise
        self._told = newest
        return True

    async def _called(self) -> str:
        """What makes it doubtful that it was the watcher who answered. Raises where it was nobody, or with an error."""
        async with aiohttp.ClientSession() as web, web.get(self._ping_url, timeout=PATIENCE) as reply:
            reply.raise_for_status()
            if reply.history and reply.history[0].url.host != reply.url.host:
                text = _("the watcher outside (ping_url): {host} has answered in its place")
                return text.format(host=reply.url.host)
            if reply.content_type == "text/html":
                return _("the watcher outside (ping_url) answers with a web page: it may be the network's own")
            return ""

    async def _newest(self) -> datetime | None:
        done = select(func.max(ClockSlots.due_at)).where(ClockSlots.job == "daily_check", ClockSlots.outcome == DONE)
        async with self._app.database.read() as session:
            found: datetime | None = await session.scalar(done)
            return found


def _why(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientResponseError):
        return _("it answers with error {status}").format(status=error.status)
    return _("no answer ({why})").format(why=type(error).__name__)
