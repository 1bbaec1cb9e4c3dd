"""The list of pupils not in class, for those who go to the families."""

import asyncio
from pathlib import Path

from bot.cli.export.writing import exporting, write_out
from bot.engine.config import Config
from locales import _
from models.cases.not_back import not_back
from models.people.signing import signed_letterhead
from papers.cases.outreach_list import outreach_list


async def export_outreach(config: Config, out: Path) -> int:
    async with exporting(config, 2) as export:
        export.step(_("Counting pupils and half days"))
        found = await not_back(export.session, export.school.id, export.today)
        head = await signed_letterhead(export.session, export.school, export.today)
        export.step(_("Writing {file}").format(file=out.name))
        return await write_out(out, await asyncio.to_thread(outreach_list, found, head, export.today))
