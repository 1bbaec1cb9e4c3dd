"""/du: nobody is absent. Silence is not presence, so this too is a report."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import REPORTERS, command
from handlers.roll import Roll, Unclear, read_roll
from handlers.undo import replacing
from locales import N_, _
from locales.words import listed
from models.correct import look_again
from models.message import Act, Button, Incoming, Outgoing, Said
from models.register import PRESENT, NewMark, absent_now, record

CONFIRMED = " ghi lại"


@command("đủ", "vắng 0", help=N_("report that nobody is absent"), usage=N_("6A"), who=REPORTERS)
async def nobody_absent(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    try:
        if incoming.edited and (question := await replacing(incoming, session)):
            return [question]
        words = incoming.rest.removesuffix(CONFIRMED)
        roll = await read_roll(structs.replace(incoming, rest=words), session)
        return await _report(incoming, session, roll, confirmed=words != incoming.rest)
    except Unclear as unclear:
        return [unclear.answer]


async def _report(incoming: Incoming, session: AsyncSession, roll: Roll, *, confirmed: bool) -> Sequence[Said]:
    if roll.reading.items:
        text = _("Nobody absent, or are these pupils absent? Nothing was recorded. For absences please type /vang.")
        raise Unclear(text)
    marked = await absent_now(session, roll.klass.id, roll.day, roll.sessions)
    if marked and not confirmed:
        raise _contradiction(roll, {row.pupil_id for row in marked})
    away = sorted({row.pupil_id for row in marked})
    marks = [NewMark(pupil_id=pupil_id, kind=PRESENT) for pupil_id in away]
    recorded = await record(session, roll.report(incoming), marks)
    corrections = await look_again(session, roll.school, recorded.changed, roll.day, incoming.when)
    text = _("**Recorded {scope}**: nobody absent, {enrolled}/{enrolled} in class. Thank you.")
    words = text.format(scope=roll.said(), enrolled=roll.pupils.enrolled)
    buttons = [[Button(_("Undo"), f"/huy {incoming.inbox_id}")]]
    return [Outgoing(text=words, buttons=buttons), Act("report.made", roll.klass.id), *corrections]


def _contradiction(roll: Roll, pupils: set[int]) -> Unclear:
    names = listed(roll.pupils.name(pupil) for pupil in sorted(pupils) if pupil in roll.pupils.index.by_id)
    text = _("{scope} already has absences: {names}. Are they all in class after all?")
    button = Button(_("Yes, nobody is absent"), f"/du {roll.scope()}{CONFIRMED}")
    return Unclear(text.format(scope=roll.said(), names=names), [[button]])
