"""SQLite without a thread of its own, for stories: each statement lets others go on first, if any can, as the trip to
the thread does, and then runs where it stands. The trips are a sixth of a story's time. Programs that tests start, and
the campaign, take them.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from time import monotonic
from typing import Any

from sqlalchemy import Engine, event

from bot.engine.database import BUSY_SECONDS
from tests.campaign import CAMPAIGN


def stay_in_place(engine: Engine) -> None:
    """Every connection of this engine from now on."""
    if not CAMPAIGN:
        event.listen(engine, "do_connect", _for_any_thread)
        event.listen(engine, "connect", _in_place)


def _for_any_thread(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
    options["check_same_thread"] = False


def _in_place(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA busy_timeout=0")
    there = connection.driver_connection

    async def execute(do: Callable[..., Any], *arguments: Any) -> Any:
        if not there._running:
            raise ValueError("Connection closed")
        loop: Any = asyncio.get_running_loop()
        if loop._ready:
            await asyncio.sleep(0)
        until = monotonic() + BUSY_SECONDS
        while True:
            try:
                return do(*arguments)
            except sqlite3.OperationalError as error:  # whoever writes now may need this loop to come to an end
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or monotonic() > until:
                    raise
                await asyncio.sleep(0.001)

    there._execute = execute
