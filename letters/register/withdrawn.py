"""A report that somebody else took back: who, and of which classes."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.figures import klass_on
from letters.says.register import scope_said
from locales import _
from locales.words import day_words
from models import Audit, Classes, People
from models.readers import reported, wrote
from models.register.silence import left_open
from models.report_keys import Why, class_of_each
from models.shapes.asker import School
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.calendar.parts import Part
from rules.letters import Kind


@composes(Kind.REPORT_WITHDRAWN, to=reported(Why.WITHDRAWN) | wrote(Why.OWN), about=kind_words.REMINDER)
async def report_withdrawn(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who took back what, and where no report is left; how the class stands now is one tap away."""
    lines: dict[str, None] = {}
    buttons: dict[str, list[Button]] = {}
    of_class = await class_of_each(session, [due.outbox_id for due in dues])
    for due in dues:
        undone = await _undone(session, due, of_class[due.outbox_id])
        for name, _id, klass in undone:
            text = _("{name} has taken back a report of {klass}, {day}.")
            lines[text.format(name=name, klass=klass, day=day_words(due.day))] = None
            says = klass_on(klass, due.day)
            buttons[says] = [Button(_("See {klass}").format(klass=klass), says)]
        classes = {one.id for one in undone}
        lines |= dict.fromkeys(await no_report_lines(session, reader.school, classes, due.day, reader.now))
    return Letter(text="\n".join(lines), told=dues_about(dues), buttons=list(buttons.values())) if lines else None


async def no_report_lines(
    session: AsyncSession, school: School, classes: Collection[int], day: date, now: datetime
) -> list[str]:
    """What the classes have to report anew, for nobody reminds of it any more."""
    text, moment = _("There is no report of {scope} now."), school.local(now)
    begins = {Part.MORNING: school.morning_starts, Part.AFTERNOON: school.afternoon_starts}
    begun = [part for part, begin in begins.items() if (day, begin) <= (moment.date(), moment.time())]
    found = await left_open(session, school.id, classes, day, begun)
    return [text.format(scope=scope_said(name, parts, day)) for name, parts in found.items()]


async def _undone(session: AsyncSession, due: Due, of_class: int) -> Sequence[Any]:
    """Who took it back, and the class if it had reported it."""
    undone = select(Audit.about).where(Audit.kind == "report.undone", Audit.inbox_id == due.about)
    by = select(Audit.person_id).where(Audit.kind == "report.undone", Audit.inbox_id == due.about)
    statement = (
        select(People.full_name, Classes.id, Classes.name)
        .join(Audit, Audit.about == Classes.id)
        .join(People, People.id.in_(by))
        .where(Audit.kind == "report.made", Audit.inbox_id.in_(undone), Classes.id == of_class)
    )
    return (await session.execute(statement.distinct().order_by(Classes.name))).all()
