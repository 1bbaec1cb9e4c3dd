"""Groups: a leader's tap binds one to the school, whose staff are heard there then, or to the parents of a class, who
read there what is announced to them and are not heard.
"""

import re
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.people.lately import said_lately
from letters.says import people as says
from locales import N_, _, speaking
from locales.words import quoted
from models.people.askers import as_written_to, known_askers, person_name
from models.people.class_lists import classes
from models.people.groups import bind_group, forget_group, group, groups_of, leave_group, move_group, remember_group
from models.people.roles import held_on
from models.people.tables import Chats, Roles
from models.shapes.asker import LinkedAsker, School
from models.shapes.message import Act, Button, Change, Incoming, Outgoing, Said
from rules.people.classes import ClassRef, find_class
from rules.people.names import fold
from rules.people.roles import CHANGERS, STAFF

UNKNOWN, HOURLY = "group.unknown_reporter", timedelta(hours=1)
_REPORTS = re.compile(r"^(?!/).*\b\d{1,2} ?[a-z]\d{0,2}\b.*\b(?:vang|du|nghi|si so)\b", re.DOTALL)  # folded, of a class
A_ROW = 4


async def group_changed(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Added by a leader: that leader is asked. By other staff: the leaders are. By anybody else: nothing is said."""
    chat_id = incoming.asker.chat_id
    if incoming.change is Change.REMOVED:
        await forget_group(session, chat_id)
        return [Act("group.removed", chat_id)]
    if incoming.change is Change.MOVED:
        await move_group(session, chat_id, incoming.channel, incoming.text, incoming.when)
        return [Act("group.moved", chat_id)]
    return await _offered(incoming, session, incoming.text, await _of_staff(incoming, session))


async def _of_staff(incoming: Incoming, session: AsyncSession) -> LinkedAsker | None:
    """Who has spoken or done something in a group, if that is somebody of a school's staff."""
    where = (incoming.channel, incoming.sender)
    known = (await known_askers(session, [where], incoming.when)).get(where)
    return known if isinstance(known, LinkedAsker) and known.has(*STAFF) else None


async def _offered(incoming: Incoming, session: AsyncSession, title: str, adder: LinkedAsker | None) -> Sequence[Said]:
    chat_id = incoming.asker.chat_id
    offered_to = adder.school.id if adder else None
    begins = await remember_group(session, chat_id, title[:120], offered_to, incoming.when)
    if adder is None or not begins:
        return [Act("group.added", chat_id)]
    today = adder.school.day(incoming.when)
    chats = [adder.chat_id] if adder.has(*CHANGERS) else await _leaders(session, adder, incoming)
    likely = await _class_of(session, adder, title, today)
    with speaking(adder.school.language):
        asked = [_question(chat_id, title, likely, to) for to in chats]
        told = [] if adder.has(*CHANGERS) else [_waits(title, adder.chat_id, asked=bool(asked))]
        return [*asked, *told, Act("group.added", chat_id)]


def _waits(title: str, to: int, *, asked: bool) -> Outgoing:
    """For somebody of the staff who added us, and may not bind the group."""
    text = _("I am in the group {title}. Whose it is, the school's leaders say; until one of them has answered "
             "nothing is written down there, and after a day without an answer I leave it.")  # fmt: skip
    if not asked:
        text = _("I am in the group {title}. No leader of the school uses Sĩ Số yet, so nobody can say whose it "
                 "is: nothing is written down there, and after a day I leave it.")  # fmt: skip
    return Outgoing(text=text.format(title=quoted(title)), to=to)


async def _class_of(session: AsyncSession, adder: LinkedAsker, title: str, today: date) -> ClassRef | None:
    """The class that the group's name names, else the only one of who has added us."""
    there = await classes(session, adder.school, today)
    named = find_class(there, title)
    if named is not None:
        return named.classes[0] if len(named.classes) == 1 else None
    own = [one for one in there if one.id in adder.classes()]
    return own[0] if len(own) == 1 and not adder.has(*CHANGERS) else None


def _question(chat_id: int, title: str, likely: ClassRef | None, to: int) -> Outgoing:
    text = _(
        "I was added to the group {title}. Whose is it?\n"
        "• The school's staff: teachers can report absences there; names of pupils are never shown in it.\n"
        "• The parents of a class: only announcements stand there, nothing about a child; nobody is heard in it."
    )
    buttons = [[Button(_("Group of the staff"), says.bind_staff(chat_id))]]
    if likely is not None:
        label = _("Parents of class {klass}").format(klass=likely.name)
        buttons.append([Button(label, says.bind_parents(chat_id, likely.id))])
    buttons += [
        [Button(_("Parents of another class") if likely else _("Parents of a class"), says.bind_parents(chat_id))],
        [Button(_("Leave it"), says.leave_group(chat_id))],
    ]
    return Outgoing(text=text.format(title=quoted(title)), buttons=buttons, to=to)


async def _leaders(session: AsyncSession, adder: LinkedAsker, incoming: Incoming) -> list[int]:
    """The chats of those who may bind it: on the same channel, else where each is written to."""
    today = adder.school.day(incoming.when)
    mine = (Roles.school_id == adder.school.id, Roles.name.in_(CHANGERS), *held_on(today))
    theirs = select(Chats.person_id, Chats.id).where(Chats.person_id.in_(select(Roles.person_id).where(*mine)))
    theirs = theirs.where(Chats.closed_at.is_(None)).order_by(Chats.channel != incoming.channel, *as_written_to())
    first: dict[int | None, int] = {}
    for person_id, chat_id in await session.execute(theirs):
        first.setdefault(person_id, chat_id)
    return sorted(first.values())


@command("nhóm", help=N_("the groups of staff and of parents"), who=CHANGERS)
async def groups(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """What the school has bound, and the taps that bind and leave."""
    if (chat_id := says.read_bind_staff(incoming.rest)) is not None:
        return await _bind(incoming, session, chat_id)
    if (parents := says.read_bind_parents(incoming.rest)) is not None:
        return await _bind_parents(incoming, session, parents)
    if (leaves := says.read_leave_group(incoming.rest)) is not None:
        return await _leave(incoming, session, leaves)
    school = incoming.linked.school
    bound = await groups_of(session, school.id)
    if not bound:
        text = _("No group is bound yet. Add Sĩ Số to a group of the staff or of a class's parents, and it will ask "
                 "you here.")  # fmt: skip
        return [Outgoing(text=text)]
    there = {one.id for one in await classes(session, school, school.day(incoming.when))}
    heads = {True: _("**Groups in which staff may report**"), False: _("**Groups of parents**")}
    lines = []
    for of_staff, head in heads.items():
        titles = [_listed(one, there) for one in bound if (one.class_id is None) is of_staff]
        lines += [head, *titles] if titles else []
    buttons = [
        [Button(_("Leave {title}").format(title=one.title[:40]), says.leave_group(one.chat_id, bound=True))]
        for one in bound
    ]
    return [Outgoing(text="\n".join(lines), buttons=buttons)]


def _listed(one: Any, there: Collection[int]) -> str:
    if one.class_id is None:
        return "• " + quoted(one.title)
    if one.class_id in there:
        return _("• {title}: class {klass}").format(title=quoted(one.title), klass=one.klass)
    text = _("• {title}: class {klass} of last year. Nothing is announced there any more; to bind it anew, take Sĩ Số "
             "out of the group and add it again.")  # fmt: skip
    return text.format(title=quoted(one.title), klass=one.klass)


async def _bind(incoming: Incoming, session: AsyncSession, chat_id: int) -> Sequence[Said]:
    asker = incoming.linked
    if not await bind_group(session, chat_id, asker.school.id, asker.person_id, incoming.when, None):
        return [_not_free()]
    text = _(
        "This group now belongs to **{school}**. Staff whose private chat is linked can report here, for example: "
        "“6A vắng 2: …”. The answer shows numbers only; what is unclear is asked in private."
    )
    hint = _(
        "If plain messages get no answer, reply to one of mine, or let the group's owner make me an administrator."
    )
    said = _("**Bound.** Teachers of the school can report in that group now.")
    return [
        Outgoing(text=said),
        Outgoing(text=text.format(school=asker.school.name) + "\n" + hint, to=chat_id),
        Act("group.bound", chat_id),
    ]


def _not_free() -> Outgoing:
    return Outgoing(text=_("This group is bound already, or Sĩ Số is no longer in it."))


async def _bind_parents(incoming: Incoming, session: AsyncSession, wish: says.OfParents) -> Sequence[Said]:
    """Without a class it is asked which."""
    asker = incoming.linked
    there = {one.id: one.name for one in await classes(session, asker.school, asker.school.day(incoming.when))}
    if wish.class_id not in there:
        labels = [Button(name, says.bind_parents(wish.chat_id, one)) for one, name in there.items()]
        rows = [labels[at : at + A_ROW] for at in range(0, len(labels), A_ROW)]
        return [Outgoing(text=_("Whose parents are in the group? Please tap the class."), buttons=rows)]
    mine = (asker.school.id, asker.person_id, incoming.when, wish.class_id)
    if not await bind_group(session, wish.chat_id, *mine):
        return [_not_free()]
    said = _("**Bound.** What is announced to the families of class {klass} or of the whole school now stands in that "
             "group too: /thongbao. Nobody is heard there.")  # fmt: skip
    return [
        Outgoing(text=said.format(klass=there[wish.class_id])),
        Outgoing(text=_greeting(asker.school, there[wish.class_id]), to=wish.chat_id),
        Act("group.bound", wish.chat_id),
    ]


def _greeting(school: School, klass: str) -> str:
    text = _(
        "**{school}** announces here what concerns all families of class {klass}. About a child Sĩ Số writes to its "
        "family alone, in a private chat; what is written in this group it does not read."
    )
    return text.format(school=school.name, klass=klass)


async def _leave(incoming: Incoming, session: AsyncSession, wish: says.LeaveGroup) -> Sequence[Said]:
    """Several leaders may have been asked whose it is: what one has bound, another's older button does not leave."""
    known = await group(session, wish.chat_id)
    mine = incoming.linked.school.id
    if known is None or known.offered_to != mine or known.school_id not in (None, mine):
        return [Outgoing(text=_("Sĩ Số is not in that group."))]
    if known.school_id is not None and not wish.bound:
        return [await _bound_meanwhile(session, known)]
    await leave_group(session, wish.chat_id, incoming.linked.person_id, incoming.when)
    return [
        Outgoing(text=_("Sĩ Số leaves that group.")),
        Outgoing(text=_("Sĩ Số leaves this group, as the school wishes. Goodbye."), to=wish.chat_id, leave=True),
        Act("group.left", wish.chat_id),
    ]


async def _bound_meanwhile(session: AsyncSession, known: Any) -> Outgoing:
    text = _("{name} has bound the group {title} meanwhile. Leave it all the same?")
    who = await person_name(session, known.bound_by)
    leave = Button(_("Leave {title}").format(title=known.title[:40]), says.leave_group(known.chat_id, bound=True))
    return Outgoing(text=text.format(name=who, title=quoted(known.title)), buttons=[[leave]])


async def at_a_group(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """Among others, from somebody who is nobody here: the answer, or silence. None: like anything said."""
    if incoming.asker.person_id is not None:
        return None
    known = await group(session, incoming.asker.chat_id)
    if known is not None and known.class_id is not None:
        return _not_heard(incoming)
    met = await _met(incoming, session, known) if incoming.can.groups else []
    told = await _not_recorded(incoming, session) if _REPORTS.search(fold(incoming.text)) else None
    return [*met, *(told or ())] if met or told is not None else None


async def _met(incoming: Incoming, session: AsyncSession, known: Any) -> Sequence[Said]:
    """A group we never heard of being added to (networks keep such news for a day, and we were off for longer), or that
    nobody of a school added us to and one of the staff reports in: as if who speaks had added us now.
    """
    if known is None:
        return await _offered(incoming, session, incoming.group, await _of_staff(incoming, session))
    if (known.school_id or known.offered_to) is not None or not _REPORTS.search(fold(incoming.text)):
        return []
    staff = await _of_staff(incoming, session)
    return await _offered(incoming, session, incoming.group or known.title, staff) if staff is not None else []


def _not_heard(incoming: Incoming) -> Sequence[Said]:
    """Parents talk among themselves in their group. Who speaks to us with a command reads where we can be spoken to."""
    text = _("Please write to Sĩ Số in a private chat: in this group it only announces.")
    return [Outgoing(text=text)] if incoming.text.startswith("/") else []


async def _not_recorded(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """Whoever reports where it counts for nothing (not linked yet, hidden behind the group's name, or nobody has bound
    the group) must not think that it was recorded. Each is told once an hour: others may talk there too.
    """
    known = await group(session, incoming.asker.chat_id)
    ours = known is not None and (known.school_id or known.offered_to) is not None
    if not ours or incoming.pressed or incoming.edited:
        return None
    whose = crc32(f"{incoming.address}/{incoming.sender}".encode()) & 0x7FFFFFFF  # a number for the writer here
    if await said_lately(incoming, session, UNKNOWN, HOURLY, whose):
        return []
    text = _(
        "**Not recorded**: Sĩ Số does not know who wrote this. Please link your private chat with Sĩ Số first (the "
        "school gives you a code); an administrator of the group please turns anonymity off."
    )
    if known.school_id is None:
        text = _("**Not recorded**: no leader of the school has said yet whose group this is. Until then please write "
                 "to Sĩ Số in a private chat.")  # fmt: skip
    return [Outgoing(text=text), Act(UNKNOWN, whose)]
