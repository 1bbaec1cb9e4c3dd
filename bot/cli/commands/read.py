"""read: messages read without recording them."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import cli, console


@cli.command()
def read(
    rosters: Annotated[Path, typer.Option(help="The class lists (JSON).")],
    words: Annotated[Path | None, typer.Option(help="The school's own words (TOML), beside those built in.")] = None,
) -> None:
    """Read messages (JSON lines on standard input) without recording them; the readings go to standard output."""
    from bot.cli.read import read_stream  # nothing else needs it

    raise typer.Exit(read_stream(rosters, words, sys.stdin.buffer, sys.stdout.buffer, console))
