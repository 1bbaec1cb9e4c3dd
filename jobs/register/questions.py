"""Questions nobody has answered: put once more before reports are due, and said to be open at the day's end."""

from collections.abc import Sequence
from datetime import time, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from models.register.questions import Waiting, reminded, waiting_on
from models.shapes.asker import School
from models.shapes.message import Notice, Round, Said
from rules.letters import Kind

BEFORE, BEHIND = 10, 200  # minutes before a half day's reports are due, and after the last are
TOO_LATE = timedelta(minutes=10)
TOO_LATE_TO_CLOSE = timedelta(hours=3)


def before_due(school: School) -> Sequence[time]:
    return [after(due, -BEFORE) for due in (school.morning_due, school.afternoon_due)]


@job(times=before_due, late=TOO_LATE)
async def remind_questions(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """Each question once, while its answer can still be in time."""
    found = [one for one in await waiting_on(session, list(round_.schools), round_.day) if not one.reminded]
    if found:
        await reminded(session, [one.id for one in found], round_.now)
    return [_notice(one, round_, Kind.QUESTION, timedelta(hours=1)) for one in found]


@job(times=lambda school: [after(school.afternoon_due, BEHIND)], late=TOO_LATE_TO_CLOSE)
async def questions_left(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """The day is over: whoever was asked and not reminded hears what was not recorded. The question stays open."""
    found = [one for one in await waiting_on(session, list(round_.schools), round_.day) if not one.reminded]
    if found:
        await reminded(session, [one.id for one in found], round_.now)
    return [_notice(one, round_, Kind.QUESTION_LEFT, timedelta(hours=14)) for one in found]


def _notice(one: Waiting, round_: Round, kind: Kind, valid_for: timedelta) -> Notice:
    return Notice(
        kind=kind,
        key=f"{kind}:{one.id}",
        school_id=one.school_id,
        person_id=one.person_id,
        about=one.id,
        day=round_.day,
        valid_for=valid_for,
    )
