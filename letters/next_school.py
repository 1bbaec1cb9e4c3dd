"""The question to last year's homeroom teachers of a last class: where its pupils are now."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says import year as says
from locales import _
from models import Roles
from models.next_school import ended_school
from models.readers import HELD, still_here
from models.shapes.letter import MOST_TAPS, Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind


@composes(Kind.NEXT_SCHOOL, to=still_here(HELD), about=kind_words.LISTS)
async def next_school_letter(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Only of whom nobody knows."""
    roles = select(Roles.class_id).where(Roles.id.in_([due.about for due in dues]))
    classes = set(await session.scalars(roles))
    today = reader.school.day(reader.now)
    found = [one for one in await ended_school(session, reader.school.id, today)
             if one.class_id in classes and one.goes is None]  # fmt: skip
    if not found:
        return None
    klass = ", ".join(dict.fromkeys(one.class_name for one in found))
    head = _("**Class {klass} of last year: where are they at school now?**").format(klass=klass)
    names = ", ".join(one.name for one in found)
    ask = _("Please tap a name and say what you know, so that the school can help those who do not go.")
    buttons = [[Button(one.name, says.next_school(one.pupil_id))] for one in found[:MOST_TAPS]]
    return Letter(text=f"{head}\n{names}\n{ask}", told=dues_about(dues), buttons=buttons)
