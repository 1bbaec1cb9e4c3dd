"""plan: what the letters about a day cost, before they leave."""

from datetime import date as date_
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.shared import cli, configured, console, ready, work
from bot.engine.config import Config
from bot.engine.database import Database
from bot.engine.timekeeping import Time
from locales import speaking


@cli.command()
def plan(
    context: typer.Context,
    date: Annotated[datetime, typer.Option("--date", formats=["%Y-%m-%d"], help="The school day.")],
) -> None:
    """Show by which channels the letters about a day go, and what they cost."""
    config = configured(context)
    work(lambda: _plan(config, date))


def _today(config: Config) -> date_:
    return Time()().astimezone(ZoneInfo(config.school.timezone)).date()


async def _plan(config: Config, day: datetime) -> int:
    from bot.cli.usage import show_plan  # as with the other commands
    from bot.engine.app import open_channels

    database, channels = Database(config.database.url), open_channels(config)
    try:
        await ready(database)
        with speaking(config.school.language):
            return await show_plan(database, channels, day.date(), console, _today(config))
    finally:
        for channel in channels.values():
            await channel.stop()
        await database.close()
