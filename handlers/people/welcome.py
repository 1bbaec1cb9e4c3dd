"""What linking makes people owe each other: the request, the objection, the alarm; and greetings in a chat's words."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.service import OFFERED, kind_of_examples, menu, taps
from letters.people.link_requests import account_words, relation_words
from letters.says.people import not_family
from letters.says.service import Examples, examples
from locales import _, speaking
from models import Chats
from models.people.askers import recognise
from models.people.class_lists import class_names
from models.people.link_requests import Request, deciders, family_chats
from models.shapes.asker import Asker
from models.shapes.message import Button, Keys, Notice, Outgoing
from rules.letters import Kind


async def asker_of(session: AsyncSession, chat_id: int, now: datetime) -> Asker:
    """The person behind a chat as of now, read again: linking has just changed it."""
    row = (await session.execute(select(Chats.channel, Chats.address).where(Chats.id == chat_id))).one()
    address = (row.channel, row.address)
    return (await recognise(session, [address], now))[address]


async def request_notices(session: AsyncSession, kind: Kind, request: Request, day: date) -> list[Notice]:
    """`link_request` or `link_objected`, for whoever decides about this pupil. An objection to another yes is news."""
    key = f"{kind}:{request.id}" + (f":{request.decided_at:%Y%m%d%H%M%S}" if request.decided_at else "")
    return [
        Notice(
            kind=kind,
            key=key,
            school_id=request.school_id,
            person_id=person_id,
            about=request.id,
            day=day,
        )
        for person_id in await deciders(session, request, day)
    ]


async def staff_welcome(session: AsyncSession, chat_id: int, now: datetime) -> Outgoing:
    asker = await asker_of(session, chat_id, now)
    text = _("**Linked.** Welcome, {name}. Just write, for example:").format(name=asker.name)
    names = await class_names(session, asker.classes())
    said = examples(kind_of_examples(asker), next(iter(names.values()), "6A"))
    end = _("Type /trogiup to see more, /ngung to unlink this chat.")
    return Outgoing(text="\n".join([text, *said, end]), buttons=taps(asker, OFFERED), menu=menu(asker))


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
        said = [words, _("Just write, for example:"), *examples(Examples.FAMILIES, request.class_name or "")]
        return Outgoing(
            to=request.chat_id, text="\n".join(said), buttons=taps(asker, OFFERED), menu=menu(asker), keys=family_keys()
        )


def family_keys() -> Keys:
    """What families do most, each said as it reads."""
    return Keys(words=(_("Ask for leave"), _("My child"), _("Write to teacher")))


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
            button = Button(_("Not of our family"), not_family(request.id))
            said.append(Outgoing(to=chat.id, text=words, buttons=[[button]]))
    return said
