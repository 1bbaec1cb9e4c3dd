"""export register, day, boarders, village, term: the registers, as files to print and keep."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.commands.export import export
from bot.cli.shared import configured, console, ready, work
from bot.engine.config import Config
from bot.engine.database import Database
from locales import speaking

if TYPE_CHECKING:
    from bot.cli.export.registers import Export

File = Annotated[Path, typer.Option(help="The file to write (.xlsx).")]
Month = Annotated[str, typer.Option(help="A month, like 2026-11.")]
School = Annotated[str, typer.Option(help="A school's code; without it, the configured one.")]


@export.command()
def register(
    context: typer.Context,
    klass: Annotated[str, typer.Option("--class", help="The class.")],
    month: Month,
    out: File,
    school: School = "",
) -> None:
    """The absence register of a class and month: pupils by days, and what was corrected."""
    _work(context, school, lambda one: one.register(klass, month, out))


@export.command()
def day(
    context: typer.Context,
    date: Annotated[str, typer.Option(help="A day, like 2026-11-16.")],
    out: File,
    school: School = "",
) -> None:
    """The register of absences of a day, by half day and class."""
    _work(context, school, lambda one: one.day(date, out))


@export.command()
def boarders(context: typer.Context, month: Month, out: File, school: School = "") -> None:
    """On which days of a month each boarder was at school."""
    _work(context, school, lambda one: one.boarders(month, out))


@export.command()
def village(
    context: typer.Context,
    place: Annotated[str, typer.Option(help="A village or hamlet.")],
    month: Month,
    out: File,
    school: School = "",
) -> None:
    """Who of a village was absent in a month, and its hamlets with those who look after them."""
    _work(context, school, lambda one: one.village(place, month, out))


@export.command()
def term(
    context: typer.Context,
    term: Annotated[str, typer.Option(help="A term: hk1 or hk2.")],
    out: Annotated[Path, typer.Option(help="The folder to write into.")],
    school: School = "",
) -> None:
    """Everything of the school for a term: every class, day and village, the boarders, and all of them side by side."""
    _work(context, school, lambda one: one.term(term, out))


def _work(context: typer.Context, school: str, what: "Callable[[Export], Awaitable[None]]") -> None:
    config = configured(context)
    work(lambda: _export(config, school or config.school.code, what))


async def _export(config: Config, school: str, what: "Callable[[Export], Awaitable[None]]") -> int:
    from bot.cli.export.registers import exporting  # workbook libraries are only needed here
    from bot.cli.export.writing import head_of_now

    database = Database(config.database.url, {"templates": config.papers.templates})
    try:
        await ready(database)
        await head_of_now(database, config)
        with speaking(config.school.language):
            async with exporting(database, school, console) as one:
                await what(one)
    finally:
        await database.close()
    return 0
