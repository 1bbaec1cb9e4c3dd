"""/duyetnghi: the homeroom teacher's word on leave that a family asks for; and what is read about it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import LEADERS, command
from handlers.also_reported import changed_in_class
from handlers.roll import local
from handlers.xinphep import days_said, reason_said, sessions_said
from locales import _
from models import Leaves
from models.classroom import school_calendar
from models.correct import not_to
from models.ladder import children, homeroom
from models.leave import (
    APPROVED,
    ASKED,
    DECIDED,
    REFUSED,
    WITHDRAWN,
    Granted,
    Leave,
    grant,
    leaves,
    set_state,
    take_back_leave,
    unsaid,
)
from models.letter import Due, Letter, Reader, composes
from models.message import Act, Button, Incoming, Notice, Outgoing, Said
from rules.names import given_name
from rules.phones import shown

YES, NO, CALL = "co", "khong", "goi"


@command("duyệt nghỉ", help="", who=frozenset({"homeroom"}) | LEADERS, hidden=True)
async def decide(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The request's number and the word: agreed, not agreed (also later), or let us talk first."""
    number, _blank, word = incoming.rest.partition(" ")
    leave = await _own(incoming, session, number)
    if leave is None or word not in {YES, NO, CALL}:
        return [Outgoing(text=_("There is no such request for leave that is yours to decide."))]
    if leave.state not in ({ASKED, APPROVED} if word == NO else {ASKED}):
        return [Outgoing(text=_("This request has been decided already."))]
    if word == CALL:
        return _call(incoming, leave)
    return await (_agree if word == YES else _refuse)(incoming, session, leave)


async def _own(incoming: Incoming, session: AsyncSession, number: str) -> Leave | None:
    """The request meant, if this person may decide it now: of the pupil's class today, or of the leadership."""
    if not number.isdecimal() or len(number) > 15:
        return None
    school, moment = local(incoming)
    mine = (Leaves.id == int(number), Leaves.school_id == school.id)
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
    lines = [text.format(who=_who(leave), days=days_said(leave.first, leave.last, leave.session)), *_what_stood(done)]
    buttons = [[Button(_("Take back"), f"/duyetnghi {leave.id} {NO}")]]
    corrections = not_to(by, done.corrections)
    days = sorted({day for day, _part in done.excused})
    told = await changed_in_class(session, incoming, leave.class_id or 0, days)
    notices = [_to_family(DECIDED, leave, incoming, "yes"), *corrections, *told]
    return [Outgoing(text="\n".join(lines), buttons=buttons), Act("leave.approved", leave.id), *notices]


def _what_stood(done: Granted) -> list[str]:
    """What the class had reported already: an absence is with leave now; who was in class stays in class."""
    lines = []
    if done.excused:
        lines.append(_("Changed to with leave: {sessions}.").format(sessions=sessions_said(done.excused)))
    if done.corrections:
        lines.append(_("Those who had been told get a correction."))
    if done.present:
        text = _("**Please check**: the class reported the child present in the {sessions}. That was left as it is.")
        lines.append(text.format(sessions=sessions_said(done.present)))
    return lines


async def _refuse(incoming: Incoming, session: AsyncSession, leave: Leave) -> Sequence[Said]:
    by = incoming.asker.person_id
    if not await set_state(session, leave, REFUSED, by, incoming.when):
        return [Outgoing(text=_("This request has been decided already."))]
    told = leave.state == APPROVED and not await unsaid(session, leave)
    if leave.state == APPROVED:
        await take_back_leave(session, leave, by, incoming.when)
    text = _("**Not agreed**: {who}, {days}. The family is asked to call you.")
    words = text.format(who=_who(leave), days=days_said(leave.first, leave.last, leave.session))
    notice = _to_family("leave_revoked" if told else DECIDED, leave, incoming, "no")
    return [Outgoing(text=words), Act("leave.refused", leave.id), notice]


def _call(incoming: Incoming, leave: Leave) -> Sequence[Said]:
    """The whole number, for who is to call; the audit says who read it."""
    phone = shown(leave.phone) if leave.phone else _("no phone")
    text = _(
        "Please call {guardian} ({phone}) about {who}. The request stays open; the family knows that you will call."
    )
    words = text.format(guardian=leave.guardian, phone=phone, who=_who(leave))
    buttons = decisions(leave, several=False)[:1]
    told = _to_family("leave_call", leave, incoming, "call")
    return [Outgoing(text=words, buttons=buttons), Act("phone.read", leave.pupil_id), told]


def _who(leave: Leave) -> str:
    return _("{name}, class {klass}").format(name=leave.name, klass=leave.class_name)


def _to_family(kind: str, leave: Leave, incoming: Incoming, word: str) -> Notice:
    _school, moment = local(incoming)
    return Notice(
        kind=kind,
        key=f"{kind}:{leave.id}:{word}",
        school_id=leave.school_id,
        person_id=leave.person_id,
        about=leave.id,
        day=moment.date(),
    )


