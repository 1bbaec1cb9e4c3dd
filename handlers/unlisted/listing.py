"""The children on no list, by hamlet: how many, who goes there and what came of it; by name for who works on it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from handlers.cases.tasks import state_words
from handlers.unlisted.dropped import dropped_lines, follow_buttons, not_followed
from letters.says import cases as case_says
from letters.says import unlisted as says
from letters.says.unlisted import Verb
from locales import _
from locales.unlisted import ORIGINS
from locales.words import joined, listed
from models import Cases
from models.calendar.held import school_calendar
from models.cases.history import Task, tasks
from models.cases.sight import seen_by
from models.people.places import Carer, Place, carers, places, with_hamlets
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from models.unlisted.children import Outside, outside
from rules.people.roles import Role

NAMED = 30
OFFERED = 8


async def children(incoming: Incoming, session: AsyncSession, place_id: int | None = None) -> Sequence[Said]:
    """All that this person may know of, or those of one place. A village head reads how many there are."""
    school, moment = local(incoming)
    where = await places(session, school.id)
    own = _readable(incoming, where)
    wanted = own & with_hamlets(where, [place_id]) if place_id else own
    found = [one for one in await outside(session, school.id, moment.date()) if _within(incoming, one, wanted)]
    gone = await not_followed(incoming, session, wanted)
    if not found and not gone:
        text = _("No child on no list is known there yet. To name one: {example}")
        return [Outgoing(text=text.format(example=says.EXAMPLE))]
    mine = await _mine(incoming, session, found)
    charge = await carers(session, school.id, moment.date())
    head = _("**Children of school age on no list: {count}**").format(count=len(found))
    lines = [
        line
        for place in _in_order(where, found)
        for line in _of_place(where, place, found, mine, charge, moment.date())
    ]
    buttons = [*follow_buttons(gone), *_buttons(incoming, where, found, mine, whole=not place_id)]
    return [Outgoing(text=joined([head, *lines, *dropped_lines(gone, where)]), buttons=buttons),
            Act("unlisted.read", len(found))]  # fmt: skip


def _readable(incoming: Incoming, where: Mapping[int, Place]) -> frozenset[int]:
    if leads(incoming.asker):
        return frozenset(where)
    return with_hamlets(where, incoming.asker.places(Role.HAMLET_STAFF, Role.VILLAGE_HEAD))


def _within(incoming: Incoming, one: Outside, wanted: Collection[int]) -> bool:
    return one.place_id in wanted or (one.place_id is None and leads(incoming.asker))


async def _mine(incoming: Incoming, session: AsyncSession, found: Sequence[Outside]) -> dict[int, Task]:
    """The cases this person may see, by pupil."""
    school, moment = local(incoming)
    today = moment.date()
    calendar = await school_calendar(session, school, today)
    ids = [one.case_id for one in found if one.case_id]
    seen = select(Cases.id).where(Cases.id.in_(ids), seen_by(incoming.asker, today))
    open_ = await tasks(session, calendar, today, Cases.id.in_(list(await session.scalars(seen))))
    return {one.fact.pupil_id: one for one in open_}


def _in_order(where: Mapping[int, Place], found: Sequence[Outside]) -> list[int | None]:
    there = {one.place_id for one in found}
    return [*(place for place in where if place in there), *([None] if None in there else [])]


def _of_place(
    where: Mapping[int, Place],
    place: int | None,
    found: Sequence[Outside],
    mine: Mapping[int, Task],
    charge: Sequence[Carer],
    today: date,
) -> list[str]:
    here = [one for one in found if one.place_id == place]
    said = where[place].said if place else _("hamlet unknown")
    pair = [one.name for one in charge if place and one.place_id in {place, where[place].parent_id}
            and one.role == Role.HAMLET_STAFF]  # fmt: skip
    who = _("in charge: {names}").format(names=listed(pair)) if pair else _("nobody in charge")
    lines = [_("{place}: {count}; {who}").format(place=said, count=len(here), who=who)]
    return lines + [
        f"• {_child(one)}: {_state(mine[one.pupil_id], today)}" for one in here[:NAMED] if one.pupil_id in mine
    ]


def _child(one: Outside) -> str:
    why = _(ORIGINS[one.origin]) if one.origin else ""
    return ", ".join(filter(None, (one.name, str(one.born) if one.born else "", why)))


def _state(task: Task, today: date) -> str:
    """There is no day by which a child that nobody expects must be visited."""
    waits = task.visited_on is None and not task.to_decide and task.due is None and task.decision is None
    return _("waits for a home visit") if waits else state_words(task, today)


def _buttons(
    incoming: Incoming,
    where: Mapping[int, Place],
    found: Sequence[Outside],
    mine: Mapping[int, Task],
    *,
    whole: bool,
) -> list[list[Button]]:
    waiting = [mine[one.pupil_id] for one in found if one.pupil_id in mine]
    if len(waiting) > OFFERED and whole:
        there = [place for place in _in_order(where, found) if place]
        rows = [[Button(where[place].said, says.act(Verb.SHOW, place, ""))] for place in there[:OFFERED]]
    else:
        rows = [[Button(one.fact.name, case_says.case(one.fact.id))] for one in waiting[:OFFERED]]
    return [*rows, *([[Button(_("File"), says.FILE)]] if leads(incoming.asker) else [])]
