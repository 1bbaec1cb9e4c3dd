"""Every number of every paper, as JSON."""

import asyncio
from datetime import date
from pathlib import Path

from bot.cli.export.writing import Export, exporting, write_out
from bot.cli.shared import Fault
from bot.engine.config import Config
from locales import _
from models.figures.measured import Measured, Of, measured
from models.figures.summary import parts
from models.people.class_lists import class_names
from models.people.places import places
from papers.figures.numbers import Scale, numbers_file


async def export_figures(config: Config, first: date, last: date, out: Path) -> int:
    """Raises Fault where there is nothing to count."""
    async with exporting(config, 3) as export:
        export.step(_("Counting pupils and half days"))
        found = await counted(export, first, last)
        export.step(_("Counting each day"))
        days = await parts(export.session, export.school.id, found.first, found.last)
        export.step(_("Writing {file}").format(file=out.name))
        content = await asyncio.to_thread(numbers_file, export.school.name, found, days, await scale(export, found))
        return await write_out(out, content)


async def counted(export: Export, first: date, last: date) -> Measured:
    """Raises Fault."""
    if first > last:
        raise Fault(_("The first day comes after the last one: please change --from and --to."))
    found = await measured(export.session, export.school.id, first, last)
    if found is None:
        raise Fault(_("No school year has begun by {day}.").format(day=f"{last:%d/%m/%Y}"))
    return found


async def scale(export: Export, found: Measured) -> Scale:
    known = await places(export.session, export.school.id)
    return Scale(
        classes=await class_names(export.session, [one.key for one in found.of(Of.CLASS)]),
        places={id_: place.said for id_, place in known.items()},
    )
