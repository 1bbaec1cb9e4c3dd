"""`hôm qua cháu có đi học không`: the own children on the days that are named, as the classes reported them."""

import re
from collections.abc import Sequence
from datetime import date

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local, period_asked
from handlers.asking.about import About
from handlers.asking.subjects.lessons import lessons_on
from handlers.families.children import STATES, on_day
from handlers.figures.wording import period_words
from handlers.leave.asking import Child, own_children
from handlers.whom_to_call import only_a_family, whom_to_call
from letters.says import Word
from letters.says.families import note
from letters.says.service import meant
from locales import _
from locales.words import joined, when
from models import Leaves, Marks
from models.families.notes import LONGEST
from models.figures.contested import contested_parts
from models.figures.counting import live
from models.figures.pupil_days import UNSURE
from models.leave import APPROVED, ASKED, leaves, stands_in
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.asking.questions import is_question
from rules.asking.words import plain_words
from rules.calendar.periods import Period
from rules.leave import which_child
from rules.people.names import given_name

_STAYS_NOT = re.compile(
    r"\b(?:khong|khoi|thoi|het) (?:xin )?nghi\b|\b(?:rut|huy|bo) (?:lai )?(?:cai )?(?:don|xin)\b|\bvan di\b"
)


async def own_days(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """None: today is meant, or somebody of the staff asks."""
    if not about.days or not only_a_family(incoming):
        return None
    _school, moment = local(incoming)
    period, _left = await period_asked(structs.replace(incoming, rest=about.days), session, about.days)
    if period.first == moment.date():
        return None
    known = await own_children(session, incoming.asker.children, moment.date())
    named, _left = which_child(about.text, {pupil: child.name for pupil, child in known.items()})
    whose = [known[one] for one in named or known]
    lines = [await _line(incoming, session, one, period) for one in whose]
    return [Outgoing(text=joined(lines)), *(Act("pupil.read", one.pupil_id) for one in whose)] if whose else None


async def calendar_of_a_day(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """`sáng mai nước to quá, trường có cho nghỉ không`: that day, and leave for the child by a tap. None: of no day."""
    if (said := await own_days(incoming, session, about)) is not None:
        return said
    if about.asked_day is None or not only_a_family(incoming):
        return None
    shown = await lessons_on(incoming, session, about)
    if not shown or not isinstance(shown[0], Outgoing):
        return shown
    ask = Button(_("Ask leave for my child"), meant(Word("xinphep"), f"{about.asked_day:%d/%m/%Y}"))
    return [structs.replace(shown[0], buttons=[*shown[0].buttons, [ask]]), *shown[1:]]


async def nothing_to_withdraw(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """`mai cháu không nghỉ nữa` where no leave was asked. None: there is a request, which has its own tap."""
    if not only_a_family(incoming) or is_question(about.text) or not _STAYS_NOT.search(plain_words(about.text)):
        return None
    today = local(incoming)[1].date()
    mine = Leaves.pupil_id.in_(list(incoming.asker.children))
    asked = await leaves(session, today, mine, stands_in(today, date.max))
    if any(one.state in (ASKED, APPROVED) for one in asked):
        return None
    text = _("Sĩ Số has no request for leave from you, so nothing is to be withdrawn: the child is expected in class.")
    pass_on = Button(_("Pass this on to the teacher"), note(incoming.text[:LONGEST]))
    return [Outgoing(text=joined([text, await whom_to_call(incoming, session)]), buttons=[[pass_on]])]


async def _line(incoming: Incoming, session: AsyncSession, child: Child, period: Period) -> str:
    school, _moment = local(incoming)
    head = f"**{given_name(child.name)}**, {period_words(period)}"
    if period.first == period.last:
        held = await on_day(session, school, child, period.first)
        return f"{head}: {held or _('no lessons') + '.'}"
    columns = select(Marks.day, Marks.part, Marks.kind)
    found = columns.where(Marks.pupil_id == child.pupil_id, Marks.day.between(period.first, period.last), live())
    rows = [row for row in await session.execute(found.order_by(Marks.day, Marks.part)) if row.kind in STATES]
    if not rows:
        return _("{child}: no absence was recorded.").format(child=head)
    open_ = await contested_parts(session, child.pupil_id, period.first, period.last)
    states = [STATES[UNSURE if (row.day, row.part) in open_ else row.kind] for row in rows]
    said = [f"• {when(row.day, [row.part])}: {_(state)}" for row, state in zip(rows, states, strict=True)]
    return joined([f"{head}:", *said])
