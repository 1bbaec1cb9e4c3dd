"""Which days a report holds against which: two that are said, or those said against the ones before."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local, no_period, spans_of
from locales import _
from models.calendar.held import school_years
from models.shapes.message import Incoming
from rules.calendar.against import OTHER, same_days
from rules.calendar.periods import DAY, Period, Spans, before, read_period
from rules.calendar.stretches import MONTH, WEEK, YEAR

_PRESENT = {DAY: "hôm nay", WEEK: "tuần này", MONTH: "tháng này", YEAR: "năm học này"}


async def two_periods(
    incoming: Incoming, session: AsyncSession, text: str, against: str, *, parts: bool
) -> tuple[Period, Period | None, str]:
    """The days, those they are held against (see `read_against`), and the text without both. With `parts` of the school
    to compare, the same days of each may be meant, and no others (None). Raises Unclear.
    """
    school, moment = local(incoming)
    today = moment.date()
    spans = await spans_of(session, school, today)
    said, left = _periods(text, today, spans)
    present = read_period(_PRESENT.get(against, _PRESENT[DAY]), today, spans)
    one = said[0] if said else present.period if present else None
    other = said[1] if len(said) > 1 else None
    if one is None:
        raise _unsaid()
    if against != OTHER:
        return one, await _same(incoming, session, one, against), left
    if other is None and parts:
        return one, None, left
    if other is None and one.last < today:  # only what it is held against was said
        present = read_period(_PRESENT.get(one.kind, "học kỳ này"), today, spans)
        one, other = (present.period if present else None) or one, one
    other = other or before(one, spans)
    if other is None or other == one:
        raise _unsaid()
    return max(one, other, key=_begins), min(one, other, key=_begins), left


def _periods(text: str, today: date, spans: Spans) -> tuple[list[Period], str]:
    """Those named, each on its side of a `;`, and the text without them. Raises Unclear."""
    found, left = list[Period](), list[str]()
    for side in text.split(";"):
        rest = side
        while (read := read_period(rest, today, spans)) is not None:
            if read.period is None:
                raise no_period(read.problem, today)
            found.append(read.period)
            rest = f"{rest[: read.start]} {rest[read.end :]}"
        left.append(rest)
    return found, " ".join(left)


def _unsaid() -> Unclear:
    return Unclear(_("Which days shall it be compared with? For example: /baocao tháng này so với tháng trước"))


def _begins(period: Period) -> tuple[date, date]:
    return period.first, period.last


async def _same(incoming: Incoming, session: AsyncSession, period: Period, against: str) -> Period:
    school, moment = local(incoming)
    if against != YEAR:
        return same_days(period, against, {}, "")
    begun = [year for year in await school_years(session, school.id) if year.ends < period.first <= moment.date()]
    if not begun:
        raise Unclear(_("There is nothing of the year before here to compare with."))
    return same_days(period, against, await spans_of(session, school, begun[-1].starts), begun[-1].name)
