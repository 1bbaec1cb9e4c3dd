"""/bangiao: what was handed over with a class at the turn of the year, taken over with a tap; leavers' open cases."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import leads, local
from letters.says.year import minutes, read_minutes, read_take_over
from letters.year import gone_words, known_of, lines_of, with_minutes
from locales import N_, _, speaking
from locales.words import short_day
from models import Classes, Handovers, Pupils, Roles, Years
from models.calendar.held import school_calendar
from models.people.roles import held_on, homeroom
from models.school.letterhead import letterhead
from models.shapes.asker import School
from models.shapes.message import Act, Button, File, Incoming, Outgoing, Said
from models.year import gone_from, handed_over, leavers, taught_before
from papers.year.minutes import Line, Minutes, minutes_paper
from rules.people.roles import LEADERS, Role

OFFICIAL = "vi"  # papers to sign are in Vietnamese, whatever language who asks reads


@command(
    "bàn giao", "handover", help=N_("what was handed over with your class this year"), who=LEADERS | {Role.HOMEROOM}
)
async def handover(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A homeroom teacher's own classes; the leadership sees who has taken over, and the open cases of leavers."""
    if (class_id := read_take_over(incoming.rest)) is not None:
        return await _take_over(incoming, session, class_id)
    if (class_id := read_minutes(incoming.rest)) is not None:
        return [await _minutes(incoming, session, class_id)]
    school, moment = local(incoming)
    if leads(incoming.asker):
        return [await _state(session, school, incoming)]
    rows = await handed_over(session, Handovers.to_class_id.in_(incoming.asker.classes()))
    if not rows:
        return [Outgoing(text=_("Nothing was handed over with your class."))]
    calendar = await school_calendar(session, school, moment.date())
    before = {row.from_class_id for row in rows}
    gone, own = await gone_from(session, before), await taught_before(session, incoming.linked.person_id, before)
    return [Outgoing(text="\n".join(lines_of(rows, calendar, gone, own=own)), buttons=with_minutes(rows, own=own))]


async def _take_over(incoming: Incoming, session: AsyncSession, class_id: int) -> list[Said]:
    """Only the class's homeroom teacher of now."""
    if class_id not in incoming.asker.classes():
        return [Outgoing(text=_("Only the homeroom teacher of the class can take over."))]
    mine = update(Handovers).where(Handovers.to_class_id == class_id, Handovers.acknowledged_at.is_(None))
    values = {"acknowledged_at": incoming.when, "acknowledged_by": incoming.asker.person_id}
    await session.execute(mine.values(values))
    text = _("**Taken over.** Thank you. Open cases are in /viec; the list stays in /bangiao.")
    return [Outgoing(text=text), Act("handover.acknowledged", class_id)]


async def _minutes(incoming: Incoming, session: AsyncSession, class_id: int) -> Outgoing:
    """For the class's homeroom teacher of now, and the leadership."""
    school, moment = local(incoming)
    rows = await handed_over(session, Handovers.to_class_id == class_id, Handovers.school_id == school.id)
    if class_id not in incoming.asker.classes() and not leads(incoming.asker):
        return Outgoing(text=_("Only the homeroom teacher of the class can take over."))
    if not rows:
        return Outgoing(text=_("Nothing was handed over with your class."))
    with speaking(OFFICIAL):
        paper = await _paper(session, school, rows, moment.date())
        on_top = await letterhead(session, school.id, school.name)
        content = await asyncio.to_thread(minutes_paper, paper, on_top, moment.date())
    text = _("The minutes of handing over class {klass}, for both teachers to sign.").format(klass=rows[0].new_class)
    return Outgoing(text=text, files=[File(f"bien-ban-ban-giao-{rows[0].new_class}.docx", content)])


async def _paper(session: AsyncSession, school: School, rows: Sequence[Any], day: date) -> Minutes:
    """By class list order; the teacher of the year before is who was last of the class most of them come from."""
    calendar = await school_calendar(session, school, day)
    old = Counter(row.from_class_id for row in rows).most_common(1)[0][0]
    ended = await session.scalar(select(Years.ends).join(Classes, Classes.year_id == Years.id).where(Classes.id == old))
    giver = (await homeroom(session, [old], min(ended or day, day))).get(old)
    receiver = (await homeroom(session, [rows[0].to_class_id], day)).get(rows[0].to_class_id)
    found = select(Pupils.id, Pupils.birth_date).where(Pupils.id.in_([row.pupil_id for row in rows]))
    born = dict((await session.execute(found)).all())
    return Minutes(
        class_name=rows[0].new_class,
        lines=[
            Line(name=row.name, born=born[row.pupil_id], old_class=row.old_class, known=known_of(row, calendar))
            for row in sorted(rows, key=lambda row: row.id)
        ],
        gone=[gone_words(one) for one in await gone_from(session, {row.from_class_id for row in rows})],
        giver=giver.name if giver else "",
        receiver=receiver.name if receiver else "",
    )


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
    papers = dict.fromkeys((row.to_class_id, row.new_class) for row in rows)
    buttons = [[Button(_("Minutes to sign: {klass}").format(klass=name), minutes(id_))] for id_, name in papers]
    left = [_("**On no class list, but the case is open**: somebody must close it"), *gone] if gone else []
    return Outgoing(
        text="\n".join([*head, *left]) or _("Nothing was handed over, and no leaver has an open case."), buttons=buttons
    )


async def _has_teacher(session: AsyncSession, class_id: int, day: Any) -> bool:
    found = select(Roles.id).where(Roles.class_id == class_id, Roles.name == Role.HOMEROOM, *held_on(day))
    return await session.scalar(found.limit(1)) is not None
