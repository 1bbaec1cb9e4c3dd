"""What the clock did not do because the program was not running: where that matters, and the letter about it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from jobs import Needed, schedules
from letters.outcomes import what_to_do
from locales import N_, _
from locales.words import day_words, joined, opening
from models import ClassParts, ClockSlots
from models.post.tables import MISSED
from models.readers import holds
from models.register.silence import overdue
from models.shapes.among import among
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Round
from rules.letters import Kind
from rules.people.roles import HEADS, Role

AGAIN = N_("On the machine, for the daily check of a past day: python -m bot check --date YYYY-MM-DD")
Runs = dict[tuple[date, int], list[str]]  # by day, and minute of the school's clock: the jobs


def held(part: str) -> Needed:
    """A job of a half day is missed where some class held it."""

    async def needed(round_: Round, session: AsyncSession) -> Collection[int]:
        return await schools_holding(session, round_, part)

    return needed


async def schools_holding(session: AsyncSession, round_: Round, part: str) -> Collection[int]:
    """The schools of the round with a class that holds this half day."""
    found = select(ClassParts.school_id).where(
        among(ClassParts.school_id, round_.schools),
        ClassParts.day == round_.day,
        ClassParts.part == part,
        ClassParts.held,
    )
    return set(await session.scalars(found.distinct()))


def unreported(part: str) -> Needed:
    """A job that speaks of classes which have not reported is missed where there is one."""

    async def needed(round_: Round, session: AsyncSession) -> Collection[int]:
        found = select(ClassParts.school_id).where(
            *overdue(among(ClassParts.school_id, round_.schools), round_.day, part)
        )
        return set(await session.scalars(found.distinct()))

    return needed


@composes(Kind.MISSED, to=holds(*HEADS, Role.ADMIN), about=N_("what the program missed"), of_its_hour=True)
async def missed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """What the clock did not do, a line a day. What has no line is not told, and without a line there is no letter."""
    runs = await _missed(session, reader, min(due.day for due in dues))
    told = [due for due in dues if runs.get((due.day, due.about))]
    if not told:
        return None
    by_day: dict[date, list[str]] = defaultdict(list)
    for run in sorted({(due.day, due.about) for due in told}):
        by_day[run[0]] += runs[run]
    lines = [
        "• " + opening(day_words(day)) + ": " + "; ".join(_(words) for words in dict.fromkeys(jobs))
        for day, jobs in by_day.items()
    ]
    head = _("**The program was not running** when these were due, and it is too late for them now:")
    return Letter(text=joined([head, *lines, *await what_to_do(reader, session, AGAIN)]), told=dues_about(told))


async def _missed(session: AsyncSession, reader: Reader, first: date) -> Runs:
    """The words of the jobs whose runs were missed since that day and are missed still: as a machine wakes the clock
    is sooner than the reports that have waited for it.
    """
    since = reader.now - timedelta(days=(reader.school.day(reader.now) - first).days + 2)
    slots = select(ClockSlots.job, ClockSlots.due_at).where(
        ClockSlots.school_id == reader.school.id, ClockSlots.outcome == MISSED, ClockSlots.due_at > since
    )
    found: Runs = defaultdict(list)
    for job, due_at in await session.execute(slots.order_by(ClockSlots.due_at)):
        local = reader.school.local(due_at)
        schedule = schedules().get(job)
        if schedule is None or schedule.needed is None:
            continue
        round_ = Round(now=due_at, day=local.date(), schools={reader.school.id: reader.school})
        if await schedule.needed(round_, session):
            found[local.date(), local.hour * 60 + local.minute].append(schedule.missed)
    return found
