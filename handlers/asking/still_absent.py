"""`không, còn Lan`, where it was asked whether all who stand as absent are in class after all: Lan is not, and of each
other it is asked.
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import NOBODY, hear
from handlers.register.reporting import report
from letters.says import register as says
from letters.says.service import behind
from locales import _
from locales.words import listed
from models.people.class_lists import class_list
from models.post.offered import Offered
from models.register.reported import absent_now
from models.register.reports import PRESENT
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.calendar.parts import Part
from rules.reading.words.lexicon import Kind


async def still_absent(incoming: Incoming, session: AsyncSession, offered: Sequence[Offered]) -> Sequence[Said] | None:
    """None where that was not asked, or somebody else is spoken of. Raises Unclear."""
    scope = next((words for one in offered if (words := _asked_of(one))), "")
    if not scope:
        return None
    asked = (await hear(incoming, session, scope, mark=NOBODY, command=True)).reading.reports[0]
    heard = await hear(incoming, session, incoming.text)
    items = [item for one in heard.reading.reports if one.class_id == asked.class_id for item in one.items]
    told = {item.pupil for item in items if item.kind is Kind.ABSENT and item.meant and not item.doubt}
    day, parts = (asked.days or (heard.today,))[0], asked.parts or tuple(Part)
    rows = await absent_now(session, asked.class_id or 0, day, parts)
    others = sorted({row.pupil_id for row in rows} - told)
    if asked.class_id is None or None in told or len(told) != len(items) or not others:
        return None
    if not told or not told <= {row.pupil_id for row in rows}:
        return None
    pupils = await class_list(session, heard.school, asked.class_id, day)
    text = _("And {names}: in class after all?").format(names=listed(pupils.name(one) for one in others))
    label = _("{name}: {state}")
    buttons = [
        [Button(label.format(name=pupils.name(one), state=_("in class")), says.mark(scope, one, PRESENT))]
        for one in others
    ]
    return [*await report(incoming, session, heard), Outgoing(text=text, buttons=buttons)]


def _asked_of(one: Offered) -> str:
    """The class, half day and day of which it was asked; nothing, where something else was."""
    confirmed, scope = says.read_confirmed(behind(one.says))
    return scope if confirmed == says.CONFIRMED and one.says.startswith(says.NOBODY_ABSENT) else ""
