"""/duyetnghi: the homeroom teacher's word on leave that a family asks for; and what is read about it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.leave.asking import parts_said
from handlers.register.also_reported import changed_in_class
from letters.leave import days_said, decisions, who_asks
from letters.says.leave import LeaveWord, decide_leave, read_decide_leave
from letters.told import corrections_line, line_for
from locales import _
from locales.words import joined
from models import Leaves
from models.calendar.held import school_calendar
from models.ladder.look_again import not_to
from models.leave import (
    APPROVED,
    ASKED,
    DECIDED,
    REFUSED,
    Granted,
    Leave,
    grant,
    leaves,
    set_state,
    take_back_leave,
    unsaid,
)
from models.shapes.message import Act, Button, Incoming, Notice, Outgoing, Said
from rules.letters import Kind
from rules.people.phones import shown
from rules.people.roles import LEADERS, Role


@command("duyệt nghỉ", help="", who=frozenset({Role.HOMEROOM}) | LEADERS, hidden=True)
async def decide(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The request's number and the word: agreed, not agreed (also later), or let us talk first."""
    said = read_decide_leave(incoming.rest)
    leave = await _own(incoming, session, said.leave_id) if said else None
    if said is None or leave is None:
        return [Outgoing(text=_("There is no such request for leave that is yours to decide."))]
    if leave.state not in ({ASKED, APPROVED} if said.word is LeaveWord.NO else {ASKED}):
        return [Outgoing(text=_("This request has been decided already."))]
    match said.word:
        case LeaveWord.YES:
            return await _agree(incoming, session, leave)
        case LeaveWord.NO:
            return await _refuse(incoming, session, leave)
        case LeaveWord.CALL:
            return await _call(incoming, session, leave)


async def _own(incoming: Incoming, session: AsyncSession, number: int) -> Leave | None:
    """The request meant, if this person may decide it now: of the pupil's class today, or of the leadership."""
    school, moment = local(incoming)
    mine = (Leaves.id == number, Leaves.school_id == school.id, Leaves.pupil_id.not_in(incoming.asker.children))
    for leave in await leaves(session, moment.date(), *mine):
        if leave.class_id is not None and (incoming.asker.has(*LEADERS) or leave.class_id in incoming.asker.classes()):
            return leave
    return None


async def _agree(incoming: Incoming, session: AsyncSession, leave: Leave) -> Sequence[Said]:
    school, _moment = local(incoming)
    by = incoming.asker.person_id
    if not await set_state(session, leave, APPROVED, by, incoming.when):
        return [Outgoing(text=_("This request has been decided already."))]
    report = {"person_id": by, "inbox_id": incoming.inbox_id, "at": incoming.when}
    calendar = await school_calendar(session, school, leave.first)
    done = await grant(session, school, leave, calendar, report)
    text = _("**Agreed**: {who}, {days}. It is shown when the class is reported.")
    lines = [
        text.format(who=who_asks(leave), days=days_said(leave.first, leave.last, leave.part)),
        *_what_stood(done),
    ]
    buttons = [[Button(_("Take back"), decide_leave(leave.id, LeaveWord.NO))]]
    if corrections := not_to(by, done.corrections):
        lines.append(await corrections_line(session, school, incoming.when, corrections))
    days = sorted({day for day, _part in done.excused})
    told = await changed_in_class(session, incoming, leave.class_id or 0, days)
    notices = [_to_family(DECIDED, leave, incoming, "yes"), *corrections, *told]
    return [Outgoing(text="\n".join(lines), buttons=buttons), Act("leave.approved", leave.id), *notices]


def _what_stood(done: Granted) -> list[str]:
    """What the class had reported already: an absence is with leave now; who was in class stays in class."""
    lines = []
    if done.excused:
        lines.append(_("Changed to with leave: {sessions}.").format(sessions=parts_said(done.excused)))
    if done.present:
        text = _("**Please check**: the class reported the child present in the {sessions}. That was left as it is.")
        lines.append(text.format(sessions=parts_said(done.present)))
    return lines


async def _refuse(incoming: Incoming, session: AsyncSession, leave: Leave) -> Sequence[Said]:
    by = incoming.asker.person_id
    if not await set_state(session, leave, REFUSED, by, incoming.when):
        return [Outgoing(text=_("This request has been decided already."))]
    told = leave.state == APPROVED and not await unsaid(session, leave)
    if leave.state == APPROVED:
        await take_back_leave(session, leave, by, incoming.when)
    text = _("**Not agreed**: {who}, {days}.")
    words = text.format(who=who_asks(leave), days=days_said(leave.first, leave.last, leave.part))
    notice = _to_family(Kind.LEAVE_REVOKED if told else DECIDED, leave, incoming, "no")
    words = joined([words, await _line(session, incoming, notice)])
    return [Outgoing(text=words), Act("leave.refused", leave.id), notice]


async def _line(session: AsyncSession, incoming: Incoming, notice: Notice) -> str:
    """Whether the family will read it, and that it is asked to call."""
    school, _moment = local(incoming)
    return await line_for(session, school, incoming.when, [notice], called=_("the family, with the wish to talk"))


async def _call(incoming: Incoming, session: AsyncSession, leave: Leave) -> Sequence[Said]:
    """The whole number, for who is to call; the audit says who read it."""
    phone = shown(leave.phone) if leave.phone else _("no phone")
    text = _("Please call {guardian} ({phone}) about {who}. The request stays open.")
    words = text.format(guardian=leave.guardian, phone=phone, who=who_asks(leave))
    buttons = decisions(leave)[:1]
    told = _to_family(Kind.LEAVE_CALL, leave, incoming, Kind.CALL)
    school, _moment = local(incoming)
    words = joined([words, await line_for(session, school, incoming.when, [told], called=_("the family"))])
    return [Outgoing(text=words, buttons=buttons), Act("phone.read", leave.pupil_id), told]


def _to_family(kind: Kind, leave: Leave, incoming: Incoming, word: str) -> Notice:
    _school, moment = local(incoming)
    return Notice(
        kind=kind,
        key=f"{kind}:{leave.id}:{word}",
        school_id=leave.school_id,
        person_id=leave.person_id,
        about=leave.id,
        day=moment.date(),
    )
