"""/thongbao: the words are shown with the number of people they reach, one tap sends them; asked again, it says who has
read them.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, command
from handlers.announcements.audience import audience_of, read_audience, whom_buttons
from handlers.announcements.card import card, latest
from handlers.announcements.day_off import day_off_in
from handlers.announcements.ready import ready
from handlers.asked import Unclear, local
from letters.announcements import announced
from letters.says import announcements as says
from letters.says.announcements import Verb
from letters.says.calendar import day_off as day_off_said
from letters.told import reach_line
from locales import N_, _
from locales.words import joined, listed, plain
from models import Announcements, Pupils
from models.announcements import AnnouncementTargets, keep_targets, recipients, targets
from models.people.class_lists import classes
from models.people.groups import groups_of
from models.shapes.message import Act, Button, Incoming, Notices, Outgoing, Said
from models.told import resting
from rules.announcements import LONGEST, Read, Whom, named_in
from rules.letters import Kind
from rules.people.roles import CHANGERS, OFFICE

WAITS = timedelta(days=3)


class Draft(Struct, frozen=True):
    number: int
    words: str
    whom: str | None


@command(
    "thông báo",
    "announce",
    help=N_("write to staff, families, villages or classes, and see who has read it"),
    usage=N_("phụ huynh 6A: words"),
    task=N_("Announcements"),
    who=OFFICE,
    slash=True,
)
async def announce(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    words = incoming.rest.strip()
    wish = says.read_act(words)
    if wish is None:
        return [await _written(incoming, session, words) if words else await latest(incoming, session)]
    match wish.verb:
        case Verb.READY:
            return [await _written(incoming, session, ready(wish.number)), *_to_change(wish.number)]
        case Verb.SHOW:
            shown = await card(incoming, session, wish.number, wish.rest)
            return [shown, Act("announcement.calls_read", wish.number)]
        case Verb.FOR | Verb.CHANGE:
            anew = _addressed if wish.verb is Verb.FOR else _changed
            return [await anew(incoming, session, await _own(incoming, session, wish.number), wish.rest)]
        case Verb.SEND:
            return await _sent(incoming, session, await _own(incoming, session, wish.number), wish.rest)


def _to_change(number: int) -> list[Said]:
    """The same words to be taken over, changed and sent."""
    return [
        Outgoing(text=_("To change the words: copy the next message, change it and send it to me.")),
        Outgoing(text=says.announcement(ready(number)), copied=True),
    ]


async def _written(incoming: Incoming, session: AsyncSession, text: str) -> Outgoing:
    """New words are kept as a draft, so that a tap sends what was shown and sends it once."""
    read = await read_audience(incoming, session, text)
    await _acceptable(incoming, session, read)
    return await _preview(incoming, session, await _kept(incoming, session, read))


async def _changed(incoming: Incoming, session: AsyncSession, draft: Draft, words: str) -> Outgoing:
    """A new draft for the same people: a tap under the older words still sends those."""
    classes_, places = await targets(session, draft.number)
    whom = Whom(draft.whom) if draft.whom else None
    read = Read(whom=whom, classes=frozenset(classes_), places=frozenset(places), words=words.strip())
    await _acceptable(incoming, session, read)
    return await _preview(incoming, session, await _kept(incoming, session, read))


async def _kept(incoming: Incoming, session: AsyncSession, read: Read) -> Draft:
    values = {"school_id": incoming.linked.school.id, "person_id": incoming.linked.person_id, "words": read.words}
    values |= {"made_at": incoming.when, "whom": read.whom}
    number = await session.scalar(insert(Announcements).values(**values).returning(Announcements.id)) or 0
    await keep_targets(session, number, read.classes, read.places)
    return Draft(number, read.words, read.whom)


async def _acceptable(incoming: Incoming, session: AsyncSession, read: Read) -> None:
    if not read.words:
        raise Unclear(_("What shall be announced? For example: {example}").format(example=_example()))
    if len(read.words) > LONGEST:
        text = _("That is too long for phones: at most {count} letters, please. Nothing was sent.")
        raise Unclear(text.format(count=LONGEST))
    await _names_nobody(session, incoming.linked.school.id, read.words)


async def _names_nobody(session: AsyncSession, school_id: int, words: str) -> None:
    """What goes to many names no child."""
    names = await session.scalars(select(Pupils.full_name).where(Pupils.school_id == school_id))
    if name := named_in(words, names):
        text = _("The words hold a pupil's name ({name}). An announcement goes to many people and names no pupil: "
                 "please leave the name out and send it again. Nothing was sent.")  # fmt: skip
        raise Unclear(text.format(name=name))


def _example() -> str:
    return says.announcement("phụ huynh 6A: sáng mai các em mang áo ấm")


async def _own(incoming: Incoming, session: AsyncSession, number: int) -> Draft:
    """Raises Unclear for what is none of one's own drafts any more."""
    found = select(Announcements.id, Announcements.words, Announcements.whom).where(
        Announcements.id == number,
        Announcements.person_id == incoming.linked.person_id,
        Announcements.school_id == incoming.linked.school.id,
        Announcements.sent_at.is_(None),
    )
    row = (await session.execute(found)).one_or_none()
    if row is None:
        again = [[Button(_("Who has read it"), says.act(Verb.SHOW, number, ""))]]
        raise Unclear(_("This announcement has been sent already, or is not yours. Nothing was sent again."), again)
    return Draft(row.id, row.words, row.whom)


