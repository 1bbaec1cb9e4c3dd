"""The report of one day: who has reported, who is absent, and how it compares with the last school days."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.figures.absent import absent_lines
from handlers.figures.report_tables import (
    Scope,
    case_lines,
    grade_lines,
    in_part_line,
    partly_count,
    place_lines,
    shortened,
)
from handlers.figures.roll import school_roll
from handlers.figures.wording import begun, count_words, period_words, rate_words
from locales import _
from locales.words import listed, part_words, short_day
from models.boarders import boarding_classes
from models.figures.summary import PartCount, held_days, parts, total
from models.figures.totals import Count, by_class
from models.people.places import living
from models.shapes.message import Incoming
from rules.calendar.periods import Period

WEEK = timedelta(days=7)


async def day_lines(incoming: Incoming, session: AsyncSession, period: Period, scope: Scope) -> list[str]:
    school, moment = local(incoming)
    day = period.first
    head = _("**{title}, {days}**").format(title=scope.title, days=period_words(period))
    held = await parts(session, school.id, day, day, list(scope.classes))
    rows = [one for one in held if begun(one, school, moment)]
    if not rows:
        return [head, _("No class has had lessons yet by the calendar. Days off are changed with /lich.")]
    if scope.partly:
        return [head, *await _partly_lines(incoming, session, day, scope, rows)]
    lines = [head]
    if not scope.by:
        lines += _part_lines(rows, alone=len(scope.classes) == 1)
        lines.append(await _rate_line(incoming, session, day, scope, rows))
        lines.append(in_part_line(incoming, total(row.count for row in rows)))
        lines += await absent_lines(incoming, session, day, scope)
        lines += await case_lines(incoming, session, scope)
        lines += await school_roll(session, school.id, day) if scope.whole else []
    if len(scope.classes) > 1 and scope.shows("class"):
        lines += _class_lines(rows, scope)
    if scope.by == "grade":
        lines += grade_lines(scope, {id_: _of_class(rows, id_) for id_ in scope.classes})
    if scope.whole and scope.shows("place"):
        lines += await place_lines(session, school.id, day, day, scope, total(row.count for row in rows))
    return lines


def _part_lines(rows: Sequence[PartCount], *, alone: bool) -> list[str]:
    """For each half day how many classes have reported, what they said, and which have not."""
    lines = []
    for part in dict.fromkeys(row.part for row in rows):
        mine = [row for row in rows if row.part == part]
        silent = [row.class_name for row in mine if not row.reported]
        name = part_words([part]).capitalize()
        if alone:
            said = _("**not reported**") if silent else _("absent {count}").format(count=count_words(mine[0].count))
            lines.append(f"{name}: {said}")
            continue
        text = _("{session}: {reported}/{classes} classes reported")
        line = text.format(session=name, reported=len(mine) - len(silent), classes=len(mine))
        if len(silent) < len(mine):
            line += "; " + _("absent {count}").format(count=count_words(total(row.count for row in mine)))
        lines.append(line)
        lines += [_("Not reported: {names}").format(names=listed(silent))] if silent else []
    return lines


async def _rate_line(
    incoming: Incoming, session: AsyncSession, day: date, scope: Scope, rows: Sequence[PartCount]
) -> str:
    count = total(row.count for row in rows)
    if not count.possible:
        return _("Nothing has been reported, so there are no figures yet. Absent is not known, and neither is present.")
    line = _("Attendance {rate}").format(rate=rate_words(count))
    before = await _compared(incoming, session, day, scope)
    return f"{line} ({', '.join(before)})" if before else line


async def _compared(incoming: Incoming, session: AsyncSession, day: date, scope: Scope) -> list[str]:
    """The school day before, and the same weekday a week before, where they were held and reported."""
    school, moment = local(incoming)
    earlier = await held_days(session, school.id, day - 2 * WEEK, day - timedelta(days=1))
    named = [(one, _label(one, day, moment.date())) for one in earlier[:1]]
    if day - WEEK in earlier and day - WEEK != named[0][0]:
        named.append((day - WEEK, _("a week before")))
    said = []
    for one, label in named:
        count = total((await by_class(session, list(scope.classes), one, one)).values())
        if count.possible:
            said.append(f"{label} {rate_words(count)}")
    return said


def _label(before: date, day: date, today: date) -> str:
    return _("yesterday") if day == today and day - before == timedelta(days=1) else short_day(before)


def _class_lines(rows: Sequence[PartCount], scope: Scope) -> list[str]:
    """Classes with absences or without a report; all of them if this table was asked for."""
    lines, well = [], 0
    for class_id, name in scope.classes.items():
        mine = [row for row in rows if row.class_id == class_id]
        if not scope.by and all(row.reported and not (row.count.absent or row.count.unsure) for row in mine):
            well += bool(mine)
            continue
        parts = [f"{part_words([row.part])} {_said(row)}" for row in mine]
        lines.append(f"• {name}: {', '.join(parts) or _('no lessons')}")
    rest = [_("Nobody absent: {count} classes").format(count=well)] if well else []
    return [_("**By class**"), *shortened(lines, scope), *rest]


def _of_class(rows: Sequence[PartCount], class_id: int) -> Count:
    return total(row.count for row in rows if row.class_id == class_id)


def _said(row: PartCount) -> str:
    return count_words(row.count) if row.reported else _("not reported")


async def _partly_lines(
    incoming: Incoming, session: AsyncSession, day: date, scope: Scope, rows: Sequence[PartCount]
) -> list[str]:
    school, _moment = local(incoming)
    count = await partly_count(session, school.id, day, day, scope)
    theirs = await _their_classes(session, school.id, day, scope)
    silent = list(dict.fromkeys(row.class_name for row in rows if not row.reported and row.class_id in theirs))
    return [
        _("Absent {count} pupil-sessions; attendance {rate}").format(count=count_words(count), rate=rate_words(count)),
        _("Not reported: {names}").format(names=listed(silent)) if silent else "",
        *await absent_lines(incoming, session, day, scope),
        *await case_lines(incoming, session, scope),
    ]


async def _their_classes(session: AsyncSession, school_id: int, day: date, scope: Scope) -> set[int]:
    """The classes that such pupils are in."""
    if scope.sex:
        return set(scope.classes)
    if scope.boarders:
        return set((await boarding_classes(session, [school_id], day)).get(school_id, ()))
    return {one.class_id for one in await living(session, school_id, day, scope.inside)}
