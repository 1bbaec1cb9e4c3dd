"""What families answered, as the homeroom teacher decides on it, and what they are told of the decision."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.families import AnswerWord, decide_answer
from letters.told import lines_of
from locales import N_, _
from locales.words import day_words, listed, plain, quoted, short_day, when
from models import Answers, Classes, Guardians, People, Pupils
from models.families.answers import (
    FAMILY_MATTER,
    HELP,
    ILL,
    OPEN,
    OTHER,
    UNAWARE,
    Asked,
    answers,
    asked_about,
)
from models.people.guardians import children
from models.people.roles import homeroom
from models.readers import ANSWER, decides, family, holds, its_own, leads
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.names import given_name, told_apart
from rules.people.phones import shown
from rules.people.roles import HEADS


class Matter(Struct, frozen=True, kw_only=True):
    """An answer with its people, and the absence it is about: None if nothing of it is without leave any more. Where
    another guardian has answered too, `by` is who this one is, and `others` what the others said.
    """

    answer: Any
    name: str
    class_id: int
    class_name: str
    asked: Asked | None
    by: str = ""
    others: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        return _("{name}, class {klass}").format(name=self.name, klass=self.class_name)

    @property
    def reason(self) -> str:
        return _said(self.answer)


def _said(answer: Any) -> str:
    said = _(SAID[answer.code])
    return f"{said}: {quoted(answer.words)}" if answer.words else said


async def matters(session: AsyncSession, ids: Sequence[int]) -> list[Matter]:
    found = []
    for row in await answers(session, ids):
        asked = await asked_about(session, row.firing_id)
        class_id = asked.class_id if asked else 0
        name = await session.scalar(select(Pupils.full_name).where(Pupils.id == row.pupil_id))
        klass = await session.scalar(select(Classes.name).where(Classes.id == class_id))
        by, others = await _of_several(session, row)
        known = Matter(answer=row, name=name or "", class_id=class_id, class_name=klass or "", asked=asked)
        found.append(structs.replace(known, by=by, others=others))
    return found


async def _of_several(session: AsyncSession, row: Any) -> tuple[str, tuple[str, ...]]:
    """Who this answer is of, and what the other guardians said of the same absence, each the newest; else nothing."""
    slot = and_(Guardians.pupil_id == Answers.pupil_id, Guardians.person_id == Answers.person_id)
    given = select(Answers.person_id, Answers.code, Answers.words, Guardians.relation).outerjoin(Guardians, slot)
    given = given.where(Answers.firing_id == row.firing_id).order_by(Answers.id)
    newest = {one.person_id: one for one in await session.execute(given)}
    mine = newest.pop(row.person_id, None)
    text = _("{relation}: {answer}")
    others = tuple(text.format(relation=_relation(one), answer=_said(one)) for one in newest.values())
    return (_relation(mine) if others else ""), others


def _relation(one: Any) -> str:
    return (one and plain(one.relation or "")) or _("guardian")


def day_asked(asked: Asked) -> date:
    """The day the family was told of; if that one has leave already, the first that has not."""
    return asked.day if asked.day in asked.days else asked.days[0]


def days_of(days: Sequence[date]) -> str:
    if len(days) == 1:
        return day_words(days[0])
    if len(days) <= 3:
        return listed(short_day(day) for day in days)
    return _("{first} to {last}").format(first=short_day(days[0]), last=short_day(days[-1]))


def each_decided(found: Sequence[Matter], *, named: bool = False) -> list[list[Button]]:
    """The teacher's taps about open answers; of several, or where they stand beside other taps, each says whose."""
    names = told_apart({one.answer.id: _names(one) for one in found}) if named or len(found) > 1 else {}
    return [row for one in found for row in decisions(one, names.get(one.answer.id, ""))]


def _names(matter: Matter) -> Sequence[str]:
    """A pupil may have two answers."""
    days = days_of(matter.asked.days) if matter.asked else ""
    given, name = given_name(matter.name), matter.name
    names = given, name, f"{given} {days}", f"{name} {days}", f"{name} {matter.class_name} {days}"
    return [f"{one} ({matter.by})" if matter.by else one for one in names]


