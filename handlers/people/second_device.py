"""A second phone of somebody who has one: it sees nothing before the first one, or a person of the school, says yes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import local
from handlers.people.approve import confirmed
from handlers.people.link_staff import let_staff_in, staff_notices
from letters.people.link_requests import local_day
from letters.says.devices import DeviceAct, device
from letters.says.people import not_family, unknown_device
from locales import _, speaking
from locales.words import listed, plain, short_day
from models.people.askers import schools
from models.people.link_requests import Request, requests
from models.people.links import open_chats
from models.people.staff_requests import (
    LOST,
    Awaited,
    StaffRequest,
    ask_for_staff,
    confirmers,
    decide_staff,
    say_old_is_lost,
    staff_requests,
)
from models.shapes.asker import School
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.people.roles import Role

TO_OBJECT = timedelta(days=1)


async def ask_first_phone(
    session: AsyncSession, school: School, chat_id: int, person_id: int, account: str, now: datetime
) -> list[Said]:
    """Of the staff: the phones used so far are asked, and the new one hears what to do if those are lost."""
    request_id = await ask_for_staff(session, school.id, chat_id, person_id, account, now)
    text = _(
        "Thank you. A phone is linked in this name already: please tap **Yes, it is mine** there, and this one is "
        "linked too. If you do not have that phone any more, tap the button here."
    )
    said: list[Said] = [Outgoing(text=text, buttons=lost_phone(request_id)), Act("staff.asked", request_id, school.id)]
    for chat in await open_chats(session, [person_id], but=chat_id):
        with speaking(chat.language):
            yes = Button(_("Yes, it is mine"), device(DeviceAct.MINE, request_id))
            no = Button(_("It was not me: call a leader"), unknown_device(chat_id))
            said.append(Outgoing(to=chat.id, text=_asks(account), buttons=[[yes], [no]]))
    return said


def lost_phone(request_id: int) -> list[list[Button]]:
    """What the new phone says if nobody can say yes on the one linked before."""
    return [[Button(_("That phone is lost: ask a leader"), device(DeviceAct.LOST, request_id))]]


def waiting(whose: Awaited) -> Outgoing:
    """What a chat reads that waits for somebody's word."""
    if whose.request:
        text = _("This phone waits for **Yes, it is mine** on the phone linked before. Is that one lost?")
        return Outgoing(text=text, buttons=lost_phone(whose.request))
    text = _("This chat is waiting for the school's leaders to confirm it; then you get a message here.")
    if whose.role == Role.HOMEROOM:
        text = _("This chat is waiting for {teacher} to confirm it; then you get a message here.")
    return Outgoing(text=text.format(teacher=listed(whose.names) or _("the homeroom teacher")))


async def ask_first_of_family(session: AsyncSession, request: Request) -> list[Said]:
    """The guardian's own phones used so far; the homeroom teacher is asked besides."""
    said: list[Said] = []
    for chat in await open_chats(session, [request.holder], but=request.chat_id):
        with speaking(chat.language):
            yes = Button(_("Yes, it is mine"), device(DeviceAct.FAMILYS, request.id))
            no = Button(_("Not of our family"), not_family(request.id))
            said.append(Outgoing(to=chat.id, text=_asks(request.account), buttons=[[yes], [no]]))
    return said


def _asks(account: str) -> str:
    text = _("**Another phone asks to be linked in your name**: account “{account}”. It sees nothing yet. Is it yours?")
    return text.format(account=plain(account) or _("without a name"))


async def confirm_own(incoming: Incoming, session: AsyncSession, number: int) -> Sequence[Said]:
    """The phone used so far says that the new one is the same person's."""
    request = await _open(session, number)
    if request is None or request.person_id != incoming.asker.person_id or request.chat_id == incoming.asker.chat_id:
        return [_nothing_open()]
    school, _moment = local(incoming)
    told = await _let_in(session, request, school, incoming.asker.person_id, incoming.when)
    told = [one for one in told if getattr(one, "to", None) != incoming.asker.chat_id]
    text = _(
        "**Confirmed**: your other phone is linked now. Type /thietbi to see, and to choose, which one letters go to "
        "first."
    )
    return [Outgoing(text=text), *told]


