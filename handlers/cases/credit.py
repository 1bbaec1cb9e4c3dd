"""/thanhtich: what came of going to the families, and reports in time: everybody's for the leadership, else the own."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import leads, local, period_asked, spans_of, year_asked
from handlers.figures.wording import period_words
from locales import N_, _
from locales.words import joined
from models.cases.credit import Credit, Credits, credits_of, of_school
from models.shapes.message import Act, Incoming, Outgoing, Paper, Said
from papers.cases.credit import rule_words
from rules.calendar.periods import DAY, Period
from rules.calendar.stretches import YEAR
from rules.papers import PaperKind
from rules.people.roles import EMPLOYED

SHOWN = 15


@command(
    "thành tích",
    "credit",
    help=N_("visits, pupils brought back, reports in time: proof for commendation"),
    usage=N_("học kỳ 1"),
    who=EMPLOYED,
)
async def credit(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Of the days asked for, else of the school year so far."""
    school, _moment = local(incoming)
    period = await _period(incoming, session)
    found = await credits_of(session, school, period.first, period.last)
    rule = rule_words((school.morning_due, school.afternoon_due))
    if not leads(incoming.asker):
        mine = next((one for one in found.people if one.person_id == incoming.linked.person_id), None)
        own = _own(mine) if mine else _("Nothing is recorded of you in these days yet.")
        head = _("**Your outreach, {days}**").format(days=period_words(period))
        return [Outgoing(text=joined([head, own, rule]))]
    paper = Paper(kind=PaperKind.CREDIT, school_id=school.id, day=period.last, first=period.first)
    return [Outgoing(text=joined([*_lines(found, period), rule]), papers=[paper]), Act("paper.credit")]


async def _period(incoming: Incoming, session: AsyncSession) -> Period:
    as_of, words = await year_asked(incoming, session, incoming.rest)
    period, left = await period_asked(incoming, session, words, as_of)
    if period.kind != DAY or left != words:
        return period
    spans = await spans_of(session, local(incoming)[0], as_of.day)
    return Period(kind=YEAR, first=spans[YEAR][0], last=as_of.day) if YEAR in spans else period


def _lines(found: Credits, period: Period) -> list[str]:
    visits, returned = of_school(found)
    total = found.total()
    head = _(
        "**Outreach, {days}**: {visits} visits, {returned} pupils back after one; {in_time}/{made} reports in time."
    )
    said = head.format(
        days=period_words(period), visits=visits, returned=returned, in_time=total.in_time, made=total.made
    )
    people = [f"• {one.name}: {_own(one)}" for one in found.people[:SHOWN]]
    more = len(found.people) - len(people)
    return [said, *people, _("… and {count} more").format(count=more) if more > 0 else ""]


def _own(one: Credit) -> str:
    text = _("{visits} home visits, {returned} pupils back; {in_time}/{made} reports in time")
    return text.format(visits=one.visits, returned=one.returned, in_time=one.reports.in_time, made=one.reports.made)
