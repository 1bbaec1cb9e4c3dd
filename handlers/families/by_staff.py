"""What the pair of a hamlet heard at a pupil's home, for the homeroom teacher: by one tap, at night it rests."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.families.notes import written_to_teacher
from handlers.leave.asking import own_children
from letters.says.families import read_tell_teacher, tell_teacher
from letters.told import line_for
from locales import _
from locales.words import joined
from models.people.class_lists import class_list, class_of
from models.people.places import places, with_hamlets
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.people.names import given_name
from rules.people.roles import Role

PAIR = frozenset({Role.HAMLET_STAFF})


@command("báo chủ nhiệm", help="", who=PAIR, hidden=True, slash=True)
async def told_the_teacher(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """For a pupil of one's own hamlets."""
    wish = read_tell_teacher(incoming.rest)
    if wish is None or not wish.words or not await looks_after_home(incoming, session, wish.pupil_id):
        return [Outgoing(text=_("This message is not there any more, or is not for you."))]
    _school, moment = local(incoming)
    child = (await own_children(session, [wish.pupil_id], moment.date()))[wish.pupil_id]
    said = await written_to_teacher(incoming, session, child, wish.words)
    if not said:
        return [Outgoing(text=_("There is no homeroom teacher to write to. Please call the school."))]
    line = await line_for(session, incoming.linked.school, incoming.when, said)
    return [Outgoing(text=joined([_("Thank you for your help."), line])), *said]


async def looks_after_home(incoming: Incoming, session: AsyncSession, pupil_id: int) -> bool:
    school, moment = local(incoming)
    class_id = await class_of(session, school, pupil_id, moment.date())
    if class_id is None:
        return False
    home = (await class_list(session, school, class_id, moment.date())).places.get(pupil_id)
    return home in with_hamlets(await places(session, school.id), incoming.asker.places(Role.HAMLET_STAFF))


def offer(incoming: Incoming, pupil_id: int, name: str) -> Outgoing:
    """The tap that passes these words on."""
    text = _("Nothing was recorded, nothing was sent. Shall these words go to the homeroom teacher of {name}?")
    label = _("Pass this on: {name}").format(name=given_name(name))
    return Outgoing(text=text.format(name=name), buttons=[[Button(label, tell_teacher(pupil_id, incoming.text))]])
