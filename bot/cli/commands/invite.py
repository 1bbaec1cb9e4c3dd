"""invite: one-time codes and slips."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli.shared import Fault, cli, configured, console, ready, stop, work
from bot.engine.config import Config
from bot.engine.database import Database
from locales import speaking


@cli.command()
def invite(
    context: typer.Context,
    klass: Annotated[str, typer.Option("--class", help="Slips for the guardians of this class.")] = "",
    person: Annotated[str, typer.Option(help="A code for this member of staff, or for this pupil's guardians.")] = "",
    school: Annotated[str, typer.Option(help="A school's code; without it, the configured one.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file to write (.docx).")] = None,
    *,
    staff: Annotated[bool, typer.Option("--staff", help="Slips for all staff, with a table of who is linked.")] = False,
) -> None:
    """One-time codes that link people to their chats."""
    config = configured(context)
    if [bool(klass), bool(person), staff].count(True) != 1:
        raise stop("Please say one of --class 6A, --person NAME and --staff.")
    code = school or config.school.code
    work(
        lambda: _invite(
            config, code, klass, person, out or Path(f"phieu-moi-{klass or 'can-bo'}.docx".replace("/", "-"))
        )
    )


async def _invite(config: Config, school: str, klass: str, person: str, out: Path) -> int:
    from bot.cli.invitations import InviteError
    from bot.cli.invite import write_codes, write_slips, write_staff_slips  # document libraries are only needed here
    from bot.engine.app import open_channels

    database, channels = Database(config.database.url), open_channels(config)
    try:
        await ready(database)
        with speaking(config.school.language):
            if klass:
                await write_slips(database, channels, school, klass, out, console)
            elif not person:
                await write_staff_slips(database, channels, school, out, console)
            else:
                await write_codes(database, school, person, Console(highlight=False))
    except InviteError as error:
        raise Fault(str(error)) from error
    finally:
        for channel in channels.values():
            await channel.stop()
        await database.close()
    return 0
