"""The week and the month on their last school day, as the principal and the vice principals read them."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from letters.says import figures as says
from letters.says.cases import case
from letters.stages import stage_words
from locales import N_, _
from locales.marks import unclear_words
from locales.words import joined, listed, percent, short_day
from models.calendar.held import last_held
from models.cases.outreach import Outreach, outreach
from models.figures.by_day import by_day
from models.figures.measured import Measured, Of, measured
from models.figures.roll import year_of
from models.figures.summary import OpenCase, missed, open_cases
from models.figures.totals import Count
from models.people.class_lists import class_names
from models.readers import holds
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from papers.figures.picture import MOST_BARS, period_picture
from rules.calendar.periods import Period
from rules.calendar.stretches import MONTH, RANGE, month_of
from rules.figures.indicators import rate
from rules.letters import Kind
from rules.people.roles import HEADS

SATURDAY = 5  # the letter of a week begins with it: no school day is in none
MOST_CLASSES, MOST_PUPILS, MANY, MOST_CASES = 5, 5, 3, 8


def week_of(day: date) -> Period:
    return Period(kind=RANGE, first=day - timedelta(days=(day.weekday() - SATURDAY) % 7), last=day)


def month_to(day: date) -> Period:
    return Period(kind=MONTH, first=month_of(day)[0], last=day)


@composes(Kind.WEEK_FIGURES, to=holds(*HEADS), about=N_("the week's figures"))
async def week_figures(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    return await _figures(dues, reader, session, week_of(dues[-1].day))


@composes(Kind.MONTH_FIGURES, to=holds(*HEADS), about=N_("the month's figures"))
async def month_figures(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    return await _figures(dues, reader, session, month_to(dues[-1].day))


async def _figures(dues: Sequence[Due], reader: Reader, session: AsyncSession, period: Period) -> Letter | None:
    """Nothing of days in which no class held lessons."""
    found = await measured(session, reader.school.id, period.first, period.last)
    if found is None or not found.school.count.held:
        return None
    names = await class_names(session, [one.key for one in found.of(Of.CLASS)])
    counts = {names[one.key]: one.count for one in found.of(Of.CLASS)}
    title = _head(period)
    days = await by_day(session, list(names), period.first, period.last)
    bars = [(name, counts[name]) for name in names.values()]
    picture = period_picture(title, (period.first, period.last), days, _("Absent, by class"), bars[:MOST_BARS])
    lines = [f"**{title}**", *_counted(found), _by_class(counts), await _by_pupil(session, reader, period)]
    lines += [
        _roll(found),
        _cases((await outreach(session, reader.school.id, found.first, found.last))[Of.SCHOOL, None]),
    ]
    asked = says.period_written(period)
    buttons = [[Button(_("By class"), says.report_by_class(asked)), Button(_("File"), says.register_file(days=asked))]]
    left = await _left_open(session, reader, period) if period.kind == MONTH else []
    lines += _left_lines(left)
    buttons += [[Button(f"{one.name} ({one.class_name})", case(one.id))] for one in left[:MOST_CASES]]
    return Letter(text=joined(lines), told=dues_about(dues), buttons=buttons, charts=[picture] if picture else [])


def _head(period: Period) -> str:
    if period.kind == MONTH:
        return _("Month {month}").format(month=f"{period.first:%m/%Y}")
    return _("The week, {first} to {last}").format(first=short_day(period.first), last=short_day(period.last))


def _counted(found: Measured) -> list[str]:
    count = found.school.count
    silent = count.held - count.reported
    text = _("Reported {reported}/{held} class sessions")
    line = text.format(reported=count.reported, held=count.held)
    if silent:
        line += "; " + _("what was not reported counts neither as present nor as absent")
    if not count.possible:
        return [line + "."]
    share = rate(count.present, count.known)
    said = _(
        "Absent {absent}/{possible} pupil-sessions ({excused}P, {unexcused}K{unclear}); attendance {rate}."
    ).format(
        absent=count.absent,
        possible=count.possible,
        excused=count.excused,
        unexcused=count.unexcused,
        unclear=unclear_words(count.unclear),
        rate=percent(None if share is None else float(share)),
    )
    unsure = _("{count} being cleared").format(count=count.unsure) if count.unsure else ""
    return [line + ".", f"{said} {unsure}.".removesuffix(" .")]


def _by_class(counts: dict[str, Count]) -> str:
    """The classes with most absences for their size, by number before share."""
    away = [(name, count) for name, count in counts.items() if count.absent and count.known]
    away.sort(key=lambda one: -one[1].absent / one[1].known)
    said = listed(f"{name} {count.absent}/{count.possible}" for name, count in away[:MOST_CLASSES])
    return _("Most absences, by class: {classes}.").format(classes=said) if away else ""


async def _by_pupil(session: AsyncSession, reader: Reader, period: Period) -> str:
    found = await missed(session, reader.school.id, period.first, period.last)
    many = [one for one in found if one.total >= MANY]
    if not many:
        return ""
    said = [f"{one.name} ({one.class_name}) {one.total}" for one in many[:MOST_PUPILS]]
    more = len(many) - len(said)
    said += [_("{count} more").format(count=more)] if more else []
    return _("Missed {many} sessions or more: {names}.").format(many=MANY, names=listed(said))


def _roll(found: Measured) -> str:
    roll = found.school.roll
    if not (roll.entered or roll.gone):
        return ""
    text = _("Pupils: {opening} at the beginning, {came} came, {gone} went; {now} now.")
    return text.format(opening=roll.opening, came=roll.entered, gone=roll.gone, now=roll.now)


def _cases(done: Outreach) -> str:
    if not (done.before or done.opened):
        return ""
    text = _("Cases: {opened} opened, {returned} back in class, {still} still open; home visits: {visits}.")
    return text.format(opened=done.opened, returned=done.returned, still=done.still, visits=done.visits)


async def _left_open(session: AsyncSession, reader: Reader, period: Period) -> Sequence[OpenCase]:
    """After the last lessons of the school year no report brings a case up: those that are open are named."""
    year = await year_of(session, reader.school.id, period.last)
    if year is None or not await last_held(session, [reader.school.id], period.last, year.ends):
        return []
    return await open_cases(session, reader.school.id)


def _left_lines(found: Sequence[OpenCase]) -> list[str]:
    if not found:
        return []
    head = _("**Open at the end of the school year: {count}.** Until the next one begins nothing brings them up again:")
    text = _("• {name}, class {klass}: case since {day}, {step}")
    lines = [
        text.format(
            name=one.name,
            klass=one.class_name,
            day=short_day(one.opened_on),
            step=stage_words(one) or _("home not visited yet"),
        )
        for one in found[:MOST_CASES]
    ]
    more = len(found) - len(lines)
    return [head.format(count=len(found)), *lines, *([_("The others: /case")] if more else [])]
