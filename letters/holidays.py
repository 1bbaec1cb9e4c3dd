"""The public holidays of a school year, for whoever changes the calendar: they are days off once somebody says so."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says import calendar as says
from letters.says.calendar import DayAct
from locales import N_, _
from locales.words import day_words, listed, opening, short_day
from models import DayRules, Years
from models.readers import holds
from models.register.silence import proposed_off
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.roles import CHANGERS

NEAR = timedelta(days=10)


@composes(Kind.HOLIDAYS, to=holds(*CHANGERS), about=N_("the holidays of the school year"))
async def holidays(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """What is still to come and waits for a word."""
    year = (
        await session.execute(select(Years.starts, Years.ends).where(Years.id.in_([due.about for due in dues])))
    ).first()
    if year is None:
        return None
    proposed = (*proposed_off(), DayRules.school_id == reader.school.id)
    day = reader.school.day(reader.now)
    rows = select(DayRules.id, DayRules.day, DayRules.reason).where(
        *proposed, DayRules.day.between(max(day, year.starts), year.ends)
    )
    found = (await session.execute(rows.order_by(DayRules.day))).all()
    if not found:
        return None
    head = _("**Holidays of the school year that wait for a word**: until then they are school days.")
    lines = [f"• {opening(day_words(row.day))}: {row.reason or '–'}" for row in found]
    ask = _("Shall they be days off? Single days: /lich, or for example {example}")
    near = [row for row in found if row.day - day <= NEAR]
    buttons = [[Button(_("Confirm all of these"), says.rules_to(DayAct.CONFIRM, tuple(row.id for row in found)))]]
    if 0 < len(near) < len(found):
        label = _("Only {days}").format(days=listed(short_day(row.day) for row in near))
        buttons.append([Button(label[:60], says.rules_to(DayAct.CONFIRM, tuple(row.id for row in near)))])
    text = "\n".join([head, *lines, ask.format(example=says.day_off(f"{found[0].day:%d/%m}"))])
    return Letter(text=text, told=dues_about(dues), buttons=buttons)
