"""/hocsinh: one pupil's card, for those who may read it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import command
from handlers.asked import (
    AsOf,
    leads,
    local,
    own_classes,
    year_asked,
)
from handlers.figures.helped import helped_lines
from handlers.figures.of_year import pupil_then
from handlers.figures.pupil_asked import own_hamlets, pupil_asked
from handlers.figures.wording import case_state, in_part_counted, mark_words, meter_words, run_note
from letters.families.calls import RESULTS, relay_words
from letters.says import Typed
from letters.says import figures as says
from locales import N_, _
from locales.marks import in_part_words, unclear_words, unsure_words
from locales.words import joined, short_day, when
from models import Cases, Marks, Pupils
from models.calendar.held import year_start
from models.families.calls import calls_of, relays_of, village_asked
from models.figures.pupil_days import UNSURE, pupil_days
from models.figures.summary import absent, marked, missed, open_cases
from models.figures.tally import Tally, tallies
from models.meter import with_meter
from models.people.guardians import GuardianLine, guardians
from models.people.roles import homeroom
from models.shapes.asker import School
from models.shapes.message import Act, Button, Incoming, Outgoing, Said
from models.told import Fate
from papers.figures.picture import month_board
from rules.calendar.periods import Period, read_month
from rules.calendar.stretches import month_of
from rules.marks import IN_PART, UNCLEAR, Mark
from rules.people.classes import ClassRef
from rules.people.phones import masked, shown
from rules.people.roles import LEADERS, Role
from rules.reading.who.roster import Pupil

SHOWN = 5  # absences listed one by one


@command(
    "học sinh",
    "pupil",
    help=N_("one pupil: absences, family, who to call"),
    usage=N_("Nguyen Van A 6A"),
    daily=13,
    who=LEADERS | {Role.HOMEROOM, Role.HAMLET_STAFF, Role.GUARDIAN},
    everyday=True,
)
async def pupil_card(incoming: Incoming, session: AsyncSession) -> Sequence[Said]:
    """With a month behind the name: that month as squares; with a school year that is over: that one."""
    month, words = read_month(incoming.rest, local(incoming)[1].date())
    as_of, left = await year_asked(incoming, session, words)
    then = as_of if left != words and as_of.year else None
    klass, pupil = await pupil_asked(incoming, session, left.strip(), then, again=_again(then, month))
    if then is not None:
        teaches = leads(incoming.asker) or klass.id in await own_classes(incoming, session, then)
        return [await pupil_then(incoming, session, klass, pupil, then, teaches=teaches), Act("pupil.read", pupil.id)]
    if month is not None:
        return [await _month(incoming, session, klass, pupil, month), Act("pupil.read", pupil.id)]
    lines = await _lines(incoming, session, klass, pupil)
    today = local(incoming)[1].date()
    button = Button(_("This month, day by day"), says.pupil_month(pupil.id, today))
    return [Outgoing(text=joined(lines), buttons=[[button]]), Act("pupil.read", pupil.id)]


def _again(then: AsOf | None, month: Period | None) -> Callable[[str], Typed]:
    """The same of whom the tap means."""
    if then is not None:
        return partial(says.pupil_named_year, year=then.year)
    return says.pupil_named if month is None else partial(says.pupil_named_month, day=month.first)


async def _month(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil, month: Period) -> Outgoing:
    """In words and as a picture; whoever does not teach the class sees no lessons skipped."""
    hidden = () if _teaches(incoming, klass) else IN_PART
    days = await pupil_days(session, pupil.id, month.first, month.last, hidden)
    title = _("Month {month}").format(month=f"{month.first:%m/%Y}")
    signs = [sign for day in days.values() for _part, sign in day]
    text = _(
        "**{name}**, {klass}, month {month}: reported {reported}/{held} sessions; "
        "absent {excused}P, {unexcused}K{unclear}{unsure}."
    )
    said = text.format(
        name=pupil.name,
        klass=klass.name,
        month=f"{month.first:%m/%Y}",
        held=len(signs),
        reported=sum(sign is not None for sign in signs),
        excused=signs.count(Mark.EXCUSED),
        unexcused=signs.count(Mark.UNEXCUSED),
        unclear=unclear_words(signs.count(UNCLEAR)),
        unsure=unsure_words(signs.count(UNSURE)),
    )
    before = month.first - timedelta(days=1)
    earlier = Button(_("Month before"), says.pupil_month(pupil.id, before))
    charts = [month_board(title, month_of(month.first), days)] if days else []
    return Outgoing(text=said, charts=charts, buttons=[[earlier]])


async def _lines(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil) -> list[str]:
    number = " " + _("no. {number}").format(number=pupil.list_no) if pupil.list_no is not None else ""
    return [
        f"**{pupil.name}**, {klass.name}{number}",
        await home_line(session, pupil),
        await _teacher(incoming, session, klass),
        *await family_lines(session, pupil),
        *await absence_lines(incoming, session, klass, pupil),
        *await _in_part_lines(incoming, session, klass, pupil),
        *await _case_lines(incoming, session, klass, pupil),
        *(await helped_lines(session, pupil.id, local(incoming)[1].date()) if _teaches(incoming, klass) else []),
        *await _call_lines(incoming, session, klass, pupil),
    ]


async def home_line(session: AsyncSession, pupil: Pupil) -> str:
    boards = await session.scalar(select(Pupils.boarding).where(Pupils.id == pupil.id))
    return (pupil.place or _("hamlet unknown")) + (", " + _("boarder") if boards else "")


async def _teacher(incoming: Incoming, session: AsyncSession, klass: ClassRef) -> str:
    found = (await homeroom(session, [klass.id], local(incoming)[1].date())).get(klass.id)
    if found is None:
        return _("Homeroom teacher: nobody yet")
    phone = shown(found.phone) if found.phone else ""
    return _("Homeroom teacher: {name} {phone}").format(name=found.name, phone=phone).strip()


async def family_lines(session: AsyncSession, pupil: Pupil) -> list[str]:
    found = [_guardian(line) for line in await guardians(session, [pupil.id])]
    return found or [_("Family: nobody is on the list of pupils yet")]


def _guardian(line: GuardianLine) -> str:
    linked = _("linked") if line.linked else _("not linked")
    phone = masked(line.phone) if line.phone else _("no phone")
    who = f"{line.relation} {line.name}" if line.relation else line.name
    return _("Family: {who}, {phone}, {linked}").format(who=who, phone=phone, linked=linked)


async def absence_lines(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil) -> list[str]:
    school, moment = local(incoming)
    since = await year_start(session, school.id, moment.date())
    mine = Marks.pupil_id == pupil.id
    tally = (await tallies(session, [pupil.id], moment.date(), since))[pupil.id]
    if not tally.total and not tally.unsure:
        return [_("No session missed this school year.")]
    text = _("This school year: **{total} sessions missed** ({excused}P, {unexcused}K{unclear})")
    kinds = {"excused": tally.excused, "unexcused": tally.unexcused, "unclear": unclear_words(tally.unclear)}
    run = run_note(tally)
    last = await marked(session, school.id, since, moment.date(), absent(), mine)
    return [
        text.format(total=tally.total, **kinds) + unsure_words(tally.unsure),
        await _meter(session, school, klass, tally),
        _("Now without leave: {run}").format(run=run) if run else "",
        *[f"• {when(mark.day, [mark.part])}: {mark_words(mark)}" for mark in last[:SHOWN]],
    ]


async def _in_part_lines(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil) -> list[str]:
    """Lessons skipped and going home early, for the homeroom teacher and the leadership."""
    school, moment = local(incoming)
    if not _teaches(incoming, klass):
        return []
    since = await year_start(session, school.id, moment.date())
    mine = (Marks.pupil_id == pupil.id, Marks.kind.in_(IN_PART))
    last = await marked(session, school.id, since, moment.date(), *mine)
    if not last:
        return []
    counted = (await missed(session, school.id, since, moment.date(), *mine))[0]
    lines = [f"• {when(mark.day, [mark.part])}: {in_part_words(mark.kind, mark.reason)}" for mark in last[:SHOWN]]
    return [_("Not counted as absent: {counted}").format(counted=in_part_counted(counted)), *lines]


async def _meter(session: AsyncSession, school: School, klass: ClassRef, tally: Tally) -> str:
    if not await with_meter(session, [klass.id]):
        return ""
    return meter_words(tally.meter(school), tally.unsure)


async def _case_lines(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil) -> list[str]:
    """For the staff in charge of this pupil. A family is spoken to by its teacher, not by a file number."""
    school, _moment = local(incoming)
    if not (_teaches(incoming, klass) or await _lives_with(incoming, session, pupil)):
        return []
    text = _("Open case {number} since {day}: {state}")
    return [
        text.format(number=case.id, day=short_day(case.opened_on), state=case_state(case))
        for case in await open_cases(session, school.id, Cases.pupil_id == pupil.id)
    ]


def _teaches(incoming: Incoming, klass: ClassRef) -> bool:
    return leads(incoming.asker) or klass.id in incoming.asker.classes()


async def _lives_with(incoming: Incoming, session: AsyncSession, pupil: Pupil) -> bool:
    home = await session.scalar(select(Pupils.place_id).where(Pupils.id == pupil.id))
    return home in await own_hamlets(incoming, session)


async def _call_lines(incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil) -> list[str]:
    """For the homeroom teacher and the leadership: this year's calls, what came of them, what the village was asked."""
    school, moment = local(incoming)
    if not _teaches(incoming, klass):
        return []
    since = await year_start(session, school.id, moment.date())
    made = [
        (call.day, _("call: {result} ({by})").format(result=_(RESULTS[call.result]), by=call.by))
        for call in await calls_of(session, [pupil.id], since)
    ]
    relays = await relays_of(session, [pupil.id], since)
    fates = await village_asked(session, [relay.id for relay in relays])
    asked = [(relay.day, relay_words(relay, fates.get(relay.id, Fate.NOBODY))) for relay in relays]
    return [f"• {short_day(day)}: {words}" for day, words in sorted([*made, *asked])[-SHOWN:]]
