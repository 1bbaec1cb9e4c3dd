"""Classes that have not reported: their teachers are reminded, the leadership is told."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.leave import on_leave
from letters.says.register import UNREPORTED, nobody_absent, scope_typed
from letters.told import REMINDED, told_line
from locales import _
from locales.words import day_words, joined, listed, opening, part_words
from models import Classes, ClassParts, Outbox
from models.people.class_lists import class_names
from models.people.roles import homeroom
from models.readers import CLASS, holds, teacher
from models.register.silence import silent
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from models.telling import told_so
from models.told import Fate, best_of
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
        .where(
            Classes.id.in_([due.about for due in dues]), *silent(ClassParts.school_id == reader.school.id, day, part)
        )
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
    where = silent(ClassParts.school_id == reader.school.id, due.day, part)
    statement = select(Classes.id, Classes.name).join(ClassParts, ClassParts.class_id == Classes.id).where(*where)
    rows = (await session.execute(statement.order_by(Classes.grade, Classes.name))).all()
    if not rows:
        return None
    words = told_line(REMINDED, await reminded(reader, session, due.day, part, [row.id for row in rows]))
    held = select(func.count()).where(
        ClassParts.school_id == reader.school.id,
        ClassParts.day == due.day,
        ClassParts.part == part,
        ClassParts.held,
    )
    total = await session.scalar(held) or 0
    text = _("{session}, {day}: {count} of {total} classes have not reported: {names}.")
    text = text.format(
        session=opening(part_words([part])),
        day=day_words(due.day),
        count=len(rows),
        total=total,
        names=listed(row.name for row in rows),
    )
    return Letter(text=joined([text, words]), told=dues_about(dues), buttons=[[all_unreported()]])


async def reminded(
    reader: Reader, session: AsyncSession, day: date, part: str, classes: Collection[int]
) -> list[tuple[str, Fate]]:
    """The classes by name, and what has become of reminding their teachers of this half day; those of whom nobody has
    been reminded yet are left out.
    """
    which = (Outbox.kind == KINDS[part], Outbox.about.in_(classes), Outbox.day == day)
    told = await told_so(session, reader.school, reader.now, *which)
    teachers, names = await homeroom(session, classes, day), await class_names(session, classes)
    fates = {id_: [one.fate for one in told if one.about == id_] for id_ in classes}
    return [(names[id_], best_of(mine)) for id_, mine in fates.items() if mine or id_ not in teachers]


def all_unreported() -> Button:
    return Button(_("Call or remind again"), UNREPORTED)
