"""A quiet note about whoever has been away for many days in a row, with leave or by turns."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.ladder.wording import bullets
from locales import _
from locales.words import day_words
from models.figures.long_away import who_is_long_away
from models.readers import PUPIL, decides
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from rules.letters import Kind


@composes(Kind.LONG_AWAY, to=decides(PUPIL), about=kind_words.CASE)
async def long_away(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """As it was on the day it was noticed; nothing where marks changed since, or a case follows the pupil."""
    day = max(due.day for due in dues)
    found = await who_is_long_away(session, reader.school.id, day, [due.about for due in dues])
    if not found:
        return None
    line = _("{name}, class {klass}: {days} school days in a row since {since}, {excused} of them with leave")
    lines = [
        line.format(
            name=one.name, klass=one.class_name, days=one.days, since=day_words(one.run_start), excused=one.excused
        )
        for one in found
    ]
    head = _("**Away for long, with leave or by turns**")
    ask = _("No visit is asked for. Please ask how the family is, and whether the pupil needs help to follow lessons.")
    told = dues_about(dues, {one.pupil_id for one in found})
    return Letter(text="\n".join([head, *bullets(lines), ask]), told=told)
