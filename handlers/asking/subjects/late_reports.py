"""How many reports of each class came after the hour they are due: as a fact, of days that are said."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import structs
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import known_classes, leads, local, period_asked
from handlers.asking.about import About
from handlers.asking.colleagues import not_yours
from handlers.figures.wording import period_words
from letters.says import Word
from letters.says.service import meant
from locales import _
from locales.words import joined
from models import ClassParts
from models.cases.credit import Reports, credits_of
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.calendar.periods import Period
from rules.calendar.stretches import RANGE
from rules.people.classes import ClassRef

LATELY = timedelta(days=27)


async def late_reports(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """Leaders read of every class, others of their own; nobody is named for it."""
    school, moment = local(incoming)
    known = await known_classes(incoming, session)
    mine = [one for one in known if leads(incoming.asker) or one.id in incoming.asker.classes()]
    whose = [one for one in mine if about.klass in {None, one}]
    if not whose:
        return [await not_yours(incoming, session)]
    period = await _days(incoming, session, about)
    made = (await credits_of(session, school, period.first, period.last)).reports
    silent = await _silent(session, school.id, period.first, min(period.last, moment.date() - timedelta(days=1)))
    whose.sort(key=lambda one: -_missed(made.get(one.id, Reports()), silent.get(one.id, 0)))
    head = _("**Reports after the hour, {days}** (due at {morning} and {afternoon})")
    said = head.format(
        days=period_words(period), morning=f"{school.morning_due:%H:%M}", afternoon=f"{school.afternoon_due:%H:%M}"
    )
    lines = [_line(one, made.get(one.id, Reports()), silent.get(one.id, 0)) for one in whose]
    now = [[Button(_("Not reported today"), meant(Word("chuabao")))]] if leads(incoming.asker) else []
    return [Outgoing(text=joined([said, *lines]), buttons=now)]


def _missed(made: Reports, silent: int) -> int:
    return made.made - made.in_time + silent


def _line(one: ClassRef, made: Reports, silent: int) -> str:
    text = _("• {klass}: {late} of {made} reports after the hour").format(
        klass=one.name, late=made.made - made.in_time, made=made.made
    )
    return text + (_("; {count} half days not reported").format(count=silent) if silent else "")


async def _days(incoming: Incoming, session: AsyncSession, about: About) -> Period:
    """As they are said, else the last four weeks."""
    today = local(incoming)[1].date()
    if about.days:
        period, _left = await period_asked(structs.replace(incoming, rest=about.days), session, about.days)
        return period
    return Period(kind=RANGE, first=today - LATELY, last=today)


async def _silent(session: AsyncSession, school_id: int, first: date, last: date) -> dict[int, int]:
    """Half days before today that nobody reported: those of today may still be."""
    found = select(ClassParts.class_id, func.count()).where(
        ClassParts.school_id == school_id,
        ClassParts.day.between(first, last),
        ClassParts.held,
        ClassParts.reported_at.is_(None),
    )
    return dict((await session.execute(found.group_by(ClassParts.class_id))).all())
