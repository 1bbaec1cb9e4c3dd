"""The principal's one line of the morning."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.register.contested import being_cleared
from letters.register.reminders import all_unreported, reminded
from letters.says import calendar as says
from letters.says.calendar import DayAct
from letters.told import REMINDED, told_line
from locales import N_, _
from locales.marks import unclear_words
from locales.words import day_words, joined, listed, opening
from models import Classes, ClassParts, DayRules
from models.contested import contested_on
from models.figures.summary import parts, total
from models.figures.totals import Count
from models.readers import holds
from models.register.silence import in_doubt, proposed_off
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.calendar.parts import Part
from rules.letters import Kind
from rules.people.roles import HEADS


@composes(Kind.MORNING, to=holds(*HEADS), about=N_("the morning's figures"), of_its_hour=True)
async def morning(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    day = dues[-1].day
    silent, held = await _silent(session, reader.school.id, day)
    line = _("**{day}**: {reported}/{total} classes have reported").format(
        day=opening(day_words(day)), reported=held - len(silent), total=held
    )
    if silent:
        line += _("; not yet: {names}").format(names=listed(silent.values()))
    classes = await _classes(session, reader.school.id, day)
    unsure = await contested_on(session, classes, day)
    rows = await parts(session, reader.school.id, day, day, classes)
    line += "." + _figures(total(row.count for row in rows))
    words = told_line(REMINDED, await reminded(reader, session, day, Part.MORNING, list(silent)))
    doubt, buttons = await _doubt(session, reader.school.id, day)
    buttons += [[all_unreported()]] if silent else []
    text = joined([line, await being_cleared(session, unsure), words, doubt])
    return Letter(text=text, told=dues_about(dues), buttons=buttons)


async def _doubt(session: AsyncSession, school_id: int, day: date) -> tuple[str, list[list[Button]]]:
    """A day off that was proposed for today, and that nobody has answered: nobody was reminded, so it is asked here."""
    held = (ClassParts.school_id == school_id, ClassParts.day == day, ClassParts.held, in_doubt())
    rules = select(DayRules.id, DayRules.reason).where(*proposed_off(), DayRules.school_id == school_id)
    rows = (
        await session.execute(rules.where(DayRules.day == day, select(ClassParts.class_id).where(*held).exists()))
    ).all()
    if not rows:
        return "", []
    text = _(
        "Today may be a day off ({reason}), and nobody has said so, so teachers get no reminders. "
        "Is there school today?"
    )
    ids = tuple(row.id for row in rows)
    taps = [
        Button(_("A day off"), says.rules_to(DayAct.CONFIRM, ids)),
        Button(_("There is school"), says.rules_to(DayAct.STRIKE, ids)),
    ]
    return text.format(reason=listed(dict.fromkeys(row.reason for row in rows if row.reason)) or "–"), [taps]


def _figures(count: Count) -> str:
    """Nothing as long as nobody has reported: 0 away of 0 is no news. Of whom it is not settled whether they are there
    is said apart.
    """
    text = _("Absent {absent}/{possible}: {excused} with leave, {unexcused} without{unclear}.")
    said = text.format(
        absent=count.absent,
        possible=count.possible,
        excused=count.excused,
        unexcused=count.unexcused,
        unclear=unclear_words(count.unclear),
    )
    return " " + said if count.possible else ""


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
