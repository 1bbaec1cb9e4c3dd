"""After a correction: steps that should not have fired are struck, and exactly those who were told are told again."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import and_, bindparam, select, tuple_, union, update
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.calendar.held import year_start
from models.figures.counting import in_counted
from models.figures.tally import tallies
from models.ladder.away import added_up, usual
from models.ladder.reopening import REOPENED, open_case_of, seen_since, told_again
from models.ladder.stands_again import first_again
from models.ladder.versions import Ladders, LadderSteps
from models.people.tables import Pupils
from models.post.corrections import CORRECTED, corrections
from models.post.optouts import ALARMS
from models.post.tables import Outbox
from models.register.tables import Cases, Firings, Marks
from models.school.tables import Schools
from models.shapes.asker import School
from models.shapes.marks_changed import all_that_follows, follows_marks, standing
from models.shapes.message import Notice
from rules.ladder.steps import CASE, FIRST, MESSAGES, NOT_BACK, OPENS, TOLD, kind_of
from rules.letters import Kind
from rules.marks import ABSENT, Mark


async def look_again(
    session: AsyncSession, school: School, pupils: Collection[int], day: date, now: datetime
) -> list[Notice]:
    """Strike what a change of these pupils' marks on `day` has made wrong: steps that fired, and whatever else follows
    from marks. What has not left yet is cancelled; for what has, the notices of correction are returned.
    """
    if not pupils:
        return []
    await session.execute(one_at_a_time(), {"schools": [school.id]})
    return [notice for follows in all_that_follows() for notice in await follows(session, school, pupils, day, now)]


async def _told_of_another_day(
    session: AsyncSession, school_id: int, pupils: Collection[int], day: date
) -> list[Notice]:
    """A step that fell with another day's absence took back that day; what families had read of its own day is taken
    back when that turns out wrong too.
    """
    away = select(Marks.id).where(Marks.pupil_id == Firings.pupil_id, Marks.day == day, Marks.struck_at.is_(None))
    away = away.where(Marks.kind == Mark.UNEXCUSED).correlate(Firings)
    fell = select(Firings.id).where(Firings.pupil_id.in_(pupils), Firings.day == day, Firings.struck_at.is_not(None))
    told = select(Outbox.about, Outbox.day).where(
        Outbox.kind == CORRECTED, Outbox.about.in_(fell.where(~away.exists()))
    )
    days: dict[Any, set[Any]] = {}
    for about, corrected in await session.execute(told):
        days.setdefault(about, set()).add(corrected)
    ids = [about for about, corrected in days.items() if day not in corrected]
    return await corrections(session, school_id, ids, ALARMS, kind=CORRECTED, day=day, of_day=day) if ids else []


@follows_marks
async def steps_again(
    session: AsyncSession, school: School, pupils: Collection[int], day: date, now: datetime
) -> list[Notice]:
    statement = select(Firings.__table__).where(
        Firings.pupil_id.in_(pupils), Firings.day >= day, Firings.run_start <= day, Firings.struck_at.is_(None)
    )
    again = await told_again(session, school.id, await _stand_again(session, school, pupils, day, now), day)
    again += await first_again(session, school.id, pupils, day, now)
    fired = (await session.execute(statement)).all()
    wrong = [row for row in fired if not await _stands(session, school, row)]
    again += await _told_of_another_day(session, school.id, pupils, day)
    if not wrong:
        return again
    cases = await _fallen(session, wrong)
    ids = [row.id for row in fired if row in wrong or row.case_id in cases]  # what went up from a case falls with it
    await session.execute(update(Firings).where(Firings.id.in_(ids)).values(struck_at=now))
    closed = update(Cases).where(Cases.id.in_(cases), Cases.closed_on.is_(None))
    today = school.day(now)
    await session.execute(closed.values(closed_on=today, closed_why="corrected"))
    lower = {row.case_id for row in wrong if row.step == NOT_BACK} - cases
    await session.execute(update(Cases).where(Cases.id.in_(lower), Cases.step == NOT_BACK).values(step=CASE))
    return [*again, *await corrections(session, school.id, ids, KINDS, kind=CORRECTED, day=day)]


async def concerned(session: AsyncSession, pupils: Collection[int], day: date) -> set[int]:
    """Those of the pupils, newly marked on a day, of whom something fired over it or was taken back."""
    if not pupils:
        return set()
    over = select(Firings.pupil_id).where(
        Firings.pupil_id.in_(pupils), Firings.run_start <= day, Firings.day >= day, Firings.struck_at.is_(None)
    )
    taken_back = select(Cases.pupil_id).where(
        Cases.pupil_id.in_(pupils), Cases.closed_on >= day, Cases.closed_why == "corrected"
    )
    struck = select(Firings.pupil_id).where(
        Firings.pupil_id.in_(pupils), Firings.day == day, Firings.step == FIRST, Firings.struck_at.is_not(None)
    )
    return set(await session.scalars(union(over, taken_back, struck)))


async def _stand_again(
    session: AsyncSession, school: School, pupils: Collection[int], day: date, now: datetime
) -> set[int]:
    """The cases that a correction had closed and that this one proves right: open again, with what had fired."""
    struck = (
        select(Firings.__table__)
        .join(Cases, Cases.id == Firings.case_id)
        .where(Cases.pupil_id.in_(pupils), Cases.closed_on >= day, Cases.closed_why == "corrected")
        .where(Firings.struck_at.is_not(None), Firings.step.in_(OPENS), Firings.run_start <= day, Firings.day >= day)
        .where(~open_case_of(Cases.pupil_id, twin(Cases, "stand_again")), ~seen_since(school.day(now)))
    )
    found: dict[int, int] = {}
    for row in (await session.execute(struck.order_by(Firings.id.desc()))).all():
        if row.pupil_id not in found and await _stands(session, school, row) and await _revive(session, school, row):
            found[row.pupil_id] = row.case_id
    await session.execute(update(Cases).where(Cases.id.in_(found.values())).values(REOPENED))
    return set(found.values())


async def _revive(session: AsyncSession, school: School, fired: Any) -> bool:
    """The firing, and what fell with it and is right again, stands as if nothing had been; not beside another one."""
    of_run = select(Firings.__table__).where(Firings.case_id == fired.case_id, Firings.struck_at == fired.struck_at)
    rows = [row for row in (await session.execute(of_run)).all() if await _stands(session, school, row)]
    same = tuple_(Firings.pupil_id, Firings.step, Firings.day).in_([(row.pupil_id, row.step, row.day) for row in rows])
    if await session.scalar(select(Firings.id).where(same, Firings.struck_at.is_(None)).limit(1)) is not None:
        return False
    await session.execute(update(Firings).where(Firings.id.in_([row.id for row in rows])).values(struck_at=None))
    return True


async def _fallen(session: AsyncSession, wrong: Sequence[Any]) -> set[int]:
    """The cases nothing is left of that opened them: too many days without leave, or not back after the return date.
    One that somebody opened by hand had another reason.
    """
    touched = {row.case_id for row in wrong if row.step in OPENS and row.case_id}
    by_hand = select(Cases.id).where(Cases.id.in_(touched), Cases.opened_by.is_not(None))
    touched -= set(await session.scalars(by_hand))
    stands = select(Firings.case_id).where(
        Firings.case_id.in_(touched),
        Firings.step.in_(OPENS),
        Firings.struck_at.is_(None),
        Firings.id.not_in([row.id for row in wrong]),
    )
    return touched - set(await session.scalars(stands))


async def counted_otherwise(
    session: AsyncSession, school: School, parts: Collection[tuple[int, date, str]], now: datetime
) -> list[Notice]:
    """Half days (class, day, half) that no longer count, a day off declared after the report, or count again: whoever
    was told of an absence in them hears so.
    """
    where = tuple_(Marks.class_id, Marks.day, Marks.part).in_(parts)
    absent = (Marks.kind.in_(ABSENT), Marks.struck_at.is_(None))
    marked = select(Marks.day, Marks.pupil_id).where(where, *absent).distinct()
    by_day: dict[date, list[int]] = {}
    for day, pupil_id in await session.execute(marked):
        by_day.setdefault(day, []).append(pupil_id)
    found = [await look_again(session, school, pupils, day, now) for day, pupils in sorted(by_day.items())]
    return [notice for some in found for notice in some]


@cache
def one_at_a_time() -> Any:
    """Hold back whoever else fires or strikes steps of these `schools`, so that each sees what the other did. On
    SQLite there is one writer anyway; reports, which only refer to their school, do not wait.
    """
    mine = select(Schools.id).where(Schools.id.in_(bindparam("schools", expanding=True))).order_by(Schools.id)
    return mine.with_for_update(key_share=True)


async def _stands(session: AsyncSession, school: School, fired: Any) -> bool:
    kind = kind_of(fired.step)
    if other := standing().get(kind):
        step = and_(LadderSteps.ladder_id == fired.ladder_id, LadderSteps.step == fired.step)
        return await other(session, fired, await session.scalar(select(LadderSteps.after).where(step)) or 1)
    marked = select(Marks.id).where(
        Marks.pupil_id == fired.pupil_id,
        Marks.day == fired.day,
        Marks.kind == Mark.UNEXCUSED,
        Marks.struck_at.is_(None),
    )
    if await session.scalar(marked.where(in_counted()).limit(1)) is None:
        return False
    return kind not in {CASE, TOLD} or await _enough(session, school, fired)


async def _enough(session: AsyncSession, school: School, fired: Any) -> bool:
    """Whether as many absences as the firing's own ladder asks for are still there."""
    step = and_(LadderSteps.ladder_id == Ladders.id, LadderSteps.step == fired.step)
    rule = select(usual(), LadderSteps.after).join(LadderSteps, step).where(Ladders.id == fired.ladder_id)
    by_days_in_a_row, after = (await session.execute(rule)).one()
    if by_days_in_a_row:
        figures = await tallies(session, [fired.pupil_id], fired.day, await year_start(session, school.id, fired.day))
        return figures[fired.pupil_id].days >= after
    seed = select(Firings.pupil_id, Firings.class_id, Firings.day, Firings.ladder_id).where(Firings.id == fired.id)
    counted = added_up(seed, anew=fired.step == CASE)
    return (await session.scalar(select(counted.c.days)) or 0) >= after


def not_to(person_id: int | None, notices: Sequence[Notice]) -> list[Notice]:
    """The corrections without those for whoever corrected: the own act is no news to anybody."""
    return [one for one in notices if one.kind != CORRECTED or one.person_id != person_id]


async def cases_closed_by(session: AsyncSession, notices: Sequence[Notice]) -> list[str]:
    """Whose case has come to its end with what these corrections take back: whoever was to go there need not."""
    about = {one.about for one in notices if one.kind == CORRECTED}
    closed = and_(Cases.id == Firings.case_id, Cases.closed_why == "corrected", Cases.closed_on.is_not(None))
    names = select(Pupils.full_name).join(Firings, Firings.pupil_id == Pupils.id).join(Cases, closed)
    return sorted(set(await session.scalars(names.where(Firings.id.in_(about))))) if about else []


SPONSORS = (Kind.CASE_SPONSOR, Kind.NOT_BACK_SPONSOR)
OUT_COMMUNE = Kind.OUT_COMMUNE  # told officers of the commune, beside whom the ladder names
KINDS = (*(kind for asked in MESSAGES.values() for kind in asked.values()), *SPONSORS, OUT_COMMUNE)
