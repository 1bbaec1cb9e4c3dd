"""export: the school's figures and papers as files."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.shared import cli, configured, work
from rules.figures.spans import Span
from rules.guides import Guide
from rules.papers import PaperKind

DAYS = ["%Y-%m-%d", "%d/%m/%Y"]

export = typer.Typer(no_args_is_help=True, help="Figures and papers of the school, as files.")
cli.add_typer(export, name="export")


@export.command()
def figures(
    context: typer.Context,
    first: Annotated[datetime, typer.Option("--from", formats=DAYS, help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=DAYS, help="The last day.")],
    out: Annotated[Path, typer.Option(help="The file to write (.json).")],
) -> None:
    """Write every number of every paper with its name, class and day, for another program to compare."""
    from bot.cli.export.figures import export_figures  # keeps what papers need out of other commands

    config = configured(context)
    work(lambda: export_figures(config, first.date(), last.date(), out))


@export.command()
def risk(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The file to write (.docx).")],
) -> None:
    """Write the list of households with children at risk of leaving school, for the commune."""
    _paper(context, PaperKind.RISK, out)


@export.command()
def report(
    context: typer.Context,
    period: Annotated[Span, typer.Option(help="Of a month, a term or the year, up to that day.")],
    last: Annotated[datetime, typer.Option("--at", formats=DAYS, help="The last day, which is the paper's.")],
    out: Annotated[Path, typer.Option(help="The file to write (.docx).")],
) -> None:
    """Write the report on pupil numbers, attendance, targets and outreach, for the body over the school."""
    _paper(context, PaperKind(period.value), out, last.date())


@export.command()
def sponsors(
    context: typer.Context,
    last: Annotated[datetime, typer.Option("--at", formats=DAYS, help="The last day, which is the paper's.")],
    out: Annotated[Path, typer.Option(help="The file to write (.docx).")],
) -> None:
    """Write the report on sponsors of pupils at risk, with what came of it."""
    _paper(context, PaperKind.SPONSORS, out, last.date())


@export.command()
def outreach(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The file to write (.xlsx).")],
) -> None:
    """Write the list of pupils not in class for those who go to the families, with a column to fill in."""
    from bot.cli.export.outreach import export_outreach  # as with the other commands

    config = configured(context)
    work(lambda: export_outreach(config, out))


@export.command()
def samples(
    context: typer.Context,
    rosters: Annotated[Path, typer.Option(help="The class lists to write (.json).")],
    out: Annotated[Path, typer.Option(help="The messages to write (.jsonl).")],
) -> None:
    """Write reports with stand-ins for all names and what was settled of each, as `read` takes them."""
    from bot.cli.export.samples import export_samples  # as with the other commands

    config = configured(context)
    work(lambda: export_samples(config, rosters, out))


@export.command()
def guide(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The file to write (.pdf).")],
    which: Annotated[Guide, typer.Option("--for", help="Whom the page is for.")] = Guide.TEACHER,
) -> None:
    """Write the guide of one page for teachers, families, who looks after a hamlet, or village heads."""
    from bot.cli.export.guide import export_guide  # as with the other commands

    config = configured(context)
    work(lambda: export_guide(config, which, out))


@export.command()
def plan(
    context: typer.Context,
    last: Annotated[datetime, typer.Option("--at", formats=DAYS, help="The day of the paper.")],
    out: Annotated[Path, typer.Option(help="The file to write (.docx).")],
) -> None:
    """Write the plan of outreach and sponsors of the school year, with who goes to which hamlet."""
    _paper(context, PaperKind.PLAN, out, last.date())


@export.command()
def credit(
    context: typer.Context,
    first: Annotated[datetime, typer.Option("--from", formats=DAYS, help="The first day.")],
    last: Annotated[datetime, typer.Option("--to", formats=DAYS, help="The last day.")],
    out: Annotated[Path, typer.Option(help="The file to write (.docx).")],
) -> None:
    """Write the proof for commendation: visits, pupils back after one, reports in time, with the rule."""
    _paper(context, PaperKind.CREDIT, out, last.date(), first.date())


@export.command()
def templates(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The folder to write them to.")],
) -> None:
    """Write the built-in templates of papers, to be edited in Word; files that are there stay."""
    from bot.cli.export.templates import export_templates  # as with the other commands

    configured(context)
    work(lambda: export_templates(out))


def _paper(
    context: typer.Context, kind: PaperKind, out: Path, day: date | None = None, first: date | None = None
) -> None:
    from bot.cli.export.paper import export_paper  # as with the other commands

    config = configured(context)
    work(lambda: export_paper(config, kind, out, day, first))
