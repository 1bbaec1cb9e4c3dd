"""The list of households at risk, for the commune."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from locales import DEFAULT, speaking
from models.cases.at_risk import at_risk
from models.people.signing import signed_letterhead
from models.shapes.asker import School
from models.shapes.message import Paper
from papers.cases.at_risk import at_risk_paper
from papers.making import Made, makes
from rules.papers import PaperKind


@makes(PaperKind.RISK)
async def risk(session: AsyncSession, school: School, paper: Paper) -> Made:
    found = await at_risk(session, school.id, paper.day)
    head = await signed_letterhead(session, school, paper.day)
    with speaking(DEFAULT):
        content = await asyncio.to_thread(at_risk_paper, found, head, paper.day)
    return Made(f"ho-co-nguy-co-{paper.day:%Y-%m-%d}.docx", content)
