"""/chunhiem: who the homeroom teacher of a class is, and the number to call."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, class_asked, known_classes, local
from locales import N_, _
from models.people.class_lists import class_of
from models.people.roles import homeroom
from models.shapes.message import Incoming, Outgoing, Said
from rules.people.classes import ClassRef
from rules.people.phones import shown
from rules.people.roles import EMPLOYED, Role


@command(
    "chủ nhiệm",
    "teacher",
    help=N_("the homeroom teacher of a class, and the number to call"),
    usage=N_("6A"),
    daily=16,
    task=N_("Homeroom teacher's number"),
    begins={Role.GUARDIAN: ""},
    who=EMPLOYED | {Role.GUARDIAN},
)
async def homeroom_teachers(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A family is told of its own children's classes, staff of the one named, else of all."""
    asked = await _asked(incoming, session)
    found = await homeroom(session, [klass.id for klass in asked], local(incoming)[1].date())
    nobody = _("nobody yet")
    lines = []
    for klass in asked:
        teacher = found.get(klass.id)
        phone = shown(teacher.phone) if teacher is not None and teacher.phone else ""
        text = _("Homeroom teacher of {klass}: {name} {phone}")
        lines.append(text.format(klass=klass.name, name=teacher.name if teacher else nobody, phone=phone).strip())
    return [Outgoing(text="\n".join(lines))]


async def _asked(incoming: Incoming, session: AsyncSession) -> Sequence[ClassRef]:
    """Raises Unclear."""
    school, moment = local(incoming)
    known = await known_classes(incoming, session)
    own = [await class_of(session, school, child, moment.date()) for child in incoming.asker.children]
    theirs = [klass for klass in known if klass.id in own]
    if not incoming.asker.has(*EMPLOYED):
        if not theirs:
            raise Unclear(_("None of your children is on a class list now. Please ask the homeroom teacher."))
        return theirs
    named, _left = await class_asked(incoming, session, incoming.rest)
    return [named] if named is not None and incoming.rest.strip() else theirs or known
