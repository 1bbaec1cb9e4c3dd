"""/huy: everything a message recorded is taken back at once, and the right people hear of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.register.receipts.receipt import closed_line
from handlers.register.withdrawn import withdrawn_notices
from letters.register.withdrawn import no_report_lines
from letters.says.register import read_undo, scope_said
from letters.told import corrections_line
from locales import N_, _
from locales.words import joined, listed
from models.ladder.look_again import cases_closed_by, look_again, not_to
from models.ladder.reopening import open_again
from models.learned import forget_of
from models.people.class_lists import class_names
from models.register.batches import Batch, Undoing, batch, last_batch, take_back
from models.register.questions import drop_of_class, drop_open, last_open
from models.shapes.asker import School
from models.shapes.message import Act, Incoming, Notice, Outgoing, Said
from rules.people.roles import LEADERS, REPORTERS


@command(
    "huỷ", "hủy", "undo", help=N_("take back your last report"), daily=7, who=REPORTERS, everyday=True, in_group=True
)
async def undo(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """With a number (from a button) that message's report, else the asker's last one."""
    numbered = read_undo(incoming.rest)
    if incoming.rest.strip() and not numbered:
        return [Outgoing(text=_("Nothing was taken back. To take back your last report, type /huy alone."))]
    number = numbered or await last_of(incoming, session)
    done = await batch(session, number) if number else None
    if done is None or done.school_id != incoming.linked.school.id:
        return [await _only_questions(incoming, session, number)]
    if not may_change(incoming, done):
        return [Outgoing(text=_("Only who made a report, the class's homeroom teacher or the leadership may undo it."))]
    return await _take_back(incoming, session, done)


async def last_of(incoming: Incoming, session: AsyncSession) -> int:
    """The asker's last message of which something stands or is open; 0 for none."""
    mine = incoming.linked.person_id
    return max(await last_batch(session, mine) or 0, await last_open(session, mine) or 0)


def may_change(incoming: Incoming, done: Batch) -> bool:
    """Who reported, the homeroom teacher of all its classes, the leadership."""
    asker = incoming.linked
    if asker.school.id != done.school_id:
        return False
    return asker.person_id == done.person_id or asker.has(*LEADERS) or done.classes <= asker.classes()


async def _only_questions(incoming: Incoming, session: AsyncSession, number: int) -> Outgoing:
    """Nothing of that message was recorded; what it asked is asked no more."""
    own = number and number == await last_open(session, incoming.linked.person_id)
    if own and await drop_open(session, number, incoming.asker.person_id, incoming.when):
        return Outgoing(text=_("**Taken back**: nothing had been recorded yet, and nothing is asked any more."))
    return Outgoing(text=_("There is no report of yours to take back."))


async def _take_back(incoming: Incoming, session: AsyncSession, done: Batch) -> list[Said]:
    school = incoming.linked.school
    pupils = await take_back(session, done, Undoing(person_id=incoming.asker.person_id, at=incoming.when))
    await drop_open(session, done.inbox_id, incoming.asker.person_id, incoming.when)
    for class_id, day in done.parts:
        await drop_of_class(session, class_id, day, incoming.linked.person_id, incoming.when)
    await forget_of(session, done.inbox_id)
    corrections: list[Notice] = []
    for day, changed in sorted(pupils.items()):
        corrections += await look_again(session, school, changed, day, incoming.when)
    corrections += await reopened_by(session, school, done, incoming.when)
    others = not_to(incoming.asker.person_id, corrections)
    text = _("**Taken back**: the report of {scope} ({count} pupils).")
    count = len(set().union(*pupils.values()))
    words = text.format(scope=listed(await scopes(session, done)), count=count)
    if others or not corrections:
        words += " " + await corrections_line(session, school, incoming.when, others)
    words = joined([words, *closed_line(await cases_closed_by(session, corrections))])
    for day in sorted({day for _class_id, day in done.parts}):
        words = joined([words, *await no_report_lines(session, school, done.classes, day, incoming.when)])
    told = await withdrawn_notices(session, incoming, done)
    return [Outgoing(text=words), Act("report.undone", done.inbox_id), *told, *others]


async def reopened_by(session: AsyncSession, school: School, done: Batch, now: datetime) -> list[Notice]:
    """Whose case had been closed by a report that is taken back, even one that named nobody."""
    days = sorted({day for _class_id, day in done.parts})
    found = [await open_again(session, school.id, day, school.day(now)) for day in days]
    return [notice for some in found for notice in some]


async def scopes(session: AsyncSession, done: Batch) -> list[str]:
    """`6A sáng 16/11` of everything a batch is about."""
    names = await class_names(session, done.classes)
    return [scope_said(names[class_id], parts, day) for (class_id, day), parts in done.parts.items()]
