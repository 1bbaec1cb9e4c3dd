"""Families who are told after the homeroom teacher's tap only: the question."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from letters.says.families import tell_families
from locales import N_, _
from locales.words import short_day
from models import Firings
from models.families.held_back import held_of
from models.readers import PUPIL, decides
from models.shapes.letter import Due, Letter, Reader, composes
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.names import short_names


def named(row: Any) -> str:
    return _("{name}, class {klass}").format(name=row.name, klass=row.class_name)


@composes(Kind.FAMILY_TAP, to=decides(PUPIL), about=N_("families that wait for a tap"))
async def family_tap(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who is absent and whose family waits for the teacher's word: a button each, and one for all of them."""
    lines, buttons, told = [], [], set()
    several = len({due.day for due in dues}) > 1
    for day in sorted({due.day for due in dues}):
        of_day = [due for due in dues if due.day == day]
        rows = await held_of(session, reader.school.id, day, Firings.pupil_id.in_([due.about for due in of_day]))
        known = {row.pupil_id: row for row in rows}
        lines += [f"• {named(row)} ({short_day(day)})" for row in known.values()]
        buttons += choices(day, known, of=f"{short_day(day)} " if several else "")
        told |= {due.outbox_id for due in of_day if due.about in known}
    if not lines:
        return None
    head = _("**Shall the family be told?** Absent without leave; nothing is sent to the family before you tap:")
    return Letter(text="\n".join([head, *lines]), told=frozenset(told), buttons=buttons)


def choices(day: date, known: dict[int, Any], of: str = "") -> list[list[Button]]:
    """`of` is said before each name."""
    names = short_names({pupil: (row.name, row.class_name) for pupil, row in known.items()})
    rows = [_pair(f"{of}{name}: ", day, [pupil]) for pupil, name in names.items()]
    return rows if len(rows) < 2 else [*rows, _pair(of + _("All") + ": ", day, list(known))]


def _pair(name: str, day: date, pupils: Sequence[int]) -> list[Button]:
    words = {True: _("tell the family"), False: _("do not tell")}
    return [
        Button(name + word, tell_families(tells=tells, day=day, pupils=tuple(pupils))) for tells, word in words.items()
    ]
