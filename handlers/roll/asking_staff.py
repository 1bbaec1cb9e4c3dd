"""Which member of the staff a line of the roll means."""

import re
from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import OFFERED, Unclear
from letters.says import Says
from letters.says.roll import Teacher
from locales import _
from models.people.positions import posts, staff_names
from models.shapes.message import Button, Incoming
from rules.people.names import fold
from rules.people.roles import CHANGERS, Role

_ADDRESSED = re.compile(r"^(?:(?:sang|qua|thanh|cho|la) )*(?:(?:co|thay) )?(?:giao )?")  # sang cô Hoa


async def staff_meant(
    incoming: Incoming,
    session: AsyncSession,
    said: str,
    chosen: Teacher | None,
    button: Callable[[int], Says],
    day: date,
) -> tuple[int, str]:
    """One of the staff of that day. Raises Unclear: whom to choose from, where nobody or several are named."""
    school = incoming.linked.school
    known = await staff_names(session, school.id, day)
    people = [(person, name) for name, ids in known.items() for person in ids]
    words = _ADDRESSED.sub("", fold(said))
    if chosen is not None:
        found = [one for one in people if one[0] == chosen.person_id]
    else:
        found = [one for one in people if words and fold(one[1]) == words]
        found = found or [one for one in people if words and fold(one[1]).endswith(f" {words}")]
    if len(found) == 1:
        return found[0]
    if not words and chosen is None:
        free = await _without_a_class(session, school.id, day)
        buttons = [[Button(name, button(person))] for person, name in people if person in free]
        raise Unclear(_("Who of the staff is meant? Tap, or write the name behind it."), buttons[:OFFERED])
    if not found:
        text = _("Nobody of the staff is called “{name}”. Nothing was changed.")
        raise Unclear(text.format(name=said[:60] or "–"))
    buttons = [[Button(name, button(person))] for person, name in found[:OFFERED]]
    raise Unclear(_("Who is meant by “{name}”?").format(name=said[:60]), buttons)


def only_heads(incoming: Incoming, roles: Collection[str], name: str) -> None:
    """Of the leadership or the administrator only these change something. Raises Unclear."""
    if set(roles) & CHANGERS and not incoming.asker.has(Role.ADMIN, Role.PRINCIPAL):
        raise Unclear(_("{name} is of the leadership or the administrator: the principal or the administrator changes "
                        "this. Nothing was changed.").format(name=name))  # fmt: skip


async def _without_a_class(session: AsyncSession, school_id: int, day: date) -> set[int]:
    """The teachers who have none."""
    held = await posts(session, school_id, day)
    busy = {post.person_id for post in held if post.role in {Role.HOMEROOM, Role.PRINCIPAL, Role.VICE_PRINCIPAL}}
    return {post.person_id for post in held if post.role == Role.TEACHER} - busy
