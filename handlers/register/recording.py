"""A plan written into the register, and everything that follows from it: corrections, figures, who must be told."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.also_reported import also_reported
from handlers.register.heard import Heard
from handlers.register.plan import Plan
from handlers.register.proposing import proposed_to, says_nothing_more, within_rights
from handlers.register.scope import Roll
from handlers.register.signals import signalled
from letters.says.register import THE_OTHERS
from models.calendar.held import school_calendar
from models.figures.doubts import no_longer_in_doubt
from models.figures.tally import Tally, tallies
from models.ladder.look_again import cases_closed_by, concerned, look_again, not_to
from models.ladder.reopening import open_again
from models.leave import as_granted
from models.proposals import confirmed
from models.register.reported import absent_now
from models.register.reports import PRESENT, NewMark, Recorded, record
from models.shapes.asker import School
from models.shapes.message import Act, Notice, Said


class Written(Struct, frozen=True, kw_only=True):
    """A roll as it was recorded, with the figures of the pupils in it."""

    roll: Roll
    recorded: Recorded
    figures: Mapping[int, Tally]

    @property
    def says_nothing(self) -> bool:
        """One pupil in class says nothing of the others: without a report the half day stays unreported."""
        present = all(mark.kind == PRESENT for mark in self.roll.marks)
        return not self.roll.reports and present and self.recorded.before is None and not self.recorded.changed


class Result(Struct, frozen=True, kw_only=True):
    """All that a message recorded, and what is to be said to others because of it."""

    written: tuple[Written, ...]
    others: tuple[Said, ...]
    proposed: tuple[Roll, ...]  # what says otherwise than marks the writer may not change
    corrected: bool  # somebody who had been told gets a correction
    closed: tuple[str, ...] = ()  # whose case a correction has closed


async def write(
    session: AsyncSession, heard: Heard, found: Plan, before: Mapping[date, Collection[int]] | None = None
) -> Result:
    """Record the plan's rolls. `before` are pupils whose marks were taken back for it, by day: what this means for
    steps that have fired is looked at once, at the end.
    """
    changed: dict[date, set[int]] = defaultdict(set)
    for day, pupils in (before or {}).items():
        changed[day] |= set(pupils)
    said_otherwise = set(changed)
    recorded = []
    granted = [replace(roll, marks=await as_granted(session, roll.day, roll.parts, roll.marks)) for roll in found.rolls]
    split = [await within_rights(session, heard, roll) for roll in granted]
    rolls = [roll for roll, held in split if held is None or not says_nothing_more(roll)]
    proposed = [held for _roll, held in split if held is not None]
    for roll in rolls:
        report = heard.report(roll.klass.id, roll.day, roll.parts, roll.pupils.enrolled, reporting=roll.reports)
        recorded.append((roll, await record(session, report, roll.marks)))
        here = [mark.pupil_id for mark in roll.marks if mark.kind == PRESENT]
        if here:
            await no_longer_in_doubt(session, here, roll.day, roll.parts)
        if heard.in_charge(roll.klass.id):
            said = await _said_absent(session, heard, roll)
            await confirmed(session, report, [one for one in said if one.pupil_id not in heard.own_children])
        done = recorded[-1][1]
        changed[roll.day] |= done.changed | await concerned(session, done.new, roll.day)
        if done.new or done.changed:
            said_otherwise.add(roll.day)
    corrections = await look_at(session, heard.school, changed, heard)
    closed = await cases_closed_by(session, corrections)
    corrections = not_to(heard.person_id, corrections)
    for day in sorted(said_otherwise):
        corrections += await open_again(session, heard.school.id, day, heard.school.day(heard.at))
    written = [
        Written(roll=roll, recorded=done, figures=await _figures(session, heard, roll)) for roll, done in recorded
    ]
    others: list[Said] = [Act("report.made", roll.klass.id) for roll in rolls]
    others += await proposed_to(session, heard, proposed)
    asked = {(roll.klass.id, roll.day) for roll in proposed}
    for one in written:
        changes = one.recorded.new or one.recorded.changed
        if changes or (one.roll.klass.id, one.roll.day) not in asked:  # else the proposal says it all
            others += await also_reported(session, heard, one.roll, one.recorded)
    others += await signalled(session, heard, found, {key: t for one in written for key, t in one.figures.items()})
    return Result(
        written=tuple(written),
        others=(*others, *corrections),
        proposed=tuple(proposed),
        corrected=bool(corrections),
        closed=tuple(closed),
    )


async def _said_absent(session: AsyncSession, heard: Heard, roll: Roll) -> Sequence[NewMark]:
    """That the others are all here, tapped where absences stand, says of these once more that they are absent."""
    if heard.confirmed != THE_OTHERS:
        return roll.marks
    stand = await absent_now(session, roll.klass.id, roll.day, roll.parts)
    return [*roll.marks, *(NewMark(pupil_id=row.pupil_id, kind=row.kind, implied=True) for row in stand)]


async def look_at(
    session: AsyncSession, school: School, changed: Mapping[date, Collection[int]], heard: Heard
) -> list[Notice]:
    """The corrections that changes of some days' marks oblige us to send."""
    found: list[Notice] = []
    for day, pupils in sorted(changed.items()):
        found += await look_again(session, school, pupils, day, heard.at)
    return found


async def _figures(session: AsyncSession, heard: Heard, roll: Roll) -> dict[int, Tally]:
    pupils = [mark.pupil_id for mark in roll.marks]
    if not pupils or roll.nobody or not heard.private or roll.day > heard.today:
        return {}
    since = (await school_calendar(session, roll.school, roll.day)).year_start(roll.day)
    return await tallies(session, pupils, roll.day, since)
