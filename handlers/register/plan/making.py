"""What is to be written down of a message, class by class and day by day; what must be asked, proposed or said."""

from textwrap import shorten

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear
from handlers.register.heard import Heard, roster
from handlers.register.plan import Plan
from handlers.register.plan.as_before import with_those_of_before
from handlers.register.plan.doubts import class_question, doubts
from handlers.register.plan.marking import Marking
from handlers.register.plan.one_class import take
from handlers.register.plan.unrecordable import names_asked, unrecordable
from handlers.register.plan.whereabouts import with_former
from handlers.register.scope import meant_parts
from locales import _
from models.register.questions import Question
from rules.people.classes import ClassRef
from rules.reading.said.reported import ClassReport

SHOWN = 60  # letters of what was not read


async def plan(session: AsyncSession, heard: Heard) -> Plan:
    """Nothing is written yet: an edited message is compared by it first."""
    found = Plan()
    for report in heard.reading.reports:
        if report.class_id is None:
            found.questions += await class_question(session, heard, report, found.notes)
        else:
            await _of_class(session, heard, report, heard.klass(report.class_id), found)
    if heard.reading.rest:
        text = _("The message is too long: nothing was read from “{words}” on. Please send that part as a new message.")
        found.notes.append(text.format(words=shorten(heard.reading.rest, SHOWN, placeholder=" …")))
    return found


async def _of_class(session: AsyncSession, heard: Heard, report: ClassReport, klass: ClassRef, found: Plan) -> None:
    pupils = await roster(session, heard, klass.id)
    report = await with_those_of_before(session, heard, with_former(report, pupils), klass, pupils)
    if problem := unrecordable(heard, report, klass, pupils):
        found.notes.append(problem)
        return
    sure, questions = doubts(heard, report, klass)
    found.questions += [await _with_parts(session, heard, klass, one) for one in questions]
    found.unread += report.unread
    if report.nameless and report.items:
        found.notes.append(names_asked(heard.mark, klass))
    await take(Marking(session, heard, report, klass, pupils, found), sure)


async def _with_parts(session: AsyncSession, heard: Heard, klass: ClassRef, one: Question) -> Question:
    """Which half days the question is about, as far as the calendar tells."""
    try:
        said = one.parts or None
        parts = await meant_parts(session, heard.school, klass, one.day, heard.moment, said)
    except Unclear:
        return one
    return replace(one, parts=parts)
