"""What the next homeroom teacher must know of a class."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.year import minutes
from letters.says.year import take_over as take_over_class
from letters.stages import stage_words
from locales import N_, _
from locales.words import day_words, listed, short_day
from models import Handovers
from models.calendar.held import Calendar, school_calendar
from models.meter import MOST
from models.readers import CLASS, teacher
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from models.year import Gone, gone_from, handed_over, taught_before
from rules.letters import Kind
from rules.people.movements import Movement

_WHY = {
    Movement.TRANSFERRED: N_("moved to another school"),
    Movement.DROPPED: N_("dropped out"),
    Movement.LEFT: N_("it is not known why"),
}


@composes(Kind.HANDOVER, to=teacher(CLASS), about=N_("the class handed over"))
async def handover_letter(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The new homeroom teacher's list: each pupil with the open case, its step and when it is due."""
    classes = [due.about for due in dues]
    rows = await handed_over(session, Handovers.to_class_id.in_(classes), Handovers.acknowledged_at.is_(None))
    if not rows:
        return None
    calendar = await school_calendar(session, reader.school, max(due.day for due in dues))
    before = {row.from_class_id for row in rows}
    own = await taught_before(session, reader.person_id, before)
    lines = lines_of(rows, calendar, await gone_from(session, before), own=own)
    told = {row.to_class_id for row in rows}
    ids = dues_about(dues, told)
    return Letter(text="\n".join(lines), told=ids, buttons=with_minutes(rows, own=own))


def lines_of(rows: Sequence[Any], calendar: Calendar, gone: Sequence[Gone], *, own: bool) -> list[str]:
    """Those of whom something must be known one by one, the others by their number; and who left the old class. `own`:
    the reader had the class before, too.
    """
    names = listed(dict.fromkeys(row.new_class for row in rows))
    head = _("**Handed over to you with class {klass}**").format(klass=names)
    if own:
        head = _("**This year too you are homeroom teacher of {klass}**").format(klass=names)
    ask = (
        _("Please read it once more, and tap that you have taken over.")
        if own
        else _("Please read it, talk with the former homeroom teacher, and tap that you have taken over.")
    )
    known = [row for row in rows if known_of(row, calendar)]
    several = len({row.new_class for row in rows}) > 1
    lines = [f"{number}. {line_of(row, calendar, several=several)}" for number, row in enumerate(known, 1)]
    if rest := len(rows) - len(known):
        lines.append(_("Pupils of whom nothing need be known: {count}.").format(count=rest))
    if gone:
        lines.append(_("Left the class last year: {names}.").format(names=listed(gone_words(one) for one in gone)))
    open_ = any(row.acknowledged_at is None for row in rows)
    return [head, *lines, *([ask] if open_ else [])]


def gone_words(one: Gone) -> str:
    return f"{one.name} ({_(_WHY[one.kind])}, {short_day(one.day)})"


def line_of(row: Any, calendar: Calendar, *, several: bool) -> str:
    """With the new class too where the letter is about several."""
    text = _("{name} ({new}, from {klass}): {parts}") if several else _("{name} (from {klass}): {parts}")
    return text.format(name=row.name, new=row.new_class, klass=row.old_class, parts=known_of(row, calendar))


def known_of(row: Any, calendar: Calendar) -> str:
    """What must be known of a pupil; "" for nothing."""
    parts = [_("repeats the year")] if row.repeats else []
    if row.case_id is not None:
        text = _("case {number} open since {day}, {step}")
        parts.append(text.format(number=row.case_id, day=short_day(row.opened_on), step=step_words(row, calendar)))
    elif row.cases:
        parts.append(_("cases last year, closed: {count}").format(count=row.cases))
    if row.missed:
        parts.append(_("last year missed {missed}/{most} sessions").format(missed=row.missed, most=MOST))
    return "; ".join(parts)


def step_words(row: Any, calendar: Calendar) -> str:
    if stage := stage_words(row):
        return stage
    due = calendar.after(row.to_class_id, row.opened_on, row.visit_within)
    return _("home visit due {day}").format(day=day_words(due) if due else _("soon"))


def take_over(rows: Sequence[Any]) -> list[list[Button]]:
    open_ = dict.fromkeys((row.to_class_id, row.new_class) for row in rows if row.acknowledged_at is None)
    return [[Button(_("Taken over: {klass}").format(klass=name), take_over_class(id_))] for id_, name in open_]


def with_minutes(rows: Sequence[Any], *, own: bool) -> list[list[Button]]:
    """The tap that takes over, and the minutes to sign, which stay when it is taken over; nobody signs for both."""
    if own:
        return take_over(rows)
    made = dict.fromkeys((row.to_class_id, row.new_class) for row in rows)
    papers = [[Button(_("Minutes to sign: {klass}").format(klass=name), minutes(id_))] for id_, name in made]
    return [*take_over(rows), *papers]
