"""unit keep, invite, end, list: bodies above schools, and who reads their figures."""

from collections.abc import Awaitable, Callable
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.shared import Fault, cli, configured, ready, work
from bot.engine.config import Config
from bot.engine.database import Database
from locales import speaking

unit = typer.Typer(no_args_is_help=True, help="Bodies above schools, and who reads their figures.")
cli.add_typer(unit, name="unit")
_CODE = typer.Option(help="The unit's code, a word of your choice.")


@unit.command()
def keep(
    context: typer.Context,
    code: Annotated[str, _CODE],
    name: Annotated[str, typer.Option(help="Its name: UBND xã Trà Nam.")],
    schools: Annotated[str, typer.Option(help="The codes of all of its schools, with commas between.")],
) -> None:
    """Make a unit, or change its name and schools."""
    from bot.cli.units import keep_unit  # as with the other commands

    codes = [one.strip() for one in schools.split(",") if one.strip()]
    config = configured(context)
    work(lambda: _do(config, lambda database, out: keep_unit(database, code, name, codes, out)))


@unit.command()
def invite(
    context: typer.Context,
    code: Annotated[str, _CODE],
    person: Annotated[str, typer.Option(help="Who is to read its figures.")],
) -> None:
    """A one-time code for an officer, who reads counts and no name."""
    from bot.cli.units import invite_officer  # as with the other commands

    config = configured(context)
    work(lambda: _do(config, lambda database, out: invite_officer(database, code, person, out)))


@unit.command()
def end(
    context: typer.Context,
    code: Annotated[str, _CODE],
    person: Annotated[str, typer.Option(help="Who is to read nothing any more.")],
) -> None:
    """End an officer's access at once, on every phone."""
    from bot.cli.units import end_officer  # as with the other commands

    config = configured(context)
    work(lambda: _do(config, lambda database, out: end_officer(database, code, person, out)))


@unit.command(name="list")
def list_(context: typer.Context) -> None:
    """Show the units with their schools and officers."""
    from bot.cli.units import list_units  # as with the other commands

    config = configured(context)
    work(lambda: _do(config, list_units))


async def _do(config: Config, act: Callable[[Database, Console], Awaitable[None]]) -> int:
    from bot.cli.units import UnitError

    database = Database(config.database.url)
    try:
        await ready(database)
        with speaking(config.school.language):
            await act(database, Console(highlight=False, soft_wrap=True))
    except UnitError as error:
        raise Fault(str(error)) from error
    finally:
        await database.close()
    return 0
