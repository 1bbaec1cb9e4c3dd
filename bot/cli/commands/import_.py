"""import: the roster, from a file."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import cli, configured, console, ready, work
from bot.engine.config import Config
from bot.engine.database import Database


@cli.command(name="import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The school's list (.xlsx, .xls, .ods, .csv, .txt).")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, change nothing.")] = False,  # noqa: FBT002, Typer's way
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before changing an existing roster.")] = False,  # noqa: FBT002, Typer's way
    let_go: Annotated[bool, typer.Option("--let-go", help="Whoever the list leaves out leaves.")] = False,  # noqa: FBT002, Typer's way
    bring_back: Annotated[bool, typer.Option("--bring-back", help="Who had left and is in the file is back.")] = False,  # noqa: FBT002, Typer's way
) -> None:
    """Import the roster: pupils, staff, hamlets. All or nothing; what the file does not hold stays."""
    config = configured(context)
    words = {"dry_run": dry_run, "yes": yes, "let_go": let_go, "bring_back": bring_back}
    work(lambda: _import(config, file, words))


async def _import(config: Config, file: Path, words: dict[str, bool]) -> int:
    from bot.cli.importing import Wish, import_workbook  # workbook libraries are only needed here

    database = Database(config.database.url)
    try:
        await ready(database)
        return await import_workbook(database, config.school, file, console, Wish(**words))
    finally:
        await database.close()
