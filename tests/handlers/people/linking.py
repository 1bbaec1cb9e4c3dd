"""A school with nobody linked, its codes, and guardians who ask to be linked."""

import re

from sqlalchemy import select

from locales import _
from models import Audit, Chats, LinkRequests, People
from tests.conversation import Play

WRONG = (
    "This code cannot be used: it is mistyped, used already or too old. Please check it, or ask the school for a "
    "new slip."
)
WAITING = "Thank you. The school has your request. When the homeroom teacher has confirmed it, you get a message here."
NOT_YOURS = "There is no such request that is yours to decide."


async def code_for(play: Play, name: str, by: str = "admin") -> str:
    """A fresh code for the only person of that name."""
    said = await play.say(by, f"/moi {name}")
    found = re.search(r"\b\w{5}-\w{5}\b", said[0])
    assert found, said
    return found[0]


async def code_of_yen(play: Play, typed: str) -> str:
    """The same for the teacher Cao Thị Yên, who has given up her phone."""
    await play.say("bộ môn", "/ngung đồng ý")
    return await code_for(play, typed)


async def ask_as(play: Play, phone: str, guardian: str, account: str = "Chị Tư") -> int:
    """Show a guardian's code on this phone; return the request's id."""
    code = await code_for(play, guardian)
    assert await play.say(phone, f"/lienket {code}", name=account) == [_(WAITING)]
    async with play.app.database.read() as session:
        return await session.scalar(select(LinkRequests.id).order_by(LinkRequests.id.desc())) or 0


async def name_behind(play: Play, phone: str) -> str | None:
    async with play.app.database.read() as session:
        linked = select(People.full_name).join(Chats, Chats.person_id == People.id).where(Chats.address == phone)
        return await session.scalar(linked)


async def acts(play: Play) -> list[str]:
    async with play.app.database.read() as session:
        return list(await session.scalars(select(Audit.kind).order_by(Audit.id)))