async def _addressed(incoming: Incoming, session: AsyncSession, draft: Draft, whom: str) -> Outgoing:
    read = await read_audience(incoming, session, f"{whom}:")
    if read.whom is None:
        return await _preview(incoming, session, draft)
    await session.execute(update(Announcements).where(Announcements.id == draft.number).values(whom=read.whom))
    old = AnnouncementTargets.announcement_id == draft.number
    await session.execute(AnnouncementTargets.__table__.delete().where(old))
    await keep_targets(session, draft.number, read.classes, read.places)
    return await _preview(incoming, session, Draft(draft.number, draft.words, read.whom))


async def _preview(incoming: Incoming, session: AsyncSession, draft: Draft) -> Outgoing:
    asker = incoming.linked
    shown = announced(asker.school.name, draft.words, asker.name)
    if draft.whom is None:
        text = joined([shown, "", _("Whom is it for? Nothing was sent yet.")])
        return Outgoing(text=text, buttons=whom_buttons(draft.number))
    audience = await audience_of(session, draft.number)
    reached = await reach_line(session, asker.school, incoming.when, [_letters(incoming, draft.number)])
    groups = _in_groups(await _groups(incoming, session, draft))
    lines = [shown, "", _("To: {whom}").format(whom=audience.said), reached, groups, _("Nothing was sent yet.")]
    buttons = [[Button(_("Send it"), says.act(Verb.SEND, draft.number, ""))]]
    day = day_off_in(draft.words, local(incoming)[1].date(), audience)
    if day is not None and asker.has(*CHANGERS):
        label = _("Send, and enter the day off {day}").format(day=day.label)
        buttons.append([Button(label, says.act(Verb.SEND, draft.number, day.rest))])
    return Outgoing(text=joined(lines), buttons=buttons)


def _letters(incoming: Incoming, number: int) -> Notices:
    """What it is told by; whoever belongs to two of its circles is told once."""
    school, moment = local(incoming)
    key = f"{Kind.ANNOUNCEMENT}:{number}"
    chosen = recipients(number, school.id, moment.date(), key, incoming.linked.person_id)
    return Notices(kind=Kind.ANNOUNCEMENT, select=chosen, valid_until=incoming.when + WAITS)


