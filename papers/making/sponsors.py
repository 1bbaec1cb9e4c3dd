"""The report on sponsors, by the deadlines of the campaign: every month, at the end of December and in May."""

import asyncio
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.roll import year_of
from models.people.signing import signed_letterhead
from models.shapes.asker import School
from models.shapes.message import Paper
from models.sponsors.results import sponsored
from papers.making import Made, makes
from papers.making.reports import no_year
from papers.sponsors.report import sponsor_report
from rules.papers import PaperKind

DECEMBER, MAY = 12, 5


@makes(PaperKind.SPONSORS)
async def sponsors(session: AsyncSession, school: School, paper: Paper) -> Made:
    """As of its day."""
    first, span = await _span(session, school, paper.day)
    found = await sponsored(session, school.id, first, paper.day)
    head = await signed_letterhead(session, school, paper.day)
    content = await asyncio.to_thread(sponsor_report, found, head, span, (first, paper.day))
    return Made(f"bao-cao-do-dau-{paper.day:%m-%Y}.docx", content)


async def _span(session: AsyncSession, school: School, day: date) -> tuple[date, str]:
    """From which day it is, and what it is called: in December of the first term, in May of the year."""
    year = await year_of(session, school.id, day)
    if year is None:
        raise no_year(day)
    name = year.name.replace(" ", "")
    if day.month == DECEMBER:
        return year.starts, f"học kỳ I năm học {name}"
    if day.month == MAY or day > year.ends:
        return year.starts, f"năm học {name}"
    return max(day.replace(day=1), year.starts), f"tháng {day.month} năm {day.year}"
