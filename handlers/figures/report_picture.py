"""The picture beside a report, and a return campaign as it stands in its place."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from handlers.figures.report_tables import Scope, placed
from handlers.figures.wording import begun, period_words
from letters.says import campaign as says
from locales import _
from locales.words import joined
from models.campaign.campaigns import Campaign
from models.campaign.returning import picture as campaign_picture
from models.figures.by_day import by_day
from models.figures.summary import parts, total
from models.figures.totals import Count, by_place
from models.shapes.message import Button, Incoming, Outgoing, Said
from papers.campaign.chart import chart_of
from papers.campaign.words import picture_lines
from papers.figures.picture import MOST_BARS, day_board, period_picture
from rules.calendar.periods import DAY, Period
from rules.pictures import Chart


async def picture_of(
    incoming: Incoming, session: AsyncSession, period: Period, scope: Scope, counts: dict[int, Count]
) -> Chart | None:
    """None while nothing is reported, and of what is no picture: one class or place on one day. `counts` are those of
    the scope's classes, of a day none.
    """
    school, moment = local(incoming)
    title = _("{title}, {days}").format(title=scope.title, days=period_words(period))
    if period.kind != DAY:
        days = await by_day(session, list(scope.classes), period.first, period.last, *scope.some(), living=scope.inside)
        of_place = scope.by == "place" or bool(scope.inside)
        heading = _("Absent, by hamlet") if of_place else _("Absent, by class")
        bars = await _bars(session, school.id, period, scope, counts)
        return period_picture(title, (period.first, period.last), days, heading, bars)
    if scope.partly or len(scope.classes) < 2:
        return None
    rows = await parts(session, school.id, period.first, period.first, list(scope.classes))
    rows = [row for row in rows if begun(row, school, moment)]
    reported = any(row.reported for row in rows)
    return day_board(title, period.first, rows, scope.classes) if reported else None


async def _bars(
    session: AsyncSession, school_id: int, period: Period, scope: Scope, of_class: dict[int, Count]
) -> list[tuple[str, Count]]:
    """By class, by grade where there are too many; by place where the table of places was asked for."""
    if scope.by == "place":
        return await placed(session, school_id, period.first, period.last, scope, total(of_class.values()))
    if scope.inside:
        counts = await by_place(session, school_id, period.first, period.last)
        return [(place.said, counts[id_]) for id_, place in scope.places.items() if id_ in counts.keys() & scope.inside]
    if scope.partly or len(scope.classes) < 2:
        return []
    if scope.by == "grade" or len(of_class) > MOST_BARS:
        found = scope.by_grade(of_class)
        return [(_("grade {grade}").format(grade=grade or "–"), count) for grade, count in found.items()]
    return [(name, of_class[id_]) for id_, name in scope.classes.items()]


async def campaign_said(incoming: Incoming, session: AsyncSession, campaign: Campaign) -> Sequence[Said]:
    """What `/ralop` says of it to the leadership, with its chart; to a homeroom teacher of the own class."""
    _school, moment = local(incoming)
    own = None if leads(incoming.asker) else list(incoming.asker.classes())
    seen = await campaign_picture(session, campaign, moment.date(), own)
    chart = chart_of(seen) if incoming.private else None
    more = [[Button(_("By class"), says.view(says.View.BY_CLASS, campaign.id))]] if own is None else []
    beside = [Outgoing(text=chart.title, charts=[chart])] if chart else []
    return [Outgoing(text=joined(picture_lines(seen)), buttons=more), *beside]
