"""/duyetlydo: the homeroom teacher's word on a family's answer; and what staff and the other guardian read of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import LEADERS, command
from handlers.also_reported import changed_in_class
from handlers.lydo import SAID
from handlers.roll import local
from locales import N_, _
from locales.words import day_words, listed, opening, quoted, short_day, when
from models import Cases, Classes, People, Pupils
from models.answers import (
    APPROVED,
    HELP,
    OPEN,
    REFUSED,
    Asked,
    Missed,
    answers,
    asked_about,
    decide_answer,
    excuse,
)
from models.calendar import year_start
from models.correct import look_again, not_to
from models.counting import tallies
from models.ladder import children, homeroom
from models.letter import Due, Letter, Reader, composes
from models.message import Act, Button, Incoming, Notice, Outgoing, Said
from models.places import guardians
from papers.contacts import contact_words
from rules.names import given_name
from rules.phones import shown

ALL, ONE, NO, SHOW = "co", "mot", "khong", "xem"


class Matter(Struct, frozen=True, kw_only=True):
    """An answer with its people, and the absence it is about: None if nothing of it is without leave any more."""

    answer: Any
    name: str
    class_id: int
    class_name: str
    asked: Asked | None

    @property
    def who(self) -> str:
        return _("{name}, class {klass}").format(name=self.name, klass=self.class_name)

    @property
    def reason(self) -> str:
        said, words = _(SAID[self.answer.code]), self.answer.words
        return f"{said}: {quoted(words)}" if words else said


async def matters(session: AsyncSession, ids: Sequence[int]) -> list[Matter]:
    found = []
    for row in await answers(session, ids):
        asked = await asked_about(session, row.firing_id)
        class_id = asked.class_id if asked else 0
        name = await session.scalar(select(Pupils.full_name).where(Pupils.id == row.pupil_id))
        klass = await session.scalar(select(Classes.name).where(Classes.id == class_id))
        found.append(Matter(answer=row, name=name or "", class_id=class_id, class_name=klass or "", asked=asked))
    return found


@command("duyệt lý do", help="", who=frozenset({"homeroom"}) | LEADERS, hidden=True)
async def decide(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The answer's number and the word: all its days with leave, only the day that was asked about, no, or show it."""
    number, _blank, word = incoming.rest.partition(" ")
    matter = await _own(incoming, session, number)
    if matter is None or matter.asked is None or word not in {ALL, ONE, NO, SHOW}:
        return [Outgoing(text=_("There is no such answer of a family that is yours to decide."))]
    if word == SHOW:
        return [await _card(incoming, session, matter), Act("pupil.read", matter.answer.pupil_id)]
    if matter.answer.state != OPEN:
        return [Outgoing(text=_("This answer has been decided already."))]
    if word == NO:
        return await _refuse(incoming, session, matter)
    missed = matter.asked.missed
    if word == ONE:
        missed = tuple(one for one in missed if one.day == _day_asked(matter.asked))
    return await _approve(incoming, session, matter, missed)


async def _own(incoming: Incoming, session: AsyncSession, number: str) -> Matter | None:
    """The answer meant, if this person may decide it now."""
    if not number.isdecimal() or len(number) > 15:
        return None
    school, asker = local(incoming)[0], incoming.asker
    found = await matters(session, [int(number)])
    if not found or found[0].answer.school_id != school.id:
        return None
    return found[0] if asker.has(*LEADERS) or found[0].class_id in asker.classes() else None


def _day_asked(asked: Asked) -> date:
    """The day the family was told of; if that one has leave already, the first that has not."""
    return asked.day if asked.day in asked.days else asked.days[0]


