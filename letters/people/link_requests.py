"""Who asks to be linked as a guardian, and what is wrong with a link."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from letters import kind_words
from letters.says.people import approve, refuse
from locales import _
from locales.words import day_words, plain
from models.people.link_requests import Request, may_decide, requests
from models.people.links import WINDOW_TRIES, open_chats
from models.readers import LINK, decides, holds
from models.shapes.asker import School
from models.shapes.letter import Due, Letter, Reader, composes, dues_about
from models.shapes.message import Button
from rules.letters import Kind
from rules.people.names import clean
from rules.people.roles import Role

MOST_LETTERS = 60  # of an account's name; more is no name


def local_day(school: School, moment: datetime) -> date:
    return school.day(moment)


@composes(Kind.LINK_REQUEST, to=decides(LINK), about=kind_words.LINKS)
async def link_request(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Who wants to be linked to which child; only while it is open, and only for who may still decide it."""
    waiting = [one for one in await _mine(dues, reader, session) if one.decided_at is None]
    if not waiting:
        return None
    ask = _("Please confirm only if you know that this account is theirs.")
    lines = [
        _("**Somebody asks to be linked as a guardian**"),
        *[request_line(one, reader.school) for one in waiting],
        ask,
    ]
    buttons = await decisions(session, waiting)
    return Letter(text="\n".join(lines), told=dues_about(dues, (fact.id for fact in waiting)), buttons=buttons)


def request_line(request: Request, school: School) -> str:
    text = _("• Account “{account}”: {relation} of {pupil}, class {klass} (on the list: {guardian}); asked {day}")
    return text.format(
        account=account_words(request),
        relation=relation_words(request),
        pupil=request.pupil_name,
        klass=request.class_name or "–",
        guardian=request.guardian_name,
        day=day_words(local_day(school, request.asked_at)),
    )


async def decisions(session: AsyncSession, waiting: Sequence[Request], *, several: bool = False) -> list[list[Button]]:
    """Yes and no to each; where the guardian has a phone already, also that it is lost. `several`: beside other taps,
    so each says whose it is.
    """
    have = {chat.person_id for chat in await open_chats(session, {one.holder for one in waiting})}
    rows = []
    for one in waiting:
        whose = f"{one.pupil_name}: " if several or len(waiting) > 1 else ""
        yes = Button(whose + _("Yes, that is right"), approve(one.id))
        rows.append([yes, Button(whose + _("No, it is not"), refuse(one.id))])
        if one.holder in have:
            rows.append([Button(whose + _("Yes; the old phone is lost, end it"), approve(one.id, old_is_lost=True))])
    return rows


@composes(Kind.LINK_OBJECTED, to=decides(LINK), about=kind_words.LINKS)
async def link_objected(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """The family says that somebody who was or would be let in is none of theirs: it rests, and is decided anew."""
    facts = await _mine(dues, reader, session)
    text = _("• {pupil}, class {klass}: account “{account}”")
    lines = [text.format(pupil=f.pupil_name, klass=f.class_name or "–", account=account_words(f)) for f in facts]
    head = _("**The family says that an account is not theirs.** It rests and sees nothing:")
    ask = _("Please call the family and ask what happened before you decide.")
    told = dues_about(dues, (fact.id for fact in facts))
    buttons = await decisions(session, [fact for fact in facts if fact.decided_at is None])
    return Letter(text="\n".join([head, *lines, ask]), told=told, buttons=buttons) if facts else None


@composes(Kind.LINK_FROZEN, to=holds(Role.PRINCIPAL, Role.ADMIN), about=kind_words.LINKS)
async def link_frozen(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> Letter | None:
    """Principals and administrators: somebody may be guessing codes."""
    text = _(
        "**Linking is stopped for some minutes**: {count} wrong codes were typed within ten minutes. Nobody was linked "
        "by them. If this message comes again, please tell whoever looks after the machine."
    )
    return Letter(text=text.format(count=WINDOW_TRIES), told=dues_about(dues))


async def _mine(dues: Sequence[Due], reader: Reader, session: AsyncSession) -> list[Request]:
    today = local_day(reader.school, reader.now)
    found = await requests(session, [due.about for due in dues], today)
    return [one for one in found if await may_decide(session, reader.person_id, one, today)]


def account_name(given: str) -> str:
    """What an account calls itself, as it may stand in our messages: letters, digits and blanks on one line."""
    kept = (letter for letter in clean(given[:1000]) if letter.isalnum() or letter in " '-.")
    return clean("".join(kept))[:MOST_LETTERS]


def account_words(request: Request) -> str:
    return plain(request.account) or _("without a name")


def relation_words(request: Request) -> str:
    return plain(request.relation) or _("guardian")
