"""/donvi: the figures of a body above schools: how they report, and pupils in numbers nobody can be solved for."""

import asyncio
from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local, period_asked, spans_of
from letters.says import units as says
from letters.says.figures import period_written
from locales import N_, _
from locales.words import day_words, joined, percent, short_day
from models.shapes.message import Act, Button, File, Incoming, Outgoing, Said
from models.units.figures import Line, NotYet, UnitFigures, of_period
from papers.units.book import HIDDEN, unit_book
from rules.calendar.periods import DAY, Period, before, longer
from rules.calendar.stretches import WEEK
from rules.people.roles import Role
from rules.units import LEAST

NAMED = 40  # schools, one by one


@command(
    "đơn vị",
    "unit",
    help=N_("the figures of the schools of your unit"),
    usage=N_("tuần trước"),
    task=N_("Figures of the schools"),
    who=frozenset({Role.UNIT_OFFICER}),
    slash=True,
    begins={Role.UNIT_OFFICER: ""},
)
async def unit_report(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Of a day, week, month, term or year; with `tệp` as a workbook."""
    wish = says.read_unit_report(incoming.rest)
    period = await _period(incoming, session, wish.words)
    return await _said(incoming, session, period, as_file=wish.file)


async def _period(incoming: Incoming, session: AsyncSession, words: str) -> Period:
    """Nothing said: today. Raises Unclear; other stretches of days could be laid over each other to solve for one."""
    school, moment = local(incoming)
    if not words.strip():
        return Period(kind=DAY, first=moment.date(), last=moment.date())
    period, left = await period_asked(incoming, session, words)
    known = {DAY, WEEK, "month", "year", *await spans_of(session, school, moment.date())}
    if left.strip(" ?.!") or period.kind not in known:
        text = _("“{words}” is not understood. Figures are told of a day, week, month, term or year: {example}")
        raise Unclear(text.format(words=words[:60], example=says.unit_report("tuần trước")))
    return period


async def _said(incoming: Incoming, session: AsyncSession, period: Period, *, as_file: bool) -> Sequence[Said]:
    unit_id, today = incoming.asker.unit_id or 0, local(incoming)[1].date()
    try:
        found = await of_period(session, unit_id, period, today, incoming.when)
    except NotYet as early:
        text = _(
            "No whole week of that time (of a term: whole month) is over yet. Fewer days could tell of a single pupil."
        )
        raise Unclear(text, [[Button(_("Week before"), says.unit_report("tuần trước"))]]) from early
    if not found.lines:
        raise Unclear(_("Your unit has no schools here yet. Please ask whoever runs Sĩ Số."))
    if as_file:
        content = await asyncio.to_thread(unit_book, found, today)
        said = Outgoing(text=_("The figures of {unit}.").format(unit=found.unit), files=[File("don-vi.xlsx", content)])
        return [said, Act("unit.exported", unit_id)]
    buttons = await _buttons(incoming, session, period)
    return [Outgoing(text=joined(_lines(found)), buttons=buttons), Act("unit.read", unit_id)]


def _lines(found: UnitFigures) -> list[str]:
    total, days = found.total, short_day(found.first)
    if found.first == found.last:
        days = day_words(found.first)
    else:
        days = _("{first} to {last}").format(first=days, last=short_day(found.last))
    head = _("**{unit}, {days}**: {count} schools, {pupils} pupils")
    counted = _("Counted {moment}.").format(moment=f"{found.counted_at:%d/%m/%Y}") if found.counted_at else ""
    return [
        head.format(unit=found.unit, days=days, count=len(found.lines), pupils=_cell(total.shown["pupils"])),
        _reported(total),
        _absent(total),
        _followed(total),
        *[f"• {one.name}: {_of_school(one, by_school=found.by_school)}" for one in found.lines[:NAMED]],
        _more(found),
        _note(found),
        counted,
    ]


def _reported(one: Line) -> str:
    text = _("Reported {reported}/{held} class sessions, {in_time} in time")
    return text.format(**{name: one.shown[name] for name in ("reported", "held", "in_time")})


def _absent(one: Line) -> str:
    text = _("Absent {absent} pupil sessions: {excused} with leave, {unexcused} without; attendance {rate}")
    excused, unexcused = _cell(one.shown["excused"]), _cell(one.shown["unexcused"])
    return text.format(absent=_cell(one.absent), excused=excused, unexcused=unexcused, rate=_rate(one))


def _rate(one: Line) -> str:
    possible = one.shown["possible"] or 0
    return HIDDEN if one.absent is None else percent((possible - one.absent) / possible if possible else None)


def _followed(one: Line) -> str:
    text = _("Followed: {opened} new, {returned} back in class, {visits} home visits; dropped out {dropped}")
    return text.format(**{name: _cell(one.shown[name]) for name in ("opened", "returned", "visits", "dropped")})


def _of_school(one: Line, *, by_school: bool) -> str:
    text = _("reported {reported}/{held}, {in_time} in time")
    said = text.format(**{name: one.shown[name] for name in ("reported", "held", "in_time")})
    if not by_school:
        return said
    return said + "; " + _("absent {absent}, attendance {rate}").format(absent=_cell(one.absent), rate=_rate(one))


def _cell(count: int | None) -> str:
    return HIDDEN if count is None else str(count)


def _more(found: UnitFigures) -> str:
    left = len(found.lines) - NAMED
    return _("and {count} more schools: in the file").format(count=left) if left > 0 else ""


def _note(found: UnitFigures) -> str:
    shown = [one.shown[name] for one in (found.total, *found.lines) for name in one.shown]
    if (found.by_school and None in shown) or None in found.total.shown.values():
        return _("{sign}: not told, being fewer than {least}, or so that fewer cannot be worked out.").format(
            sign=HIDDEN, least=LEAST
        )
    return ""


async def _buttons(incoming: Incoming, session: AsyncSession, period: Period) -> list[list[Button]]:
    school, moment = local(incoming)
    spans = await spans_of(session, school, period.last)
    around = [(_("Before that"), before(period, spans)), (_("Longer"), longer(period, moment.date(), spans))]
    times = [Button(label, says.unit_report(period_written(each))) for label, each in around if each is not None]
    if period.kind == DAY:
        times = [Button(_("Week before"), says.unit_report("tuần trước"))]
    return [*([times] if times else []), [Button(_("File"), says.unit_file(period_written(period)))]]
