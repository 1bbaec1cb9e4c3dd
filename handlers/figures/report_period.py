"""The report of a period: totals, who was absent most, by class and by hamlet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from handlers.figures.helped import tutoring_line
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
from handlers.figures.wording import count_words, period_words, rate_words
from letters.register.contested import being_cleared
from locales import _
from locales.marks import unclear_words
from models.cases.outreach import outreach
from models.contested import contested_on
from models.figures.counted_marks import PLACE, summed, worst
from models.figures.measured import Of
from models.figures.summary import missed, total
from models.figures.totals import Count
from models.register.tables import Marks
from models.shapes.message import Incoming
from rules.calendar.periods import Period

MOST = 5


async def period_lines(
    incoming: Incoming,
    session: AsyncSession,
    period: Period,
    scope: Scope,
    counts: dict[int, Count],
    marks: Sequence[Any] | None = None,
) -> list[str]:
    """`counts` are those of the scope's classes, `marks` what they were added up from (see `counted_marks`)."""
    school, _moment = local(incoming)
    head = _("**{title}, {days}**").format(title=scope.title, days=period_words(period))
    count = total(counts.values())
    if not count.held:
        return [head, _("No class has had lessons yet by the calendar. Days off are changed with /lich.")]
    if not count.reported:
        text = _("Nothing has been reported, so there are no figures yet. Absent is not known, and neither is present.")
        return [head, text]
    cases = await _cases(incoming, session, period, scope)
    if scope.partly:
        inside = await partly_count(session, school.id, period.first, period.last, scope)
        return [head, _absent(inside), *cases, *await _most(incoming, session, period, scope)]
    lines = [head]
    if not scope.by:
        lines += [_reported(count), _absent(count), in_part_line(incoming, count)]
        lines.append(await _being_cleared(incoming, session, period, scope))
        lines += cases
        lines += [await tutoring_line(session, list(scope.classes), period.last)] if len(scope.classes) == 1 else []
        lines += await school_roll(session, school.id, period.last) if scope.whole else []
        lines += await _most(incoming, session, period, scope, marks)
    if len(scope.classes) > 1 and scope.shows("class"):
        lines += _class_lines(counts, scope)
    if scope.by == "grade":
        lines += grade_lines(scope, counts)
    if scope.whole and scope.shows("place"):
        lines += await place_lines(
            session, school.id, *_days(period), scope, count, None if marks is None else summed(marks, PLACE)
        )
    return lines


async def _being_cleared(incoming: Incoming, session: AsyncSession, period: Period, scope: Scope) -> str:
    """Who is asked about today is named."""
    today = local(incoming)[1].date()
    if not (incoming.private and leads(incoming.asker) and period.first <= today <= period.last):
        return ""
    return await being_cleared(session, await contested_on(session, list(scope.classes), today))


async def _cases(incoming: Incoming, session: AsyncSession, period: Period, scope: Scope) -> list[str]:
    """Those open now; of days that are over what came of theirs, as the paper of these days says it."""
    school, moment = local(incoming)
    if period.last >= moment.date():
        return await case_lines(incoming, session, scope)
    if not scope.whole:
        return []
    done = (await outreach(session, school.id, *_days(period)))[Of.SCHOOL, None]
    text = _(
        "Cases: {before} open at the beginning, {opened} opened, {returned} back in class, {ended} ended otherwise, "
        "{still} open at the end"
    )
    return [text.format(**structs.asdict(done))]


def _days(period: Period) -> tuple[date, date]:
    return period.first, period.last


def _reported(count: Count) -> str:
    text = _("Reported {reported}/{held} class sessions")
    return text.format(reported=count.reported, held=count.held)


def _absent(count: Count) -> str:
    text = _("Absent {count} pupil-sessions; attendance {rate}")
    return text.format(count=count_words(count), rate=rate_words(count))


async def _most(
    incoming: Incoming, session: AsyncSession, period: Period, scope: Scope, marks: Sequence[Any] | None = None
) -> list[str]:
    """The pupils with most absences: for the leadership, and never in a group."""
    school, _moment = local(incoming)
    if not (incoming.private and leads(incoming.asker)):
        return []
    these = [] if marks is None else [Marks.pupil_id.in_(worst(marks, scope.classes, MOST))]
    found = await missed(session, school.id, *_days(period), *scope.marks(), *these, most=MOST)
    text = _("• {name}, {klass}: {total} sessions ({excused}P, {unexcused}K{unclear})")
    lines = [
        text.format(
            name=one.name,
            klass=one.class_name,
            total=one.total,
            excused=one.excused,
            unexcused=one.unexcused,
            unclear=unclear_words(one.unclear),
        )
        for one in found
        if one.total
    ]
    return [_("**Most sessions missed**"), *lines] if lines else []


def _class_lines(counts: dict[int, Count], scope: Scope) -> list[str]:
    lines, well = [], 0
    for class_id, name in scope.classes.items():
        count = counts[class_id]
        silent = count.held - count.reported
        if not scope.by and not count.absent and not silent:
            well += bool(count.held)
            continue
        note = ", " + _("{count} not reported").format(count=silent) if silent else ""
        lines.append(f"• {name}: {count_words(count)}, {rate_words(count)}{note}")
    rest = [_("Nobody absent: {count} classes").format(count=well)] if well else []
    return [_("**By class** (pupil-sessions)"), *shortened(lines, scope), *rest]