async def confirm_family(incoming: Incoming, session: AsyncSession, number: int) -> Sequence[Said]:
    """The same of a guardian: the slot's own person, from a phone that is linked already."""
    _school, moment = local(incoming)
    request = next(iter(await requests(session, [number], moment.date())), None)
    if request is None or request.holder != incoming.asker.person_id or request.chat_id == incoming.asker.chat_id:
        return [_nothing_open()]
    said = await confirmed(incoming, session, request)
    return [one for one in said if getattr(one, "to", None) != incoming.asker.chat_id]


async def say_lost(incoming: Incoming, session: AsyncSession, number: int) -> Sequence[Said]:
    """Said on the new phone: a leader is asked. Where nobody else leads, nobody could be: then the old phone has a day
    to object.
    """
    request = await _open(session, number)
    if request is None or request.chat_id != incoming.asker.chat_id:
        return [_nothing_open()]
    school = (await schools(session, [request.school_id]))[request.school_id]
    day = local_day(school, incoming.arrived)
    if not await confirmers(session, school.id, request.person_id, day):
        return await _after_a_day(session, request, school, incoming.arrived)
    text = _("Thank you. The school's leaders are asked; they will call you before they say yes.")
    return [Outgoing(text=text), Act(LOST, request.id, school.id), *await staff_notices(session, request, day)]


async def _after_a_day(session: AsyncSession, request: StaffRequest, school: School, now: datetime) -> Sequence[Said]:
    """The old phone, if somebody still holds it, is told at once; pressed again when the day is over, it is let in."""
    first = request.lost_at is None
    begun = request.lost_at or now
    if now - begun >= TO_OBJECT:
        return await _let_in(session, request, school, None, now)
    ends = begun + TO_OBJECT
    text = _(
        "Thank you. Nobody else of the leadership can confirm it, so the other phone has a day to object. "
        "If it does not, please tap the button again after {time} on {day}."
    )
    again = [[Button(_("That phone is lost: let this one in"), device(DeviceAct.LOST, request.id))]]
    said: list[Said] = [
        Outgoing(text=text.format(time=f"{school.local(ends):%H:%M}", day=short_day(school.day(ends))), buttons=again)
    ]
    if not first:
        return said
    await say_old_is_lost(session, request.id, now)
    return [*said, Act(LOST, request.id, school.id), *await _warned(session, request)]


async def _warned(session: AsyncSession, request: StaffRequest) -> list[Said]:
    said: list[Said] = []
    for chat in await open_chats(session, [request.person_id], but=request.chat_id):
        with speaking(chat.language):
            text = _(
                "**Another phone says that this one is lost**: account “{account}”. If you still have this phone, "
                "please tap the button; else the other one is let in after a day."
            )
            shown = text.format(account=plain(request.account) or _("without a name"))
            no = Button(_("It was not me: keep it out"), unknown_device(request.chat_id))
            said.append(Outgoing(to=chat.id, text=shown, buttons=[[no]]))
    return said


async def _open(session: AsyncSession, number: int) -> StaffRequest | None:
    found = next(iter(await staff_requests(session, [number])), None)
    return found if found is not None and found.decided_at is None else None


async def _let_in(
    session: AsyncSession, request: StaffRequest, school: School, by: int | None, now: datetime
) -> list[Any]:
    if not await decide_staff(session, request.id, by, now, yes=True):
        return [_nothing_open()]
    told = await let_staff_in(session, request.chat_id, request.person_id, school, now)
    return [Act("staff.approved", request.id, school.id), *told]


def _nothing_open() -> Outgoing:
    return Outgoing(text=_("There is no such request that is yours to decide."))
