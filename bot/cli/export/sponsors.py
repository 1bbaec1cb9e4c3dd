"""The report on sponsors, by the deadlines of the campaign: every month, at the end of December and in May."""

import asyncio
from datetime import date
from pathlib import Path

from bot.cli.export.writing import Export, exporting, write_out
from bot.cli.shared import Fault
from bot.engine.config import Config
from locales import _
from models.figures.roll import year_of
from models.people.signing import signed_letterhead
from models.sponsors.results import sponsored
from papers.sponsors.report import sponsor_report

DECEMBER, MAY = 12, 5


async def export_sponsors(config: Config, day: date, out: Path) -> int:
    """As of that day, which is the paper's. Raises Fault before any school year."""
    async with exporting(config, 2) as export:
        first, span = await _span(export, day)
        export.step(_("Counting pupils and half days"))
        found = await sponsored(export.session, export.school.id, first, day)
        head = await signed_letterhead(export.session, export.school, day)
        export.step(_("Writing {file}").format(file=out.name))
        return await write_out(out, await asyncio.to_thread(sponsor_report, found, head, span, (first, day)))


async def _span(export: Export, day: date) -> tuple[date, str]:
    """From which day it is, and what it is called: in December of the first term, in May of the year."""
    year = await year_of(export.session, export.school.id, day)
    if year is None:
        raise Fault(_("No school year has begun by {day}.").format(day=f"{day:%d/%m/%Y}"))
    name = year.name.replace(" ", "")
    if day.month == DECEMBER:
        return year.starts, f"học kỳ I năm học {name}"
    if day.month == MAY or day > year.ends:
        return year.starts, f"năm học {name}"
    return max(day.replace(day=1), year.starts), f"tháng {day.month} năm {day.year}"
