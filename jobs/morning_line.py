"""The principal's one line every school day: if it does not come, something is wrong."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import after, job
from jobs.missed import held
from locales import N_, _
from locales.words import day_words, listed, opening
from models import Classes, ClassSessions
from models.attendance import MORNING
from models.counting import Count, by_class
from models.letter import Due, Letter, Reader, composes
from models.message import Notices, Round, Said
from models.rolecall import holders


@job(
    times=lambda school: [after(school.morning_due, 20)],
    late=timedelta(hours=3),
    missed=N_("the principal's morning line"),
    needed=held(MORNING),
)
async def morning_line(round_: Round, session: AsyncSession) -> Sequence[Said]:
    held = select(ClassSessions.school_id).where(
        ClassSessions.school_id.in_(list(round_.schools)), ClassSessions.day == round_.day, ClassSessions.held
    )
    schools = (await session.scalars(held.distinct())).all()
    if not schools:
        return []
    chosen = holders(["principal"], schools, round_.day, about=0, key=f"morning:{round_.day}")
    return [Notices(kind="morning", select=chosen, valid_until=round_.now + timedelta(hours=4))]


@composes("morning")
async def morning(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    day = dues[-1].day
    silent, total = await _silent(session, reader.school.id, day)
    line = _("**{day}**: {reported}/{total} classes have reported").format(
        day=opening(day_words(day)), reported=total - len(silent), total=total
    )
    if silent:
        line += _("; not yet: {names} (reminded)").format(names=listed(silent))
    line += "." + _figures(await by_class(session, await _classes(session, reader.school.id, day), day, day))
    return Letter(text=line, told=frozenset(due.outbox_id for due in dues))


def _figures(counts: Mapping[int, Count]) -> str:
    """Nothing as long as nobody has reported: 0 away of 0 is no news."""
    possible = sum(count.possible for count in counts.values())
    excused = sum(count.excused for count in counts.values())
    unexcused = sum(count.unexcused for count in counts.values())
    text = _("Absent {absent}/{possible}: {excused} with leave, {unexcused} without.")
    said = text.format(absent=excused + unexcused, possible=possible, excused=excused, unexcused=unexcused)
    return " " + said if possible else ""


async def _classes(session: AsyncSession, school_id: int, day: date) -> list[int]:
    held = select(ClassSessions.class_id).where(ClassSessions.school_id == school_id, ClassSessions.day == day)
    return list(await session.scalars(held.distinct()))


async def _silent(session: AsyncSession, school_id: int, day: date) -> tuple[list[str], int]:
    """The classes that have not reported the day's first session, and how many were to."""
    statement = (
        select(Classes.name, ClassSessions.reported_at)
        .join(ClassSessions, ClassSessions.class_id == Classes.id)
        .where(
            ClassSessions.school_id == school_id,
            ClassSessions.day == day,
            ClassSessions.session == MORNING,
            ClassSessions.held,
        )
        .order_by(Classes.grade, Classes.name)
    )
    rows = (await session.execute(statement)).all()
    return [name for name, reported in rows if reported is None], len(rows)
