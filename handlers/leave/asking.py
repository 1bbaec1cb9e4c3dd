"""/xinphep: a family asks leave ahead, by buttons or in one line; nothing stands before the teacher's word."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import Unclear, local
from handlers.leave.elsewhere import children_elsewhere
from handlers.leave.not_asked_yet import not_asked_yet
from handlers.whom_to_call import teachers_of
from letters.leave import days_said
from letters.says.leave import (
    ask_for_leave,
    leave_day,
    leave_days,
    read_ask_for_leave,
    read_withdraw_leave,
    withdraw_leave,
)
from letters.told import line_for
from locales import N_, _
from locales.words import joined, listed, quoted, short_day
from models import Enrolments, Leaves, Pupils
from models.calendar.held import school_calendar
from models.figures.counting import enrolled_on
from models.leave import APPROVED, ASKED, WITHDRAWN, Leave, ask_leave, leaves, set_state, stands_in, take_back_leave
from models.people.holders import deciders
from models.post.awaited import expect_words
from models.shapes.asker import School
from models.shapes.message import Act, Button, Incoming, Notice, Outgoing, Said
from rules.calendar.days_said import DayProblem
from rules.calendar.parts import Part
from rules.leave import LeaveWish, a_week_on, read_leave, which_child
from rules.letters import Kind
from rules.people.names import given_name
from rules.people.roles import Role


class Child(Struct, frozen=True):
    pupil_id: int
    name: str
    class_id: int


class Wanted(Struct, frozen=True, kw_only=True):
    """A child, days on which its class has lessons, and a reason: empty as long as none is said."""

    child: Child
    first: date
    last: date
    part: str | None
    reason: str
    reason_code: str | None


@command(
    "xin phép",
    "xin nghỉ",
    "ask for leave",
    help=N_("ask leave for your child: days and reason"),
    usage=N_("mai con ốm"),
    daily=15,
    task=N_("Ask leave for my child"),
    who=frozenset({Role.GUARDIAN}),
    begins={Role.GUARDIAN: "mai con ốm"},
    own=True,
)
async def ask(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Child, days and reason in one line; what is missing is asked for with buttons."""
    words = incoming.rest.strip()
    if (leave_id := read_withdraw_leave(words)) is not None:
        return await _withdraw(incoming, session, leave_id)
    wanted = await _read(incoming, session, words)
    return await _request(incoming, session, wanted) if wanted.reason else [await _why(incoming, session, wanted)]


async def own_children(session: AsyncSession, pupils: Sequence[int], day: date) -> dict[int, Child]:
    """Of these pupils those on a class list that day, by name."""
    statement = (
        select(Pupils.id, Pupils.full_name, Enrolments.class_id)
        .join(Enrolments, and_(Enrolments.pupil_id == Pupils.id, enrolled_on(Enrolments, day)))
        .where(Pupils.id.in_(pupils))
        .order_by(Pupils.id)
    )
    return {row[0]: Child(*row) for row in await session.execute(statement)}


async def _read(incoming: Incoming, session: AsyncSession, words: str) -> Wanted:
    """Without a reason, where none is said. Raises Unclear with the next question."""
    school, moment = local(incoming)
    known = await own_children(session, incoming.asker.children, moment.date())
    if not known:
        raise Unclear(_("None of your children is on a class list now. Please ask the homeroom teacher."))
    child, left = _child(known, await children_elsewhere(incoming, session), words)
    wish = read_leave(left, moment.date())
    days = await _days(session, school, child, wish, moment.date(), left)
    return Wanted(
        child=child,
        first=days[0],
        last=days[-1],
        part=wish.part,
        reason=wish.reason,
        reason_code=wish.reason_code,
    )


def _child(known: Mapping[int, Child], elsewhere: Mapping[int, str], words: str) -> tuple[Child, str]:
    """The child meant: by its number from a button, by name, or the only one of the family, at whichever school."""
    if (asked := read_ask_for_leave(words)) is not None:
        return _numbered(known, asked.pupil_id), asked.words
    named, left = which_child(words, {one.pupil_id: one.name for one in known.values()})
    if len(named) == 1:
        return known[named[0]], left
    if len(known) == 1 and not elsewhere:
        return next(iter(known.values())), words
    labels = {one.pupil_id: given_name(one.name) for one in known.values()} | dict(elsewhere)
    buttons = [[Button(label, ask_for_leave(pupil, words))] for pupil, label in labels.items()]
    raise Unclear(_("For which child do you ask leave?"), buttons)


