"""A family that nobody had to call, and that has spoken with the teacher all the same: it called the school back."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from letters.families.calls import absent_words
from letters.families.trail import trail_lines
from letters.says import Code
from letters.says.families import CallAct, call
from locales import _
from locales.reasons import reason_words
from locales.words import opening
from models import Classes, Pupils
from models.families.call_list import ToCall, away_today
from models.shapes.message import Button, Incoming, Outgoing

OFFERED = ("om", "viec_nha", "khong_biet", "can_giup")


async def spoke(incoming: Incoming, session: AsyncSession, pupil_id: int) -> list[ToCall]:
    """Nothing for who is not away without leave today, or of no class of the asker's."""
    school, moment = local(incoming)
    own = [] if leads(incoming.asker) else [Classes.id.in_(incoming.asker.classes())]
    return await away_today(session, school.id, moment.date(), Pupils.id == pupil_id, *own)


async def what_it_said(session: AsyncSession, one: ToCall, today: date) -> Outgoing:
    """Its reason by one tap, and the roads its letter took."""
    lines = [f"**{one.name}**, {one.class_name}: {absent_words(one, today)}"]
    lines += await trail_lines(session, one.pupil_id, one.day)
    text = _("Has the family told why, by phone or in person? Tap it to write it down; nothing is written down yet.")
    lines.append(text)
    return Outgoing(text="\n".join(lines), buttons=reason_rows(one))


def reason_rows(one: ToCall) -> list[list[Button]]:
    return [[_reason(one, code) for code in row] for row in (OFFERED[:2], OFFERED[2:])]


def _reason(one: ToCall, code: str) -> Button:
    return Button(opening(reason_words(code, None)), call(one.pupil_id, CallAct.REACHED, Code(code)))
