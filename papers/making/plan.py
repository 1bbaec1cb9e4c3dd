"""The plan of outreach and sponsors of the school year."""

import asyncio

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.cases.outreach import outreach
from models.figures.measured import Of
from models.figures.roll import year_of
from models.figures.targets import targets_of
from models.ladder.versions import in_force
from models.people.places import carers, places
from models.people.roles import held_on
from models.people.signing import signed_letterhead
from models.people.tables import Enrolments
from models.school.tables import Classes
from models.shapes.asker import School
from models.shapes.message import Paper
from models.sponsors.results import sponsored
from papers.making import Made, makes
from papers.making.reports import no_year
from papers.sponsors.plan import Plan, plan_paper
from rules.ladder.steps import CASE
from rules.papers import PaperKind
from rules.people.roles import Role


@makes(PaperKind.PLAN)
async def plan(session: AsyncSession, school: School, paper: Paper) -> Made:
    year = await year_of(session, school.id, paper.day)
    if year is None:
        raise no_year(paper.day)
    pupils, classes = await _enrolled(session, school, paper)
    found = await sponsored(session, school.id, year.starts, paper.day)
    count = found.counted()
    case = next(step for step in (await in_force(session, school.id)).ladder.steps if step.kind == CASE)
    pairs, gaps = await _pairs(session, school, paper)
    away = (await outreach(session, school.id, year.starts, paper.day))[Of.SCHOOL, None].still
    made = Plan(
        year=year.name.replace(" ", ""),
        pupils=pupils,
        classes=classes,
        listed=count["listed"],
        followed=count["followed"],
        away=away,
        staff=found.staff,
        pairs=pairs,
        gaps=gaps,
        case_after=case.after,
        visit_within=case.due,
        targets=list((await targets_of(session, school.id)).items()),
    )
    head = await signed_letterhead(session, school, paper.day)
    content = await asyncio.to_thread(plan_paper, made, head, paper.day)
    return Made(f"ke-hoach-van-dong-{made.year}.docx", content)


async def _enrolled(session: AsyncSession, school: School, paper: Paper) -> tuple[int, int]:
    """Pupils and their classes on the day."""
    here = select(func.count(), func.count(Enrolments.class_id.distinct())).join(
        Classes, Classes.id == Enrolments.class_id
    )
    here = here.where(Classes.school_id == school.id, *held_on(paper.day, Enrolments))
    pupils, classes = (await session.execute(here)).one()
    return pupils, classes


async def _pairs(session: AsyncSession, school: School, paper: Paper) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """Places with who looks after them; and the hamlets of which nobody does, nor of their village."""
    known = await places(session, school.id)
    mine: dict[int, list[str]] = {}
    for carer in await carers(session, school.id, paper.day):
        if carer.role == Role.HAMLET_STAFF:
            mine.setdefault(carer.place_id, []).append(carer.name)
    with_hamlets = {place.parent_id for place in known.values()}
    gaps = [
        place.said
        for place in known.values()
        if place.id not in with_hamlets and place.id not in mine and place.parent_id not in mine
    ]
    return [(known[id_].said, names) for id_, names in mine.items()], gaps
