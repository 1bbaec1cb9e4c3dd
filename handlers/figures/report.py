"""/baocao: the figures of a day or a period, of the school or a part of it, with a picture beside them."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, command
from handlers.aside import Aside
from handlers.asked import Unclear, leads, local, spans_of
from handlers.figures.report_asked import Asked, asked_of
from handlers.figures.report_compared import compared, of_sexes
from handlers.figures.report_day import day_lines
from handlers.figures.report_period import period_lines
from handlers.figures.report_picture import campaign_said, picture_of
from handlers.figures.report_scope import scope_of
from handlers.figures.report_tables import Scope
from handlers.units.report import unit_report
from letters.says import Says, Typed
from letters.says import figures as says
from locales import N_, _
from locales.words import joined
from models.calendar.held import held_before
from models.figures.counted_marks import CLASS, counted_marks, summed
from models.figures.totals import by_class
from models.people.recent import looked_at
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.calendar.periods import DAY, Period, before, longer
from rules.calendar.stretches import MONTH, WEEK, YEAR
from rules.people.roles import LEADERS, Role

AT_ONCE = timedelta(days=6)
_TERM, _EARLIER = N_("Whole term"), N_("Before that")
_BEFORE = {DAY: N_("School day before"), WEEK: N_("Week before"), MONTH: N_("Month before")}
_LONGER = {WEEK: N_("Whole week"), MONTH: N_("Whole month"), YEAR: N_("School year")}


@command(
    "báo cáo",
    "report",
    help=N_("the figures of a day, week, month, term or year"),
    usage=N_("tuần"),
    daily=11,
    task=N_("Today's figures"),
    who=LEADERS | {Role.HOMEROOM, Role.UNIT_OFFICER},
    everyday=True,
    in_group=True,
    begins=dict.fromkeys(LEADERS, ""),
)
async def report(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The text first: the picture takes a second, and follows it. A group gets the text alone. Officers of a body above
    the school read its figures. What is counted over more than a week is counted beside everybody else's messages.
    """
    if not incoming.asker.has(*LEADERS, Role.HOMEROOM):
        return await unit_report(incoming, session)
    try:
        asked = await asked_of(incoming, session)
        scope = await scope_of(incoming, session, asked)
        if (sexes := await of_sexes(incoming, session, asked)) is not None:
            return [sexes]
        beside_each_other = await compared(incoming, session, asked, asked.against) if asked.against else None
    except Unclear as unclear:
        return await _of_a_pupil(incoming, session) or [unclear.answer]
    if beside_each_other is not None:
        return [beside_each_other]
    if asked.campaign is not None and scope.whole:
        return await campaign_said(incoming, session, asked.campaign)
    if asked.period.last - asked.period.first > AT_ONCE:
        raise Aside(partial(_told, incoming, asked=asked, scope=scope))
    return await _told(incoming, session, asked=asked, scope=scope)


async def _told(incoming: Incoming, session: AsyncSession, *, asked: Asked, scope: Scope) -> Sequence[Said]:
    days = (asked.period.first, asked.period.last)
    marks = await _marks(incoming, session, asked, scope)
    of_class = None if marks is None else summed(marks, CLASS)
    counts = await by_class(session, list(scope.classes), *days, of_class) if asked.period.kind != DAY else {}
    text = joined(
        await period_lines(incoming, session, asked.period, scope, counts, marks)
        if counts
        else await day_lines(incoming, session, asked.period, scope)
    )
    picture = await picture_of(incoming, session, asked.period, scope, counts) if incoming.private else None
    beside = [Outgoing(text=picture.title, charts=[picture])] if picture else []
    said = Outgoing(text=text, buttons=await _buttons(incoming, session, asked, scope))
    today = asked.period.kind == DAY and asked.period.first == local(incoming)[1].date()
    return [said, *beside, *looked_at(_of(asked), *days, today=today)]


async def _marks(incoming: Incoming, session: AsyncSession, asked: Asked, scope: Scope) -> Sequence[Any] | None:
    """Counted once where they are looked at in three ways: by class, by place and by pupil."""
    if asked.period.kind == DAY or not scope.whole or scope.by:
        return None
    return await counted_marks(session, local(incoming)[0].id, asked.period.first, asked.period.last)


def _of(asked: Asked) -> int:
    """As the audit has it: a class, below 0 a grade, 0 for all else."""
    return asked.klass.id if asked.klass else -asked.grades[0] if len(asked.grades) == 1 else 0


async def _of_a_pupil(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Behind the word a pupil is named: the card is meant."""
    said = await as_if_typed(incoming, session, says.pupil_named(incoming.rest)) or []
    return said if any(isinstance(one, Act) for one in said) else []


async def _buttons(incoming: Incoming, session: AsyncSession, asked: Asked, scope: Scope) -> list[list[Button]]:
    """What one asks next: the same days another way, the days before, a longer time, the file."""
    days = says.period_written(asked.period)
    tables = _tables(asked, scope, days) if leads(incoming.asker) else [_names(scope)]
    times = [Button(label, _again(asked, scope, each)) for label, each in await _times(incoming, session, asked)]
    file = [] if asked.sex else [Button(_("File"), _file(asked, scope, days))]
    return [row for row in (tables, times, file) if row]


def _tables(asked: Asked, scope: Scope, days: str) -> list[Button]:
    if asked.place is not None:
        return [Button(_("Who is away in {place}").format(place=asked.place.said), says.hamlet(asked.place.id))]
    if asked.klass is not None:
        return [_names(scope)]
    if not scope.whole:
        return []
    by_class, by_grade = says.report_by_class(days), says.report_by_grade(days)
    grades = [Button(_("By grade"), by_grade)] if len(set(scope.grades.values())) > 1 else []
    return [Button(_("By class"), by_class), *grades, Button(_("By hamlet"), says.report_by_hamlet(days))]


def _names(scope: Scope) -> Button:
    return Button(_("Names"), says.klass(next(iter(scope.classes.values()))))


async def _times(incoming: Incoming, session: AsyncSession, asked: Asked) -> list[tuple[str, Period]]:
    school, moment = local(incoming)
    period, spans = asked.period, await spans_of(session, school, asked.period.last)
    earlier, more = before(period, spans), longer(period, moment.date(), spans)
    if period.kind == DAY and (day := await held_before(session, school.id, period.first)):
        earlier = Period(kind=DAY, first=day, last=day)
    found = [(_(_BEFORE.get(period.kind, _EARLIER)), earlier)]
    found.append((_(_LONGER.get(more.kind, _TERM)) if more else "", more))
    return [(label, each) for label, each in found if each is not None]


def _again(asked: Asked, scope: Scope, period: Period) -> Says | Typed:
    words = says.period_written(period)
    return says.report_of_hamlet(asked.place.id, words) if asked.place else says.report(scope.said, words)


def _file(asked: Asked, scope: Scope, days: str) -> Says | Typed:
    of_place = asked.place and says.report_of_hamlet(asked.place.id, days, file=True)
    return of_place or says.register_file(scope.said, days)
