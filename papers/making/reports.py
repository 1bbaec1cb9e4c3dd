"""The report of a month, a term or the year, for the body over the school."""

import asyncio
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from models.calendar.held import terms
from models.cases.outreach import outreach
from models.figures.measured import Measured, Of, measured
from models.figures.roll import year_of
from models.people.class_lists import class_names
from models.people.places import places
from models.people.signing import signed_letterhead
from models.shapes.asker import School
from models.shapes.message import Paper
from papers.figures.report import Report, report_paper
from papers.making import Made, NoPaperError, makes
from rules.figures.spans import Span
from rules.papers import PaperKind

ROMAN = {Span.HK1: "I", Span.HK2: "II"}
SPANS = {
    PaperKind.MONTH: Span.MONTH,
    PaperKind.HK1: Span.HK1,
    PaperKind.HK2: Span.HK2,
    PaperKind.YEAR: Span.YEAR,
}


@makes(*SPANS)
async def report(session: AsyncSession, school: School, paper: Paper) -> Made:
    """Counted up to its day, which is that of the signature."""
    span = SPANS[paper.kind]
    found = await counted(session, school, *await span_days(session, school, span, paper.day))
    known = await places(session, school.id)
    told = Report(
        span=span,
        figures=found,
        outreach=await outreach(session, school.id, found.first, found.last),
        classes=await class_names(session, [one.key for one in found.of(Of.CLASS)]),
        villages={id_: place.said for id_, place in known.items() if place.parent_id is None},
    )
    head = await signed_letterhead(session, school, paper.day)
    content = await asyncio.to_thread(report_paper, told, head, paper.day)
    return Made(f"bao-cao-{_name(span, paper.day)}.docx", content)


def _name(span: Span, day: date) -> str:
    return f"thang-{day:%m-%Y}" if span == Span.MONTH else f"{span.value.replace('year', 'nam-hoc')}-{day:%m-%Y}"


async def counted(session: AsyncSession, school: School, first: date, last: date) -> Measured:
    """Raises NoPaperError before any school year."""
    found = await measured(session, school.id, first, last)
    if found is None:
        raise no_year(last)
    return found


def no_year(day: date) -> NoPaperError:
    return NoPaperError(_("No school year has begun by {day}.").format(day=f"{day:%d/%m/%Y}"))


async def span_days(session: AsyncSession, school: School, span: Span, day: date) -> tuple[date, date]:
    """The days of it up to the day. Raises NoPaperError for a term that has not begun by then."""
    if span == Span.MONTH:
        return day.replace(day=1), day
    year = await year_of(session, school.id, day)
    if year is None:
        raise no_year(day)
    if span == Span.YEAR:
        return year.starts, min(day, year.ends)
    found = {term.name: term for term in await terms(session, school.id, year.starts)}
    term = found.get(span.value)
    if term is None or term.starts > day:
        raise NoPaperError(_("Term {name} has not begun yet by {day}.").format(name=ROMAN[span], day=f"{day:%d/%m/%Y}"))
    return term.starts, min(day, term.ends)
