"""The command line: siso [--config FILE] run | import | ladder | rollover | sample | check | …; or python -m bot …"""

import importlib
import pkgutil
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

import bot
from bot.cli import commands
from bot.cli.shared import cli
from bot.engine.private import nothing_for_others


def main() -> None:
    """What we say is UTF-8, also into a file or a pipe, whatever else this machine writes there."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    cli()


def _say_version(wanted: bool) -> None:  # noqa: FBT001, Typer's way
    if wanted:
        print(f"Sĩ Số {bot.__version__}")  # noqa: T201, for other programs to read
        raise typer.Exit


@cli.callback()
def options(
    context: typer.Context,
    config: Annotated[Path | None, typer.Option(help="The configuration file; without one: the sample school.")] = None,
    version: Annotated[  # noqa: ARG001, FBT002, Typer's way; it has been said when we come here
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Sĩ Số: keeps pupils in class."""
    nothing_for_others()
    context.obj = config


for command in pkgutil.iter_modules(commands.__path__, f"{commands.__name__}."):
    importlib.import_module(command.name)  # the folder is the list

if __name__ == "__main__":
    main()
