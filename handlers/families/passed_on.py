"""/chuyenloi: what a colleague or a village head has to say of a pupil, passed on to who decides about the pupil."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command, may
from handlers.asked import local
from handlers.families.notes import written_to_teacher
from handlers.leave.asking import Child, own_children
from letters.says.families import PassedOn, read_passed_on
from letters.told import line_for
from locales import _
from locales.words import joined
from models import Cases
from models.families.notes import LONGEST
from models.people.class_lists import class_of
from models.people.places import living, places, with_hamlets
from models.shapes.message import Incoming, Outgoing, Said
from rules.people.called import CHILD
from rules.people.names import fold
from rules.people.roles import EMPLOYED, STAFF, Role

_CALLED = (*CHILD, "nha", "ten")


@command("chuyển lời", help="", who=STAFF, hidden=True, slash=True, own=True)
async def pass_words_on(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """The tap itself: nothing is recorded by it. A village head writes of the own village only."""
    school, _moment = local(incoming)
    wish = read_passed_on(incoming.rest)
    child = await _meant(incoming, session, wish) if wish is not None else None
    said = await written_to_teacher(incoming, session, child, wish.words[:LONGEST]) if wish and child else []
    if not said or child is None:
        return [Outgoing(text=_("These words could not be passed on. Please call the school."))]
    text = _("Thank you; it is passed on to who is in charge of {name}. Nothing was recorded.").format(name=child.name)
    return [Outgoing(text=joined([text, await line_for(session, school, incoming.when, said)])), *said]


async def _meant(incoming: Incoming, session: AsyncSession, wish: PassedOn) -> Child | None:
    """A pupil of this school, if there are words and the asker may write of that one."""
    school, moment = local(incoming)
    here = await class_of(session, school, wish.pupil_id, moment.date()) is not None
    theirs = may(incoming.asker, EMPLOYED) or wish.pupil_id in await of_own_village(incoming, session)
    if not (wish.words and here and theirs):
        return None
    return (await own_children(session, [wish.pupil_id], moment.date())).get(wish.pupil_id)


async def of_own_village(incoming: Incoming, session: AsyncSession) -> dict[int, str]:
    """The pupils by name who live where the asker is village head."""
    school, moment = local(incoming)
    here = incoming.asker.places(Role.VILLAGE_HEAD)
    inside = with_hamlets(await places(session, school.id), here) if here else frozenset[int]()
    return {one.pupil_id: one.name for one in await living(session, school.id, moment.date(), inside)}


async def followed_in_village(incoming: Incoming, session: AsyncSession) -> dict[int, str]:
    """Of these who has an open case: of whom a village head most likely tells who names nobody."""
    known = await of_own_village(incoming, session)
    open_ = select(Cases.pupil_id).where(Cases.pupil_id.in_(known), Cases.closed_on.is_(None))
    return {number: known[number] for number in await session.scalars(open_)} if known else {}


async def named_in_village(incoming: Incoming, session: AsyncSession) -> dict[int, str]:
    """Of these the one who is named: whole, or by the given name behind `em`, `cháu`, `nhà`."""
    said = f" {' '.join(''.join(one if one.isalnum() else ' ' for one in fold(incoming.text)).split())} "
    known = await of_own_village(incoming, session)
    whole = {number: name for number, name in known.items() if f" {fold(name)} " in said}
    called = {
        number: name
        for number, name in known.items()
        if any(f" {call} {fold(name).split()[-1]} " in said for call in _CALLED)
    }
    return whole or (called if len(called) == 1 else {})