async def _approve(
    incoming: Incoming, session: AsyncSession, matter: Matter, missed: Sequence[Missed]
) -> Sequence[Said]:
    school, moment = local(incoming)
    answer, by = matter.answer, incoming.asker.person_id
    had_case = await _open_case(session, answer.pupil_id)
    await decide_answer(session, answer.id, APPROVED, by, incoming.when)
    report = {"person_id": by, "inbox_id": incoming.inbox_id, "at": incoming.when, "reason_code": answer.code}
    days = await excuse(session, school.id, answer.pupil_id, missed, report)
    again = [await look_again(session, school, [answer.pupil_id], day, incoming.when) for day in days]
    corrections = not_to(by, [notice for some in again for notice in some])
    told = await changed_in_class(session, incoming, matter.class_id, days)
    since = await year_start(session, school.id, moment.date())
    tally = (await tallies(session, [answer.pupil_id], moment.date(), since))[answer.pupil_id]
    lines = [
        _("**Recorded**: {who}, {days} with leave.").format(who=matter.who, days=_days(days)),
        _("This school year: {total} sessions missed, {unexcused} without leave.").format(
            total=tally.total, unexcused=tally.unexcused
        ),
    ]
    if had_case and not await _open_case(session, answer.pupil_id):
        lines.append(_("The case is closed."))
    lines.append(_("Those who had been told get a correction.") if corrections else _("Nobody needs a correction."))
    buttons = [[Button(_("Undo"), f"/huy {incoming.inbox_id}")]]
    return [Outgoing(text="\n".join(lines), buttons=buttons), Act("answer.approved", answer.id), *corrections, *told]


async def _open_case(session: AsyncSession, pupil_id: int) -> int | None:
    open_ = select(Cases.id).where(Cases.pupil_id == pupil_id, Cases.closed_on.is_(None))
    return await session.scalar(open_)


async def _refuse(incoming: Incoming, session: AsyncSession, matter: Matter) -> Sequence[Said]:
    school, moment = local(incoming)
    answer = matter.answer
    await decide_answer(session, answer.id, REFUSED, incoming.asker.person_id, incoming.when)
    text = _("**Recorded**: {who}: it stays an absence without leave. The family is asked to call you.")
    notice = Notice(
        kind="answer_refused",
        key=f"refused:{answer.id}",
        school_id=school.id,
        person_id=answer.person_id,
        about=answer.id,
        day=moment.date(),
    )
    return [Outgoing(text=text.format(who=matter.who)), Act("answer.refused", answer.id), notice]


async def _card(incoming: Incoming, session: AsyncSession, matter: Matter) -> Outgoing:
    """The answer in full, the child's figures, and whom to call."""
    school, moment = local(incoming)
    answer, asked = matter.answer, matter.asked
    assert asked is not None  # noqa: S101, checked by the caller
    since = await year_start(session, school.id, moment.date())
    tally = (await tallies(session, [answer.pupil_id], moment.date(), since))[answer.pupil_id]
    by = await session.scalar(select(People.full_name).where(People.id == answer.person_id))
    lines = [
        f"**{opening(matter.who)}**",
        _("{guardian}: {reason}").format(guardian=by, reason=matter.reason),
        _("Without leave: {days}").format(days=_days(asked.days)),
        _("This school year: {total} sessions missed, {unexcused} without leave.").format(
            total=tally.total, unexcused=tally.unexcused
        ),
    ]
    lines += [
        _("Family: {who}").format(who=words) for words in contact_words(await guardians(session, [answer.pupil_id]))
    ]
    buttons = decisions(matter, several=False, show=False) if answer.state == OPEN else []
    return Outgoing(text="\n".join(lines), buttons=buttons)


def _days(days: Sequence[date]) -> str:
    if len(days) == 1:
        return day_words(days[0])
    if len(days) <= 3:
        return listed(short_day(day) for day in days)
    return _("{first} to {last}").format(first=short_day(days[0]), last=short_day(days[-1]))


def decisions(matter: Matter, *, several: bool, show: bool = True) -> list[list[Button]]:
    """The teacher's taps about an answer that is open; with `several` each says whose it is."""
    asked, number = matter.asked, matter.answer.id
    assert asked is not None  # noqa: S101, only open matters are decided
    name = given_name(matter.name) + ": " if several else ""
    yes = [Button(name + _("With leave"), f"/duyetlydo {number} {ALL}")]
    if len(asked.days) > 1:
        day = short_day(_day_asked(asked))
        yes = [
            Button(
                name + _("With leave, all {count} days").format(count=len(asked.days)), f"/duyetlydo {number} {ALL}"
            ),
            Button(name + _("Only {day}").format(day=day), f"/duyetlydo {number} {ONE}"),
        ]
    no = [Button(name + _("Without leave"), f"/duyetlydo {number} {NO}")]
    return [yes, no + ([Button(name + _("Show"), f"/duyetlydo {number} {SHOW}")] if show else [])]


