"""The list of households at risk, as a paper for the commune."""

import asyncio
from pathlib import Path

from bot.cli.export.writing import exporting, write_out
from bot.engine.config import Config
from locales import _
from models.cases.at_risk import at_risk
from models.people.signing import signed_letterhead
from papers.cases.at_risk import at_risk_paper


async def export_risk(config: Config, out: Path) -> int:
    async with exporting(config, 2) as export:
        export.step(_("Counting pupils and half days"))
        found = await at_risk(export.session, export.school.id, export.today)
        head = await signed_letterhead(export.session, export.school, export.today)
        export.step(_("Writing {file}").format(file=out.name))
        return await write_out(out, await asyncio.to_thread(at_risk_paper, found, head, export.today))