def decisions(leave: Leave, *, several: bool) -> list[list[Button]]:
    """The teacher's taps about a request; with `several` each says whose it is."""
    name = given_name(leave.name) + ": " if several else ""
    return [
        [
            Button(name + _("Agree"), f"/duyetnghi {leave.id} {YES}"),
            Button(name + _("Do not agree"), f"/duyetnghi {leave.id} {NO}"),
        ],
        [Button(name + _("Call back"), f"/duyetnghi {leave.id} {CALL}")],
    ]


def request_line(leave: Leave) -> str:
    """`• em A lớp 6A, thứ Hai 16/11: nhà có việc (mẹ em A)`."""
    return _("• {who}, {days}: {reason} ({guardian})").format(
        who=_who(leave),
        days=days_said(leave.first, leave.last, leave.session),
        reason=reason_said(leave),
        guardian=leave.guardian,
    )


@composes("leave_asked")
async def leave_asked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the homeroom teacher; asked again in the morning of the first day, if nothing was decided."""
    found = [leave for leave in await _of(dues, session) if leave.state == ASKED]
    if not found:
        return None
    lines = [request_line(leave) for leave in found]
    buttons = [row for leave in found for row in decisions(leave, several=len(found) > 1)]
    head = _("**A family asks leave**")
    return Letter(text="\n".join([head, *lines]), told=_told(dues, found), buttons=buttons)


async def _of(dues: Sequence[Due], session: AsyncSession) -> list[Leave]:
    return await leaves(session, dues[-1].day, Leaves.id.in_([due.about for due in dues]))


def _told(dues: Sequence[Due], found: Sequence[Leave]) -> frozenset[int]:
    ids = {leave.id for leave in found}
    return frozenset(due.outbox_id for due in dues if due.about in ids)


@composes("leave_withdrawn")
async def leave_withdrawn(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    found = [leave for leave in await _of(dues, session) if leave.state == WITHDRAWN]
    if not found:
        return None
    line = _("• {who}, {days}: the family needs no leave any more")
    lines = [line.format(who=_who(one), days=days_said(one.first, one.last, one.session)) for one in found]
    return Letter(text="\n".join([_("**Leave withdrawn**"), *lines]), told=_told(dues, found))


@composes(DECIDED)
async def leave_decided(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the guardian who asked, as the request stands when this leaves."""
    own = await children(session, reader.person_id)
    found = [one for one in await _of(dues, session) if one.pupil_id in own and one.state in (APPROVED, REFUSED)]
    if not found:
        return None
    agreed = _("Dear parents, the teacher agrees that {name} stays away, {days}. Please help the child catch up.")
    refused = _("Dear parents, about leave for {name}, {days}: the teacher cannot agree yet and would like to talk.")
    lines = [
        (agreed if one.state == APPROVED else refused).format(
            name=given_name(one.name), days=days_said(one.first, one.last, one.session)
        )
        for one in found
    ]
    if any(one.state == REFUSED for one in found):
        lines += await _teachers(found, dues, session)
    return Letter(text="\n".join(lines), told=_told(dues, found))


@composes("leave_revoked")
async def leave_revoked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the guardian who had been told yes."""
    own = await children(session, reader.person_id)
    found = [one for one in await _of(dues, session) if one.pupil_id in own and one.state == REFUSED]
    if not found:
        return None
    text = _(
        "Dear parents, the teacher had agreed to leave for {name}, {days}, and cannot keep to it now. The school "
        "apologises, and the teacher would like to talk with you."
    )
    lines = [text.format(name=given_name(one.name), days=days_said(one.first, one.last, one.session)) for one in found]
    return Letter(text="\n".join([*lines, *await _teachers(found, dues, session)]), told=_told(dues, found))


@composes("leave_call")
async def leave_call(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    own = await children(session, reader.person_id)
    found = [one for one in await _of(dues, session) if one.pupil_id in own and one.state == ASKED]
    if not found:
        return None
    text = _("Dear parents, about leave for {name}, {days}: the teacher will call you.")
    lines = [text.format(name=given_name(one.name), days=days_said(one.first, one.last, one.session)) for one in found]
    return Letter(text="\n".join([*lines, *await _teachers(found, dues, session)]), told=_told(dues, found))


async def _teachers(found: Sequence[Leave], dues: Sequence[Due], session: AsyncSession) -> list[str]:
    known = await homeroom(session, {one.class_id for one in found if one.class_id}, dues[-1].day)
    line, bare = _("Homeroom teacher: {name}, {phone}."), _("Homeroom teacher: {name}.")
    return [(line if one.phone else bare).format(name=one.name, phone=shown(one.phone or "")) for one in known.values()]
