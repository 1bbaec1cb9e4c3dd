"""/start and /lienket: a code makes a chat somebody's. Staff at once, guardians when the homeroom teacher says so."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import ANYONE, command
from handlers.people.lately import said_lately
from handlers.people.link_staff import ask_leaders, let_staff_in, staff_notices
from handlers.people.second_device import ask_first_of_family, ask_first_phone, waiting
from handlers.people.welcome import request_notices
from handlers.service import menu, only_private
from letters.people.link_requests import account_name, local_day
from locales import N_, _
from models.people.askers import schools
from models.people.holders import holders, leaders
from models.people.link_requests import ask, deciders, open_requests, requests
from models.people.links import (
    Opened,
    count_wrong,
    frozen,
    open_chats,
    resting,
    use_code,
)
from models.people.staff_requests import confirmers, is_code_of, needs_second, open_staff_requests, waits_for
from models.shapes.asker import School
from models.shapes.message import Act, Incoming, Keys, Notice, Notices, Outgoing, Said
from rules.letters import Kind
from rules.people.roles import Role

REFUSED, AGAIN = "link.refused", timedelta(hours=1)
TOGETHER = timedelta(minutes=5)  # what links within it is told in one letter


@command("start", help="", who=ANYONE, hidden=True, in_group=True)
async def start(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """What Telegram says for a person who opens the chat, with the code of a deep link if there was one."""
    if incoming.rest.strip() or not incoming.private:
        return await link(incoming, session)
    if incoming.asker.person_id is None:
        return [_how(incoming)]
    text = _("Welcome back, {name}. Type /trogiup to see what you can say.").format(name=incoming.asker.name)
    return [Outgoing(text=text, menu=menu(incoming.asker))]


@command(
    "liên kết",
    "link",
    help=N_("link this chat with the code on your slip"),
    usage=N_("XXXXX-XXXXX"),
    who=ANYONE,
    in_group=True,
)
async def link(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """One answer for every code that is no good; after some of them, none is looked at for a while."""
    if not incoming.private:
        return [only_private()]
    if not incoming.rest.strip() or incoming.edited:
        return [_typed_anew() if incoming.edited else _how(incoming)]
    if (refusal := await _not_now(incoming, session)) is not None:
        return refusal
    opened = await use_code(session, incoming.rest, incoming.arrived)
    if opened is None:
        return await _typed_again(incoming, session) or await _wrong(incoming, session)
    school = (await schools(session, [opened.school_id]))[opened.school_id]
    if opened.guardian_id is None:
        return await _link_staff(incoming, session, opened, school)
    return await _ask_for_guardian(incoming, session, opened.guardian_id, school)


def _typed_anew() -> Outgoing:
    text = _("A code in a message that was edited is not used. Please send it in a new message.")
    return Outgoing(text=text)


async def _not_now(incoming: Incoming, session: AsyncSession) -> list[Said] | None:
    """The throttle, before any code is looked at: right and wrong ones hear the same, once, and then nothing."""
    if await frozen(session, incoming.arrived):
        text = _("Linking is stopped for some minutes. Please try again a little later.")
    elif await resting(session, incoming.asker.chat_id, incoming.arrived):
        text = _("Too many wrong codes from this chat. Please try again later, or ask the school.")
    else:
        return None
    if incoming.asker.person_id is None and await said_lately(incoming, session, REFUSED, AGAIN):
        return []
    return [Outgoing(text=text), Act(REFUSED, incoming.asker.chat_id)]


def _how(incoming: Incoming) -> Outgoing:
    text = _(
        "**Sĩ Số** tells schools and families when a pupil is absent. To link this chat, type /lienket and the code on "
        "your slip, for example: /lienket ABCDE-23456"
    )
    no_slip = _("No slip? Please ask the homeroom teacher or the school.")
    if incoming.can.keys:
        no_slip = _("No slip? The key below sends your own phone number; else please ask the school.")
    never = _("Sĩ Số never asks for a password, an OTP code or money.")
    return Outgoing(text=f"{text}\n{no_slip}\n{never}", keys=Keys(phone=_("Send my phone number to the school")))


async def _typed_again(incoming: Incoming, session: AsyncSession) -> list[Said]:
    """The code that this chat has used already: opened once more by its link, or typed by somebody who waits."""
    chat_id = incoming.asker.chat_id
    if not await is_code_of(session, incoming.rest, chat_id):
        return []
    if (whose := await waits_for(session, chat_id, incoming.arrived)) is not None:
        return [waiting(whose)]
    return [Outgoing(text=_("This chat is linked by that code already. Type /trogiup to see what you can say."))]


async def _wrong(incoming: Incoming, session: AsyncSession) -> list[Said]:
    await count_wrong(session, incoming.asker.chat_id, incoming.arrived)
    text = _(
        "This code cannot be used: it is mistyped, used already or too old. Please check it, or ask the school for a "
        "new slip."
    )
    said: list[Said] = [Outgoing(text=text), Act("link.wrong", incoming.asker.chat_id)]
    if await frozen(session, incoming.arrived):
        said += [Act("link.frozen"), *await _alarm(session, incoming.arrived)]
    return said


async def _alarm(session: AsyncSession, now: datetime) -> list[Said]:
    """A wrong code belongs to no school, so all of them hear it; the key makes it once an hour at most."""
    by_day = defaultdict(list)
    for school in (await schools(session)).values():
        by_day[local_day(school, now)].append(school.id)
    key = f"link_frozen:{now:%Y%m%d%H}"
    return [
        Notices(
            kind=Kind.LINK_FROZEN,
            select=holders((Role.PRINCIPAL, Role.ADMIN), ids, day, about=0, key=key),
            valid_until=now + timedelta(days=1),
        )
        for day, ids in by_day.items()
    ]


async def _link_staff(incoming: Incoming, session: AsyncSession, opened: Opened, school: School) -> list[Said]:
    """At once, on the first phone. What opens the whole school opens when a second person has said yes, if there is one
    to ask yet; a second phone when the first one has.
    """
    chat_id, now, person_id = incoming.asker.chat_id, incoming.arrived, opened.person_id
    day = local_day(school, now)
    if await needs_second(session, person_id, day) and await confirmers(session, school.id, person_id, day):
        text = _("Thank you. A second person of the school's leadership must confirm it; then you get a message here.")
        account = account_name(incoming.sender_name)
        return [Outgoing(text=text), *await ask_leaders(session, school, chat_id, person_id, account, now)]
    if await open_chats(session, [person_id], but=chat_id):
        return await ask_first_phone(session, school, chat_id, person_id, account_name(incoming.sender_name), now)
    said = await let_staff_in(session, chat_id, person_id, school, now)
    return said + await _what_waited(session, person_id, school, now) + await _told(session, opened, chat_id, day)


async def _told(session: AsyncSession, opened: Opened, chat_id: int, day: date) -> list[Said]:
    """The leadership hears of each phone that a slip has linked: whoever finds one could have typed it. Those of a
    busy hour come as one letter.
    """
    readers = [one for one in await leaders(session, opened.school_id, day) if one != opened.person_id]
    key = f"{Kind.STAFF_LINKED}:{chat_id}:{opened.person_id}"
    return [
        Notice(
            kind=Kind.STAFF_LINKED,
            key=key,
            school_id=opened.school_id,
            person_id=one,
            about=chat_id,
            day=day,
            hold=TOGETHER,
        )
        for one in readers
    ]


async def _what_waited(session: AsyncSession, person_id: int, school: School, now: datetime) -> list[Said]:
    """Families may be quicker than their teacher: requests that nobody could be told of are told now."""
    day = local_day(school, now)
    said: list[Said] = []
    for request in await open_requests(session, school.id, day):
        if person_id in await deciders(session, request, day):
            said += await request_notices(session, Kind.LINK_REQUEST, request, day)
    for request_open in await open_staff_requests(session, school.id):
        said += [one for one in await staff_notices(session, request_open, day) if one.person_id == person_id]
    return said


async def _ask_for_guardian(incoming: Incoming, session: AsyncSession, guardian_id: int, school: School) -> list[Said]:
    """The code is used up; nothing about any child is said until a person has confirmed."""
    chat_id, now = incoming.asker.chat_id, incoming.arrived
    request_id = await ask(session, school.id, guardian_id, chat_id, account_name(incoming.sender_name), now)
    request = (await requests(session, [request_id], local_day(school, now)))[0]
    text = _(
        "Thank you. The school has your request. When the homeroom teacher has confirmed it, you get a message here."
    )
    notices = await request_notices(session, Kind.LINK_REQUEST, request, local_day(school, now))
    first = await ask_first_of_family(session, request)
    return [Outgoing(text=text), Act("guardian.asked", request_id, school.id), *notices, *first]
