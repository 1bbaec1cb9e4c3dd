"""Answers of those who were asked to help with a case: the village head, the commune, the hamlet's pair."""

from collections.abc import Sequence

from sqlalchemy import and_, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from letters.told import line_for
from locales import _
from locales.words import joined, left_out
from models import CaseNotes
from models.cases.history import Case
from models.people.roles import held_on
from models.people.tables import Roles
from models.shapes.message import Act, Incoming, Notice, Outgoing, Said
from rules.letters import Kind
from rules.people.roles import HEADS, Role

LONGEST_NOTE = 300


async def answer_case(incoming: Incoming, session: AsyncSession, case: Case, words: str) -> Sequence[Said]:
    """A short note on an open case; the principal, the vice principals and the homeroom teacher get it."""
    if case.closed_on is not None:
        return [Outgoing(text=_("This case is closed already, thank you."))]
    if not words:
        text = _("Please type your answer behind it: /ca {case} trả lời …")
        return [Outgoing(text=text.format(case=case.id))]
    values = {
        "case_id": case.id,
        "person_id": incoming.asker.person_id,
        "at": incoming.when,
        "text": words[:LONGEST_NOTE],
    }
    note_id = (await session.execute(insert(CaseNotes).values(values).returning(CaseNotes.id))).scalar_one()
    text = _("Thank you for your answer.")
    notices = await case_notices(incoming, session, case, note_id)
    line = await line_for(session, local(incoming)[0], incoming.when, notices)
    said = joined([text, line, left_out(words, LONGEST_NOTE)])
    return [Outgoing(text=said), Act("case.note", case.id), *notices]


async def case_notices(incoming: Incoming, session: AsyncSession, case: Case, note_id: int) -> list[Notice]:
    """The homeroom teacher and the heads are told of a note; not its writer."""
    school, moment = local(incoming)
    teaches = and_(Roles.name == Role.HOMEROOM, Roles.class_id == case.class_id)
    leads = and_(Roles.name.in_(HEADS), Roles.school_id == school.id)
    people = select(Roles.person_id).where(or_(teaches, leads), *held_on(moment.date())).distinct()
    return [
        Notice(
            kind=Kind.CASE_NOTE,
            key=f"case_note:{note_id}",
            school_id=school.id,
            person_id=person,
            about=note_id,
            day=moment.date(),
        )
        for person in await session.scalars(people)
        if person != incoming.asker.person_id
    ]
