"""/hannop: what is to be handed in, by whom and whether it was; the leadership decides what is owed, and by whom."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.duties.deciding import again, duty_card, given, listed_duties, moved, new_duty, no_more
from handlers.duties.handing_in import drafted, handed_in, not_yet
from handlers.duties.showing import near
from letters.says.duties import Act, Verb, read_act
from locales import N_
from models.shapes.message import Incoming, Said
from rules.people.names import fold, fold_in_place
from rules.people.roles import EMPLOYED

ADD, ALL = ("them", "them moi"), ("danh muc", "sua", "tat ca")


@command(
    "hạn nộp",
    "duties",
    help=N_("reports to hand in: what is due, what was handed in, own deadlines"),
    usage=N_("add words of it, due 15/12"),
    who=EMPLOYED,
    task=N_("Reports due"),
)
async def duties(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    words = incoming.rest.strip()
    wish = read_act(words)
    if wish is not None:
        return await _DONE[wish.verb](incoming, session, wish)
    if fold(words) in ALL:
        return [await listed_duties(incoming, session)]
    first = fold_in_place(words).split(" ", 1)[0]
    if first in ADD:
        return await new_duty(incoming, session, words[len(first) :].strip())
    return [await near(incoming, session)]


Do = Callable[[Incoming, AsyncSession, Act], Awaitable[Sequence[Said]]]
_DONE: Mapping[Verb, Do] = {
    Verb.DONE: handed_in,
    Verb.UNDONE: not_yet,
    Verb.DRAFT: drafted,
    Verb.SHOW: duty_card,
    Verb.GIVE: given,
    Verb.MOVE: moved,
    Verb.STRIKE: no_more,
    Verb.AGAIN: again,
}
