"""Accounts that open the whole school are linked on two people's word: /duyetmay, /tuchoimay."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.people.ending import ended_all
from handlers.people.welcome import staff_welcome
from letters.people.link_requests import local_day
from letters.says import people as says
from locales import _, speaking
from models import Chats
from models.people.links import carry_children, link_chat, open_chats
from models.people.staff_requests import (
    LEADING,
    StaffRequest,
    ask_for_staff,
    confirmers,
    decide_staff,
    may_decide_staff,
    staff_requests,
)
from models.shapes.asker import School
from models.shapes.message import Act, Button, Incoming, Notice, Outgoing, Said
from rules.letters import Kind

DECIDERS = frozenset(LEADING)


async def ask_leaders(
    session: AsyncSession, school: School, chat_id: int, person_id: int, account: str, now: datetime
) -> list[Said]:
    """The chat waits; everybody who may say yes is asked."""
    request_id = await ask_for_staff(session, school.id, chat_id, person_id, account, now)
    (request,) = await staff_requests(session, [request_id])
    return [Act("staff.asked", request_id, school.id), *await staff_notices(session, request, local_day(school, now))]


async def staff_notices(
    session: AsyncSession, request: StaffRequest, day: date, *, objected: bool = False
) -> list[Notice]:
    """Once, and once more when a phone linked before has `objected`: who has read of the request must read of that."""
    return [
        Notice(
            kind=Kind.STAFF_REQUEST,
            key=f"staff_request:{request.id}" + (":objected" if objected else ""),
            school_id=request.school_id,
            person_id=person_id,
            about=request.id,
            day=day,
        )
        for person_id in await confirmers(session, request.school_id, request.person_id, day)
    ]


async def let_staff_in(
    session: AsyncSession, chat_id: int, person_id: int, school: School, now: datetime
) -> list[Said]:
    """The chat is this person's from now on; the person's other devices are told, and may object."""
    others = await open_chats(session, [person_id], but=chat_id)
    before = await session.scalar(select(Chats.person_id).where(Chats.id == chat_id))
    await link_chat(session, chat_id, person_id, now)
    if before is not None:
        await carry_children(session, chat_id, before, person_id)
    welcome = structs.replace(await staff_welcome(session, chat_id, now), to=chat_id)
    said: list[Said] = [welcome, Act("chat.linked", chat_id, school.id)]
    for other in others:
        with speaking(other.language):
            text = _("Another device was just linked in your name. If that was not you, please tap the button.")
            button = Button(_("It was not me: call a leader"), says.unknown_device(chat_id))
            said.append(Outgoing(to=other.id, text=text, buttons=[[button]]))
    return said


@command("duyệt máy", help="", who=DECIDERS, hidden=True)
async def approve_staff(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    said = says.read_approve_staff(incoming.rest)
    request = await _to_decide(incoming, session, said.request_id if said else None)
    if said is None or request is None:
        return [_nothing_open()]
    if not await decide_staff(session, request.id, incoming.asker.person_id, incoming.when, yes=True):
        return [_nothing_open()]
    chat = (await session.execute(select(Chats.language, Chats.closed_at).where(Chats.id == request.chat_id))).first()
    if chat is None or chat.closed_at is not None:
        return [Outgoing(text=_("That chat has been closed since. Nothing was linked."))]
    school, _moment = local(incoming)
    text = _("**Confirmed**: the phone of {name} is linked now.").format(name=request.name)
    lost = await ended_all(session, request.person_id, but=request.chat_id) if said.old_is_lost else []
    with speaking(chat.language):
        told = await let_staff_in(session, request.chat_id, request.person_id, school, incoming.when)
    return [Outgoing(text=text), Act("staff.approved", request.id), *told, *lost]


@command("từ chối máy", help="", who=DECIDERS, hidden=True)
async def refuse_staff(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    request = await _to_decide(incoming, session, says.read_refuse_staff(incoming.rest))
    if request is None:
        return [_nothing_open()]
    if not await decide_staff(session, request.id, incoming.asker.person_id, incoming.when, yes=False):
        return [_nothing_open()]
    text = _("**Refused**: that phone is not linked to the account of {name}, and has seen nothing.")
    language = await session.scalar(select(Chats.language).where(Chats.id == request.chat_id))
    with speaking(language or ""):
        told = Outgoing(to=request.chat_id, text=_("The school has not confirmed this phone. Please ask the school."))
    return [Outgoing(text=text.format(name=request.name)), Act("staff.refused", request.id), told]


async def _to_decide(incoming: Incoming, session: AsyncSession, number: int | None) -> StaffRequest | None:
    found = await staff_requests(session, [number]) if number is not None else []
    school, moment = local(incoming)
    if not found or found[0].school_id != school.id or found[0].decided_at is not None:
        return None
    return found[0] if await may_decide_staff(session, incoming.asker.person_id, found[0], moment.date()) else None


def _nothing_open() -> Outgoing:
    return Outgoing(text=_("There is no such request that is yours to decide."))
