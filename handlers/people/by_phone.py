"""Who shares the own phone number is looked up in the lists; a person of the school says yes, as to a code."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.people.link_staff import ask_leaders
from handlers.people.second_device import ask_first_of_family, ask_first_phone
from handlers.people.welcome import request_notices
from letters.people.link_requests import account_name, local_day
from locales import _
from models.people.askers import schools
from models.people.by_phone import listed_at, slots_of
from models.people.link_requests import ask, requests
from models.people.links import count_wrong, frozen, open_chats, resting
from models.people.staff_requests import confirmers
from models.shapes.asker import School
from models.shapes.message import Act, Incoming, Keys, Outgoing, Said
from rules.letters import Kind


async def by_phone(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """`phone` is the sender's own. Nothing of any list is said before somebody has agreed."""
    now = incoming.arrived
    if await frozen(session, now) or await resting(session, incoming.asker.chat_id, now):
        return [Outgoing(text=_("Linking is stopped for some minutes. Please try again a little later."))]
    known = await schools(session)
    found = await listed_at(session, incoming.phone, {one.id: one.day(now) for one in known.values()})
    if len(found.staff) > 1 or not (found.staff or found.guardians):
        return await _not_found(incoming, session)
    if found.staff:
        person_id, school_id = found.staff[0]
        if person_id == incoming.asker.person_id:
            return [Outgoing(text=_("This phone is linked already."), keys=Keys())]
        return await _staff(incoming, session, known[school_id], person_id)
    mine = await slots_of(session, incoming.asker.person_id)
    asked = [slot for slot in found.guardians if slot[0] not in mine]
    if not asked:
        return [Outgoing(text=_("This phone is linked already."))]
    return await _family(incoming, session, known, asked)


async def _not_found(incoming: Incoming, session: AsyncSession) -> list[Said]:
    await count_wrong(session, incoming.asker.chat_id, incoming.arrived)
    text = _(
        "The school's lists do not have this number, or it is several people's. Please ask the homeroom teacher or the "
        "school for a slip, and type the code on it here."
    )
    return [Outgoing(text=text, keys=Keys()), Act("phone.unknown", incoming.asker.chat_id)]


async def _staff(incoming: Incoming, session: AsyncSession, school: School, person_id: int) -> list[Said]:
    now, chat_id = incoming.arrived, incoming.asker.chat_id
    account = account_name(incoming.sender_name)
    if await open_chats(session, [person_id], but=chat_id):
        return await ask_first_phone(session, school, chat_id, person_id, account, now)
    if not await confirmers(session, school.id, person_id, local_day(school, now)):
        return await _not_found(incoming, session)
    text = _("Thank you. A leader of the school confirms it; then you get a message here.")
    return [
        Outgoing(text=text, keys=Keys()),
        *await ask_leaders(session, school, chat_id, person_id, account, now),
    ]


async def _family(
    incoming: Incoming, session: AsyncSession, known: dict[int, School], slots: Sequence[tuple[int, int]]
) -> list[Said]:
    """Of each child its own teacher decides."""
    now = incoming.arrived
    text = _(
        "Thank you. The school has your request. When the homeroom teacher has confirmed it, you get a message here."
    )
    said: list[Said] = [Outgoing(text=text, keys=Keys())]
    for guardian_id, school_id in slots:
        account, day = account_name(incoming.sender_name), local_day(known[school_id], now)
        number = await ask(session, school_id, guardian_id, incoming.asker.chat_id, account, now)
        request = (await requests(session, [number], day))[0]
        said.append(Act("guardian.asked", number, school_id))
        said += await request_notices(session, Kind.LINK_REQUEST, request, day)
        said += await ask_first_of_family(session, request)
    return said
