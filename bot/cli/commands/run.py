"""run: the bot, until it is stopped."""

import asyncio
import signal
import sys
from typing import Any

import typer

from bot.cli.shared import Fault, cli, configured, console, ready, work
from bot.engine.config import Config, NoSchool
from bot.engine.timekeeping import Time
from locales import _


@cli.command()
def run(context: typer.Context) -> None:
    """Run the bot until it is stopped (Ctrl-C or SIGTERM)."""
    config = configured(context)
    work(lambda: _run(config))


async def _run(config: Config) -> int:
    from bot.engine.app import App, open_channels  # the program is not needed by the other commands, which start faster
    from bot.engine.memory import give_back
    from bot.runner import run_until_stopped

    give_back()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    _on_signals(loop, stop)
    if not config.channels:
        config.channels = _local_chat(config)
    app = App(config, Time(), open_channels(config))
    try:
        await ready(app.database)
        await run_until_stopped(app, stop, console)
    finally:
        await app.database.close()
    return 0


def _on_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    names = [signal.SIGINT, signal.SIGTERM]
    if sys.platform == "win32":
        names.append(signal.SIGBREAK)  # the window is closed
    for name in names:
        try:
            loop.add_signal_handler(name, stop.set)
        except (
            NotImplementedError
        ):  # Windows' loop has none; the way below may miss a signal that a thread gets elsewhere
            signal.signal(name, lambda *_signal: loop.call_soon_threadsafe(stop.set))


def _local_chat(config: Config) -> dict[str, dict[str, Any]]:
    """Without any channel the sample school is shown; a school of one's own needs one. Raises Fault."""
    if isinstance(config.school, NoSchool):
        return {"web": {}}
    raise Fault(
        _(
            "The configuration names a school and no channel to reach its people. Please write the bot's token under "
            "[channels.telegram] (see config.example.toml). The sample school is shown without --config."
        )
    )
