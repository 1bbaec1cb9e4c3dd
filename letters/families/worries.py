"""A child that may be in danger, or may leave school: for the homeroom teacher and the leadership, at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.figures import pupil_card
from letters.says.register import mark, scope_typed
from letters.told import lines_of
from locales import N_, _
from locales.words import quoted, when
from models import Classes, Enrolments, Marks, People, Pupils, Worries
from models.families.worries import last_worry
from models.figures.counting import enrolled_on, in_counted, live
from models.people.guardians import guardians
from models.readers import WORRY, decides
from models.register.reports import PRESENT
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from papers.people.contacts import contact_words
from rules.asking.wanted import wanted_in
from rules.asking.wish import Intent
from rules.letters import Kind
from rules.marks import Mark


@composes(Kind.WORRY, to=decides(WORRY), about=N_("words about a child that may be in danger"))
async def worried(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who wrote what, as it was written, what the roll says, and whom of the family to call."""
    today = reader.school.day(reader.now)
    rows = await _rows(dues, today, session)
    lines, buttons = [], dict[int, list[list[Button]]]()
    for row in rows:
        line = _("• **{name}**, class {klass}. {writer} wrote: {words}")
        lines.append(line.format(name=row.full_name, klass=row.class_name, writer=row.writer, words=quoted(row.words)))
        missed = await _missed(session, row.pupil_id, today)
        if missed:
            lines.append(_("The roll: absent {when}.").format(when=when(today, missed)))
        lines += [_("Family: {who}").format(who=who) for who in contact_words(await guardians(session, [row.pupil_id]))]
        buttons[row.pupil_id] = [[Button(row.full_name, pupil_card(row.pupil_id))], *_in_class(row, missed, reader)]
    head = _("**A child may be in danger or may leave school: please look now**")
    tail = [_("Please call the family back as soon as you read this.")]
    if rows and all([await _goes_on(row, session) for row in rows]):
        head, tail = _("**The family writes more**"), []
    taps = [tap for of_one in buttons.values() for tap in of_one]
    told = dues_about(dues, (row.id for row in rows))
    others = await lines_of(reader, session, [Kind.WORRY], [row.id for row in rows])
    return Letter(text="\n".join([head, *lines, *tail, *others]), told=told, buttons=taps) if rows else None


async def _goes_on(row: Any, session: AsyncSession) -> bool:
    """Words behind words of danger, which are none themselves."""
    if Intent.WORRY in wanted_in(row.words, family=True).wishes:
        return False
    earlier = and_(Worries.pupil_id == row.pupil_id, Worries.id < row.id)
    return await last_worry(session, row.person_id, row.at, earlier) is not None


async def _rows(dues: Sequence[Due], today: date, session: AsyncSession) -> Sequence[Any]:
    statement = (
        select(
            Worries.id,
            Worries.pupil_id,
            Worries.person_id,
            Worries.at,
            Worries.words,
            Pupils.full_name,
            People.full_name.label("writer"),
        )
        .add_columns(Classes.name.label("class_name"))
        .join(Pupils, Pupils.id == Worries.pupil_id)
        .join(People, People.id == Worries.person_id)
        .join(Enrolments, (Enrolments.pupil_id == Pupils.id) & enrolled_on(Enrolments, today))
        .join(Classes, Classes.id == Enrolments.class_id)
        .where(Worries.id.in_([due.about for due in dues]), Worries.words.is_not(None))
        .order_by(Worries.id)
    )
    return (await session.execute(statement)).all()


async def _missed(session: AsyncSession, pupil_id: int, today: date) -> list[str]:
    """The half days of today it stands as absent without leave."""
    mine = (Marks.pupil_id == pupil_id, Marks.day == today, Marks.kind == Mark.UNEXCUSED)
    found = select(Marks.part).where(*mine, live(), in_counted()).order_by(Marks.part.desc())
    return list(await session.scalars(found))


def _in_class(row: Any, missed: Sequence[str], reader: Reader) -> list[list[Button]]:
    """The tap of whoever finds it there, while there are lessons."""
    if not missed or reader.school.local(reader.now).time() >= reader.school.read_by:
        return []
    scope = scope_typed(row.class_name, missed, reader.school.day(reader.now))
    label = _("{name} is in class").format(name=row.full_name)
    return [[Button(label, mark(scope, row.pupil_id, PRESENT))]]
