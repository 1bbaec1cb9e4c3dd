"""`khối 6 đủ`, `toàn trường đủ`, `6A vắng Bình, các lớp còn lại đủ`: said of many classes at once by who reports for
them. One tap writes down those that nobody has reported; those that were reported stay as they are.
"""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import Unclear, known_classes, leads, local
from handlers.figures.report_parts import grades_of
from handlers.register.free_text import unprompted
from handlers.register.scope import meant_parts
from letters.says.register import nobody_absent, scope_typed
from locales import _
from locales.words import listed
from models.register.reported import reported
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.complete import Complete, complete_in
from rules.people.classes import ClassRef, find_classes
from rules.people.roles import REPORTERS


async def rest_complete(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """What else the message reports is written down first. None: it says so of no more than a class."""
    of_many = leads(incoming.asker) or (may(incoming.asker, REPORTERS) and not incoming.asker.classes())
    said = complete_in(incoming.text) if of_many else None
    if said is None:
        return None
    first: Sequence[Said] = ()
    if said.rest:
        found = await unprompted(structs.replace(incoming, text=said.rest), session, only_clear=False)
        if found is None:
            return None
        first = found
    return [*first, await _asked(incoming, session, said)]


async def _asked(incoming: Incoming, session: AsyncSession, said: Complete) -> Outgoing:
    school, moment = local(incoming)
    named = {
        klass.id for one in find_classes(await known_classes(incoming, session), said.rest) for klass in one.classes
    }
    meant = [one for one in await _meant(incoming, session, said) if one.id not in named]
    left: dict[tuple[str, ...], list[ClassRef]] = {}
    kept: list[str] = []
    for klass in meant:
        try:
            parts = await meant_parts(session, school, klass, moment.date(), moment, said.parts)
        except Unclear:  # it has no lessons then
            continue
        if await reported(session, klass.id, moment.date(), parts):
            kept.append(klass.name)
        else:
            left.setdefault(parts, []).append(klass)
    if not left:
        text = _("All of these classes have reported, or have no lessons now; nothing was changed.")
        return Outgoing(text=text)
    names = [one.name for some in left.values() for one in some]
    lines = [_("Is everybody here in {klass}? Nothing was recorded yet.").format(klass=listed(names))]
    if kept:
        lines.append(_("Reported already, and left as they are: {names}.").format(names=listed(kept)))
    buttons = [[_button(some, parts, incoming)] for parts, some in left.items()]
    return Outgoing(text="\n".join(lines), buttons=buttons)


def _button(some: Sequence[ClassRef], parts: Sequence[str], incoming: Incoming) -> Button:
    scope = scope_typed(", ".join(one.name for one in some), parts, local(incoming)[1].date())
    label = _("Yes, all here: {count} classes").format(count=len(some))
    if len(some) == 1:
        label = _("{klass}: nobody absent").format(klass=some[0].name)
    return Button(label, nobody_absent(scope))


async def _meant(incoming: Incoming, session: AsyncSession, said: Complete) -> list[ClassRef]:
    known = list(await known_classes(incoming, session))
    if not said.grades:
        return known
    grade = await grades_of(session, [one.id for one in known])
    return [one for one in known if grade[one.id] in said.grades]