@composes("answered")
async def answered(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the homeroom teacher: what the family said, and the taps that decide. Urgent ones say so first."""
    found = await _standing(dues, session)
    if not found:
        return None
    lines = [answer_line(matter) for matter in found]
    urgent = any(matter.answer.code in URGENT for matter in found)
    head = _("**The family has answered, and needs you now**") if urgent else _("**The family has answered**")
    buttons = [row for matter in found for row in decisions(matter, several=len(found) > 1)]
    return Letter(text="\n".join([head, *lines]), told=_told(dues, found), buttons=buttons)


URGENT = {HELP, "khong_biet"}
CALL = N_("please call today")


def answer_line(matter: Matter) -> str:
    """`• em A, lớp 6A, sáng thứ Hai: con ốm`, of an answer that is open."""
    asked = matter.asked
    assert asked is not None  # noqa: S101, only open matters are told
    parts = [one.session for one in asked.missed]
    days = when(asked.days[0], parts) if len(asked.days) == 1 else _days(asked.days)
    line = _("• {name}, class {klass}, {when}: {reason}").format(
        name=matter.name, klass=matter.class_name, when=days, reason=matter.reason
    )
    return f"{line} ({_(CALL)})" if matter.answer.code in URGENT else line


async def _standing(dues: Sequence[Due], session: AsyncSession) -> list[Matter]:
    """The answers owed that still wait for a decision about something."""
    found = await matters(session, sorted({due.about for due in dues}))
    return [matter for matter in found if matter.asked is not None and matter.answer.state == OPEN]


def _told(dues: Sequence[Due], found: Sequence[Matter]) -> frozenset[int]:
    ids = {matter.answer.id for matter in found}
    return frozenset(due.outbox_id for due in dues if due.about in ids)


@composes("help_asked")
async def help_asked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the vice principal, at once: a family asks for the school's help."""
    found = await _standing(dues, session)
    if not found:
        return None
    teachers = await homeroom(session, {matter.class_id for matter in found}, dues[-1].day)
    line = _("• {who}: {reason}; homeroom teacher {teacher}")
    lines = [
        line.format(
            who=matter.who,
            reason=matter.reason,
            teacher=teachers[matter.class_id].name if matter.class_id in teachers else _("nobody yet"),
        )
        for matter in found
    ]
    head = _("**A family asks the school for help**")
    ask = _("The homeroom teacher has been told too. Please agree who calls the family today.")
    return Letter(text="\n".join([head, *lines, ask]), told=_told(dues, found))


@composes("other_answered")
async def other_answered(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the child's other guardian: who has answered. Nothing of the answer itself."""
    own = await children(session, reader.person_id)
    rows = [row for row in await answers(session, [due.about for due in dues]) if row.pupil_id in own]
    if not rows:
        return None
    found = await matters(session, [row.id for row in rows])
    text = _("Dear parents, {guardian} has answered the school about {name}. Thank you; you need not do anything.")
    lines = [
        text.format(
            name=given_name(matter.name),
            guardian=await session.scalar(select(People.full_name).where(People.id == matter.answer.person_id)),
        )
        for matter in found
    ]
    return Letter(text="\n".join(dict.fromkeys(lines)), told=_told(dues, found))


@composes("answer_refused")
async def answer_refused(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the guardian whose reason the teacher could not accept as leave: kindly, and whom to talk to."""
    own = await children(session, reader.person_id)
    found = [m for m in await matters(session, [due.about for due in dues]) if m.answer.pupil_id in own and m.asked]
    if not found:
        return None
    teachers = await homeroom(session, {matter.class_id for matter in found}, dues[-1].day)
    text = _("Dear parents, thank you for your answer about {name}. The teacher would like to talk about it with you.")
    lines = [text.format(name=listed(dict.fromkeys(given_name(matter.name) for matter in found)))]
    for teacher in teachers.values():
        line = _("Homeroom teacher: {name}, {phone}.") if teacher.phone else _("Homeroom teacher: {name}.")
        lines.append(line.format(name=teacher.name, phone=shown(teacher.phone or "")))
    return Letter(text="\n".join(lines), told=_told(dues, found))
