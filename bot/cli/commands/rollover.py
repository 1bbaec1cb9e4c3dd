"""rollover: the school year is turned."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import cli, configured, console, ready, work
from bot.engine.config import Config
from bot.engine.database import Database


@cli.command()
def rollover(
    context: typer.Context,
    year: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The first day of the new school year.")],
    held_back: Annotated[
        Path | None, typer.Option("--held-back", help="Those who repeat the year (.xlsx or .csv: name, class, code).")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Where the list of those who leave is written (.xlsx).")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, change nothing.")] = False,  # noqa: FBT002, Typer's way
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before turning the year.")] = False,  # noqa: FBT002, Typer's way
) -> None:
    """Turn the school year: classes go up, open cases are handed over. All or nothing."""
    config = configured(context)
    work(lambda: _rollover(config, year, held_back, out, dry_run=dry_run, yes=yes))


async def _rollover(
    config: Config, year: datetime, held_back: Path | None, out: Path | None, *, dry_run: bool, yes: bool
) -> int:
    from bot.cli.rollover import Wish, roll_over  # keeps workbook libraries out of commands that do not need them

    database = Database(config.database.url)
    wish = Wish(starts=year.date(), held_back=held_back, out=out, dry_run=dry_run, yes=yes)
    try:
        await ready(database)
        return await roll_over(database, config.school, wish, console)
    finally:
        await database.close()
