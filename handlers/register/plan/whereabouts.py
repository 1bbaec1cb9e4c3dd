"""Pupils who joined, moved or left: a report means the pupil, on the day it speaks of, wherever that was."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import Heard, roster
from handlers.register.scope import Roll
from locales import _
from locales.words import short_day
from models import Enrolments, Pupils
from models.people.class_lists import ClassList, class_names, class_of
from models.register.reports import NewMark
from models.register.standing import Standing, standing
from rules.calendar.parts import Part
from rules.people.classes import ClassRef
from rules.reading.said.reported import ClassReport, Item
from rules.reading.who.roster import ClassRoster, build_index, find


def with_former(report: ClassReport, pupils: ClassList) -> ClassReport:
    """The report with those named in it who were in the class at another time, and are not on the list of today."""
    if not pupils.others:
        return report
    others = build_index(ClassRoster(pupils.index.roster.id, "", 0, tuple(pupils.others.values())))

    def known(item: Item) -> Item:
        if item.candidates and not item.doubt:
            return item
        found = find(others, item.words)
        return replace(item, candidates=(found[0].id,), doubt=False) if len(found) == 1 else item

    return replace(report, items=tuple(map(known, report.items)))


class Whereabouts(Struct, frozen=True, kw_only=True):
    """Where a pupil was on a day: the class (None: in none), and the marks that stand."""

    class_id: int | None
    marks: tuple[Standing, ...]


async def whereabouts(session: AsyncSession, heard: Heard, pupil_id: int, day: date) -> Whereabouts:
    """For days to come: where the pupil is today."""
    class_id = await class_of(session, heard.school, pupil_id, min(day, heard.today))
    return Whereabouts(class_id=class_id, marks=await standing(session, pupil_id, day))


async def corrected_there(
    session: AsyncSession, heard: Heard, mark: NewMark, day: date, was: Whereabouts, said: Sequence[str]
) -> Roll | None:
    """A pupil's marks of a day spent in another class, changed there: one pupil's half days, no report of the class.
    None if nothing of it stands in the half days that are meant, or only an absence was said, which corrects nothing.
    """
    meant = [one for one in was.marks if one.part in said and not mark.implied]
    class_id = was.class_id or (meant[0].class_id if meant else None)
    klass = next((one for one in heard.known if one.id == class_id), None)
    if not meant or klass is None:
        return None
    parts = tuple(part for part in (Part.MORNING, Part.AFTERNOON) if part in {one.part for one in meant})
    return Roll(
        school=heard.school,
        klass=klass,
        pupils=await roster(session, heard, klass.id, day),
        day=day,
        today=heard.today,
        parts=parts,
        reports=False,
        marks=(replace(mark, parts=None),),
    )


async def elsewhere(session: AsyncSession, klass: ClassRef, pupil_id: int, day: date, was: Whereabouts) -> str:
    """Why nothing can be recorded of the pupil in this class on that day: where he or she was."""
    name = await session.scalar(select(Pupils.full_name).where(Pupils.id == pupil_id)) or ""
    if was.class_id is not None:
        there = (await class_names(session, [was.class_id]))[was.class_id]
        text = _(
            "On {day} {name} was in class {there}, not in {klass}: nothing was recorded. For that day write {there}."
        )
        return text.format(day=short_day(day), name=name, there=there, klass=klass.name)
    joined = select(func.min(Enrolments.starts)).where(Enrolments.pupil_id == pupil_id, Enrolments.starts > day)
    since = await session.scalar(joined)
    if since is not None:
        text = _("On {day} {name} was not at the school yet, but from {since} on: nothing was recorded.")
        return text.format(day=short_day(day), name=name, since=short_day(since))
    left = select(func.max(Enrolments.ends)).where(Enrolments.pupil_id == pupil_id, Enrolments.ends < day)
    last = await session.scalar(left)
    text = _("On {day} {name} was no longer at the school, the last day being {last}: nothing was recorded.")
    return text.format(day=short_day(day), name=name, last=short_day(last) if last else "–")
