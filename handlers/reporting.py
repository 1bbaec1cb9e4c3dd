"""A report from first to last: planned, written down, its questions kept, and answered at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec.structs import replace
from rapidfuzz import fuzz, process
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.answer import answer
from handlers.heard import Heard, recalled, roster
from handlers.plan import Plan, plan
from handlers.recording import Result, write
from models.attendance import ABSENT, UNEXCUSED
from models.message import Incoming, Said
from models.questions import COUNT, ELSEWHERE, PUPIL, Question, answered, keep, open_of
from rules.names import clean, fold
from rules.report import ClassReport, Item

ALIKE = 85  # of 100: a name typed again in place of one that nobody has


async def report(incoming: Incoming, session: AsyncSession, heard: Heard) -> list[Said]:
    """What was heard is recorded as far as it is sure. It may answer what was asked before: then it is part of that."""
    waiting = await open_of(session, heard.person_id, heard.at)
    if waiting and (known := await _as_answer(session, heard, waiting)):
        asked, completed = known
        heard = await recalled(incoming, session, asked, completed)
        await answered(session, [asked.id], f"p{completed.items[0].pupil}", heard.person_id, heard.at)
        waiting = [one for one in waiting if one.id != asked.id]
    return await settle(session, heard, await plan(session, heard), waiting)


async def settle(
    session: AsyncSession,
    heard: Heard,
    found: Plan,
    waiting: Sequence[Question],
    before: Mapping[date, Collection[int]] | None = None,
) -> list[Said]:
    """Write a plan down, keep what it asks, and answer. `waiting` is what the person has been asked before."""
    counted = _count_asked(found, waiting)
    if counted is not None:
        heard = replace(heard, inbox_id=counted.inbox_id)
        found.questions = [replace(one, inbox_id=counted.inbox_id) for one in found.questions]
    result = await write(session, heard, found, before)
    over = _over(found, result, waiting)
    if over:
        await answered(session, over, ELSEWHERE, heard.person_id, heard.at)
    asked = await keep(session, found.questions) if heard.private else found.questions
    rest = [one for one in waiting if one.id not in over]
    return await answer(session, heard, found, result, [*asked, *rest])


async def _as_answer(
    session: AsyncSession, heard: Heard, waiting: Sequence[Question]
) -> tuple[Question, ClassReport] | None:
    """A single pupil named where one was asked about: the question, and what it says now with that pupil in it."""
    reports = heard.reading.reports
    if heard.mark != UNEXCUSED or len(reports) != 1 or len(reports[0].items) != 1 or reports[0].items[0].pupil is None:
        return None
    named = reports[0].items[0]
    day = (named.days or reports[0].days or (heard.today,))[0]
    for one in waiting:
        if one.kind != PUPIL or (one.class_id, one.day) != (reports[0].class_id, day):
            continue
        if named.pupil in await _offered(session, heard, one):
            item = _joined(one.matter.report.items[0], named)
            return one, replace(one.matter.report, items=(item,))
    return None


async def _offered(session: AsyncSession, heard: Heard, one: Question) -> Collection[int]:
    """The pupils a question is about; where nobody has the name, those whose names are very like it."""
    if one.candidates or one.class_id is None:
        return one.candidates
    index = (await roster(session, heard, one.class_id)).index
    names = dict(zip(index.by_id, index.folded, strict=True))
    like = process.extract(fold(clean(one.words)), names, scorer=fuzz.WRatio, limit=None, score_cutoff=ALIKE)
    return [pupil_id for _name, _score, pupil_id in like]


def _joined(asked: Item, named: Item) -> Item:
    """What was said of the pupil at first, and what is said now where that says more."""
    return replace(
        asked,
        candidates=named.candidates,
        doubt=False,
        excused=asked.excused if named.excused is None else named.excused,
        reason_code=named.reason_code or asked.reason_code,
        reason_text=named.reason_text or asked.reason_text,
        signal=named.signal or asked.signal,
    )


def _count_asked(found: Plan, waiting: Sequence[Question]) -> Question | None:
    """The report of fewer pupils than announced that this names another pupil for: both are one."""
    days = {(roll.klass.id, roll.day) for roll in found.rolls if roll.marks}
    open_ = [one for one in waiting if one.kind == COUNT and (one.class_id, one.day) in days]
    return open_[0] if open_ and len(days) == 1 else None


def _over(found: Plan, result: Result, waiting: Sequence[Question]) -> list[int]:
    """The questions this report has settled: asked anew, all named by now, or the class is complete."""
    anew = {(one.class_id, one.day, one.kind, one.words) for one in found.questions}
    counts = {(one.class_id, one.day) for one in found.questions if one.kind == COUNT}
    complete = {(one.roll.klass.id, one.roll.day) for one in result.written if one.roll.nobody}
    absent: dict[tuple[int | None, date], int] = {
        (one.roll.klass.id, one.roll.day): len({pupil for pupil, _part, kind in one.recorded.marks if kind in ABSENT})
        for one in result.written
    }

    named: dict[tuple[int | None, date], set[int]] = {
        (roll.klass.id, roll.day): {mark.pupil_id for mark in roll.marks} for roll in found.rolls
    }

    def is_over(one: Question) -> bool:
        about = (one.class_id, one.day)
        if about in complete or (*about, one.kind, one.words) in anew:
            return True
        if one.kind == PUPIL and named.get(about, set()) & set(one.candidates):
            return True
        said = one.matter.report.count_said or 0
        return one.kind == COUNT and (about in counts or absent.get(about, -1) >= said)

    return [one.id for one in waiting if is_over(one)]
