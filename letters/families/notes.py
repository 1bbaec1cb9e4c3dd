"""A family's own words to the homeroom teacher; what it said or showed is one tap away."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.families import family_file
from locales import N_, _
from locales.words import quoted
from models import Classes, Enrolments, FamilyNotes, People, Pupils
from models.figures.counting import enrolled_on
from models.people.guardians import guardians
from models.readers import FAMILY_NOTE, decides
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from papers.people.contacts import contact_words
from rules.letters import Kind


@composes(Kind.FAMILY_NOTE, to=decides(FAMILY_NOTE), about=N_("what a family wrote"))
async def family_note(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who of which family wrote, and whom to call back."""
    statement = (
        select(FamilyNotes.__table__, Pupils.full_name, People.full_name.label("writer"), Classes.name.label("klass"))
        .join(Pupils, Pupils.id == FamilyNotes.pupil_id)
        .join(People, People.id == FamilyNotes.person_id)
        .join(Enrolments, (Enrolments.pupil_id == Pupils.id) & enrolled_on(Enrolments, reader.school.day(reader.now)))
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(FamilyNotes.id.in_([due.about for due in dues]))
        .order_by(FamilyNotes.id)
    )
    rows = (await session.execute(statement)).all()
    lines = [_line(row) for row in rows]
    for pupil_id in dict.fromkeys(row.pupil_id for row in rows):
        lines += [_("Family: {who}").format(who=who) for who in contact_words(await guardians(session, [pupil_id]))]
    shows = _("Open: {name}")
    buttons = [[Button(shows.format(name=row.full_name), family_file(row.id))] for row in rows if row.reference]
    text = "\n".join([_("**From a family**"), *lines])
    return Letter(text=text, told=dues_about(dues, (row.id for row in rows)), buttons=buttons) if rows else None


def _line(row: Any) -> str:
    line = _("• **{name}**, class {klass}. {writer} wrote: {words}").format
    if row.reference is None:
        return line(name=row.full_name, klass=row.klass, writer=row.writer, words=quoted(row.words or "…"))
    line = _("• **{name}**, class {klass}. {writer} sends {what}. {words}").format
    what = _("a voice message") if (row.name or "").endswith((".ogg", ".aac")) else _("a picture or file")
    words = quoted(row.words) if row.words else ""
    return line(name=row.full_name, klass=row.klass, writer=row.writer, what=what, words=words).strip()
