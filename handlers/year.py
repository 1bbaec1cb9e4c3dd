"""/bangiao: what was handed over with a class at the turn of the year, taken over with a tap; leavers' open cases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import LEADERS, command
from handlers.asked import leads
from handlers.register.scope import local
from locales import N_, _
from locales.words import day_words, listed, short_day
from models import Classes, Handovers, Roles, Years
from models.calendar.held import Calendar
from models.ladder.facts import held_on
from models.meter import MOST
from models.people.class_lists import school_calendar
from models.shapes.asker import School
from models.shapes.letter import Due, Letter, Reader, composes
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from models.year import handed_over, leavers
from rules.ladder.steps import UP


@command("bàn giao", "handover", help=N_("what was handed over with your class this year"), who=LEADERS | {"homeroom"})
async def handover(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A homeroom teacher's own classes; the leadership sees who has taken over, and the open cases of leavers."""
    if not incoming.private:
        return [Outgoing(text=_("Names of children are shown in a private chat only."))]
    word, _blank, number = incoming.rest.partition(" ")
    if word == "nhan" and number.isdecimal() and len(number) < 15:
        return await _take_over(incoming, session, int(number))
    school, moment = local(incoming)
    if leads(incoming.asker):
        return [await _state(session, school, incoming)]
    rows = await handed_over(session, Handovers.to_class_id.in_(incoming.asker.classes()))
    if not rows:
        return [Outgoing(text=_("Nothing was handed over with your class."))]
    calendar = await school_calendar(session, school, moment.date())
    return [Outgoing(text="\n".join(_lines(rows, calendar)), buttons=_buttons(rows))]


async def _take_over(incoming: Incoming, session: AsyncSession, class_id: int) -> list[Said]:
    """Only the class's homeroom teacher of now."""
    if class_id not in incoming.asker.classes():
        return [Outgoing(text=_("Only the homeroom teacher of the class can take over."))]
    mine = update(Handovers).where(Handovers.to_class_id == class_id, Handovers.acknowledged_at.is_(None))
    values = {"acknowledged_at": incoming.when, "acknowledged_by": incoming.asker.person_id}
    await session.execute(mine.values(values))
    text = _("**Taken over.** Thank you. Open cases are in /viec; the list stays in /bangiao.")
    return [Outgoing(text=text), Act("handover.acknowledged", class_id)]


async def _state(session: AsyncSession, school: School, incoming: Incoming) -> Outgoing:
    day = local(incoming)[1].date()
    this_year = select(Classes.id).join(Years, Years.id == Classes.year_id).where(Years.ends >= day)
    rows = await handed_over(session, Handovers.school_id == school.id, Handovers.to_class_id.in_(this_year))
    lines = []
    for class_id in dict.fromkeys(row.to_class_id for row in rows):
        mine = [row for row in rows if row.to_class_id == class_id]
        taken = all(row.acknowledged_at is not None for row in mine)
        state = _("taken over") if taken else _("**not taken over yet**")
        if not taken and not await _has_teacher(session, class_id, day):
            state = _("**no homeroom teacher yet**")
        text = _("• {klass}: {count} pupils, {state}")
        lines.append(text.format(klass=mine[0].new_class, count=len(mine), state=state))
    head = [_("**Handed over to the classes of this year**"), *lines] if lines else []
    gone = [
        _("• {name}, was in {klass}: case {number} open since {day}").format(
            name=one.name, klass=one.class_name, number=one.id, day=short_day(one.opened_on)
        )
        for one in await leavers(session, school.id, day)
    ]
    left = [_("**On no class list, but the case is open**: somebody must close it"), *gone] if gone else []
    return Outgoing(text="\n".join([*head, *left]) or _("Nothing was handed over, and no leaver has an open case."))


async def _has_teacher(session: AsyncSession, class_id: int, day: Any) -> bool:
    found = select(Roles.id).where(Roles.class_id == class_id, Roles.name == "homeroom", *held_on(day))
    return await session.scalar(found.limit(1)) is not None


@composes("handover")
async def handover_letter(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The new homeroom teacher's list: each pupil with the open case, its step and when it is due."""
    classes = [due.about for due in dues]
    rows = await handed_over(session, Handovers.to_class_id.in_(classes), Handovers.acknowledged_at.is_(None))
    if not rows:
        return None
    calendar = await school_calendar(session, reader.school, max(due.day for due in dues))
    lines = _lines(rows, calendar)
    told = {row.to_class_id for row in rows}
    ids = frozenset(due.outbox_id for due in dues if due.about in told)
    return Letter(text="\n".join(lines), told=ids, buttons=_buttons(rows))


def _lines(rows: Sequence[Any], calendar: Calendar) -> list[str]:
    names = listed(dict.fromkeys(row.new_class for row in rows))
    head = _("**Handed over to you with class {klass}**").format(klass=names)
    ask = _("Please read it, talk with the former homeroom teacher, and tap that you have taken over.")
    lines = [f"{number}. {_line(row, calendar)}" for number, row in enumerate(rows, 1)]
    open_ = any(row.acknowledged_at is None for row in rows)
    return [head, *lines, *([ask] if open_ else [])]


def _line(row: Any, calendar: Calendar) -> str:
    parts = []
    if row.case_id is not None:
        text = _("case {number} open since {day}, {step}")
        parts.append(text.format(number=row.case_id, day=short_day(row.opened_on), step=_step(row, calendar)))
    elif row.cases:
        parts.append(_("cases last year, closed: {count}").format(count=row.cases))
    if row.missed:
        parts.append(_("last year missed {missed}/{most} sessions").format(missed=row.missed, most=MOST))
    return _("{name} (from {klass}): {parts}").format(name=row.name, klass=row.old_class, parts="; ".join(parts))


def _step(row: Any, calendar: Calendar) -> str:
    if row.step >= UP:
        return _("before the principal")
    if row.visited_on is not None:
        return _("home visited, not back yet")
    due = calendar.after(row.to_class_id, row.opened_on, row.visit_within)
    return _("home visit due {day}").format(day=day_words(due) if due else _("soon"))


def _buttons(rows: Sequence[Any]) -> list[list[Button]]:
    open_ = dict.fromkeys((row.to_class_id, row.new_class) for row in rows if row.acknowledged_at is None)
    return [[Button(_("Taken over: {klass}").format(klass=name), f"/bangiao nhan {id_}")] for id_, name in open_]
