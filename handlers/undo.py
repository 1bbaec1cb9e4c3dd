"""/huy, /sua and edited messages: a report is taken back or amended as a whole, and the right people hear of it."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import structs
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import REPORTERS, command, match, may
from handlers.roll import part_typed
from locales import N_, _
from locales.words import listed, session_words, short_day
from models import Classes, Inbox, Pupils
from models.correct import look_again
from models.message import Act, Button, Incoming, Outgoing, Said
from models.register import Batch, Report, batch, last_batch, take_back

LEADING = ("registrar", "vice_principal", "principal")


@command("huỷ", "hủy", "undo", help=N_("take back your last report"), who=REPORTERS)
async def undo(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """With a number (from a button) that message's report, else the asker's last one."""
    if incoming.rest.strip() and not _number(incoming):
        return [Outgoing(text=_("Nothing was taken back. To take back your last report, type /huy alone."))]
    done = await _asked_for(incoming, session)
    if done is None:
        return [Outgoing(text=_("There is no report of yours to take back."))]
    if not _may(incoming, done):
        return [Outgoing(text=_("Only who made a report, the class's homeroom teacher or the leadership may undo it."))]
    return await _take_back(incoming, session, done)


async def _asked_for(incoming: Incoming, session: AsyncSession) -> Batch | None:
    if number := _number(incoming):
        return await batch(session, number)
    assert incoming.asker.person_id is not None  # noqa: S101, REPORTERS are linked
    newest = await last_batch(session, incoming.asker.person_id)
    return await batch(session, newest) if newest is not None else None


def _number(incoming: Incoming) -> int:
    """The message's number as a button gives it; 0 without one."""
    word = incoming.rest.strip()
    return int(word) if word.isdecimal() and len(word) < 18 else 0


def _may(incoming: Incoming, done: Batch) -> bool:
    asker = incoming.asker
    if asker.school is None or asker.school.id != done.school_id:
        return False
    return asker.person_id == done.person_id or asker.has(*LEADING) or done.class_id in asker.classes()


async def _take_back(incoming: Incoming, session: AsyncSession, done: Batch) -> list[Said]:
    school = incoming.asker.school
    assert school is not None  # noqa: S101, checked by _may
    pupils = await take_back(session, done, _undoing(incoming, done))
    corrections = await look_again(session, school, pupils, done.day, incoming.when)
    klass = await session.scalar(select(Classes.name).where(Classes.id == done.class_id))
    text = _("**Taken back**: the report of {klass} {session} {day} ({count} pupils).")
    words = text.format(klass=klass, session=session_words(done.sessions), day=short_day(done.day), count=len(pupils))
    if not corrections:
        words += " " + _("Nobody had been told yet.")
    else:
        words += " " + _("Those who had been told get a correction.")
    return [Outgoing(text=words), Act("report.undone", done.inbox_id), *corrections]


def _undoing(incoming: Incoming, done: Batch) -> Report:
    return Report(
        school_id=done.school_id,
        class_id=done.class_id,
        day=done.day,
        sessions=done.sessions,
        enrolled=0,
        person_id=incoming.asker.person_id,
        inbox_id=incoming.inbox_id,
        at=incoming.when,
    )


@command("sửa", help=N_("change a report"), who=REPORTERS, hidden=True)
async def amend(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """A button a pupil: with leave, or in class after all. Each is a message like any other."""
    done = await _asked_for(incoming, session)
    if done is None or not _may(incoming, done):
        return [Outgoing(text=_("There is no report of yours to take back."))]
    klass = await session.scalar(select(Classes.name).where(Classes.id == done.class_id))
    pupils = {mark.pupil_id for mark in done.marks}
    rows = await session.execute(select(Pupils.id, Pupils.full_name).where(Pupils.id.in_(pupils)).order_by(Pupils.id))
    scope = f"{klass} {part_typed(done.sessions)} {done.day.isoformat()}"
    buttons = [
        [
            Button(_("{name}: with leave").format(name=name), f"/phep {scope} #p{id_}"),
            Button(_("{name}: in class").format(name=name), f"/comat {scope} #p{id_}"),
        ]
        for id_, name in rows
    ]
    buttons.append([Button(_("Undo all of it"), f"/huy {done.inbox_id}")])
    return [Outgoing(text=_("What should be changed? To add a pupil, just report again."), buttons=buttons)]


async def replacing(incoming: Incoming, session: AsyncSession) -> Outgoing | None:
    """An edited message is a proposal: show what would be replaced and ask. None if there is nothing to replace."""
    statement = select(Inbox.id).where(
        Inbox.channel == incoming.channel,
        Inbox.address == incoming.address,
        Inbox.message_id == incoming.message_id,
        Inbox.id != incoming.inbox_id,
    )
    earlier = (await session.scalars(statement)).all()
    found = [done for inbox_id in earlier if (done := await batch(session, inbox_id)) is not None]
    if not found:
        return None
    pupils = {mark.pupil_id for done in found for mark in done.marks}
    names = (await session.scalars(select(Pupils.full_name).where(Pupils.id.in_(pupils)).order_by(Pupils.id))).all()
    text = _("You changed a message that was recorded already ({names}). Should the new text replace it?")
    ids = ",".join(str(done.inbox_id) for done in found)
    replace_it = f"/thaythe {ids} {incoming.when.isoformat()} {incoming.text}"
    buttons = [[Button(_("Replace"), replace_it), Button(_("Keep as it was"), "/giunguyen")]]
    return Outgoing(text=text.format(names=listed(names) or _("nobody absent")), buttons=buttons)


@command("thay thế", help="", who=REPORTERS, hidden=True)
async def replace(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """`rest` is the reports to take back, by number, the moment their message was written, and the text that takes
    their place: it means the day it was written on, whenever the button is pressed.
    """
    numbers, moment, text = [*incoming.rest.split(None, 2), "", "", ""][:3]
    found, written = match(text), _moment(moment)
    if found is None or written is None or not may(incoming.asker, found[0].who):
        return [Outgoing(text=_("Nothing was changed."))]
    said: list[Said] = []
    for number in numbers.split(","):
        done = await batch(session, int(number)) if number.isdecimal() else None
        if done is not None and _may(incoming, done):
            said += [item for item in await _take_back(incoming, session, done) if not isinstance(item, Outgoing)]
    fresh = structs.replace(incoming, text=text, rest=found[1], edited=False, when=min(written, incoming.when))
    return [*said, *await found[0].run(fresh, session)]


def _moment(words: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(words)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


@command("giữ nguyên", help="", who=REPORTERS, hidden=True)
async def keep(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    return [Outgoing(text=_("Nothing was changed."))]
