"""The papers of the school, by their kind."""

from datetime import date
from pathlib import Path

from bot.cli.export.writing import exporting, write_out
from bot.cli.shared import Fault, console
from bot.engine.config import Config
from locales import _
from models.shapes.message import Paper
from papers.making import NoPaperError, make
from rules.papers import PaperKind


async def export_paper(
    config: Config, kind: PaperKind, out: Path, day: date | None = None, first: date | None = None
) -> int:
    """Of `day`, which is the paper's (without one today). Raises Fault where it cannot be made."""
    async with exporting(config, 2) as export:
        export.step(_("Writing {file}").format(file=out.name))
        paper = Paper(kind=kind, school_id=export.school.id, day=day or export.today, first=first)
        try:
            made = await make(export.session, export.school, paper)
        except NoPaperError as error:
            raise Fault(str(error)) from error
        if made.remark:
            console.print(made.remark, style="yellow", markup=False)
        return await write_out(out, made.content)
