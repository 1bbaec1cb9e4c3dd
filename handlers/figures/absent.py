"""Who is absent on a day, by class and name with the reason: for the leadership, and never in a group."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from handlers.figures.report_tables import Scope
from handlers.figures.wording import mark_words
from locales import _
from locales.words import part_words
from models.figures.summary import Marked, absent, marked
from models.people.tables import Pupils
from models.register.tables import Marks
from models.shapes.message import Incoming

MOST_NAMED = 50  # what a message has room for beside the figures


async def absent_lines(incoming: Incoming, session: AsyncSession, day: date, scope: Scope) -> list[str]:
    """A line a class; empty for who may not read it, and where nobody is known to be absent."""
    school, _moment = local(incoming)
    if not (incoming.private and leads(incoming.asker)):
        return []
    which = Pupils.place_id.in_(scope.inside) if scope.inside else Marks.class_id.in_(scope.classes)
    marks = await marked(session, school.id, day, day, absent(), which)
    order = {class_id: number for number, class_id in enumerate(scope.classes)}
    marks.sort(key=lambda mark: (order[mark.class_id], mark.pupil_id))
    pupils = [list(own) for _pupil, own in groupby(marks, key=lambda mark: (mark.class_id, mark.pupil_id))]
    shown = groupby(pupils[:MOST_NAMED], key=lambda own: own[0].class_name)
    lines = [f"• {name}: {', '.join(_named(own) for own in of_class)}" for name, of_class in shown]
    if len(pupils) > MOST_NAMED:
        lines.append(_("… and {count} more").format(count=len(pupils) - MOST_NAMED))
    return [_("**Absent, by name**"), *lines] if lines else []


def _named(marks: Sequence[Marked]) -> str:
    """`Nguyễn Văn A (sáng K, chiều P, ốm)`; one that is the same in both half days is said once."""
    said: dict[str, list[str]] = {}
    for mark in marks:
        said.setdefault(mark_words(mark), []).append(mark.part)
    kinds = ", ".join(f"{part_words(parts)} {words}" for words, parts in said.items())
    return f"{marks[0].name} ({kinds})"
