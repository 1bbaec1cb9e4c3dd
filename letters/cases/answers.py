"""What those who were asked to help with a case have answered."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.cases import case
from locales import _
from locales.words import plain, pupil_words
from models import CaseNotes, People
from models.ladder.facts import case_facts
from models.readers import NOTE, holds, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.roles import HEADS


@composes(Kind.CASE_NOTE, to=teacher(NOTE).passed_on() | holds(*HEADS), about=kind_words.CASE)
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
    line = _("• {who} about {pupil}: “{text}”")
    lines = [
        line.format(
            who=note.full_name or "–",
            pupil=pupil_words(facts[note.case_id].name, facts[note.case_id].class_name),
            text=plain(note.text or _("no longer kept")),
        )
        for note in notes
    ]
    buttons = [[Button(_("The case of {name}").format(name=fact.name), case(fact.id))] for fact in facts.values()]
    told = {note.id for note in notes}
    return Letter(
        text="\n".join([_("**An answer about a case**"), *lines]),
        told=dues_about(dues, told),
        buttons=buttons,
    )
