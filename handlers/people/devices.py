"""/thietbi: the phones one is reached by: which is written to first, which ends, and whose a new one is."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import ANYONE, command
from handlers.asked import local
from handlers.people.ending import ended
from handlers.people.second_device import confirm_family, confirm_own, say_lost
from letters.says.devices import DeviceAct, DeviceWish, device, read_device
from letters.says.people import UNLINK
from locales import N_, _
from locales.channels import channel_words
from locales.words import short_day
from models.people import devices as kept
from models.people.devices import Device
from models.people.invitees import Invitee, called, family, staff
from models.shapes.asker import LinkedAsker
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.people.roles import OFFICE, Role

MOST = 8
MARKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # of phones: their numbers would be taken for those of choices


@command("thiết bị", "máy của tôi", help=N_("your phones: where messages come first, and which to end"), who=ANYONE)
async def devices(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Leaders and administrators may name somebody of the school, homeroom teachers a family of their class."""
    wish, asker = read_device(incoming.rest), incoming.asker
    if wish is not None and wish.act is DeviceAct.LOST:
        return await say_lost(incoming, session, wish.number)
    if not isinstance(asker, LinkedAsker):
        return [Outgoing(text=_("This chat is not linked to anybody; nothing is sent here."))]
    if wish is not None:
        return await _granted(incoming, session, wish)
    if incoming.rest.strip() and asker.has(*OFFICE, Role.HOMEROOM):
        return await _of_somebody(incoming, session)
    return [_mine(asker, await kept.devices(session, [asker.person_id]))]


async def _granted(incoming: Incoming, session: AsyncSession, wish: DeviceWish) -> Sequence[Said]:
    match wish.act:
        case DeviceAct.MINE:
            return await confirm_own(incoming, session, wish.number)
        case DeviceAct.FAMILYS:
            return await confirm_family(incoming, session, wish.number)
        case DeviceAct.FIRST:
            return await _first(incoming, session, wish.number)
        case _:
            return await _end(incoming, session, wish.number)


def _mine(asker: LinkedAsker, mine: Sequence[Device]) -> Outgoing:
    lines = [_("**Where you are linked** (letters go to the first one that works):"), *_lines(asker, mine)]
    buttons = []
    for number, one in zip(MARKS, mine, strict=False):
        if number != MARKS[0]:
            words = _("Write to {channel} first ({number})").format(channel=channel_words(one.channel), number=number)
            buttons.append([Button(words, device(DeviceAct.FIRST, one.id))])
        words = _("End {channel} ({number})").format(channel=channel_words(one.channel), number=number)
        here = one.id == asker.chat_id
        buttons.append([Button(words, UNLINK if here else device(DeviceAct.END, one.id))])
    if len(mine) == 1:
        lines.append(_("To be reached on another phone too, ask the school for a code and type it there."))
    return Outgoing(text="\n".join(lines), buttons=buttons[:MOST])


def _lines(asker: LinkedAsker, found: Sequence[Device]) -> list[str]:
    lines = []
    for number, one in zip(MARKS, found, strict=False):
        linked = short_day(asker.school.day(one.linked_at)) if one.linked_at else "–"
        line = _("{number}. {channel}, linked {day}").format(
            number=number, channel=channel_words(one.channel), day=linked
        )
        lines.append(line + (" " + _("(this one)") if one.id == asker.chat_id else ""))
    return lines


async def _first(incoming: Incoming, session: AsyncSession, chat_id: int) -> Sequence[Said]:
    one = await kept.device(session, chat_id)
    if one is None or one.person_id != incoming.linked.person_id:
        return [_no_such()]
    await kept.prefer(session, chat_id, incoming.when)
    text = _("**Done**: from now on letters go to {channel} first; where it does not work, to your other one.")
    return [Outgoing(text=text.format(channel=channel_words(one.channel))), Act("chat.preferred", chat_id)]


async def _end(incoming: Incoming, session: AsyncSession, chat_id: int) -> Sequence[Said]:
    one, (_school, moment) = await kept.device(session, chat_id), local(incoming)
    if one is None or not await kept.may_end(session, incoming.linked, one, moment.date()):
        return [_no_such()]
    told = await ended(session, [one])
    text = _("**Ended**: {channel} of {name}. It reads and reports nothing any more.")
    words = text.format(channel=channel_words(one.channel), name=one.name)
    return [Outgoing(text=words), Act("chat.ended", chat_id), *told]


async def _of_somebody(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    asker, (school, moment) = incoming.linked, local(incoming)
    known: list[Invitee] = await family(session, school.id, moment.date(), among=asker.classes())
    if asker.has(*OFFICE):
        known = [*await staff(session, school.id, moment.date()), *await family(session, school.id, moment.date())]
    people = {one.owner.person_id for one in called(known, incoming.rest)}
    found = await kept.devices(session, people)
    if not found:
        text = _("Nobody called “{name}” whose phones you may end is linked.")
        return [Outgoing(text=text.format(name=incoming.rest.strip()[:60]))]
    names = dict.fromkeys(one.name for one in found)
    lines = []
    for name in names:
        lines += [f"**{name}**", *_lines(asker, [one for one in found if one.name == name])]
    text = _("End {channel} of {name}")
    words = [text.format(channel=channel_words(one.channel), name=one.name)[:90] for one in found[:MOST]]
    buttons = [[Button(label, device(DeviceAct.END, one.id))] for label, one in zip(words, found[:MOST], strict=True)]
    return [Outgoing(text="\n".join(lines), buttons=buttons)]


def _no_such() -> Outgoing:
    return Outgoing(text=_("There is no such phone that is yours to decide about. Type /thietbi to see them."))
