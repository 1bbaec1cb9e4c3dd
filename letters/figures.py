"""The principal's one line of the morning."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.register.reminders import all_unreported, reminded
from letters.told import REMINDED, told_line
from locales import N_, _
from locales.marks import unclear_words
from locales.words import day_words, joined, listed, opening
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
        line += _("; not yet: {names}").format(names=listed(silent.values()))
    line += "." + _figures(await by_class(session, await _classes(session, reader.school.id, day), day, day))
    words = told_line(REMINDED, await reminded(reader, session, day, Part.MORNING, list(silent)))
    return Letter(text=joined([line, words]), told=dues_about(dues), buttons=[[all_unreported()]] if silent else [])


def _figures(counts: Mapping[int, Count]) -> str:
    """Nothing as long as nobody has reported: 0 away of 0 is no news."""
    possible = sum(count.possible for count in counts.values())
    excused = sum(count.excused for count in counts.values())
    unexcused = sum(count.unexcused for count in counts.values())
    unclear = sum(count.unclear for count in counts.values())
    text = _("Absent {absent}/{possible}: {excused} with leave, {unexcused} without{unclear}.")
    absent = excused + unexcused + unclear
    said = text.format(
        absent=absent, possible=possible, excused=excused, unexcused=unexcused, unclear=unclear_words(unclear)
    )
    return " " + said if possible else ""


async def _classes(session: AsyncSession, school_id: int, day: date) -> list[int]:
    held = select(ClassParts.class_id).where(ClassParts.school_id == school_id, ClassParts.day == day)
    return list(await session.scalars(held.distinct()))


async def _silent(session: AsyncSession, school_id: int, day: date) -> tuple[dict[int, str], int]:
    """The classes that have not reported the day's first half day, and how many were to."""
    statement = (
        select(Classes.id, Classes.name, ClassParts.reported_at)
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
    return {row.id: row.name for row in rows if row.reported_at is None}, len(rows)
