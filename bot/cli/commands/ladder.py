"""ladder export, ladder import: the ladder as a file."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import Fault, cli, configured, console, ready, work
from bot.engine.config import Config
from bot.engine.database import Database
from locales import _, speaking

ladder = typer.Typer(no_args_is_help=True, help="The ladder: who is told when a pupil stays away, as a file.")
cli.add_typer(ladder, name="ladder")


@ladder.command()
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to write (.toml).")],
    school: Annotated[str, typer.Option(help="A school's code; without it, the configured one.")] = "",
) -> None:
    """Write the ladder in force, ready to be changed and read in again."""
    config = configured(context)
    work(lambda: _export_ladder(config, school or config.school.code, file))


@asynccontextmanager
async def _ladders(config: Config) -> AsyncIterator[Database]:
    from bot.cli.ladder import NoSchoolError  # as with the other commands

    database = Database(config.database.url)
    try:
        await ready(database)
        with speaking(config.school.language):
            yield database
    except NoSchoolError as error:
        raise Fault(_("There is no school with the code {code}.").format(code=error)) from error
    finally:
        await database.close()


async def _export_ladder(config: Config, school: str, file: Path) -> int:
    from bot.cli.ladder import export_ladders  # as with the other commands

    async with _ladders(config) as database:
        await export_ladders(database, school, file)
    console.print(_("Written: {file}").format(file=file), markup=False)
    return 0


@ladder.command(name="import")
def import_ladder(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The file to read (.toml).")],
    school: Annotated[str, typer.Option(help="A school's code; without it, the configured one.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, change nothing.")] = False,  # noqa: FBT002, Typer's way
) -> None:
    """Put the ladder of a file in force. All or nothing; every fault is named."""
    config = configured(context)
    work(lambda: _import_ladder(config, school or config.school.code, file, dry_run=dry_run))


async def _import_ladder(config: Config, school: str, file: Path, *, dry_run: bool) -> int:
    from bot.cli.ladder import import_ladders  # as with the other commands

    async with _ladders(config) as database:
        return await import_ladders(database, school, file, console, dry_run=dry_run)
