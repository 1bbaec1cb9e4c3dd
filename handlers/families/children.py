"""/con: a guardian's own children today, this year, and the leave that is asked for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import local
from handlers.figures.wording import meter_words
from handlers.leave.asking import Child, leave_line, own_children
from handlers.leave.elsewhere import children_elsewhere
from letters.leave import days_said
from letters.says.families import my_child
from letters.says.leave import withdraw_leave
from locales import N_, _
from locales.marks import unsure_words
from locales.words import part_words
from models import Classes, ClassParts, Leaves, Marks
from models.calendar.held import school_calendar, year_start
from models.figures.contested import contested_parts
from models.figures.counting import live
from models.figures.pupil_days import UNSURE
from models.figures.tally import Tally, tallies
from models.leave import APPROVED, ASKED, Leave, leaves, stands_in
from models.meter import with_meter
from models.shapes.asker import School
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from rules.marks import Mark
from rules.people.names import given_name
from rules.people.roles import Role

# a lesson skipped is for the teacher to speak of
STATES: dict[str, str] = {
    Mark.EXCUSED: N_("absent with leave"),
    Mark.UNEXCUSED: N_("absent, no leave yet"),
    Mark.LATE: N_("came late"),
    Mark.DUTY: N_("on duty for the school"),
    UNSURE: N_("being cleared"),
}


@command(
    "con",
    "con em",
    "xem con",
    "xem cháu",
    "my child",
    help=N_("your children: today and this year"),
    daily=14,
    task=N_("My child today"),
    who=frozenset({Role.GUARDIAN}),
)
async def my_children(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """Only children the asker is guardian of at this moment; every look is in the audit."""
    school, moment = local(incoming)
    today = moment.date()
    known = await own_children(session, incoming.asker.children, today)
    if not known:
        text = _("None of your children is on a class list now. Please ask the homeroom teacher.")
        return [Outgoing(text=text, buttons=await _elsewhere(incoming, session))]
    since = await year_start(session, school.id, today)
    figures = await tallies(session, list(known), today, since)
    metered = await with_meter(session, {child.class_id for child in known.values()})
    names = await _class_names(session, known)
    lines = []
    for child in known.values():
        now = await on_day(session, school, child, today) or _("no lessons today.")
        tally = figures[child.pupil_id]
        year = _year(tally, tally.meter(school) if child.class_id in metered else None)
        lines.append(f"**{given_name(child.name)}** ({names[child.class_id]}): {now} {year}")
    asked = await leaves(session, today, Leaves.pupil_id.in_(list(known)), stands_in(today, date.max))
    if asked:
        lines += [_("Leave:"), *(leave_line(leave) for leave in asked)]
    buttons = [*_taken_back(asked), *await _elsewhere(incoming, session)]
    return [Outgoing(text="\n".join(lines), buttons=buttons), *(Act("pupil.read", one) for one in known)]


async def _elsewhere(incoming: Incoming, session: AsyncSession) -> list[list[Button]]:
    """A tap for each child at another school."""
    return [[Button(label, my_child(pupil))] for pupil, label in (await children_elsewhere(incoming, session)).items()]


def _taken_back(asked: Sequence[Leave]) -> list[list[Button]]:
    """A tap that withdraws each request that is open or agreed."""
    open_ = [one for one in asked if one.state in (ASKED, APPROVED)]
    days = [f": {days_said(one.first, one.last, one.part)}" if len(open_) > 1 else "" for one in open_]
    return [[Button(_("Withdraw") + of, withdraw_leave(one.id))] for one, of in zip(open_, days, strict=True)]


async def _class_names(session: AsyncSession, known: dict[int, Child]) -> dict[int, str]:
    ids = {child.class_id for child in known.values()}
    return dict((await session.execute(select(Classes.id, Classes.name).where(Classes.id.in_(ids)))).all())


async def on_day(session: AsyncSession, school: School, child: Child, today: date) -> str:
    """Each half day: silence of the class is neither presence nor absence. Nothing where there are no lessons."""
    held = (await school_calendar(session, school, today)).held(child.class_id, today)
    if not held:
        return ""
    known = select(ClassParts.part).where(
        ClassParts.class_id == child.class_id, ClassParts.day == today, ClassParts.reported_at.is_not(None)
    )
    reported = set(await session.scalars(known))
    marks = select(Marks.part, Marks.kind).where(Marks.pupil_id == child.pupil_id, Marks.day == today, live())
    kinds = dict((await session.execute(marks)).all())
    kinds |= {part: UNSURE for _day, part in await contested_parts(session, child.pupil_id, today, today)}
    return "; ".join(f"{part_words([part])} {_state(part, reported, kinds)}" for part in held) + "."


def _state(part: str, reported: set[str], kinds: dict[str, str]) -> str:
    if part in reported:
        return _(STATES.get(kinds.get(part, ""), N_("in class")))
    return _("leave agreed") if kinds.get(part) == Mark.EXCUSED else _("not reported yet")


def _year(tally: Tally, meter: int | None) -> str:
    if not tally.total and not tally.unsure:
        return _("No session missed this year.")
    text = _("This year {total} sessions missed ({unexcused} without leave{unsure}).")
    said = text.format(total=tally.total, unexcused=tally.no_leave, unsure=unsure_words(tally.unsure))
    return said if meter is None else f"{said} {meter_words(meter)}."
