"""A guide of one page, as it is sent in chat."""

from pathlib import Path

from bot.cli.export.writing import exporting, write_out
from bot.engine.config import Config
from locales import _
from papers.charts.drawing import draw
from papers.people.guides import guide
from rules.guides import Guide


async def export_guide(config: Config, which: Guide, out: Path) -> int:
    async with exporting(config, 1) as export:
        export.step(_("Writing {file}").format(file=out.name))
        return await write_out(out, await draw(guide(which, export.school.name)))
