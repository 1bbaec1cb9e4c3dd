"""What of a class's report must be asked, before anything is written down: which pupil, which day, how many, which
class."""

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace
from rapidfuzz import fuzz, process
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.register.heard import NOBODY, Heard, roster
from letters.register.asking import OFFERED
from letters.says.register import absent
from locales import _
from models.figures.doubts import says_it_came
from models.register.questions import CLASS, COUNT, DAY, PUPIL, THESE, Matter, Question
from models.register.reported import classes_reported
from rules.marks import Mark
from rules.people.classes import ClassRef, find_classes
from rules.people.names import clean, fold
from rules.reading.said.reported import ClassProblem, ClassReport, Item
from rules.reading.who.roster import find
from rules.reading.words.lexicon import IN_PART, Kind

LIKE = 50  # of 100: how close a class's name must come to the one typed


def doubts(heard: Heard, report: ClassReport, klass: ClassRef) -> tuple[list[Item], list[Question]]:
    """The items that are sure, and the questions about the rest."""
    asked: list[Question] = []

    def ask(kind: str, items: Sequence[Item], **more: object) -> None:
        part = replace(report, items=tuple(items), unread=(), nobody=False, **more)
        words = ", ".join(item.words for item in items)
        candidates = tuple(dict.fromkeys(pupil for item in items for pupil in item.candidates))
        asked.append(question(heard, kind, klass.id, part, words=words, candidates=candidates))

    unsure = [item for item in report.items if item.pupil is None and _is_asked(heard, item)]
    single = [item for item in unsure if len(item.candidates) == 1 and item.kind not in IN_PART]
    if len(single) > 1:
        ask(THESE, single)
    for item in unsure:
        if len(single) <= 1 or item not in single:
            ask(PUPIL, [item], count_said=None)
    known = [item for item in report.items if item.pupil is not None]
    dated = [item for item in known if item.day_problem is not None and _is_asked(heard, item)]
    if dated:
        ask(DAY, dated, count_said=None)
    elif (report.nobody or heard.mark == NOBODY) and report.day_problem is not None:
        asked.append(question(heard, DAY, klass.id, replace(report, items=()), words=report.class_words or klass.name))
    if _more_announced(report):
        named = [item for item in report.items if item.kind is Kind.ABSENT]
        part = replace(report, items=tuple(named), unread=())
        asked.append(question(heard, COUNT, klass.id, part, words=klass.name))
    return [item for item in known if item.day_problem is None], asked


def _is_asked(heard: Heard, item: Item) -> bool:
    """Of a pupil who was there all the time nothing is recorded, so nothing is asked."""
    return item.kind in (Kind.ABSENT, *IN_PART) or heard.mark != Mark.UNEXCUSED


def _more_announced(report: ClassReport) -> bool:
    named = sum(item.kind is Kind.ABSENT for item in report.items)
    return not report.nobody and report.count_said is not None and report.count_said > named


def pupil_question(heard: Heard, class_id: int, report: ClassReport, item: Item) -> Question:
    """Who of several is meant by what is no absence."""
    part = replace(report, items=(item,), unread=(), nobody=False, count_said=None)
    return question(heard, PUPIL, class_id, part, words=item.words, candidates=item.candidates)


def question(
    heard: Heard,
    kind: str,
    class_id: int | None,
    report: ClassReport,
    *,
    words: str,
    candidates: Sequence[int] = (),
    day: date | None = None,
) -> Question:
    """A question about a part of what was heard."""
    first = next(iter(report.items), None)
    days = (first.days if first else ()) or report.days
    text = heard.text if kind == CLASS else ""
    return Question(
        school_id=heard.school.id,
        chat_id=heard.chat_id,
        person_id=heard.person_id,
        class_id=class_id,
        day=day or (days[0] if days and report.day_problem is None else heard.today),
        parts=(first.parts if first else None) or report.parts or (),
        kind=kind,
        words=words,
        candidates=tuple(candidates),
        matter=Matter(report=report, mark=heard.mark, text=text, behind_command=heard.behind_command),
        inbox_id=heard.inbox_id,
        asked_at=heard.moment,
    )


async def class_question(session: AsyncSession, heard: Heard, report: ClassReport, notes: list[str]) -> list[Question]:
    """Which class is meant; a note alone where nothing else was said that could be kept."""
    said = report.items or report.unread or report.nobody or report.count_said is not None
    if not said and not report.class_words:
        text = _("Which class? Please write it first, for example: {example}")
        first = heard.known[0].name
        notes.append(text.format(example=absent(first) if heard.behind_command else first))
        return []
    likely = await _likely(session, heard, report)
    return [question(heard, CLASS, None, report, words=report.class_words, candidates=[one.id for one in likely])]


async def meant_anywhere(session: AsyncSession, heard: Heard, one: Question) -> set[int]:
    """Whom a question about the class could mean: whoever has the name in one of the classes it offers. Without a list
    of the class the name may have been read short, so that the whole text is looked at.
    """
    report, text = one.matter.report, f" {fold(clean(one.matter.text))} "
    names = [item.words for item in report.items] or list(report.unread)
    found: set[int] = set()
    for class_id in one.candidates if one.kind == CLASS and not says_it_came(one) else ():
        index = (await roster(session, heard, class_id)).index
        found |= {pupil.id for name in names for pupil in find(index, name)}
        full = zip(index.by_id, index.folded, strict=True)
        found |= {pupil_id for pupil_id, name in full if f" {name} " in text}
    return found


async def _with_all_named(session: AsyncSession, heard: Heard, report: ClassReport) -> list[ClassRef]:
    named = [item.words for item in report.items] or list(report.unread)
    lists = {klass: (await roster(session, heard, klass.id)).index for klass in heard.known} if named else {}
    return [klass for klass, index in lists.items() if all(find(index, words) for words in named)]


async def _likely(session: AsyncSession, heard: Heard, report: ClassReport) -> list[ClassRef]:
    """Classes to offer: like the one typed, those with all who are named, the writer's own, those the writer reported
    last.
    """
    names = {one: fold(one.name) for one in heard.known}
    typed = fold(report.class_words).removeprefix("lop").strip()
    if report.class_problem is ClassProblem.SEVERAL:
        return [one for found in find_classes(heard.known, report.class_words) for one in found.classes][:OFFERED]
    like = process.extract(typed, names, scorer=fuzz.ratio, limit=OFFERED, score_cutoff=LIKE) if typed else []
    last = await classes_reported(session, heard.person_id)
    mine = [one for one in heard.known if one.id in heard.own_classes]
    reported = sorted((one for one in heard.known if one.id in last), key=lambda one: last.index(one.id))
    with_them = [] if typed else await _with_all_named(session, heard, report)
    all_of_few = heard.known if len(heard.known) <= OFFERED else ()
    return list(dict.fromkeys([*(one[2] for one in like), *with_them, *mine, *reported, *all_of_few]))[:OFFERED]
