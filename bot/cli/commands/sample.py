"""sample: an example of the roster workbook, or of the configuration."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

import bot
from bot.cli.shared import Fault, cli, console, work
from locales import _

EXAMPLE = Path(bot.__file__).parents[1] / "config.example.toml"  # beside the packages, in a checkout and installed


@cli.command()
def sample(
    file: Annotated[Path, typer.Argument(help="The file to write: .xlsx, or .toml for a configuration.")],
) -> None:
    """Write an example of the roster workbook, ready to be imported; or of the configuration, to be filled in."""
    work(lambda: asyncio.to_thread(_sample, file))


def _sample(file: Path) -> int:
    from papers.roster.sample import write_sample  # XlsxWriter is only needed here

    if file.is_file():  # it may be filled in
        raise Fault(_("{file} is there already, and was left as it is.").format(file=file))
    if file.suffix.lower() == ".toml":
        file.write_bytes(EXAMPLE.read_bytes())
    else:
        write_sample(file)
    console.print(_("Written: {file}").format(file=file), markup=False)
    return 0
