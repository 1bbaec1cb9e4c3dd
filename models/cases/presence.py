"""Whether following a pupil helps: half days attended before a case opened, since then, and since each visit."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import case, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.figures.counting import counted, enrolled_on, live
from models.people.tables import Enrolments
from models.register.tables import ClassParts, Marks
from rules.marks import ABSENT

BEFORE = 20  # held days looked at before the opening
LOOK_BACK = timedelta(days=120)  # a term with its holidays


class Attended(Struct, frozen=True):
    """Half days attended of those that the class held and reported; what was not reported is neither."""

    present: int
    counted: int


class Held(Struct, frozen=True):
    day: date
    counted: bool
    absent: bool


async def held_parts(session: AsyncSession, pupil_id: int, opened_on: date, today: date) -> list[Held]:
    """The half days the pupil's classes held, from some time before the opening until today, in order."""
    absence = (
        select(Marks.id)
        .where(
            Marks.pupil_id == pupil_id,
            Marks.day == ClassParts.day,
            Marks.part == ClassParts.part,
            Marks.kind.in_(ABSENT),
            live(),
        )
        .correlate_except(Marks)
    )
    statement = (
        select(
            ClassParts.day,
            case((counted(), literal(1)), else_=0).label("counted"),
            case((absence.exists(), literal(1)), else_=0).label("absent"),
        )
        .join(Enrolments, Enrolments.class_id == ClassParts.class_id)
        .where(
            Enrolments.pupil_id == pupil_id,
            enrolled_on(Enrolments, ClassParts.day),
            ClassParts.held,
            ClassParts.day.between(opened_on - LOOK_BACK, today),
        )
        .order_by(ClassParts.day)
    )
    return [Held(day, bool(done), bool(away)) for day, done, away in await session.execute(statement)]


def before(held: Sequence[Held], opened_on: date) -> Attended:
    """The last 20 held days before the case opened."""
    days = sorted({one.day for one in held if one.day < opened_on})[-BEFORE:]
    return _of([one for one in held if one.day in days])


def since(held: Sequence[Held], day: date) -> Attended:
    """The days after one."""
    return _of([one for one in held if one.day > day])


def _of(held: Sequence[Held]) -> Attended:
    done = [one for one in held if one.counted]
    return Attended(sum(not one.absent for one in done), len(done))
