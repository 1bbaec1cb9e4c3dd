"""backup: a whole copy of the database."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import cli, configured, console, work
from bot.engine.config import Config
from bot.engine.database import Database
from locales import _, speaking


@cli.command()
def backup(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="The file to write; without one: beside the database.")] = None,
) -> None:
    """Copy the database whole, also while the bot runs. `restore` puts such a copy back."""
    config = configured(context)
    work(lambda: _backup(config, file))


async def _backup(config: Config, file: Path | None) -> int:
    from bot.cli.backup import backup as copy  # as with the other commands
    from bot.cli.backup import beside

    database = Database(config.database.url)
    with speaking(config.school.language):
        try:
            target = file or beside(database)
            await copy(database, target, console)
        finally:
            await database.close()
        text = _(
            "Copied whole: {file}. It holds names and phone numbers: please keep it on another disk, where nobody else "
            "reads it."
        )
        console.print(text.format(file=target), markup=False)
    return 0