def _numbered(known: Mapping[int, Child], number: int | None) -> Child:
    """Raises Unclear: a number that is none of the own children's is refused, never read as a reason."""
    child = known.get(number) if number is not None else None
    if child is None:
        raise Unclear(_("That is none of your children here; nothing was sent. Please ask leave for your own child."))
    return child


async def _days(
    session: AsyncSession, school: School, child: Child, wish: LeaveWish, today: date, left: str
) -> list[date]:
    """The class's school days that are meant. Raises Unclear."""
    if wish.problem is DayProblem.IMPOSSIBLE or wish.problem is DayProblem.BACKWARDS:
        raise Unclear(_("Those days do not exist. Please write them as day/month, for example: từ 12/11 đến 14/11"))
    if wish.problem is not None:
        raise Unclear(_("Those days are far off. For a long absence please speak with the homeroom teacher."))
    if wish.more:
        raise Unclear(_("Please ask for one stretch of days at a time, for example: từ 12/11 đến 14/11"))
    if not wish.days:
        raise _which_day(child, wish, today, left)
    if wish.days[0] < today and (coming := a_week_on(wish, left, today)) is not None:
        raise _next_week(child, coming)
    if wish.days[0] < today:
        raise Unclear(_("Leave is asked for days to come.") + " " + await teachers_of(session, [child.pupil_id], today))
    calendar = await school_calendar(session, school, today)
    held = [
        day
        for day in calendar.days(child.class_id, wish.days[0], wish.days[-1])
        if wish.part is None or wish.part in calendar.held(child.class_id, day)
    ]
    if not held:
        raise Unclear(_("There are no lessons then by the calendar; no leave is needed."))
    return held


def _next_week(child: Child, wish: LeaveWish) -> Unclear:
    days = leave_days(wish.days, wish.part)
    words = f"{days} vì {wish.reason}" if wish.reason else days
    text = _("Leave is asked for days to come. Do you mean {days}? Nothing has been sent yet.")
    said = days_said(wish.days[0], wish.days[-1], wish.part)
    button = Button(_("Ask leave for {name}").format(name=given_name(child.name)), ask_for_leave(child.pupil_id, words))
    return Unclear(text.format(days=said), [[button]])


def _which_day(child: Child, wish: LeaveWish, today: date, left: str) -> Unclear:
    reason = left if wish.length or wish.reason else ""
    tomorrow = today + timedelta(days=1)
    if wish.length:
        labels = [(_("From today"), leave_day(today)), (_("From tomorrow"), leave_day(tomorrow))]
        text = _("From which day on? Tap, or write for example: /xinphep 2 ngày từ 12/11 con ốm")
    else:
        labels = [(_("Today"), leave_day(today)), (_("Tomorrow"), leave_day(tomorrow))]
        text = _("For which days? Tap, or write for example: /xinphep từ 12/11 đến 14/11 con ốm")
    buttons = [[Button(label, ask_for_leave(child.pupil_id, f"{day} {reason}")) for label, day in labels]]
    return Unclear(text, buttons)


async def _why(incoming: Incoming, session: AsyncSession, wanted: Wanted) -> Outgoing:
    """The reason by a tap, or as the next message."""
    child, days = wanted.child, (wanted.first, wanted.last)
    asked = leave_days(days, wanted.part)
    await expect_words(session, incoming.asker.chat_id, ask_for_leave(child.pupil_id, asked), incoming.when)
    reasons = [(_("Child is ill"), "vì con ốm"), (_("Family matter"), "vì nhà có việc")]
    text = _("Leave for {name}, {days}: for what reason? Tap, or write it in one message.")
    words = text.format(name=given_name(child.name), days=days_said(*days, wanted.part))
    taps = [Button(label, ask_for_leave(child.pupil_id, f"{asked} {says}")) for label, says in reasons]
    return Outgoing(text=words, buttons=[taps])