def decisions(matter: Matter, whose: str = "", *, show: bool = True) -> list[list[Button]]:
    asked, number = matter.asked, matter.answer.id
    assert asked is not None  # noqa: S101, only open matters are decided
    name = f"{whose}: " if whose else ""
    yes = [Button(name + _("With leave"), decide_answer(number, AnswerWord.ALL))]
    if len(asked.days) > 1:
        day = short_day(day_asked(asked))
        yes = [
            Button(
                name + _("With leave, all {count} days").format(count=len(asked.days)),
                decide_answer(number, AnswerWord.ALL),
            ),
            Button(name + _("Only {day}").format(day=day), decide_answer(number, AnswerWord.ONE)),
        ]
    no = [Button(name + _("Without leave"), decide_answer(number, AnswerWord.NO))]
    return [yes, no + ([Button(name + _("Show"), decide_answer(number, AnswerWord.SHOW))] if show else [])]


@composes(Kind.ANSWERED, to=decides(ANSWER), about=kind_words.ANSWER)
async def answered(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the homeroom teacher: what the family said, and the taps that decide. Urgent ones say so first."""
    found = await _standing(dues, session)
    if not found:
        return None
    lines = [answer_line(matter) for matter in found]
    urgent = any(matter.answer.code in URGENT for matter in found)
    head = _("**The family has answered, and needs you now**") if urgent else _("**The family has answered**")
    buttons = each_decided(found)
    return Letter(
        text="\n".join([head, *lines]), told=dues_about(dues, (matter.answer.id for matter in found)), buttons=buttons
    )


URGENT = {HELP, "khong_biet"}


CALL = N_("please call today")


def answer_line(matter: Matter) -> str:
    """`• em A, lớp 6A, sáng thứ Hai: con ốm`, of an answer that is open."""
    asked = matter.asked
    assert asked is not None  # noqa: S101, only open matters are told
    parts = [one.part for one in asked.missed]
    days = when(asked.days[0], parts) if len(asked.days) == 1 else days_of(asked.days)
    line = _("• {name}, class {klass}, {when}: {reason}").format(
        name=matter.name, klass=matter.class_name, when=days, reason=matter.reason
    )
    if matter.others:
        line = _("{line} – so says {by}; {others}").format(line=line, by=matter.by, others="; ".join(matter.others))
    return f"{line} ({_(CALL)})" if matter.answer.code in URGENT else line


async def _standing(dues: Sequence[Due], session: AsyncSession) -> list[Matter]:
    """The answers owed that still wait for a decision about something."""
    found = await matters(session, sorted({due.about for due in dues}))
    return [matter for matter in found if matter.asked is not None and matter.answer.state == OPEN]


@composes(Kind.HELP_ASKED, to=holds(*HEADS) | leads().passed_on(), about=kind_words.ANSWER)
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
    ask = _("Please agree with the homeroom teacher who calls the family.")
    if reader.reads_on(dues[-1].day):
        ask = _("Please agree with the homeroom teacher who calls the family today.")
    told = await lines_of(reader, session, [Kind.ANSWERED], [matter.answer.id for matter in found])
    text = "\n".join([head, *lines, ask, *told])
    return Letter(text=text, told=dues_about(dues, (matter.answer.id for matter in found)))


@composes(Kind.OTHER_ANSWERED, to=family(ANSWER), about=kind_words.ANSWER)
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
    return Letter(text="\n".join(dict.fromkeys(lines)), told=dues_about(dues, (matter.answer.id for matter in found)))


@composes(Kind.ANSWER_REFUSED, to=its_own(ANSWER) & family(ANSWER), about=N_("what the school says to an answer"))
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
    return Letter(text="\n".join(lines), told=dues_about(dues, (matter.answer.id for matter in found)))


SAID = {  # what was answered, as it is repeated to the family
    ILL: N_("the child is ill"),
    FAMILY_MATTER: N_("a family matter"),
    UNAWARE: N_("the family did not know"),
    HELP: N_("the family asks for the school's help"),
    OTHER: N_("another reason"),
}
