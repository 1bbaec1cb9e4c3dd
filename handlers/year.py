"""/bangiao: what was handed over with a class at the turn of the year, taken over with a tap; leavers' open cases."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import leads, local
from letters.says.year import read_take_over
from letters.year import lines_of, take_over
from locales import N_, _
from locales.words import short_day
from models import Classes, Handovers, Roles, Years
from models.calendar.held import school_calendar
from models.people.roles import held_on
from models.shapes.asker import School
from models.shapes.message import Act, Incoming, Outgoing, Said
from models.year import gone_from, handed_over, leavers
from rules.people.roles import LEADERS, Role


@command(
    "bàn giao", "handover", help=N_("what was handed over with your class this year"), who=LEADERS | {Role.HOMEROOM}
)
async def handover(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A homeroom teacher's own classes; the leadership sees who has taken over, and the open cases of leavers."""
    if (class_id := read_take_over(incoming.rest)) is not None:
        return await _take_over(incoming, session, class_id)
    school, moment = local(incoming)
    if leads(incoming.asker):
        return [await _state(session, school, incoming)]
    rows = await handed_over(session, Handovers.to_class_id.in_(incoming.asker.classes()))
    if not rows:
        return [Outgoing(text=_("Nothing was handed over with your class."))]
    calendar = await school_calendar(session, school, moment.date())
    gone = await gone_from(session, {row.from_class_id for row in rows})
    return [Outgoing(text="\n".join(lines_of(rows, calendar, gone)), buttons=take_over(rows))]


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
    found = select(Roles.id).where(Roles.class_id == class_id, Roles.name == Role.HOMEROOM, *held_on(day))
    return await session.scalar(found.limit(1)) is not None
