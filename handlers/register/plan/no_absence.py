"""What is said of pupils that is no absence: late, on duty, in class after all, a lesson skipped, gone home early."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from handlers.asked import Unclear
from handlers.register.heard import NOBODY, Heard
from handlers.register.plan import OF_KIND, WHOLE_DAY, Proposal
from handlers.register.plan.doubts import pupil_question
from handlers.register.plan.marking import Marking
from handlers.register.scope import not_yet
from locales import _
from locales.words import short_day
from models.register.reported import absent_now
from rules.marks import Mark
from rules.reading.said.reported import Item
from rules.reading.words.lexicon import IN_PART, Kind
from rules.written import names_pupil


def is_no_absence(heard: Heard, item: Item) -> bool:
    """Said by a person, not by a button that corrects (`#p12 có mặt`)."""
    return heard.mark in (Mark.UNEXCUSED, NOBODY) and item.kind is not Kind.ABSENT and not names_pupil(item.words)


async def take_others(marking: Marking, items: Sequence[Item], *, reported: bool) -> None:
    """Late is noted by itself, on duty beside a report or behind its command, if no absence stands; else a correction
    is proposed.
    """
    reported = reported or marking.heard.behind_command
    for item in items:
        for day in marking.days(item):
            if item.kind in IN_PART:
                marking.found.notes += await _take_in_part(marking, item, day)
            elif (item.kind is Kind.LATE or (reported and item.kind is Kind.DUTY)) and await _may_be_noted(
                marking, item, day
            ):
                marking.found.notes += await marking.mark(item, day, OF_KIND[item.kind])
            else:
                marking.found.proposals.append(_proposal(marking, item, day))


async def _may_be_noted(marking: Marking, item: Item, day: date) -> bool:
    return day <= marking.heard.today and item.pupil not in await _marked(marking, item, day, WHOLE_DAY)


async def _take_in_part(marking: Marking, item: Item, day: date) -> list[str]:
    """A lesson skipped, gone home early: noted by itself; where an absence stands, a correction is proposed. Return why
    neither can be.
    """
    if day > marking.heard.today:
        return [not_yet(day)]
    try:
        parts = (await marking.meant(day, item.parts))[:1]
    except Unclear as unclear:
        return [unclear.answer.text]
    if item.pupil in await _marked(marking, item, day, parts):
        marking.found.proposals.append(_proposal(marking, item, day, parts))
        return []
    return await marking.mark(replace(item, parts=parts), day, OF_KIND[item.kind])


async def take_unclear(marking: Marking, item: Item) -> None:
    """`Lan đã đến`, of whom there are two: whoever of them is marked absent is meant, or nobody; of one who was late it
    is asked.
    """
    day = marking.days(item)[-1]
    marked = await _marked(marking, item, day, WHOLE_DAY)
    meant = [replace(item, candidates=(pupil,)) for pupil in item.candidates if pupil in marked]
    marking.found.proposals += [_proposal(marking, each, day) for each in meant]
    if not meant and item.kind is Kind.LATE and (len(item.candidates) > 1 or marking.heard.behind_command):
        marking.found.questions.append(pupil_question(marking.heard, marking.klass.id, marking.report, item))
    elif not meant:
        text = _("{name} is not marked absent on {day}, so there is nothing to change.")
        marking.found.notes.append(text.format(name=f"“{item.words}”", day=short_day(day)))


async def take_those_not_named(marking: Marking) -> None:
    """`6A vắng Lan, còn lại đủ`, of one's own class, where others stand as absent: they may be in class after all."""
    report, heard = marking.report, marking.heard
    day = heard.today
    sure = all(item.pupil is not None for item in report.items)
    if not (report.no_others and sure and heard.in_charge(marking.klass.id) and report.days in ((), (day,))):
        return
    parts = tuple(marking.parts.get(day, ()))
    named = {item.pupil for item in report.items}
    marked = dict.fromkeys(row.pupil_id for row in await absent_now(marking.session, marking.klass.id, day, parts))
    for pupil_id in [each for each in marked if each not in named]:
        item = Item(words="", candidates=(pupil_id,), kind=Kind.PRESENT)
        marking.found.proposals.append(_proposal(marking, item, day, parts))


async def _marked(marking: Marking, item: Item, day: date, parts: tuple[str, ...]) -> set[int]:
    """Who of those that an item may mean is marked absent in these half days."""
    here = await absent_now(marking.session, marking.klass.id, day, parts, item.candidates)
    return {row.pupil_id for row in here}


def _proposal(marking: Marking, item: Item, day: date, parts: tuple[str, ...] = WHOLE_DAY) -> Proposal:
    pupil_id = item.candidates[0]
    name = marking.pupils.name(pupil_id)
    return Proposal(klass=marking.klass, day=day, pupil_id=pupil_id, name=name, mark=OF_KIND[item.kind], parts=parts)
