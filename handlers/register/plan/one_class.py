"""The sure items of one class's report, sorted into days, and what is said of each into marks."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from handlers.asked import Unclear
from handlers.register.heard import NOBODY, Heard
from handlers.register.plan import NO_REPORT, OF_KIND, Contradiction
from handlers.register.plan.doubts import question
from handlers.register.plan.marking import Marking, is_leave, is_unsettled
from handlers.register.plan.no_absence import is_no_absence, take_others, take_those_not_named, take_unclear
from handlers.register.scope import not_yet
from letters.says.register import THE_OTHERS
from models.register.questions import AHEAD, Question
from models.register.reported import absent_now
from models.register.reports import PRESENT, NewMark
from rules.marks import Mark
from rules.reading.said.reported import Item
from rules.reading.words.lexicon import IN_PART, Kind


async def take(marking: Marking, sure: Sequence[Item]) -> None:
    """Put the rolls of these items, and all else that follows from them, into the plan."""
    heard, report, found = marking.heard, marking.report, marking.found
    nobody = report.nobody or (heard.mark == NOBODY)
    said = [item for item in sure if not is_no_absence(heard, item)]
    for item in said:
        await _take(marking, item)
    for item in report.items:
        if item.pupil is None and is_no_absence(heard, item) and item.kind not in IN_PART:
            await take_unclear(marking, item)
    others = [item for item in sure if is_no_absence(heard, item)]
    await take_others(marking, others, reported=bool(said) or nobody)
    await take_those_not_named(marking)
    if nobody and report.day_problem is None:
        await _take_nobody(marking)
    else:
        found.rolls += [await marking.roll(day) for day in sorted(marking.marks)]


async def _take(marking: Marking, item: Item) -> None:
    heard, found = marking.heard, marking.found
    days, unclear, problems = marking.days(item), [], []
    for day in days:
        kind = letter(heard, item, day)
        if kind is None:
            unclear.append(day)
        elif day > heard.today and kind in NO_REPORT and heard.mark != PRESENT:
            problems.append(not_yet(day))
        else:
            problems += await marking.mark(item, day, kind)
    if unclear:
        found.questions.append(_ahead(marking, item, unclear))
    if len(problems) == len(days):
        found.notes += [one for one in dict.fromkeys(problems[:1]) if one not in found.notes]


def _ahead(marking: Marking, item: Item, days: Sequence[date]) -> Question:
    """Absent without leave on a day to come: is leave asked for, or is another day meant?"""
    matter = replace(marking.report, items=(replace(item, days=tuple(days)),), unread=(), count_said=None)
    return question(
        marking.heard, AHEAD, marking.klass.id, matter, words=item.words, candidates=item.candidates, day=days[0]
    )


async def _take_nobody(marking: Marking) -> None:
    for day in marking.report.days or (marking.heard.today,):
        try:
            await _nobody_on(marking, day)
        except Unclear as unclear:
            marking.found.notes.append(unclear.answer.text)


async def _nobody_on(marking: Marking, day: date) -> None:
    """Raises Unclear."""
    heard, found = marking.heard, marking.found
    if day > heard.today:
        raise Unclear(not_yet(day))
    parts = await marking.meant(day)
    marking.parts[day] = dict.fromkeys(parts)
    marking.marks.setdefault(day, {})
    roll = replace(await marking.roll(day), parts=parts, reports=True, nobody=heard.confirmed != THE_OTHERS)
    marked = {row.pupil_id for row in await absent_now(marking.session, marking.klass.id, day, parts)}
    if marked and not heard.confirmed:
        found.contradictions.append(Contradiction(roll=roll, pupils=tuple(sorted(marked))))
        return
    here = [NewMark(pupil_id=pupil_id, kind=PRESENT) for pupil_id in sorted(marked)] if roll.nobody else []
    found.rolls.append(replace(roll, marks=(*roll.marks, *here)))


def letter(heard: Heard, item: Item, day: date) -> str | None:
    """The mark an item means on a day; None where a day to come is said to be without leave, or nothing tells."""
    if heard.mark in (PRESENT, Mark.LATE):
        return heard.mark
    if item.kind is not Kind.ABSENT:
        return OF_KIND[item.kind]
    ahead = day > heard.today
    if item.excused is not None:
        kind = Mark.EXCUSED if item.excused else Mark.UNEXCUSED
    elif heard.mark == Mark.EXCUSED or (ahead and item.reason_code) or is_leave(heard, item):
        kind = Mark.EXCUSED
    elif heard.school.reason_as_leave and heard.mark == Mark.UNEXCUSED and is_unsettled(heard, item):
        kind = Mark.EXCUSED  # until somebody says
    else:
        kind = Mark.UNEXCUSED
    return None if ahead and kind == Mark.UNEXCUSED else kind
