"""restore: a copy of the database put back in its place."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import cli, configured, confirmed, console, work
from bot.engine.config import Config
from bot.engine.database import Database, only_one
from locales import _, speaking

NOT_CONFIRMED = 2  # exit code


@cli.command()
def restore(
    context: typer.Context,
    copy: Annotated[Path, typer.Argument(help="A copy that `backup` made.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,  # noqa: FBT002, Typer's way
) -> None:
    """Put a copy of the database back in its place, while the bot is stopped. What it was before is kept beside it."""
    config = configured(context)
    work(lambda: _restore(config, copy, yes=yes))


async def _restore(config: Config, copy: Path, *, yes: bool) -> int:
    from bot.cli.backup import beside, check_copy  # as with the other commands
    from bot.cli.backup import restore as put_back

    database = Database(config.database.url)
    with speaking(config.school.language), only_one(database):
        try:
            await check_copy(database, copy)
            asked = _("Put {file} in the database's place? What was reported since then is not in it.")
            if not (yes or confirmed(asked.format(file=copy), console)):
                return NOT_CONFIRMED
            kept = await put_back(database, copy, beside(database), console)
        finally:
            await database.close()
        console.print(_("The database is as it was when {file} was made.").format(file=copy), markup=False)
        if kept is not None:
            console.print(_("What it was before is kept: {file}").format(file=kept), markup=False)
        text = _("Please ask the classes to report again what they reported since then; `doctor` says what is missing.")
        console.print(text, markup=False)
    return 0
