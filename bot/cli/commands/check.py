"""check: the daily check of a date, by hand."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.cli.shared import Fault, cli, configured, console, ready, work
from bot.engine.config import Config
from bot.engine.database import Database
from locales import _, speaking


@cli.command()
def check(
    context: typer.Context,
    date: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The school day.")],
    school: Annotated[str, typer.Option(help="A school's code; without it, all of them.")] = "",
) -> None:
    """Run the daily check for a date. Running it again tells nobody anything twice."""
    config = configured(context)
    work(lambda: _check(config, date, school))


async def _check(config: Config, date: datetime, school: str) -> int:
    from bot.cli.check import check_day  # keeps the jobs out of commands that do not need them

    database = Database(config.database.url)
    try:
        await ready(database)
        with speaking(config.school.language):
            summary = await check_day(database, date.date(), school, datetime.now(UTC))
    finally:
        await database.close()
    if summary is None:
        raise Fault(_("There is no school with the code {code}.").format(code=school))
    console.print(summary, markup=False)
    return 0
