"""/chuabao: the classes whose report is missing, whether a reminder has reached their teachers, and another one."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from letters.register.reminders import KINDS
from letters.says.register import read_remind_again, remind_again
from letters.told import REMINDED, of_these, told_line, told_words
from locales import N_, _
from locales.words import day_words, opening, part_words
from models import Classes, ClassParts, Outbox, People, Roles
from models.people.roles import held_on
from models.register.silence import silent
from models.shapes.message import Button, Incoming, Notice, Outgoing, Said
from models.telling import told_so
from models.told import best_of
from rules.calendar.parts import Part
from rules.people.phones import shown
from rules.people.roles import LEADERS, Role

TWICE = timedelta(minutes=10)  # a reminder within it is one tapped twice
USEFUL = timedelta(hours=2)
MOST_TAPS = 12


@command("chưa báo", help=N_("classes that have not reported: call or remind them"), who=LEADERS, slash=True)
async def unreported(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Today's half days that have begun. A class's number, from a button, reminds its teachers once more."""
    class_id = read_remind_again(incoming.rest)
    found = [row for row in await _silent(incoming, session) if class_id in {None, row.class_id}]
    if not found:
        return [Outgoing(text=_("There is nothing to remind of: what is due by now has been reported."))]
    if class_id is None:
        return [await _list(incoming, session, found)]
    return await _remind(incoming, session, found[-1])


async def _silent(incoming: Incoming, session: AsyncSession) -> list[Any]:
    school, moment = local(incoming)
    begins = {Part.MORNING: school.morning_starts, Part.AFTERNOON: school.afternoon_starts}
    rows: list[Any] = []
    for part in (part for part, begin in begins.items() if begin <= moment.time()):
        statement = (
            select(Classes.id.label("class_id"), Classes.name, ClassParts.part)
            .join(ClassParts, ClassParts.class_id == Classes.id)
            .where(*silent(ClassParts.school_id == school.id, moment.date(), part))
            .order_by(Classes.grade, Classes.name)
        )
        rows += (await session.execute(statement)).all()
    return rows


async def _teachers(session: AsyncSession, classes: Collection[int], day: date) -> dict[int, list[Any]]:
    statement = (
        select(Roles.class_id, People.id, People.full_name, People.phone)
        .join(People, People.id == Roles.person_id)
        .where(Roles.name == Role.HOMEROOM, Roles.class_id.in_(classes), *held_on(day))
        .order_by(People.id)
    )
    found: dict[int, list[Any]] = {}
    for row in await session.execute(statement):
        found.setdefault(row.class_id, []).append(row)
    return found


async def _list(incoming: Incoming, session: AsyncSession, found: Sequence[Any]) -> Outgoing:
    school, moment = local(incoming)
    day, classes = moment.date(), [row.class_id for row in found]
    teachers = await _teachers(session, classes, day)
    which = (Outbox.kind.in_(KINDS.values()), Outbox.about.in_(classes), Outbox.day == day)
    told = await told_so(session, school, incoming.when, *which)
    lines = [_("**Not reported yet, {day}**").format(day=day_words(day))]
    for row in found:
        fates = [one.fate for one in told if (one.kind, one.about) == (KINDS[row.part], row.class_id)]
        called = [f"{one.full_name} {shown(one.phone or '')}".strip() for one in teachers.get(row.class_id, [])]
        words = told_words(REMINDED, [(row.name, best_of(fates))]) if fates else ""
        said = [f"{row.name} {part_words([row.part])}", *called, words]
        lines.append("• " + "; ".join(word for word in said if word))
    taps = {row.class_id: row.name for row in found if row.class_id in teachers}
    again = [[Button(_("Remind {klass} again").format(klass=name), remind_again(id_))] for id_, name in taps.items()]
    return Outgoing(text="\n".join(lines), buttons=again[:MOST_TAPS])


async def _remind(incoming: Incoming, session: AsyncSession, row: Any) -> Sequence[Said]:
    school, moment = local(incoming)
    kind, day = KINDS[row.part], moment.date()
    mine = (Outbox.kind == kind, Outbox.about == row.class_id, Outbox.day == day)
    just_now = await told_so(session, school, incoming.when, *mine, Outbox.created_at > incoming.when - TWICE)
    if just_now:
        return [Outgoing(text=told_line(REMINDED, [(one.name, one.fate) for one in just_now]))]
    people = [one.id for one in (await _teachers(session, [row.class_id], day)).get(row.class_id, [])]
    notices = [
        Notice(
            kind=kind,
            key=f"remind:{day}:{row.part}:{row.class_id}:{incoming.inbox_id}",
            school_id=school.id,
            person_id=person,
            about=row.class_id,
            day=day,
            valid_for=USEFUL,
        )
        for person in people
    ]
    told = await of_these(session, school, incoming.when, notices)
    text = told_line(REMINDED, [(one.name, one.fate) for one in told])
    return [Outgoing(text=text or opening(_("nobody yet"))), *notices]
