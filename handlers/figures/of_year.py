"""A pupil or a hamlet in a school year that is over: what was counted then, and nothing of now."""

from collections.abc import Collection

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import AsOf, local
from handlers.figures.wording import count_words, in_part_counted, mark_words, rate_words
from locales import _
from locales.marks import in_part_words, unclear_words
from locales.words import joined, when
from models import Marks, Pupils
from models.calendar.held import year_start
from models.figures.summary import Missed, absent, marked, missed, total
from models.figures.totals import by_place
from models.people.places import Place
from models.people.roles import homeroom
from models.shapes.message import Incoming, Outgoing
from rules.marks import IN_PART
from rules.people.classes import ClassRef
from rules.reading.who.roster import Pupil

SHOWN = 10


async def pupil_then(
    incoming: Incoming, session: AsyncSession, klass: ClassRef, pupil: Pupil, as_of: AsOf, *, teaches: bool
) -> Outgoing:
    """The card of that year: class and teacher of then, and every absence's day. Family and calls are of now."""
    school, _moment = local(incoming)
    first, last = await year_start(session, school.id, as_of.day), as_of.day
    teacher = (await homeroom(session, [klass.id], last)).get(klass.id)
    mine = Marks.pupil_id == pupil.id
    found = await missed(session, school.id, first, last, mine)
    away = await marked(session, school.id, first, last, absent(), mine)
    lines = [
        f"**{pupil.name}**, {klass.name}, " + _("school year {year}").format(year=as_of.year),
        _("Homeroom teacher: {name} {phone}").format(name=teacher.name, phone="").strip() if teacher else "",
        _missed(found[0]) if found and found[0].total else _("No session missed in that year."),
        *[f"• {when(mark.day, [mark.part])}: {mark_words(mark)}" for mark in away[:SHOWN]],
        _("… and {count} more.").format(count=len(away) - SHOWN) if len(away) > SHOWN else "",
    ]
    if teaches:
        skipped = await marked(session, school.id, first, last, mine, Marks.kind.in_(IN_PART))
        counted = in_part_counted(found[0]) if found and skipped else ""
        lines += [_("Not counted as absent: {counted}").format(counted=counted)] if counted else []
        lines += [f"• {when(one.day, [one.part])}: {in_part_words(one.kind, one.reason)}" for one in skipped[:SHOWN]]
    return Outgoing(text=joined(lines))


async def hamlet_then(
    incoming: Incoming, session: AsyncSession, place: Place, inside: Collection[int], as_of: AsOf, *, by_name: bool
) -> Outgoing:
    school, _moment = local(incoming)
    first, last = await year_start(session, school.id, as_of.day), as_of.day
    counts = await by_place(session, school.id, first, last)
    count = total(each for place_id, each in counts.items() if place_id in inside)
    text = _("Absent {count} pupil-sessions; attendance {rate}")
    lines = [
        f"**{place.said}**, " + _("school year {year}").format(year=as_of.year),
        text.format(count=count_words(count), rate=rate_words(count)) if count.possible else _("Nothing was reported."),
    ]
    if by_name:
        here = Pupils.place_id.in_(inside)
        most = await missed(session, school.id, first, last, here, most=SHOWN)
        lines += [f"• {one.name}, {one.class_name}: {_missed(one)}" for one in most if one.total]
    return Outgoing(text=joined(lines))


def _missed(one: Missed) -> str:
    text = _("{total} sessions missed ({excused}P, {unexcused}K{unclear})")
    return text.format(
        total=one.total, excused=one.excused, unexcused=one.unexcused, unclear=unclear_words(one.unclear)
    )
