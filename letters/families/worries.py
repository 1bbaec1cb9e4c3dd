"""A child that may be in danger, or may leave school: for the homeroom teacher and the leadership, at once."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.figures import pupil_card
from locales import N_, _
from locales.words import quoted
from models import Classes, Enrolments, People, Pupils, Worries
from models.figures.counting import enrolled_on
from models.people.guardians import guardians
from models.readers import WORRY, decides
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from papers.people.contacts import contact_words
from rules.letters import Kind


@composes(Kind.WORRY, to=decides(WORRY), about=N_("words about a child that may be in danger"))
async def worried(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who wrote what, as it was written, and whom of the family to call."""
    statement = (
        select(Worries.id, Worries.pupil_id, Worries.words, Pupils.full_name, People.full_name.label("writer"))
        .add_columns(Classes.name.label("class_name"))
        .join(Pupils, Pupils.id == Worries.pupil_id)
        .join(People, People.id == Worries.person_id)
        .join(Enrolments, (Enrolments.pupil_id == Pupils.id) & enrolled_on(Enrolments, reader.school.day(reader.now)))
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Worries.id.in_([due.about for due in dues]), Worries.words.is_not(None))
        .order_by(Worries.id)
    )
    lines, buttons, told = [], {}, set()
    for row in (await session.execute(statement)).all():
        line = _("• **{name}**, class {klass}. {writer} wrote: {words}")
        lines.append(line.format(name=row.full_name, klass=row.class_name, writer=row.writer, words=quoted(row.words)))
        lines += [_("Family: {who}").format(who=who) for who in contact_words(await guardians(session, [row.pupil_id]))]
        buttons[row.pupil_id] = [Button(row.full_name, pupil_card(row.pupil_id))]
        told.add(row.id)
    head = _("**A child may be in danger or may leave school: please look now**")
    tail = _("Please call the family back today.")
    text = "\n".join([head, *lines, tail])
    return Letter(text=text, told=dues_about(dues, told), buttons=list(buttons.values())) if told else None
