"""migrate: the database's tables brought up to date."""

import typer

from bot.cli.shared import cli, configured, console, work
from bot.engine.config import Config
from bot.engine.database import Database
from bot.engine.migrate import upgrade
from locales import _, speaking


@cli.command()
def migrate(context: typer.Context) -> None:
    """Bring the database's tables up to date."""
    config = configured(context)
    work(lambda: _migrate(config))


async def _migrate(config: Config) -> int:
    database = Database(config.database.url)
    try:
        changed = await upgrade(database)
    finally:
        await database.close()
    with speaking(config.school.language):
        console.print(_("The database is up to date now.") if changed else _("The database was up to date already."))
    return 0
