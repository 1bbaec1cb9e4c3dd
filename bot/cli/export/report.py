"""The report of a month, a term or a year, as a paper for the commune."""

import asyncio
from datetime import date
from pathlib import Path

from bot.cli.export.figures import counted
from bot.cli.export.writing import Export, exporting, write_out
from bot.cli.shared import Fault
from bot.engine.config import Config
from locales import _
from models.calendar.held import terms
from models.cases.outreach import outreach
from models.figures.measured import Of
from models.figures.roll import year_of
from models.people.class_lists import class_names
from models.people.places import places
from models.people.signing import signed_letterhead
from papers.figures.report import Report, report_paper
from rules.figures.spans import Span


async def export_report(config: Config, span: Span, day: date, out: Path) -> int:
    """`day` is the last day counted and that of the paper. Raises Fault where there is nothing to count."""
    async with exporting(config, 3) as export:
        first, last = await span_days(export, span, day)
        export.step(_("Counting pupils and half days"))
        found = await counted(export, first, last)
        known = await places(export.session, export.school.id)
        report = Report(
            span=span,
            figures=found,
            outreach=await outreach(export.session, export.school.id, found.first, found.last),
            classes=await class_names(export.session, [one.key for one in found.of(Of.CLASS)]),
            villages={id_: place.said for id_, place in known.items() if place.parent_id is None},
        )
        head = await signed_letterhead(export.session, export.school, day)
        export.step(_("Writing {file}").format(file=out.name))
        return await write_out(out, await asyncio.to_thread(report_paper, report, head, day))


async def span_days(export: Export, span: Span, day: date) -> tuple[date, date]:
    """The days of it up to the day. Raises Fault for a term that has not begun by then."""
    if span == Span.MONTH:
        return day.replace(day=1), day
    year = await year_of(export.session, export.school.id, day)
    if year is None:
        raise Fault(_("No school year has begun by {day}.").format(day=f"{day:%d/%m/%Y}"))
    if span == Span.YEAR:
        return year.starts, min(day, year.ends)
    found = {term.name: term for term in await terms(export.session, export.school.id, year.starts)}
    term = found.get(span.value)
    if term is None or term.starts > day:
        raise Fault(_("Term {name} has not begun yet by {day}.").format(name=span.value, day=f"{day:%d/%m/%Y}"))
    return term.starts, min(day, term.ends)
