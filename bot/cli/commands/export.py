"""export: the school's figures and papers as files."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import cli, configured, work

export = typer.Typer(no_args_is_help=True, help="Figures and papers of the school, as files.")
cli.add_typer(export, name="export")


@export.command()
def figures(
    context: typer.Context,
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")],
    out: Annotated[Path, typer.Option(help="The file to write (.json).")],
) -> None:
    """Write every number of every paper with its name, class and day, for another program to compare."""
    from bot.cli.export.figures import export_figures  # keeps what papers need out of other commands

    config = configured(context)
    work(lambda: export_figures(config, first.date(), last.date(), out))
