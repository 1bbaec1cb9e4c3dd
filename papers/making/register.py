"""The register of absences by half day, of the month."""

from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from models.shapes.asker import School
from models.shapes.message import Paper
from papers.figures.files import day_file
from papers.making import Made, NoPaperError, makes
from rules.papers import PaperKind


@makes(PaperKind.REGISTER)
async def register(session: AsyncSession, school: School, paper: Paper) -> Made:
    made = await day_file(session, school, paper.day.replace(day=1), paper.day, paper.day)
    if made is None:
        raise NoPaperError(_("No class has had lessons in these days."))
    return Made(made.name, made.content)
