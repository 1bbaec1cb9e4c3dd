"""What was said in a group and cannot be settled there: answered by name in the writer's private chat."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias, TypeGuard

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from models.people.askers import known_askers
from models.shapes.message import Incoming, Outgoing, Said

Answers: TypeAlias = Callable[[Incoming], Awaitable[Sequence[Said] | None]]


async def in_private(incoming: Incoming, session: AsyncSession, answers: Answers) -> Sequence[Said] | None:
    """As if it had been said in the writer's private chat; the group reads that it was heard. None: there is no such
    chat, or nothing to say.
    """
    theirs = (incoming.channel, incoming.sender)
    asker = (await known_askers(session, [theirs], incoming.when)).get(theirs)
    if asker is None or asker.person_id != incoming.asker.person_id:
        return None
    alone = structs.replace(incoming, private=True, address=incoming.sender, sender="", thread="", asker=asker)
    said = await answers(alone)
    if said is None:
        return None
    there = [structs.replace(one, to=asker.chat_id) if _is_for_writer(one) else one for one in said]
    return [Outgoing(text=_("Received. Something is unclear: I ask you in your private chat.")), *there]


def _is_for_writer(said: Said) -> TypeGuard[Outgoing]:
    return isinstance(said, Outgoing) and said.to is None
