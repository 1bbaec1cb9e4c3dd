"""Answers of those who were asked to help with a case: the village head, the commune, the hamlet's pair."""

from collections.abc import Sequence

from sqlalchemy import and_, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.roll import local
from locales import _
from locales.words import plain
from models import CaseNotes, People
from models.cases import Case
from models.caseview import HEADS
from models.ladder import case_facts, held_on
from models.letter import Due, Letter, Reader, composes
from models.message import Act, Button, Incoming, Notice, Outgoing, Said
from models.people import Roles

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
    text = _("Thank you. The principal, the vice principal and the homeroom teacher get your answer.")
    notices = await _notices(incoming, session, case, note_id)
    return [Outgoing(text=text), Act("case.note", case.id), *notices]


async def _notices(incoming: Incoming, session: AsyncSession, case: Case, note_id: int) -> list[Notice]:
    school, moment = local(incoming)
    teaches = and_(Roles.name == "homeroom", Roles.class_id == case.class_id)
    leads = and_(Roles.name.in_(HEADS), Roles.school_id == school.id)
    people = select(Roles.person_id).where(or_(teaches, leads), *held_on(moment.date())).distinct()
    return [
        Notice(
            kind="case_note",
            key=f"case_note:{note_id}",
            school_id=school.id,
            person_id=person,
            about=note_id,
            day=moment.date(),
        )
        for person in await session.scalars(people)
        if person != incoming.asker.person_id
    ]


@composes("case_note")
async def case_note(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who answered what about whom."""
    statement = select(CaseNotes.id, CaseNotes.case_id, CaseNotes.text, People.full_name).outerjoin(
        People, People.id == CaseNotes.person_id
    )
    mine = CaseNotes.id.in_([due.about for due in dues])
    notes = (await session.execute(statement.where(mine).order_by(CaseNotes.id))).all()
    facts = {fact.id: fact for fact in await case_facts(session, {note.case_id for note in notes})}
    if not notes:
        return None
    line = _("• {who} about {name}, class {klass}: “{text}”")
    lines = [
        line.format(
            who=note.full_name or "–",
            name=facts[note.case_id].name,
            klass=facts[note.case_id].class_name,
            text=plain(note.text or _("no longer kept")),
        )
        for note in notes
    ]
    buttons = [[Button(_("The case of {name}").format(name=fact.name), f"/ca {fact.id}")] for fact in facts.values()]
    told = {note.id for note in notes}
    return Letter(
        text="\n".join([_("**An answer about a case**"), *lines]),
        told=frozenset(due.outbox_id for due in dues if due.about in told),
        buttons=buttons,
    )
