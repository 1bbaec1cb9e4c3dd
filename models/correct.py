"""After a correction: steps that should not have fired are struck, and exactly those who were told are told again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.asker import School
from models.attendance import ABSENT, Cases, Firings, Marks
from models.calendar import year_start
from models.counting import in_counted, tallies
from models.ladder import CASE
from models.message import Notice
from models.meter import meter_again
from models.post import CANCELLED, LEASED, PENDING, SENT, UNCERTAIN, Outbox


async def look_again(
    session: AsyncSession, school: School, pupils: Collection[int], day: date, now: datetime
) -> list[Notice]:
    """Strike the firings of these pupils, and the warnings of their meters, that a change of their marks on `day` has
    made wrong. What has not left yet is cancelled; for what has, the notices of correction are returned.
    """
    if not pupils:
        return []
    return [
        *await _steps_again(session, school, pupils, day, now),
        *await meter_again(session, school, pupils, day, now),
    ]


async def _steps_again(
    session: AsyncSession, school: School, pupils: Collection[int], day: date, now: datetime
) -> list[Notice]:
    statement = select(Firings.id, Firings.pupil_id, Firings.step, Firings.day, Firings.case_id).where(
        Firings.pupil_id.in_(pupils), Firings.day >= day, Firings.run_start <= day, Firings.struck_at.is_(None)
    )
    fired = (await session.execute(statement)).all()
    wrong = [row for row in fired if not await _stands(session, school, row.pupil_id, row.step, row.day)]
    if not wrong:
        return []
    cases = {row.case_id for row in wrong if row.step == CASE and row.case_id}
    ids = [row.id for row in fired if row in wrong or row.case_id in cases]  # what went up from a case falls with it
    await session.execute(update(Firings).where(Firings.id.in_(ids)).values(struck_at=now))
    closed = update(Cases).where(Cases.id.in_(cases), Cases.closed_on.is_(None))
    await session.execute(closed.values(closed_on=day, closed_why="corrected"))
    return await _corrections(session, school, ids, day)


async def without_sessions(
    session: AsyncSession, school: School, gone: Collection[tuple[int, date, str]], now: datetime
) -> list[Notice]:
    """Class-sessions (class, day, session) that no longer count, a day off declared after the report: whoever was told
    of an absence in them is told that it does not count.
    """
    where = tuple_(Marks.class_id, Marks.day, Marks.session).in_(gone)
    marked = (
        select(Marks.day, Marks.pupil_id).where(where, Marks.kind.in_(ABSENT), Marks.struck_at.is_(None)).distinct()
    )
    by_day: dict[date, list[int]] = {}
    for day, pupil_id in await session.execute(marked):
        by_day.setdefault(day, []).append(pupil_id)
    found = [await look_again(session, school, pupils, day, now) for day, pupils in sorted(by_day.items())]
    return [notice for some in found for notice in some]


async def _stands(session: AsyncSession, school: School, pupil_id: int, step: int, day: date) -> bool:
    unexcused = select(Marks.id).where(
        Marks.pupil_id == pupil_id, Marks.day == day, Marks.kind == "K", Marks.struck_at.is_(None), in_counted()
    )
    if await session.scalar(unexcused.limit(1)) is None:
        return False
    if step != CASE:
        return True
    figures = await tallies(session, [pupil_id], day, await year_start(session, school.id, day))
    return figures[pupil_id].days >= school.days_to_case


async def _corrections(session: AsyncSession, school: School, firings: Sequence[int], day: date) -> list[Notice]:
    about = (Outbox.about.in_(firings), Outbox.kind.in_(KINDS))
    waiting = update(Outbox).where(*about, Outbox.state == PENDING, Outbox.doubts == 0)
    await session.execute(waiting.values(state=CANCELLED, why="corrected"))
    told = or_(Outbox.state.in_([SENT, UNCERTAIN, LEASED]), Outbox.doubts > 0)
    people = await session.execute(select(Outbox.person_id, Outbox.about).where(*about, told).distinct())
    return [
        Notice(
            kind="corrected",
            key=f"corrected:{firing}",
            school_id=school.id,
            person_id=person,
            about=firing,
            day=day,
        )
        for person, firing in people
        if person is not None and firing is not None
    ]


KINDS = ("absent_hamlet", "absent_guardian", "case_homeroom", "case_guardian", "case_leader", "up_leader")
