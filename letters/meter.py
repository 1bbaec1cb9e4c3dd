"""The meter of 45 half days: who has come near it, and which warning was wrong."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from locales import _
from locales.marks import unclear_words, unsure_words
from locales.words import percent
from models.calendar.held import year_start
from models.figures.tally import Tally, tallies
from models.meter import LEADERS_FROM, MOST, highest, warnings
from models.readers import WARNING, holds, teacher
from models.shapes.asker import School
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.letters import Kind
from rules.people.roles import HEADS


@composes(Kind.METER, to=teacher(WARNING).passed_on() | holds(*HEADS), about=kind_words.METER)
async def meter_letter(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """For the homeroom teacher, near the limit the vice principal too: each pupil once, half days before percent."""
    rows = [row for row in await warnings(session, [due.about for due in dues]) if row.struck_at is None]
    if not rows:
        return None
    figures = await _figures(rows, dues, reader, session)
    lines = [_line(row, figures[row.pupil_id], reader.school) for row in highest(rows).values()]
    head = _("**Sessions missed this school year** (limit of Circular 22/2021: {most})").format(most=MOST)
    tail = _("This is only a reminder: the council decides, by the records. Who is near the limit: /chuyencan")
    standing = {row.id for row in rows}
    told = dues_about(dues, standing)
    return Letter(text="\n".join([head, *lines, tail]), told=told)


async def _figures(rows: Sequence[Any], dues: Sequence[Due], reader: Reader, session: AsyncSession) -> dict[int, Tally]:
    day = max(due.day for due in dues)
    since = await year_start(session, reader.school.id, day)
    return await tallies(session, {row.pupil_id for row in rows}, day, since)


def _line(row: Any, tally: Tally, school: School) -> str:
    missed = tally.meter(school)
    if missed > MOST:
        text = _("• {name}, class {klass}: **{missed} sessions missed, more than {most}**. {parts}. {ask}")
        ask = _("Please gather the records and ask the leadership how the council will look at it.")
    elif missed == MOST:
        text = _("• {name}, class {klass}: **missed {missed}/{most} sessions, exactly the limit**. {parts}. {ask}")
        ask = _("One more session would go beyond it: please be with the family now.")
    elif missed >= LEADERS_FROM:
        text = _(
            "• {name}, class {klass}: **missed {missed}/{most} sessions** ({percent} of the limit). {parts}. {ask}"
        )
        ask = _("Sessions left: {left}. Please agree with the family on every day from now on.").format(
            left=MOST - missed
        )
    else:
        text = _(
            "• {name}, class {klass}: **missed {missed}/{most} sessions** ({percent} of the limit). {parts}. {ask}"
        )
        ask = _("Please talk with the family about what keeps the child away.")
    return text.format(
        name=row.name,
        klass=row.class_name,
        missed=missed,
        most=MOST,
        percent=percent(missed / MOST),
        parts=_("{excused} with leave, {unexcused} without").format(excused=tally.excused, unexcused=tally.unexcused)
        + unclear_words(tally.unclear)
        + unsure_words(tally.unsure),
        ask=ask,
    )


@composes(Kind.METER_CORRECTED, to=teacher(WARNING) | holds(*HEADS), about=kind_words.METER)
async def meter_corrected(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """One correction to everybody who was told of a threshold that was not reached after all."""
    rows = await warnings(session, [due.about for due in dues])
    if not rows:
        return None
    figures = await _figures(rows, dues, reader, session)
    lines = []
    for row in highest(rows).values():
        text = _("• {name}, class {klass}: missed {missed}/{most} sessions, not {threshold}.")
        missed = figures[row.pupil_id].meter(reader.school)
        lines.append(
            text.format(name=row.name, klass=row.class_name, missed=missed, most=MOST, threshold=row.threshold)
        )
    head = _("**Correction** of the sessions missed, after the register was put right:")
    return Letter(text="\n".join([head, *lines]), told=dues_about(dues))
