"""The principal's one line every school day: if it does not come, something is wrong."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from jobs.missed import held
from locales import N_
from models import ClassParts
from models.people.holders import holders
from models.shapes.among import among
from models.shapes.message import Notices, Round, Said
from rules.calendar.parts import Part
from rules.letters import Kind
from rules.people.roles import Role


@job(
    times=lambda school: [after(school.morning_due, 20)],
    late=timedelta(hours=3),
    missed=N_("the principal's morning line"),
    needed=held(Part.MORNING),
)
async def morning_line(round_: Round, session: AsyncSession) -> Sequence[Said]:
    held = select(ClassParts.school_id).where(
        among(ClassParts.school_id, round_.schools), ClassParts.day == round_.day, ClassParts.held
    )
    schools = (await session.scalars(held.distinct())).all()
    if not schools:
        return []
    chosen = holders([Role.PRINCIPAL], schools, round_.day, about=0, key=f"morning:{round_.day}")
    return [Notices(kind=Kind.MORNING, select=chosen, valid_until=round_.now + timedelta(hours=4))]
