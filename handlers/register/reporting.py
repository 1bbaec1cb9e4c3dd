"""A report from first to last: planned, written down, its questions kept, and answered at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec.structs import replace
from rapidfuzz import fuzz, process
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear
from handlers.campaign.reasons import reasons_wanted
from handlers.register.heard import Heard, recalled, roster
from handlers.register.kept import keep_for_learning
from handlers.register.plan import Plan
from handlers.register.plan.doubts import meant_anywhere
from handlers.register.plan.making import plan
from handlers.register.proposing import waits_for_tap
from handlers.register.receipts.receipt import answer
from handlers.register.recording import Result, Written, write
from handlers.register.scope import Roll, meant_parts
from models.figures.doubts import put_in_doubt
from models.ladder.reopening import open_again
from models.register.questions import (
    CLASS,
    COUNT,
    ELSEWHERE,
    PUPIL,
    THESE,
    Question,
    answered,
    keep,
    open_about,
    open_of,
    reminded,
)
from models.shapes.message import Incoming, Said
from rules.marks import ABSENT, Mark
from rules.people.names import clean, fold
from rules.reading.said.reported import ClassReport, Item
from rules.reading.words.lexicon import Kind

ALIKE = 85  # of 100: a name typed again in place of one that nobody has


async def report(incoming: Incoming, session: AsyncSession, heard: Heard) -> list[Said]:
    """What was heard is recorded as far as it is sure. It may answer what was asked before: then it is part of that."""
    await keep_for_learning(session, heard)
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
    found.questions += [left for one in waiting for left in _of_the_others(one, heard)]
    found.cleared |= {pupil for one in waiting for pupil in _said_to_be_here(one, heard)}
    came_with, counted = heard.inbox_id, _count_asked(found, waiting)
    if counted is not None:
        heard = replace(heard, inbox_id=counted.inbox_id)
        found.questions = [replace(one, inbox_id=counted.inbox_id) for one in found.questions]
    result = await write(session, heard, found, before)
    over = [*_over(heard, found, result, waiting), *await _settled_for_others(session, result, waiting)]
    if over:
        await answered(session, over, ELSEWHERE, heard.person_id, heard.at)
    asked = await keep(session, found.questions) if heard.private else found.questions
    if heard.private:
        await put_in_doubt(session, asked, {one.id: await meant_anywhere(session, heard, one) for one in asked})
    await waits_for_tap(session, heard, found)
    today = heard.school.day(heard.at)
    reopened = [await open_again(session, heard.school.id, one.day, today) for one in asked if heard.private]
    rest = [one for one in waiting if one.id not in over and (one.inbox_id == came_with or _is_put_again(one, heard))]
    if rest and not asked and rest[0].inbox_id != came_with:
        await reminded(session, [rest[0].id], heard.at)
    said = await answer(session, heard, found, result, [*asked, *rest])
    said += [notice for some in reopened for notice in some]
    return said if asked or rest else [*said, *await reasons_wanted(session, heard, result)]  # one question at a time


def _is_put_again(one: Question, heard: Heard) -> bool:
    """What an earlier message left open is put once more, on its day, and no more."""
    return one.reminded_at is None and heard.today in (one.day, heard.school.day(one.asked_at))


async def _settled_for_others(session: AsyncSession, result: Result, mine: Sequence[Question]) -> list[int]:
    """What other people were asked about these classes falls too, when somebody has recorded what it asks."""
    known = {one.id for one in mine}
    found = []
    for done in result.written:
        open_ = await open_about(session, done.roll.klass.id, done.roll.day, done.roll.day)
        found += [one.id for one in open_ if one.id not in known and _settles(done, one)]
    return found


async def _as_answer(
    session: AsyncSession, heard: Heard, waiting: Sequence[Question]
) -> tuple[Question, ClassReport] | None:
    """A single pupil named where one was asked about: the question, and what it says now with that pupil in it."""
    reports = heard.reading.reports
    if (
        heard.mark != Mark.UNEXCUSED
        or len(reports) != 1
        or len(reports[0].items) != 1
        or reports[0].items[0].pupil is None
    ):
        return None
    named = reports[0].items[0]
    about = await _about(session, heard, reports[0], named)
    for one in waiting:
        same = one.kind == PUPIL and about == (one.class_id, one.day, one.parts)
        absence = one.matter.report.items[0].kind is Kind.ABSENT if same else False
        if absence and named.pupil in await _offered(session, heard, one):
            item = _joined(one.matter.report.items[0], named)
            return one, replace(one.matter.report, items=(item,))
    return None


async def _about(
    session: AsyncSession, heard: Heard, report: ClassReport, item: Item
) -> tuple[int, date, tuple[str, ...]] | None:
    """The class, day and half days in which somebody is said to be absent, if they are clear and one day's."""
    days = item.days or report.days or (heard.today,)
    if report.class_id is None or len(days) > 1 or item.kind is not Kind.ABSENT:
        return None
    said = item.parts or report.parts
    try:
        klass = heard.klass(report.class_id)
        parts = await meant_parts(session, heard.school, klass, days[0], heard.moment, said)
    except Unclear:
        return None
    return report.class_id, days[0], parts


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
        meant=True,
        excused=asked.excused if named.excused is None else named.excused,
        reason_code=named.reason_code or asked.reason_code,
        reason_text=named.reason_text or asked.reason_text,
        signal=named.signal or asked.signal,
    )


