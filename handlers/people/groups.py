"""Groups: a leader binds one to the school, and then whoever of the staff writes there is heard; others are not."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from letters.says import people as says
from locales import N_, _, speaking
from locales.words import quoted
from models.people.askers import known_askers
from models.people.groups import bind_group, group, groups_of, let_group_go, remember_group
from models.people.roles import held_on
from models.people.tables import Chats, Roles
from models.shapes.asker import LinkedAsker
from models.shapes.message import Act, Button, Change, Incoming, Outgoing, Said
from rules.people.roles import CHANGERS, STAFF

UNBOUND = timedelta(days=1)  # after it we leave a group nobody has bound


async def group_changed(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Added by a leader: that leader is asked. By other staff: the leaders are. By anybody else: nothing is said."""
    chat_id, where = incoming.asker.chat_id, (incoming.channel, incoming.sender)
    if incoming.change is Change.REMOVED:
        await let_group_go(session, chat_id, None, incoming.when)
        return [Act("group.removed", chat_id)]
    known = (await known_askers(session, [where], incoming.when)).get(where)
    adder = known if isinstance(known, LinkedAsker) and known.has(*STAFF) else None
    offered_to = adder.school.id if adder else None
    await remember_group(session, chat_id, incoming.text[:120], offered_to, incoming.when)
    if adder is None:
        return [Act("group.added", chat_id)]
    chats = [adder.chat_id] if adder.has(*CHANGERS) else await _leaders(session, adder, incoming)
    with speaking(adder.school.language):
        return [*(_question(chat_id, incoming.text, to) for to in chats), Act("group.added", chat_id)]


def _question(chat_id: int, title: str, to: int) -> Outgoing:
    text = _(
        "I was added to the group {title}. Is it a group of the school's staff? Once it is bound, teachers can report "
        "absences there; names of pupils are never shown in it."
    )
    buttons = [
        [Button(_("Bind this group"), says.bind_group(chat_id))],
        [Button(_("Leave it"), says.leave_group(chat_id))],
    ]
    return Outgoing(text=text.format(title=quoted(title)), buttons=buttons, to=to)


async def _leaders(session: AsyncSession, adder: LinkedAsker, incoming: Incoming) -> list[int]:
    """The chats, on the same channel, of those who may bind it."""
    today = adder.school.day(incoming.when)
    theirs = select(Chats.id).join(Roles, Roles.person_id == Chats.person_id)
    mine = (Roles.school_id == adder.school.id, Roles.name.in_(CHANGERS), *held_on(today))
    found = theirs.where(*mine, Chats.closed_at.is_(None), Chats.channel == incoming.channel)
    return sorted(set(await session.scalars(found)))


@command("nhóm", help=N_("the groups in which staff may report"), who=CHANGERS)
async def groups(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """What the school has bound, and the taps that bind and leave."""
    if (chat_id := says.read_bind_group(incoming.rest)) is not None:
        return await _bind(incoming, session, chat_id)
    if (chat_id := says.read_leave_group(incoming.rest)) is not None:
        return await _leave(incoming, session, chat_id)
    bound = await groups_of(session, incoming.linked.school.id)
    if not bound:
        text = _("No group is bound yet. Add Sĩ Số to a group of the staff, and it will ask you here.")
        return [Outgoing(text=text)]
    lines = [_("**Groups in which staff may report**"), *(quoted(one.title) for one in bound)]
    buttons = [
        [Button(_("Leave {title}").format(title=one.title[:40]), says.leave_group(one.chat_id))] for one in bound
    ]
    return [Outgoing(text="\n".join(lines), buttons=buttons)]


async def _bind(incoming: Incoming, session: AsyncSession, chat_id: int) -> Sequence[Said]:
    asker = incoming.linked
    if not await bind_group(session, chat_id, asker.school.id, asker.person_id, incoming.when):
        return [Outgoing(text=_("This group is bound already, or Sĩ Số is no longer in it."))]
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


async def _leave(incoming: Incoming, session: AsyncSession, chat_id: int) -> Sequence[Said]:
    known = await group(session, chat_id)
    mine = incoming.linked.school.id
    if known is None or known.offered_to != mine or known.school_id not in (None, mine):
        return [Outgoing(text=_("Sĩ Số is not in that group."))]
    await let_group_go(session, chat_id, incoming.linked.person_id, incoming.when)
    return [
        Outgoing(text=_("Sĩ Số leaves that group.")),
        Outgoing(text=_("Sĩ Số leaves this group, as the school wishes. Goodbye."), to=chat_id, leave=True),
        Act("group.left", chat_id),
    ]


async def left_alone(incoming: Incoming, session: AsyncSession) -> Sequence[Said] | None:
    """We do not stay where nobody has said that we belong."""
    if incoming.asker.person_id is not None:
        return None
    known = await group(session, incoming.asker.chat_id)
    if known is None or known.school_id is not None or incoming.arrived - known.added_at < UNBOUND:
        return None
    return [Outgoing(text=_("No school has bound this group, so Sĩ Số leaves it. Goodbye."), leave=True)]
