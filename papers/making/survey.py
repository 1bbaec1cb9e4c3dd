"""The survey of a class's pupils who need support, in the campaign's form: who is known of stands there already."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from models.cases.at_risk import at_risk
from models.figures.roll import year_of
from models.people.class_lists import class_names, classes
from models.people.signing import signed_letterhead
from models.shapes.asker import School
from models.shapes.message import Paper
from models.sponsors.tables import Entry, entries
from papers.making import Made, makes
from papers.making.reports import no_year
from papers.sponsors.table import SURVEY, Line, sponsor_table
from rules.papers import PaperKind

BLANKS = 10  # lines to fill in by hand


@makes(PaperKind.SURVEY)
async def survey(session: AsyncSession, school: School, paper: Paper) -> Made:
    """Of the classes that are its ids, of none of them of all. The restricted columns are left blank."""
    year = await year_of(session, school.id, paper.day)
    if year is None:
        raise no_year(paper.day)
    names = set((await class_names(session, paper.ids)).values())
    known = [one for one in await entries(session, school.id, paper.day) if not names or one.class_name in names]
    there = {one.pupil_id for one in known}
    more = [one for one in await at_risk(session, school.id, paper.day) if one.pupil_id not in there]
    more = [one for one in more if not names or one.class_name in names]
    lines = [Line(name=one.name, class_name=one.class_name, sponsors=_sponsors(one)) for one in known]
    lines += [Line(name=one.name, class_name=one.class_name) for one in more]
    order = {klass.name: number for number, klass in enumerate(await classes(session, school, paper.day))}
    lines.sort(key=lambda one: order.get(one.class_name, len(order)))
    lines += [Line(name="", class_name="")] * BLANKS
    head = await signed_letterhead(session, school, paper.day)
    content = await asyncio.to_thread(
        sponsor_table, head, year.name.replace("-", " - "), lines, paper.day, title=SURVEY
    )
    return Made(f"khao-sat-{'-'.join(sorted(names)) or 'toan-truong'}.xlsx", content)


def _sponsors(entry: Entry) -> list[tuple[str, bool]]:
    return [(one.name, one.supporting) for one in entry.sponsors]
