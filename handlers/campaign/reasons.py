"""/ralop lý do: in a return campaign every missing pupil has a reason; asked for with buttons, one pupil at a time."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, class_asked, leads, local
from handlers.register.heard import Heard
from handlers.register.recording import Result
from letters.campaign.reasons import CODES, reason_question
from letters.says.campaign import read_give_reason
from locales import _
from locales.reasons import REASONS
from models import Marks
from models.campaign.campaigns import campaign_of
from models.campaign.returning import Absentee, picture
from models.figures.counting import live
from models.shapes.asker import School
from models.shapes.message import Act, Incoming, Outgoing, Said
from rules.marks import ABSENT


async def reasons_wanted(session: AsyncSession, heard: Heard, result: Result) -> list[Outgoing]:
    """The question that follows a homeroom teacher's report in a campaign; nothing where no reason is missing."""
    for roll in (one.roll for one in result.written):
        own = heard.private and roll.klass.id in heard.own_classes
        if own and any(mark.kind in ABSENT for mark in roll.marks):
            wanted = await _wanted(session, heard.school, roll.klass.id, roll.day, exactly=True)
            if wanted:
                return [_question(wanted)]
    return []


def _answers_for(incoming: Incoming, class_id: int) -> bool:
    return class_id in incoming.asker.classes() or leads(incoming.asker)


async def _wanted(
    session: AsyncSession, school: School, class_id: int, day: date, *, exactly: bool = False
) -> list[Absentee]:
    """Those of the class missing without a reason by its last report up to that day, or `exactly` on it."""
    campaign = await campaign_of(session, school, class_id, day)
    if campaign is None:
        return []
    seen = await picture(session, campaign, day, [class_id])
    away = seen.missing_on(day) if exactly else seen.not_back()
    return [one for one in away if not one.has_reason]


async def reasons_missing(session: AsyncSession, school: School, class_id: int, today: date) -> int:
    """Of how many of the class's missing pupils no reason is known; none where no campaign is on."""
    return len(await _wanted(session, school, class_id, today))


def _question(wanted: Sequence[Absentee]) -> Outgoing:
    text, buttons = reason_question(wanted)
    return Outgoing(text=text, buttons=buttons)


async def reasons(incoming: Incoming, session: AsyncSession, words: str) -> Sequence[Said]:
    """A class to ask about, or a button's pupil, day and reason. Raises Unclear."""
    if given := read_give_reason(words):
        return await _give(incoming, session, given.pupil_id, given.day, given.code)
    klass, _left = await class_asked(incoming, session, words)
    if klass is None or not _answers_for(incoming, klass.id):
        raise Unclear(_("The reasons are given by the class's homeroom teacher: /ralop lý do 6A"))
    school, moment = local(incoming)
    wanted = await _wanted(session, school, klass.id, moment.date())
    if not wanted:
        raise Unclear(_("Class {klass}: there is a reason for everybody who is missing.").format(klass=klass.name))
    return [_question(wanted)]


async def _give(incoming: Incoming, session: AsyncSession, pupil_id: int, day: date, code: str) -> Sequence[Said]:
    """Write a reason down, and ask about the next pupil of the class."""
    school, _moment = local(incoming)
    mine = (Marks.pupil_id == pupil_id, Marks.day == day, Marks.school_id == school.id, Marks.kind.in_(ABSENT), live())
    class_id = await session.scalar(select(Marks.class_id).where(*mine).limit(1))
    if class_id is None or code not in CODES or not _answers_for(incoming, class_id):
        raise Unclear(_("No question like this waits for your answer. Who is missing: /ralop"))
    await session.execute(update(Marks).where(*mine).values(reason_code=code, reason=None))
    done = _("**Recorded**: {reason}.").format(reason=_(REASONS[code]))
    wanted = await _wanted(session, school, class_id, day, exactly=True)
    if not wanted:
        words = done + " " + _("There is a reason for everybody now. Thank you.")
        return [Outgoing(text=words), Act("reason.given", pupil_id)]
    text, buttons = reason_question(wanted)
    return [Outgoing(text=f"{done}\n{text}", buttons=buttons), Act("reason.given", pupil_id)]