def _is_about(one: Question, roll: Roll) -> bool:
    """Whether a question is about (part of) what a roll records."""
    same = (one.class_id, one.day) == (roll.klass.id, roll.day)
    return same and (not one.parts or not set(one.parts).isdisjoint(roll.parts))


def _count_asked(found: Plan, waiting: Sequence[Question]) -> Question | None:
    """The report of fewer pupils than announced that this names another pupil for: both are one."""
    if len(found.rolls) != 1 or not found.rolls[0].marks:
        return None
    return next((one for one in waiting if one.kind == COUNT and _is_about(one, found.rolls[0])), None)


def _over(heard: Heard, found: Plan, result: Result, waiting: Sequence[Question]) -> list[int]:
    """The questions this report has settled: asked anew, all named by now, or the class is complete."""
    return [
        one.id
        for one in waiting
        if _is_anew(one, found)
        or _has_its_class(one, heard)
        or any(_settles(done, one) for done in result.written)
        or _is_here(one, heard)
        or _is_of_the_rest(one, heard)
    ]


def _is_of_the_rest(one: Question, heard: Heard) -> bool:
    """`6A chỉ vắng Lan thôi`: whoever else was asked about is in class."""
    rest = any(each.no_others and each.class_id == one.class_id for each in heard.reading.reports)
    return rest and one.day == heard.today and one.class_id in heard.own_classes


def _is_here(one: Question, heard: Heard) -> bool:
    """`Bình đến rồi`: whoever was asked about is said to be in class after all, or one of these."""
    here = _said_to_be_here(one, heard)
    return bool(one.candidates) and (here >= set(one.candidates) or (one.kind == THESE and bool(here)))


def _said_to_be_here(one: Question, heard: Heard) -> set[int]:
    here: set[int] = set()
    for report in heard.reading.reports if one.kind in (PUPIL, THESE) else ():
        for item in report.items:
            then = one.day in (item.days or report.days or (heard.today,))
            parts = set(item.parts or one.parts)
            if item.kind is Kind.PRESENT and report.class_id == one.class_id and then and parts >= set(one.parts):
                here |= set(item.candidates)
    return here & set(one.candidates)


def _of_the_others(one: Question, heard: Heard) -> list[Question]:
    """Of several who were asked about together some are here: the question of the others."""
    here = _said_to_be_here(one, heard) if one.kind == THESE else set()
    report = one.matter.report
    left = tuple(item for item in report.items if here.isdisjoint(item.candidates))
    if not here or not left:
        return []
    kind, words = PUPIL if len(left) == 1 else THESE, ", ".join(item.words for item in left)
    candidates = tuple(pupil for item in left for pupil in item.candidates)
    matter = replace(one.matter, report=replace(report, items=left))
    return [replace(one, id=0, kind=kind, words=words, candidates=candidates, matter=matter, asked_at=heard.at)]


def _has_its_class(one: Question, heard: Heard) -> bool:
    """The same pupils are named again, with the class this time."""
    asked = {fold(item.words) for item in one.matter.report.items}
    said = {fold(item.words) for report in heard.reading.reports if report.class_id for item in report.items}
    return one.kind == CLASS and bool(asked) and asked <= said


def _is_anew(one: Question, found: Plan) -> bool:
    """The same is asked again; there is one number of absent pupils, the last announced."""
    return any(
        (one.class_id, one.day, one.parts, one.kind) == (new.class_id, new.day, new.parts, new.kind)
        and (one.kind == COUNT or one.words.casefold() == new.words.casefold())
        for new in found.questions
    )


def _settles(done: Written, one: Question) -> bool:
    if not _is_about(one, done.roll):
        return False
    if one.kind == COUNT:
        absent = {pupil for pupil, _part, kind in done.recorded.marks if kind in ABSENT}
        return done.roll.nobody or len(absent) >= (one.matter.report.count_said or 0)
    named = {mark.pupil_id for mark in done.roll.marks}
    asked = set(one.candidates)
    all_of_them = one.kind == THESE and asked <= named
    return done.roll.nobody or all_of_them or (one.kind == PUPIL and not named.isdisjoint(asked))
