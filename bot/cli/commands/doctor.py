"""doctor: what is wrong or missing."""

from datetime import UTC, datetime

import typer

from bot.cli.shared import cli, configured, console, work
from bot.engine.config import Config
from bot.engine.database import Database
from locales import speaking


@cli.command()
def doctor(context: typer.Context) -> None:
    """Say what is wrong or missing, and what to do about it."""
    config = configured(context)
    work(lambda: _doctor(config))


async def _doctor(config: Config) -> int:
    from bot.cli.doctor import examine, running_program, show, templates_tried  # needed by this command alone
    from bot.engine.app import open_channels

    database, channels = Database(config.database.url), open_channels(config)
    try:
        with speaking(config.school.language):
            found = await examine(database, channels, datetime.now(UTC))
            found += await templates_tried(config.papers.templates)
            return show(found + await running_program(config.server.url), console)
    finally:
        for channel in channels.values():
            await channel.stop()
        await database.close()