async def _sent(incoming: Incoming, session: AsyncSession, draft: Draft, day_off: str) -> Sequence[Said]:
    """With a day off it is entered first; where that asks something back, nothing is sent."""
    if draft.whom is None:
        return [await _preview(incoming, session, draft)]
    if (older := await _written_again(incoming, session, draft)) is not None:
        return [older]
    await _names_nobody(session, incoming.linked.school.id, draft.words)
    entered: list[Said] = []
    if day_off:
        entered = list(await as_if_typed(incoming, session, day_off_said(day_off)) or [])
        if not any(isinstance(one, Act) for one in entered):
            text = _("The announcement was not sent: first the calendar. Afterwards:")
            again = [[Button(_("Send it"), says.act(Verb.SEND, draft.number, ""))]]
            return [*entered, Outgoing(text=text, buttons=again)]
    sent = update(Announcements).where(Announcements.id == draft.number).values(sent_at=incoming.when)
    await session.execute(sent)
    groups = await _groups(incoming, session, draft)
    shown = announced(incoming.linked.school.name, draft.words, incoming.linked.name)
    there = [Outgoing(text=shown, to=group.chat_id, passed_on=True) for group in groups]
    receipt = await _receipt(incoming, session, draft, groups)
    return [receipt, *entered, *there, _letters(incoming, draft.number), Act("announcement.sent", draft.number)]


async def _written_again(incoming: Incoming, session: AsyncSession, draft: Draft) -> Outgoing | None:
    """Of words for the same people that this person has written since, an older tap sends nothing: the older ones are
    shown once more, with a tap of their own.
    """
    mine = (Announcements.person_id == incoming.linked.person_id, Announcements.school_id == incoming.linked.school.id)
    later = select(Announcements.id).where(*mine, Announcements.id > draft.number, Announcements.whom == draft.whom)
    whose = await targets(session, draft.number)
    newer = [number for number in await session.scalars(later) if await targets(session, number) == whose]
    if not newer:
        return None
    read = Read(whom=Whom(draft.whom or ""), classes=frozenset(whose[0]), places=frozenset(whose[1]), words=draft.words)
    shown = await _preview(incoming, session, await _kept(incoming, session, read))
    head = _("**You have written to the same people since.** This is the older text; nothing was sent:")
    return structs.replace(shown, text=f"{head}\n{shown.text}")


async def _groups(incoming: Incoming, session: AsyncSession, draft: Draft) -> Sequence[Any]:
    """The staff's groups where it is for all of them, those of parents where it is for all families of the class; never
    in the school's rest.
    """
    school = incoming.linked.school
    if draft.whom is None or resting(school, incoming.when):
        return []
    named, places = await targets(session, draft.number)
    for_staff = draft.whom in (Whom.STAFF, Whom.EVERYBODY) and not named and not places
    for_families = draft.whom in (Whom.FAMILIES, Whom.EVERYBODY)
    there = {one.id for one in await classes(session, school, local(incoming)[1].date())}
    meant = (there if not named and not places else there & set(named)) if for_families else set[int]()
    found = await groups_of(session, school.id)
    return [one for one in found if (for_staff if one.class_id is None else one.class_id in meant)]


def _in_groups(groups: Sequence[Any]) -> str:
    return _("Also in the group: {names}").format(names=listed(plain(one.title) for one in groups)) if groups else ""


async def _receipt(incoming: Incoming, session: AsyncSession, draft: Draft, groups: Sequence[Any]) -> Outgoing:
    school = incoming.linked.school
    reached = await reach_line(session, school, incoming.when, [_letters(incoming, draft.number)])
    rest = _("It leaves when the quiet hours are over.") if resting(school, incoming.when) else ""
    buttons = [[Button(_("Who has read it"), says.act(Verb.SHOW, draft.number, ""))]]
    return Outgoing(
        text=joined([_("**The announcement is on its way**"), reached, _in_groups(groups), rest]), buttons=buttons
    )
