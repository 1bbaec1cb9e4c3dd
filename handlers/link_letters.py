"""What linking makes people owe each other: the request, the objection, the alarm; and greetings in a chat's words."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.service import menu
from locales import _, speaking
from locales.words import day_words, plain
from models import Chats
from models.asker import Asker, School
from models.letter import Due, Letter, Reader, composes
from models.link_requests import Request, deciders, family_chats, may_decide, requests
from models.links import WINDOW_TRIES
from models.message import Button, Notice, Outgoing
from models.who import recognise


def local_day(school: School, moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(school.timezone)).date()


async def asker_of(session: AsyncSession, chat_id: int, now: datetime) -> Asker:
    """The person behind a chat as of now, read again: linking has just changed it."""
    row = (await session.execute(select(Chats.channel, Chats.address).where(Chats.id == chat_id))).one()
    address = (row.channel, row.address)
    return (await recognise(session, [address], now))[address]


async def request_notices(session: AsyncSession, kind: str, request: Request, day: date) -> list[Notice]:
    """`link_request` or `link_objected`, for whoever decides about this pupil."""
    return [
        Notice(
            kind=kind,
            key=f"{kind}:{request.id}",
            school_id=request.school_id,
            person_id=person_id,
            about=request.id,
            day=day,
        )
        for person_id in await deciders(session, request, day)
    ]


@composes("link_request")
async def link_request(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who wants to be linked to which child; only while it is open, and only for who may still decide it."""
    waiting = [one for one in await _mine(dues, reader, session) if one.decided_at is None]
    if not waiting:
        return None
    ask = _("Please confirm only if you know that this account is theirs.")
    lines = [
        _("**Somebody asks to be linked as a guardian**"),
        *[_request_line(one, reader.school) for one in waiting],
        ask,
    ]
    several = len(waiting) > 1
    buttons = [row for one in waiting for row in _decision(one, several=several)]
    return Letter(text="\n".join(lines), told=_told(dues, waiting), buttons=buttons)


def _request_line(request: Request, school: School) -> str:
    text = _("• Account “{account}”: {relation} of {pupil}, class {klass} (on the list: {guardian}); asked {day}")
    return text.format(
        account=account_words(request),
        relation=relation_words(request),
        pupil=request.pupil_name,
        klass=request.class_name or "–",
        guardian=request.guardian_name,
        day=day_words(local_day(school, request.asked_at)),
    )


def _decision(request: Request, *, several: bool) -> list[list[Button]]:
    whose = f"{request.pupil_name}: " if several else ""
    return [
        [
            Button(whose + _("Yes, that is right"), f"/duyet {request.id}"),
            Button(whose + _("No, it is not"), f"/tuchoi {request.id}"),
        ]
    ]


@composes("link_objected")
async def link_objected(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The family says that somebody who was let in is none of theirs."""
    facts = await _mine(dues, reader, session)
    text = _("• {pupil}, class {klass}: account “{account}”")
    lines = [text.format(pupil=f.pupil_name, klass=f.class_name or "–", account=account_words(f)) for f in facts]
    head = _("**The family says that a linked account is not theirs.** It has been cut off:")
    ask = _("Please call the family and ask what happened before you invite anybody again.")
    return Letter(text="\n".join([head, *lines, ask]), told=_told(dues, facts)) if facts else None


@composes("link_frozen")
async def link_frozen(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Principals and administrators: somebody may be guessing codes."""
    text = _(
        "**Linking is stopped for some minutes**: {count} wrong codes were typed within ten minutes. Nobody was linked "
        "by them. If this message comes again, please tell whoever looks after the machine."
    )
    return Letter(text=text.format(count=WINDOW_TRIES), told=frozenset(due.outbox_id for due in dues))


async def _mine(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> list[Request]:
    today = local_day(reader.school, reader.now)
    found = await requests(session, [due.about for due in dues], today)
    return [one for one in found if await may_decide(session, reader.person_id, one, today)]


def _told(dues: Sequence[Due], facts: Sequence[Request]) -> frozenset[int]:
    ids = {fact.id for fact in facts}
    return frozenset(due.outbox_id for due in dues if due.about in ids)


def account_words(request: Request) -> str:
    return plain(request.account) or _("without a name")


def relation_words(request: Request) -> str:
    return plain(request.relation) or _("guardian")


async def staff_welcome(session: AsyncSession, chat_id: int, now: datetime) -> Outgoing:
    asker = await asker_of(session, chat_id, now)
    text = _("**Linked.** Welcome, {name}. Type /trogiup to see what you can say, /ngung to unlink this chat.")
    return Outgoing(text=text.format(name=asker.name), menu=menu(asker))


async def guardian_welcome(session: AsyncSession, request: Request, now: datetime) -> Outgoing:
    """To the chat that asked: what will come, that one tap answers, how to stop, what is never asked."""
    asker = await asker_of(session, request.chat_id, now)
    with speaking(asker.language):
        text = _(
            "**Linked.** The school has confirmed you as {relation} of {pupil}, class {klass}. When the child is "
            "absent without leave, Sĩ Số tells you here; one tap answers. To stop the messages type /ngung.\n"
            "The school never asks for a password, an OTP code or money in these messages."
        )
        words = text.format(relation=relation_words(request), pupil=request.pupil_name, klass=request.class_name or "–")
        return Outgoing(to=request.chat_id, text=words, menu=menu(asker))


async def guardian_refused(session: AsyncSession, request: Request) -> Outgoing:
    """To the chat that asked: not a word about any child."""
    language = await session.scalar(select(Chats.language).where(Chats.id == request.chat_id))
    with speaking(language or ""):
        text = _("The school has not confirmed this request. Please ask the homeroom teacher for a new slip.")
        return Outgoing(to=request.chat_id, text=text)


async def family_told(session: AsyncSession, request: Request) -> list[Outgoing]:
    """The pupil's other guardians, each chat for itself: two chats of one person must both hear it."""
    said = []
    for chat in await family_chats(session, request):
        with speaking(chat.language):
            text = _(
                "The account “{account}” was just confirmed by the school as {relation} of {pupil}, class {klass}."
            )
            words = text.format(
                account=account_words(request),
                relation=relation_words(request),
                pupil=request.pupil_name,
                klass=request.class_name or "–",
            )
            if chat.person_id == request.holder:
                words += " " + _("Messages now go to the account that was linked last.")
            words += " " + _("If this is nobody of the family, please tap the button.")
            button = Button(_("Not of our family"), f"/khongphainguoinha {request.id}")
            said.append(Outgoing(to=chat.id, text=words, buttons=[[button]]))
    return said
