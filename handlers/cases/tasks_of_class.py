"""What /viec shows beside the cases: families to answer or to call, accounts that wait, reasons, open questions."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from handlers.campaign.reasons import reasons_missing
from handlers.cases.accounts_waiting import accounts_waiting
from handlers.families.tap import undecided
from letters.families.answers import answer_line, each_decided, matters
from letters.families.tap import choices, named
from letters.leave import each_decided as each_leave_decided
from letters.leave import request_line
from letters.register.questions import again
from letters.register.waiting import still_open
from letters.says.campaign import reasons_of
from letters.says.families import CALLS
from locales import _
from models import Answers, Classes, Firings, Leaves, Roles
from models.families.answers import KNOWN, OPEN
from models.families.call_list import call_list
from models.leave import ASKED, leaves
from models.people.class_lists import class_names, classes
from models.people.holders import leaders
from models.people.roles import held_on
from models.register.questions import open_of
from models.shapes.message import Button, Incoming
from rules.people.roles import Role

MOST = 4  # of a kind, with their taps

Part = tuple[list[str], list[list[Button]]]  # lines and taps


async def waiting_in_class(incoming: Incoming, session: AsyncSession, today: date) -> Part:
    """Lines and taps, the most pressing first; none for whoever has no class."""
    lines: list[str] = []
    buttons: list[list[Button]] = []
    for part in (_alarms, _answers, _leaves, accounts_waiting, _calls, _reasons, _questions):
        said, taps = await part(incoming, session, today)
        lines += said
        buttons += taps
    return lines, buttons


async def _alarms(incoming: Incoming, session: AsyncSession, today: date) -> Part:
    """Families who are not told before the teacher's tap, where the school has chosen so."""
    found = await undecided(incoming, session, today)
    lines = [_("Families to be told once you tap:"), *(f"• {named(row)}" for row in found.values())]
    return (lines, choices(today, found)[:MOST]) if found else ([], [])


async def _decided_here(incoming: Incoming, session: AsyncSession, today: date) -> Collection[int]:
    """The classes of whose pupils this person decides: the own ones; those without a homeroom teacher are the
    leadership's.
    """
    own, school = incoming.asker.classes(), local(incoming)[0]
    if incoming.asker.person_id not in await leaders(session, school.id, today):
        return own
    taught = select(Roles.class_id).where(
        Roles.school_id == school.id, Roles.name == Role.HOMEROOM, *held_on(today), Roles.class_id.is_not(None)
    )
    return own | ({one.id for one in await classes(session, school, today)} - set(await session.scalars(taught)))


async def _answers(incoming: Incoming, session: AsyncSession, today: date) -> Part:
    """What families said of an absence, and nobody has decided yet."""
    decided = await _decided_here(incoming, session, today)
    mine = select(Answers.id).join(Firings, Firings.id == Answers.firing_id)
    mine = mine.where(Firings.class_id.in_(decided), Answers.state == OPEN, Answers.code != KNOWN)
    mine = mine.where(Answers.pupil_id.not_in(incoming.asker.children))
    ids = list(await session.scalars(mine.order_by(Answers.id)))
    found = [one for one in await matters(session, ids) if one.asked is not None]
    lines = [_("Answers of families to decide:"), *map(answer_line, found)] if found else []
    return lines, each_decided(found[:MOST], named=True)


async def _leaves(incoming: Incoming, session: AsyncSession, today: date) -> Part:
    decided = await _decided_here(incoming, session, today)
    others = Leaves.pupil_id.not_in(incoming.asker.children)
    own = (Leaves.class_id.in_(decided), others, Leaves.state == ASKED, Leaves.last >= today)
    found = await leaves(session, today, *own)
    lines = [_("Leave asked by families, to decide:"), *map(request_line, found)] if found else []
    return lines, each_leave_decided(found[:MOST], named=True)


async def _calls(incoming: Incoming, session: AsyncSession, today: date) -> Part:
    """What /goi lists: the own class, and for the leadership the school."""
    mine, everywhere = incoming.asker.classes(), leads(incoming.asker)
    if not mine and not everywhere:
        return [], []
    own = [] if everywhere else [Classes.id.in_(mine)]
    found = await call_list(session, local(incoming)[0].id, today, *own)
    count = sum(not one.done for one in found)
    if not count:
        return [], []
    return [_("• Families to call today: {count}").format(count=count)], [[Button(_("Families to call"), CALLS)]]


async def _reasons(incoming: Incoming, session: AsyncSession, today: date) -> Part:
    """In a return campaign everybody missing has a reason."""
    names = await class_names(session, incoming.asker.classes())
    lines, buttons = [], []
    for class_id, name in names.items():
        if count := await reasons_missing(session, local(incoming)[0], class_id, today):
            lines.append(_("• Reasons still to be given in {klass}: {count}").format(klass=name, count=count))
            buttons.append([Button(_("Give the reasons of {klass}").format(klass=name), reasons_of(name))])
    return lines, buttons


async def _questions(incoming: Incoming, session: AsyncSession, today: date) -> Part:
    found = await open_of(session, incoming.linked.person_id, incoming.when)
    return ["• " + still_open(found)] if found else [], again(found[:MOST])
