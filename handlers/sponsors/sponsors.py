"""/dodau: pupils at risk and their sponsors; the list, one pupil, and the word that says what to do."""

from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.sponsors.acts import adopt, assign, categorise, describe, drop, forget, put_on, take_off
from handlers.sponsors.card import card, offer
from handlers.sponsors.last_year import go_on, last_year
from handlers.sponsors.lists import class_view, group_view, overview
from handlers.sponsors.note import note
from handlers.sponsors.table import table
from handlers.sponsors.who import leads_school, may_read, pupil_meant
from handlers.sponsors.wish import agree, refuse
from letters.says.sponsors import Act
from locales import N_
from models.shapes.message import Handler, Incoming, Said
from rules.people.roles import EMPLOYED, Role
from rules.sponsors import begins
from rules.written import names_pupil, pupil_written

SPONSORS = EMPLOYED
ACTS: tuple[tuple[str, Handler], ...] = (
    (Act.NOTE, note),
    (Act.DROP, drop),
    (Act.ADOPT, adopt),
    (Act.PUT_ON, put_on),
    (Act.TAKE_OFF, take_off),
    (Act.CATEGORISE, categorise),
    (Act.FORGET, forget),
    ("xóa hoàn cảnh", forget),
    (Act.DESCRIBE, describe("circumstances")),
    (Act.CONDUCT, describe("conduct")),
    (Act.TABLE, table),
    (Act.AGREE, agree),
    (Act.REFUSE, refuse),
    (Act.GO_ON, go_on),
    (Act.LAST_YEAR, last_year),
)


@command(
    "đỡ đầu",
    "sponsor",
    help=N_("pupils at risk and their sponsors; a month's note"),
    usage=N_("6A Nguyen Van A | tổ | ghi chú | bảng"),
    task=N_("Pupils I sponsor"),
    begins={Role.MENTOR: ""},
    who=SPONSORS,
)
async def sponsor(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Nothing of it is said in a group: that a child is on this list is itself a family's private matter. A pupil's own
    name may begin like one of the words; with marks it does not.
    """
    for word, act in ACTS:
        rest = begins(incoming.rest, word)
        if rest is not None:
            return await act(structs.replace(incoming, rest=rest), session)
    if not incoming.rest.strip():
        return await overview(incoming, session)
    if (group := begins(incoming.rest, "tổ")) is not None and (group == "" or leads_school(incoming)):
        return await group_view(incoming, session, group)
    return await _one_pupil(incoming, session)


async def _one_pupil(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Or a class. To name a pupil one may not read about is to take him or her on; a button that only shows a pupil
    asks first.
    """
    words, colon, value = incoming.rest.partition(":")
    if not colon and (view := await class_view(incoming, session)) is not None:
        return view
    meant = await pupil_meant(incoming, session, words.strip())
    if colon:
        return await assign(incoming, session, meant, value)
    if await may_read(incoming, session, meant):
        return await card(incoming, session, meant)
    if names_pupil(words.strip()):
        return [offer(meant)]
    return await adopt(structs.replace(incoming, rest=pupil_written(meant.pupil.id)), session)
