"""take-back: the last import undone."""

from typing import Annotated

import typer

from bot.cli.shared import cli, configured, console, ready, work
from bot.engine.config import Config
from bot.engine.database import Database


@cli.command(name="take-back")
def take_back(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002, Typer's way
) -> None:
    """Take back the last import of the roster, whole, unless something rests on it."""
    config = configured(context)
    work(lambda: _take_back(config, yes=yes))


async def _take_back(config: Config, *, yes: bool) -> int:
    from bot.cli.taking_back import take_back as undo  # as with the other commands

    database = Database(config.database.url)
    try:
        await ready(database)
        return await undo(database, config.school, console, yes=yes)
    finally:
        await database.close()
