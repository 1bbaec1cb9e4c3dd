"""Leave asked ahead, as it is decided on, and what the family is told."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.leave import LeaveWord, decide_leave
from locales import _
from locales.leave import leave_words
from locales.reasons import REASONS
from locales.words import listed, quoted, short_day, when
from models import Leaves
from models.leave import (
    APPROVED,
    ASKED,
    DECIDED,
    REFUSED,
    WITHDRAWN,
    Leave,
    leave_of_class,
    leaves,
)
from models.people.guardians import children
from models.people.roles import homeroom
from models.readers import LEAVE, decides, family, its_own
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.calendar.parts import Part
from rules.letters import Kind
from rules.people.names import given_name, told_apart
from rules.people.phones import shown


def who_asks(leave: Leave) -> str:
    return _("{name}, class {klass}").format(name=leave.name, klass=leave.class_name)


def each_decided(found: Sequence[Leave], *, named: bool = False) -> list[list[Button]]:
    """The teacher's taps about some requests; of several, or where they stand beside other taps, each says whose."""
    names = whose(found) if named or len(found) > 1 else {}
    return [row for one in found for row in decisions(one, names.get(one.id, ""))]


def whose(found: Sequence[Leave]) -> dict[int, str]:
    return told_apart({one.id: _names(one) for one in found})


def _names(leave: Leave) -> Sequence[str]:
    """A pupil may have two requests."""
    given, days = given_name(leave.name), days_said(leave.first, leave.last, leave.part)
    return given, leave.name, f"{given} {days}", f"{leave.name} {days}", f"{leave.name} {leave.class_name} {days}"


def decisions(leave: Leave, whose: str = "") -> list[list[Button]]:
    name = f"{whose}: " if whose else ""
    return [
        [
            Button(name + _("Agree"), decide_leave(leave.id, LeaveWord.YES)),
            Button(name + _("Do not agree"), decide_leave(leave.id, LeaveWord.NO)),
        ],
        [Button(name + _("Call back"), decide_leave(leave.id, LeaveWord.CALL))],
    ]


def request_line(leave: Leave) -> str:
    """`• em A lớp 6A, thứ Hai 16/11: nhà có việc (mẹ em A)`."""
    return _("• {who}, {days}: {reason} ({guardian})").format(
        who=who_asks(leave),
        days=days_said(leave.first, leave.last, leave.part),
        reason=reason_said(leave),
        guardian=leave.guardian,
    )


@composes(Kind.LEAVE_ASKED, to=decides(LEAVE), about=kind_words.LEAVE)
async def leave_asked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the homeroom teacher; asked again in the morning of the first day, if nothing was decided."""
    found = [leave for leave in await _of(dues, session) if leave.state == ASKED]
    if not found:
        return None
    lines = [request_line(leave) for leave in found]
    buttons = each_decided(found)
    head = _("**A family asks leave**")
    return Letter(text="\n".join([head, *lines]), told=dues_about(dues, (leave.id for leave in found)), buttons=buttons)


async def _of(dues: Sequence[Due], session: AsyncSession) -> list[Leave]:
    return await leaves(session, dues[-1].day, Leaves.id.in_([due.about for due in dues]))


@composes(Kind.LEAVE_WITHDRAWN, to=decides(LEAVE), about=kind_words.LEAVE)
async def leave_withdrawn(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    found = [leave for leave in await _of(dues, session) if leave.state == WITHDRAWN]
    if not found:
        return None
    line = _("• {who}, {days}: the family needs no leave any more")
    lines = [line.format(who=who_asks(one), days=days_said(one.first, one.last, one.part)) for one in found]
    return Letter(
        text="\n".join([_("**Leave withdrawn**"), *lines]), told=dues_about(dues, (leave.id for leave in found))
    )


@composes(DECIDED, to=its_own(LEAVE) & family(LEAVE), about=kind_words.LEAVE)
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
            name=given_name(one.name), days=days_said(one.first, one.last, one.part)
        )
        for one in found
    ]
    if any(one.state == REFUSED for one in found):
        lines += await _teachers(found, dues, session)
    return Letter(text="\n".join(lines), told=dues_about(dues, (leave.id for leave in found)))


@composes(Kind.LEAVE_REVOKED, to=its_own(LEAVE) & family(LEAVE), about=kind_words.LEAVE)
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
    lines = [text.format(name=given_name(one.name), days=days_said(one.first, one.last, one.part)) for one in found]
    return Letter(
        text="\n".join([*lines, *await _teachers(found, dues, session)]),
        told=dues_about(dues, (leave.id for leave in found)),
    )


@composes(Kind.LEAVE_CALL, to=its_own(LEAVE) & family(LEAVE), about=kind_words.LEAVE)
async def leave_call(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    own = await children(session, reader.person_id)
    found = [one for one in await _of(dues, session) if one.pupil_id in own and one.state == ASKED]
    if not found:
        return None
    text = _("Dear parents, about leave for {name}, {days}: the teacher will call you.")
    lines = [text.format(name=given_name(one.name), days=days_said(one.first, one.last, one.part)) for one in found]
    return Letter(
        text="\n".join([*lines, *await _teachers(found, dues, session)]),
        told=dues_about(dues, (leave.id for leave in found)),
    )


async def _teachers(found: Sequence[Leave], dues: Sequence[Due], session: AsyncSession) -> list[str]:
    known = await homeroom(session, {one.class_id for one in found if one.class_id}, dues[-1].day)
    line, bare = _("Homeroom teacher: {name}, {phone}."), _("Homeroom teacher: {name}.")
    return [(line if one.phone else bare).format(name=one.name, phone=shown(one.phone or "")) for one in known.values()]


async def on_leave(session: AsyncSession, classes: Collection[int], day: date) -> str:
    """A sentence for the reminder to report; empty where no family has asked leave."""
    found = [one for class_id in classes for one in await leave_of_class(session, class_id, day)]
    if not found:
        return ""
    names = [leave_words(one.name, one.last, one.part, agreed=one.state == APPROVED) for one in found]
    return "\n" + _("Leave asked by families: {names}.").format(names=listed(names))


def days_said(first: date, last: date, part: str | None) -> str:
    """`cả ngày thứ Ba 17/11`, `17/11 – 19/11`."""
    if first == last:
        return when(first, [part] if part else [])
    span = _("{first} to {last}").format(first=short_day(first), last=short_day(last))
    return f"{span} ({when_part(part)})" if part else span


def when_part(part: str) -> str:
    return _("mornings") if part == Part.MORNING else _("afternoons")


def reason_said(leave: Leave) -> str:
    return quoted(leave.reason) if leave.reason else _(REASONS.get(leave.reason_code or "", REASONS["khac"]))
