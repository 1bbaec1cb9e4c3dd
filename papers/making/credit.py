"""Proof for commendation, of some days."""

import asyncio
from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from models.cases.credit import credits_of
from models.figures.measured import Of
from models.figures.roll import year_of
from models.people.class_lists import classes
from models.people.places import Place, places
from models.people.signing import signed_letterhead
from models.shapes.asker import School
from models.shapes.message import Paper
from papers.cases.credit import Proof, credit_paper
from papers.making import Made, makes
from papers.making.reports import no_year
from rules.papers import PaperKind


@makes(PaperKind.CREDIT)
async def credit(session: AsyncSession, school: School, paper: Paper) -> Made:
    """From its first day, or since the year began."""
    year = await year_of(session, school.id, paper.day)
    if year is None:
        raise no_year(paper.day)
    known = await places(session, school.id)
    proof = Proof(
        credits=await credits_of(session, school, paper.first or year.starts, paper.day),
        classes={one.id: one.name for one in await classes(session, school, min(paper.day, year.ends))},
        places=[row for place in known.values() if place.parent_id is None for row in _with_hamlets(known, place)],
        due=(school.morning_due, school.afternoon_due),
    )
    head = await signed_letterhead(session, school, paper.day)
    content = await asyncio.to_thread(credit_paper, proof, head, paper.day)
    return Made(f"thanh-tich-van-dong-{paper.day:%Y-%m-%d}.docx", content)


def _with_hamlets(known: Mapping[int, Place], village: Place) -> list[tuple[Of, int, str]]:
    hamlets = [(Of.PLACE, one.id, one.said) for one in known.values() if one.parent_id == village.id]
    return [(Of.VILLAGE, village.id, village.said), *hamlets]
