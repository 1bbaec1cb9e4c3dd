"""What waits in a class, for whoever teaches it from now on."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from letters.ladder.wording import all_tasks, bullets
from locales import N_, _
from locales.words import joined, listed
from models import Answers, Cases, Enrolments, Leaves
from models.families.answers import KNOWN, OPEN
from models.figures.counting import enrolled_on
from models.leave import ASKED
from models.people.class_lists import class_names
from models.readers import CLASS, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.letters import Kind


@composes(Kind.CLASS_TAKEN, to=teacher(CLASS), about=N_("what waits in a class that was taken over"))
async def class_taken(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """How much of what, and a tap to see it: nothing of a class where nothing waits."""
    today = reader.school.day(reader.now)
    names = await class_names(session, [due.about for due in dues])
    waiting = {class_id: await _waiting(session, class_id, today) for class_id in names}
    there = {class_id: lines for class_id, lines in waiting.items() if lines}
    if not there:
        return None
    head = _("**Class {klass} is in your hands now. Waiting there:**")
    parts = [
        joined([head.format(klass=listed([names[class_id]])), *bullets(lines)]) for class_id, lines in there.items()
    ]
    return Letter(text=joined(parts), told=dues_about(dues, there), buttons=[[all_tasks()]])


async def _waiting(session: AsyncSession, class_id: int, today: date) -> list[str]:
    pupils = select(Enrolments.pupil_id).where(Enrolments.class_id == class_id, enrolled_on(Enrolments, today))
    counted = {
        N_("Open cases: {count}"): select(func.count()).where(Cases.pupil_id.in_(pupils), Cases.closed_on.is_(None)),
        N_("Answers of families to be decided: {count}"): select(func.count()).where(
            Answers.pupil_id.in_(pupils), Answers.state == OPEN, Answers.code != KNOWN
        ),
        N_("Leave asked for and not decided: {count}"): select(func.count()).where(
            Leaves.pupil_id.in_(pupils), Leaves.state == ASKED, Leaves.last >= today
        ),
    }
    found = {words: await session.scalar(statement) for words, statement in counted.items()}
    return [_(words).format(count=count) for words, count in found.items() if count]
