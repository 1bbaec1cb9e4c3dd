"""/duyetlydo: the homeroom teacher's word on a family's answer; and what staff and the other guardian read of it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.register.also_reported import changed_in_class
from letters.families.answers import Matter, day_asked, days_of, decisions, matters
from letters.says.families import AnswerWord, read_decide_answer
from letters.says.register import undo
from letters.told import corrections_line, line_for
from locales import _
from locales.words import joined, opening
from models import Cases, People
from models.calendar.held import year_start
from models.families.answers import (
    APPROVED,
    OPEN,
    REFUSED,
    Missed,
    decide_answer,
    excuse,
)
from models.figures.tally import tallies
from models.ladder.look_again import look_again, not_to
from models.people.guardians import guardians
from models.shapes.message import Act, Button, Incoming, Notice, Outgoing, Said
from papers.people.contacts import contact_words
from rules.letters import Kind
from rules.people.roles import LEADERS, Role


@command("duyệt lý do", help="", who=frozenset({Role.HOMEROOM}) | LEADERS, hidden=True)
async def decide(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The answer's number and the word: all its days with leave, only the day that was asked about, no, or show it."""
    said = read_decide_answer(incoming.rest)
    matter = await _own(incoming, session, said.answer_id) if said else None
    if said is None or matter is None or matter.asked is None:
        return [Outgoing(text=_("There is no such answer of a family that is yours to decide."))]
    if said.word is AnswerWord.SHOW:
        return [await _card(incoming, session, matter), Act("pupil.read", matter.answer.pupil_id)]
    if matter.answer.state != OPEN:
        return [Outgoing(text=_("This answer has been decided already."))]
    if said.word is AnswerWord.NO:
        return await _refuse(incoming, session, matter)
    missed = matter.asked.missed
    if said.word is AnswerWord.ONE:
        missed = tuple(one for one in missed if one.day == day_asked(matter.asked))
    return await _approve(incoming, session, matter, missed)


async def _own(incoming: Incoming, session: AsyncSession, number: int) -> Matter | None:
    """The answer meant, if this person may decide it now."""
    school, asker = local(incoming)[0], incoming.asker
    found = await matters(session, [number])
    if not found or found[0].answer.school_id != school.id or found[0].answer.pupil_id in asker.children:
        return None
    return found[0] if asker.has(*LEADERS) or found[0].class_id in asker.classes() else None


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
        _("**Recorded**: {who}, {days} with leave.").format(who=matter.who, days=days_of(days)),
        _("This school year: {total} sessions missed, {unexcused} without leave.").format(
            total=tally.total, unexcused=tally.unexcused
        ),
    ]
    if had_case and not await _open_case(session, answer.pupil_id):
        lines.append(_("The case is closed."))
    there = await corrections_line(session, school, incoming.when, corrections)
    lines.append(there if corrections else _("Nobody needs a correction."))
    buttons = [[Button(_("Undo"), undo(incoming.inbox_id))]]
    return [Outgoing(text="\n".join(lines), buttons=buttons), Act("answer.approved", answer.id), *corrections, *told]


async def _open_case(session: AsyncSession, pupil_id: int) -> int | None:
    open_ = select(Cases.id).where(Cases.pupil_id == pupil_id, Cases.closed_on.is_(None))
    return await session.scalar(open_)


async def _refuse(incoming: Incoming, session: AsyncSession, matter: Matter) -> Sequence[Said]:
    school, moment = local(incoming)
    answer = matter.answer
    await decide_answer(session, answer.id, REFUSED, incoming.asker.person_id, incoming.when)
    text = _("**Recorded**: {who}: it stays an absence without leave.")
    notice = Notice(
        kind=Kind.ANSWER_REFUSED,
        key=f"refused:{answer.id}",
        school_id=school.id,
        person_id=answer.person_id,
        about=answer.id,
        day=moment.date(),
    )
    asked = await line_for(session, school, incoming.when, [notice], called=_("the family, with the wish to talk"))
    words = joined([text.format(who=matter.who), asked])
    return [Outgoing(text=words), Act("answer.refused", answer.id), notice]


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
        _("Without leave: {days}").format(days=days_of(asked.days)),
        _("This school year: {total} sessions missed, {unexcused} without leave.").format(
            total=tally.total, unexcused=tally.unexcused
        ),
    ]
    lines += [
        _("Family: {who}").format(who=words) for words in contact_words(await guardians(session, [answer.pupil_id]))
    ]
    buttons = decisions(matter, show=False) if answer.state == OPEN else []
    return Outgoing(text="\n".join(lines), buttons=buttons)
