"""The principal's one line of the morning."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from locales.words import day_words, listed, opening
from models import Classes, ClassParts
from models.figures.totals import Count, by_class
from models.readers import holds
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.calendar.parts import Part
from rules.letters import Kind
from rules.people.roles import HEADS


@composes(Kind.MORNING, to=holds(*HEADS), about=N_("the morning's figures"), of_its_hour=True)
async def morning(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    day = dues[-1].day
    silent, total = await _silent(session, reader.school.id, day)
    line = _("**{day}**: {reported}/{total} classes have reported").format(
        day=opening(day_words(day)), reported=total - len(silent), total=total
    )
    if silent:
        line += _("; not yet: {names} (reminded)").format(names=listed(silent))
    line += "." + _figures(await by_class(session, await _classes(session, reader.school.id, day), day, day))
    return Letter(text=line, told=dues_about(dues))


def _figures(counts: Mapping[int, Count]) -> str:
    """Nothing as long as nobody has reported: 0 away of 0 is no news."""
    possible = sum(count.possible for count in counts.values())
    excused = sum(count.excused for count in counts.values())
    unexcused = sum(count.unexcused for count in counts.values())
    text = _("Absent {absent}/{possible}: {excused} with leave, {unexcused} without.")
    said = text.format(absent=excused + unexcused, possible=possible, excused=excused, unexcused=unexcused)
    return " " + said if possible else ""


async def _classes(session: AsyncSession, school_id: int, day: date) -> list[int]:
    held = select(ClassParts.class_id).where(ClassParts.school_id == school_id, ClassParts.day == day)
    return list(await session.scalars(held.distinct()))


async def _silent(session: AsyncSession, school_id: int, day: date) -> tuple[list[str], int]:
    """The classes that have not reported the day's first half day, and how many were to."""
    statement = (
        select(Classes.name, ClassParts.reported_at)
        .join(ClassParts, ClassParts.class_id == Classes.id)
        .where(
            ClassParts.school_id == school_id,
            ClassParts.day == day,
            ClassParts.part == Part.MORNING,
            ClassParts.held,
        )
        .order_by(Classes.grade, Classes.name)
    )
    rows = (await session.execute(statement)).all()
    return [name for name, reported in rows if reported is None], len(rows)
