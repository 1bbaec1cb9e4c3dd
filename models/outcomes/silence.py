"""Classes that everybody forgot: not reported, their teacher not reminded, and not named to the leadership either."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.calendar.held import calendars
from models.figures.counting import enrolled_on
from models.outcomes import Gap, Lack
from models.outcomes.checks import AFTER_DUE, PATIENCE, at, is_told_of
from models.people.tables import Enrolments
from models.post.tables import SENT, Outbox
from models.register.silence import overdue
from models.register.tables import ClassParts
from models.school.tables import Classes
from models.shapes.asker import School
from rules.calendar.parts import Part
from rules.letters import Kind

PARTS = {Part.MORNING: (1, Kind.REMIND1), Part.AFTERNOON: (2, Kind.REMIND2)}  # `about` of the list, and the reminder


async def forgotten(session: AsyncSession, school: School, days: Sequence[date], now: datetime) -> list[Gap]:
    found = []
    for day in days:
        for part, due in ((Part.MORNING, school.morning_due), (Part.AFTERNOON, school.afternoon_due)):
            if is_told_of(school, day, part, now) or now < at(school, day, due) + AFTER_DUE + PATIENCE:
                continue
            names = [*await _unnamed(session, school, day, part), *await _unheld(session, school, day, part)]
            found += [Gap(lack=Lack.FORGOTTEN, day=day, part=part, classes=tuple(sorted(names)))] if names else []
    return found


async def _unnamed(session: AsyncSession, school: School, day: date, part: Part) -> list[str]:
    """Silent classes of whom no reminder and no list has arrived."""
    about, reminder = PARTS[part]
    arrived = select(Outbox.id).where(Outbox.school_id == school.id, Outbox.day == day, Outbox.state == SENT)
    listed = arrived.where(Outbox.kind == Kind.SILENT, Outbox.about == about).exists()
    reminded = arrived.where(Outbox.kind == reminder, Outbox.about == ClassParts.class_id).exists()
    names = select(Classes.name).join(ClassParts, ClassParts.class_id == Classes.id)
    return list(
        await session.scalars(names.where(*overdue(ClassParts.school_id == school.id, day, part), ~listed, ~reminded))
    )


async def _unheld(session: AsyncSession, school: School, day: date, part: Part) -> list[str]:
    """Classes with pupils whose half day the calendar holds, and that was never opened for a report."""
    calendar = (await calendars(session, [school.id], day, day))[school.id]
    opened = select(ClassParts.class_id).where(
        ClassParts.school_id == school.id, ClassParts.day == day, ClassParts.part == part
    )
    known = set(await session.scalars(opened))
    peopled = select(Classes.id, Classes.name).join(Enrolments, Enrolments.class_id == Classes.id)
    rows = await session.execute(peopled.where(Classes.school_id == school.id, enrolled_on(Enrolments, day)).distinct())
    return [row.name for row in rows if row.id not in known and part in calendar.held(row.id, day)]
