"""What the administrator and the head are told of the program itself: messages set aside, work the clock missed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from locales import N_, _
from locales.words import day_words, opening
from models import Audit, ClassSessions, ClockSlots
from models.shapes.letter import Due, Letter, Reader, composes, dues_about

MOST_NUMBERS = 10


@composes("parked")
async def parked(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Everything set aside since an hour before the first that is to be told, in one letter."""
    about = [due.about for due in dues]
    since = select(Audit.at).where(Audit.kind == "inbox.parked", Audit.about.in_(about)).order_by(Audit.at).limit(1)
    found = select(Audit.about).where(
        Audit.kind == "inbox.parked", Audit.school_id == reader.school.id, Audit.at >= since.scalar_subquery()
    )
    numbers = [str(number) for number in (await session.scalars(found.order_by(Audit.id))).all()]
    if not numbers:
        return None
    text = _(
        "**Messages that could not be handled: {count}** (numbers {numbers}). The program failed on each of them five "
        "times, so they were set aside; their senders know. Please tell whoever looks after the program."
    )
    shown = ", ".join(numbers[:MOST_NUMBERS]) + ("…" if len(numbers) > MOST_NUMBERS else "")
    return Letter(text=text.format(count=len(numbers), numbers=shown), told=dues_about(dues))


@composes("missed")
async def missed(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """What the clock did not do on school days because the program was not running, a line a day."""
    days = await _school_days(session, reader, {due.day for due in dues})
    wanted = {(due.day, due.about) for due in dues if due.day in days}
    if not wanted:
        return None
    lines = []
    for day, jobs in sorted((await _missed(session, reader, wanted)).items()):
        lines.append("• " + opening(day_words(day)) + ": " + "; ".join(_(words) for words in jobs))
    head = _("**The program was not running** when these were due, and it is too late for them now:")
    tail = _("Please ask the classes directly. The daily check of a past day: python -m bot check --date YYYY-MM-DD")
    told = dues_about([due for due in dues if due.day in days])
    return Letter(text="\n".join([head, *lines, tail]), told=told)


async def _school_days(session: AsyncSession, reader: Reader, days: set[date]) -> set[date]:
    """Nobody misses a reminder on a day without lessons."""
    held = select(ClassSessions.day).where(
        ClassSessions.school_id == reader.school.id, ClassSessions.day.in_(days), ClassSessions.held
    )
    return set((await session.scalars(held.distinct())).all())


async def _missed(session: AsyncSession, reader: Reader, wanted: set[tuple[date, int]]) -> dict[date, list[str]]:
    """The jobs, in words, by day. `wanted` are days and minutes after midnight on the school's clock."""
    zone, first = ZoneInfo(reader.school.timezone), min(day for day, _minutes in wanted)
    slots = select(ClockSlots.job, ClockSlots.due_at).where(
        ClockSlots.school_id == reader.school.id,
        ClockSlots.outcome == "missed",
        ClockSlots.due_at > reader.now - timedelta(days=(reader.now.date() - first).days + 2),
    )
    found: dict[date, list[str]] = defaultdict(list)
    for job, due_at in await session.execute(slots.order_by(ClockSlots.due_at)):
        local = due_at.astimezone(zone)
        words = JOBS.get(job)
        if words and (local.date(), local.hour * 60 + local.minute) in wanted and words not in found[local.date()]:
            found[local.date()].append(words)
    return found


JOBS = {
    "remind_morning": N_("reminding the teachers to report the morning"),
    "list_morning": N_("the list of classes that had not reported the morning"),
    "remind_afternoon": N_("reminding the teachers to report the afternoon"),
    "list_afternoon": N_("the list of classes that had not reported the afternoon"),
    "daily_check": N_("the daily check of absences"),
    "morning_line": N_("the principal's morning line"),
}
