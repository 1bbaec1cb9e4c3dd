"""/viec: what is waiting for somebody: reports to make, homes to visit, promises to watch, decisions to take."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import leads, local
from handlers.cases.tasks_of_class import waiting_in_class
from letters.says import cases as says
from locales import N_, _
from locales.words import day_words, listed, pupil_at, when
from models import Classes, ClassParts
from models.calendar.held import school_calendar
from models.cases.history import Task, tasks
from models.cases.sight import is_inside, seen_by
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.calendar.parts import Part
from rules.ladder.steps import OUT
from rules.people.names import given_name
from rules.people.roles import STAFF, Role

SHOWN = 25  # cases listed one by one
OFFERED = 8


@command(
    "việc",
    "tasks",
    help=N_("what is waiting for you"),
    daily=8,
    task=N_("What is waiting for me"),
    who=STAFF | {Role.COMMUNE_OFFICER},
)
async def my_tasks(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Today's reports still to make, and the open cases one has to do with; overdue ones first."""
    school, moment = local(incoming)
    today = moment.date()
    silent = await _silent_parts(incoming, session, today, moment.time())
    lines = [_("• Report class {klass}, {when}").format(klass=name, when=when(today, parts)) for name, parts in silent]
    calendar = await school_calendar(session, school, today)
    found = await tasks(session, calendar, today, seen_by(incoming.asker, today))
    lines += [*_summary(incoming, found), *[_line(one, today) for one in found[:SHOWN]]]
    if len(found) > SHOWN:
        lines.append(_("• and {count} more").format(count=len(found) - SHOWN))
    in_class, taps = await waiting_in_class(incoming, session, today) if incoming.private else ([], [])
    lines += in_class
    if not lines:
        return [Outgoing(text=_("Nothing is waiting for you. Thank you."))]
    head = _("**What is waiting for you**")
    buttons = [*await _buttons(incoming, session, found, today), *taps]
    return [Outgoing(text="\n".join([head, *lines]), buttons=buttons)]


def _summary(incoming: Incoming, found: Sequence[Task]) -> list[str]:
    """For the leadership: how many cases, by class and by hamlet."""
    if not leads(incoming.asker) or len(found) < 2:
        return []
    late = sum(one.overdue(local(incoming)[1].date()) for one in found)
    head = _("Open cases: {count}, overdue {late}").format(count=len(found), late=late)
    by_class = Counter(one.fact.class_name or _("on no class list") for one in found)
    by_place = Counter(one.fact.place or _("hamlet unknown") for one in found)
    return [head, *(_counted(counts) for counts in (by_class, by_place))]


def _counted(counts: Counter[str]) -> str:
    return "– " + ", ".join(f"{name}: {count}" for name, count in counts.most_common(OFFERED))


def _line(task: Task, today: date) -> str:
    fact = task.fact
    gone = "" if task.on_a_list or not fact.class_id else " " + _("(no longer on a class list)")
    return "• " + pupil_at(fact.name, fact.class_name, fact.place) + ": " + state_words(task, today) + gone


def state_words(task: Task, today: date) -> str:
    """What a case waits for, and until when."""
    if task.step == OUT:
        return _("the commune is asked to help, not back yet")
    if task.to_decide:
        return _("waits for the principal's decision")
    if task.visited_on is not None and task.promised_on is not None:
        text = _("promised for {day}") if task.promised_on >= today else _("**promised for {day}, not back**")
        return text.format(day=day_words(task.promised_on))
    if task.visited_on is not None:
        return _("visited {day}, not back yet").format(day=day_words(task.visited_on))
    if task.due is not None and task.due < today:
        return _("**home visit overdue** since {day}").format(day=day_words(task.due))
    return _("home visit due {day}").format(day=day_words(task.due) if task.due else _("soon"))


async def _buttons(incoming: Incoming, session: AsyncSession, found: Sequence[Task], today: date) -> list[list[Button]]:
    """Who is to visit has the visits at hand, those of one hamlet as one trip; the principal the decisions."""
    asker = incoming.asker
    if asker.has(Role.PRINCIPAL):
        return [[Button(_("Decide: {name}").format(name=one.fact.name), says.case(one.fact.id))]
                for one in found if one.to_decide][:OFFERED]  # fmt: skip
    if leads(asker):
        return []
    if not is_inside(asker):
        return [[Button(one.fact.name, says.case(one.fact.id))] for one in found][:OFFERED]
    mine = [one for one in found if one.to_visit and (one.fact.class_id in asker.classes() or not asker.classes())]
    rows = [[Button(_("Visited {name}").format(name=one.fact.name), says.visit(one.fact.id))] for one in mine]
    return [*_trips(mine), *rows][:OFFERED]


def _trips(mine: Sequence[Task]) -> list[list[Button]]:
    """The pupils away in one hamlet are one way to go."""
    by_place: dict[int, list[Task]] = {}
    for one in mine:
        by_place.setdefault(one.fact.place_id or 0, []).append(one)
    text = _("One trip to {place}: {names}")
    return [
        [
            Button(
                text.format(place=some[0].fact.place, names=listed(given_name(one.fact.name) for one in some)),
                says.visit_trip(place),
            )
        ]
        for place, some in by_place.items()
        if place and len(some) > 1
    ]


async def _silent_parts(
    incoming: Incoming, session: AsyncSession, today: date, now: time
) -> list[tuple[str, list[str]]]:
    school, _moment = local(incoming)
    begun = [
        part
        for part, at in ((Part.MORNING, school.morning_starts), (Part.AFTERNOON, school.afternoon_starts))
        if at <= now
    ]
    statement = (
        select(Classes.name, ClassParts.part)
        .join(Classes, Classes.id == ClassParts.class_id)
        .where(
            ClassParts.class_id.in_(incoming.asker.classes()),
            ClassParts.day == today,
            ClassParts.part.in_(begun),
            ClassParts.held,
            ClassParts.reported_at.is_(None),
        )
        .order_by(Classes.name, ClassParts.part.desc())
    )
    found: dict[str, list[str]] = {}
    for name, part in await session.execute(statement):
        found.setdefault(name, []).append(part)
    return list(found.items())