async def _request(incoming: Incoming, session: AsyncSession, wanted: Wanted) -> Sequence[Said]:
    school, moment = local(incoming)
    today, child = moment.date(), wanted.child
    already = await leaves(session, today, Leaves.pupil_id == child.pupil_id, stands_in(wanted.first, wanted.last))
    if already:
        return [await _there_is(session, school, today, wanted, already)]
    values = {
        "school_id": school.id,
        "pupil_id": child.pupil_id,
        "class_id": child.class_id,
        "person_id": incoming.asker.person_id,
        "first": wanted.first,
        "last": wanted.last,
        "part": wanted.part,
        "reason_code": wanted.reason_code,
        "reason": wanted.reason,
        "state": ASKED,
        "asked_at": incoming.when,
    }
    leave_id = await ask_leave(session, values)
    text = _("**Asked**: leave for {name}, {days}, {reason}. The answer comes here.")
    words = text.format(
        name=given_name(child.name),
        days=days_said(wanted.first, wanted.last, wanted.part),
        reason=quoted(wanted.reason),
    )
    buttons = [[Button(_("Withdraw"), withdraw_leave(leave_id))]]
    notices = await to_teachers(session, Kind.LEAVE_ASKED, leave_id, child, school, today)
    words = joined([words, await line_for(session, school, incoming.when, notices)])
    return [Outgoing(text=words, buttons=buttons), Act("leave.asked", leave_id), *notices]


async def _there_is(
    session: AsyncSession, school: School, today: date, wanted: Wanted, already: Sequence[Leave]
) -> Outgoing:
    """What stands; with a tap for what it leaves out of the days wanted now."""
    child, calendar = wanted.child, await school_calendar(session, school, today)
    days = calendar.days(child.class_id, wanted.first, wanted.last)
    lines = [_("Leave is asked for some of these days already:"), *(leave_line(leave) for leave in already)]
    buttons = []
    for left, part in not_asked_yet(calendar, child.class_id, days, wanted.part, already):
        said, words = days_said(left[0], left[-1], part), f"{leave_days(left, part)} vì {wanted.reason}"
        lines.append(_("Not asked for yet: {days}.").format(days=said))
        buttons.append([Button(_("Ask leave for {days} too").format(days=said), ask_for_leave(child.pupil_id, words))])
    buttons += [[Button(_("Withdraw"), withdraw_leave(leave.id))] for leave in already]
    return Outgoing(text="\n".join(lines), buttons=buttons)


STATES = {
    ASKED: N_("waiting for the teacher"),
    APPROVED: N_("agreed"),
}


def leave_line(leave: Leave) -> str:
    state = _(STATES[leave.state])
    return f"• {given_name(leave.name)}, {days_said(leave.first, leave.last, leave.part)}: {state}"


async def to_teachers(
    session: AsyncSession, kind: Kind, leave_id: int, child: Child, school: School, day: date
) -> list[Notice]:
    """A notice about a request for whoever decides it."""
    return [
        Notice(kind=kind, key=f"{kind}:{leave_id}", school_id=school.id, person_id=person, about=leave_id, day=day)
        for person in await deciders(session, child.class_id, child.pupil_id, day)
    ]


async def _withdraw(incoming: Incoming, session: AsyncSession, number: int) -> Sequence[Said]:
    """By the guardian who asked, or the child's other one; what the class has reported stands."""
    school, moment = local(incoming)
    mine = (Leaves.id == number, Leaves.pupil_id.in_(incoming.asker.children))
    found = await leaves(session, moment.date(), *mine)
    if not found or found[0].state not in (ASKED, APPROVED):
        return [Outgoing(text=_("There is no such request for leave any more."))]
    leave = found[0]
    if not await set_state(session, leave, WITHDRAWN, incoming.asker.person_id, incoming.when):
        return [Outgoing(text=_("There is no such request for leave any more."))]
    if leave.state == APPROVED:
        await take_back_leave(session, leave, incoming.asker.person_id, incoming.when)
    text = _("**Withdrawn**: the leave for {name}, {days}.")
    words = text.format(name=given_name(leave.name), days=days_said(leave.first, leave.last, leave.part))
    notices: list[Notice] = []
    if leave.class_id is not None:
        child = Child(pupil_id=leave.pupil_id, name=leave.name, class_id=leave.class_id)
        notices = await to_teachers(session, Kind.LEAVE_WITHDRAWN, leave.id, child, school, moment.date())
    words = joined([words, await line_for(session, school, incoming.when, notices)])
    return [Outgoing(text=words), Act("leave.withdrawn", leave.id), *notices]


def parts_said(keys: Sequence[tuple[date, str]]) -> str:
    """`sáng 17/11 và chiều 18/11`."""
    return listed(f"{_('morning') if part == Part.MORNING else _('afternoon')} {short_day(day)}" for day, part in keys)
