"""Every number of every paper, as JSON."""

import asyncio
from datetime import date
from pathlib import Path

from bot.cli.export.writing import Export, exporting, write_out
from bot.cli.shared import Fault
from bot.engine.config import Config
from locales import _
from models.cases.credit import credits_of
from models.cases.outreach import outreach
from models.figures.measured import Measured, Of, measured
from models.figures.summary import parts
from models.people.class_lists import class_names
from models.people.places import places
from models.sponsors.results import sponsored
from papers.figures.numbers import All, Scale, numbers_file


async def export_figures(config: Config, first: date, last: date, out: Path) -> int:
    """Raises Fault where there is nothing to count."""
    async with exporting(config, 3) as export:
        export.step(_("Counting pupils and half days"))
        found = await counted(export, first, last)
        export.step(_("Counting each day"))
        everything = await _everything(export, found)
        export.step(_("Writing {file}").format(file=out.name))
        content = await asyncio.to_thread(numbers_file, export.school.name, everything, await scale(export, everything))
        return await write_out(out, content)


async def _everything(export: Export, found: Measured) -> All:
    session, school_id, days = export.session, export.school.id, (found.first, found.last)
    return All(
        measured=found,
        parts=await parts(session, school_id, *days),
        outreach=await outreach(session, school_id, *days),
        sponsored=await sponsored(session, school_id, *days),
        credits=await credits_of(session, export.school, *days),
    )


async def counted(export: Export, first: date, last: date) -> Measured:
    """Raises Fault."""
    if first > last:
        raise Fault(_("The first day comes after the last one: please change --from and --to."))
    found = await measured(export.session, export.school.id, first, last)
    if found is None:
        raise Fault(_("No school year has begun by {day}.").format(day=f"{last:%d/%m/%Y}"))
    return found


async def scale(export: Export, found: All) -> Scale:
    known = await places(export.session, export.school.id)
    measured_, followed = found.measured.of(Of.CLASS), [key for of, key in found.outreach if of == Of.CLASS]
    followed += found.credits.reports
    return Scale(
        classes=await class_names(export.session, {*(one.key for one in measured_), *followed}),
        places={id_: place.said for id_, place in known.items()},
    )
