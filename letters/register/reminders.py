"""Classes that have not reported: their teachers are reminded, the leadership is told."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.leave import on_leave
from letters.says.register import nobody_absent, scope_typed
from locales import _
from locales.words import day_words, listed, opening, part_words
from models import Classes, ClassParts
from models.readers import CLASS, holds, teacher
from models.register.silence import silent
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.calendar.parts import Part
from rules.letters import Kind
from rules.people.roles import LEADERS

NUMBER: dict[str, int] = {Part.MORNING: 1, Part.AFTERNOON: 2}


KINDS: dict[str, Kind] = {Part.MORNING: Kind.REMIND1, Part.AFTERNOON: Kind.REMIND2}
SESSION = {number: session for session, number in NUMBER.items()}


@composes(Kind.REMIND1, to=teacher(CLASS).passed_on(), about=kind_words.REMINDER, of_its_hour=True)
async def remind_about_morning(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    return await _reminder(dues, Part.MORNING, reader, session)


@composes(Kind.REMIND2, to=teacher(CLASS).passed_on(), about=kind_words.REMINDER, of_its_hour=True)
async def remind_about_afternoon(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    return await _reminder(dues, Part.AFTERNOON, reader, session)


async def _reminder(dues: Sequence[Due], part: str, reader: Reader, session: AsyncSession) -> Letter | None:
    """Asked again at the moment of leaving: a report that came in meanwhile makes the reminder fall away."""
    day = dues[0].day
    statement = (
        select(Classes.id, Classes.name)
        .join(ClassParts, ClassParts.class_id == Classes.id)
        .where(Classes.id.in_([due.about for due in dues]), *silent([reader.school.id], day, part))
        .order_by(Classes.name)
    )
    unreported = dict((await session.execute(statement)).all())
    if not unreported:
        return None
    text = _("Class {klass} has not reported the {session} of {day} yet. Please report who is absent, or tap below.")
    names = listed(unreported.values())
    buttons = [
        [Button(_("{klass}: nobody absent").format(klass=name), nobody_absent(scope_typed(name, [part], day)))]
        for name in unreported.values()
    ]
    return Letter(
        text=text.format(klass=names, session=part_words([part]), day=day_words(day))
        + await on_leave(session, list(unreported), day),
        told=dues_about(dues, unreported),
        buttons=buttons,
    )


@composes(Kind.SILENT, to=holds(*LEADERS), about=kind_words.ROLL, of_its_hour=True)
async def silent_classes(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The classes that are still silent when this leaves, for the vice principal and the registrar."""
    due = max(dues, key=lambda one: one.outbox_id)
    part = SESSION[due.about]
    where = silent([reader.school.id], due.day, part)
    statement = select(Classes.name).join(ClassParts, ClassParts.class_id == Classes.id).where(*where)
    names = (await session.scalars(statement.order_by(Classes.grade, Classes.name))).all()
    if not names:
        return None
    held = select(func.count()).where(
        ClassParts.school_id == reader.school.id,
        ClassParts.day == due.day,
        ClassParts.part == part,
        ClassParts.held,
    )
    total = await session.scalar(held) or 0
    text = _("{session}, {day}: {count} of {total} classes have not reported: {names}. Their teachers were reminded.")
    words = text.format(
        session=opening(part_words([part])),
        day=day_words(due.day),
        count=len(names),
        total=total,
        names=listed(names),
    )
    return Letter(text=words, told=dues_about(dues))
