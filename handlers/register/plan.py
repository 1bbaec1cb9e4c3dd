"""What is to be written down of a message, class by class and day by day; what must be asked, proposed or said."""

from collections.abc import Sequence
from datetime import date
from textwrap import shorten

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear
from handlers.register.doubts import class_question, doubts, question
from handlers.register.heard import NOBODY, Heard, roster
from handlers.register.scope import Roll, meant_parts, not_yet
from handlers.register.unrecordable import unrecordable, who_is_absent
from handlers.register.whereabouts import corrected_there, elsewhere, whereabouts, with_former
from letters.says.register import THE_OTHERS, absent, scope_said, scope_typed
from locales import _
from locales.marks import state_words
from locales.words import short_day
from models.families.answers import ILL
from models.people.class_lists import ClassList
from models.register.questions import AHEAD, Question
from models.register.reports import PRESENT, NewMark, absent_now
from models.register.standing import wherever
from rules.calendar.parts import Part
from rules.marks import IN_PART, Mark
from rules.people.classes import ClassRef
from rules.reading.report import ClassReport, Item
from rules.reading.words import lexicon
from rules.reading.words.lexicon import Kind
from rules.written import names_pupil

SHOWN = 60  # letters of what was not read
OF_KIND = {
    Kind.LATE: Mark.LATE,
    Kind.DUTY: Mark.DUTY,
    Kind.PRESENT: PRESENT,
    Kind.SKIPPED: Mark.SKIPPED,
    Kind.LEFT_EARLY: Mark.LEFT_EARLY,
}
NO_REPORT = (PRESENT, Mark.LATE, *IN_PART)  # said of one pupil, these say nothing of the class
WHOLE_DAY = (Part.MORNING, Part.AFTERNOON)


class Proposal(Struct, frozen=True, kw_only=True):
    """A pupil of whom something is said that is no absence (`mark`): what stands in `parts` may be corrected."""

    klass: ClassRef
    day: date
    pupil_id: int
    name: str
    mark: str
    parts: tuple[str, ...]


class Contradiction(Struct, frozen=True, kw_only=True):
    """A class said to be complete, though these of it are marked absent."""

    roll: Roll
    pupils: tuple[int, ...]


class Plan(Struct, kw_only=True):
    """`notes` are said of what cannot be recorded; `signals` the pupils who may not come back."""

    rolls: list[Roll] = []
    questions: list[Question] = []
    proposals: list[Proposal] = []
    contradictions: list[Contradiction] = []
    notes: list[str] = []
    unread: list[str] = []
    signals: set[int] = set()

    @property
    def empty(self) -> bool:
        return not (self.rolls or self.questions or self.proposals or self.contradictions or self.notes)


async def plan(session: AsyncSession, heard: Heard) -> Plan:
    """Nothing is written yet: an edited message is compared by it first."""
    found = Plan()
    for report in heard.reading.reports:
        if report.class_id is None:
            found.questions += await class_question(session, heard, report, found.notes)
        else:
            await _of_class(session, heard, report, heard.klass(report.class_id), found)
    if heard.reading.rest:
        text = _("The message is too long: nothing was read from “{words}” on. Please send that part as a new message.")
        found.notes.append(text.format(words=shorten(heard.reading.rest, SHOWN, placeholder=" …")))
    return found


async def _of_class(session: AsyncSession, heard: Heard, report: ClassReport, klass: ClassRef, found: Plan) -> None:
    pupils = await roster(session, heard, klass.id)
    report = with_former(report, pupils)
    if problem := unrecordable(heard, report, klass, pupils):
        found.notes.append(problem)
        return
    sure, questions = doubts(heard, report, klass)
    one = OneClass(session, heard, report, klass, pupils, found)
    found.questions += [await _with_parts(session, heard, klass, one) for one in questions]
    found.unread += report.unread
    if report.nameless and report.items:
        found.notes.append(who_is_absent(klass))
    await one.take(sure)


async def _with_parts(session: AsyncSession, heard: Heard, klass: ClassRef, one: Question) -> Question:
    """Which half days the question is about, as far as the calendar tells."""
    try:
        said = one.parts or None
        parts = await meant_parts(session, heard.school, klass, one.day, heard.moment, said)
    except Unclear:
        return one
    return replace(one, parts=parts)


class OneClass:
    """Sorts the sure items of one class's report into days, and what is said of each into marks."""

    def __init__(
        self,
        session: AsyncSession,
        heard: Heard,
        report: ClassReport,
        klass: ClassRef,
        pupils: ClassList,
        found: Plan,
    ) -> None:
        self.session, self.heard, self.report = session, heard, report
        self.klass, self.pupils, self.found = klass, pupils, found
        self.nobody = report.nobody or (heard.mark == NOBODY)
        self.marks: dict[date, dict[int, NewMark]] = {}
        self.parts: dict[date, dict[str, None]] = {}

    async def take(self, sure: Sequence[Item]) -> None:
        """Put the rolls of these items, and all else that follows from them, into the plan."""
        said = [item for item in sure if not self._is_no_absence(item)]
        for item in said:
            await self._take(item)
        for item in self.report.items:
            if item.pupil is None and self._is_no_absence(item) and item.kind not in lexicon.IN_PART:
                await self._take_unclear_other(item)
        others = [item for item in sure if self._is_no_absence(item)]
        if others:
            await self._take_others(others, reported=bool(said) or self.nobody)
        if self.nobody and self.report.day_problem is None:
            await self._take_nobody()
        else:
            self.found.rolls += [await self._roll(day) for day in sorted(self.marks)]

    def _is_no_absence(self, item: Item) -> bool:
        """Late, on duty, in class after all: said by a person, not by a button that corrects (`#p12 có mặt`)."""
        return (
            self.heard.mark in (Mark.UNEXCUSED, NOBODY) and item.kind is not Kind.ABSENT and not names_pupil(item.words)
        )

    def _days(self, item: Item) -> tuple[date, ...]:
        return item.days or self.report.days or (self.heard.today,)

    async def _take(self, item: Item) -> None:
        days, unclear, problems = self._days(item), [], []
        for day in days:
            kind = letter(self.heard, item, day)
            if kind is None:
                unclear.append(day)
            elif day > self.heard.today and kind in NO_REPORT and self.heard.mark != PRESENT:
                problems.append(not_yet(day))
            else:
                problems += await self._mark(item, day, kind)
        if unclear:
            self.found.questions.append(self._ahead(item, unclear))
        if len(problems) == len(days):
            self.found.notes += [one for one in dict.fromkeys(problems[:1]) if one not in self.found.notes]

    async def _mark(self, item: Item, day: date, kind: str) -> list[str]:
        """Note a mark for the half days held; return why there can be none."""
        said = item.parts or self.report.parts
        try:
            parts = await meant_parts(self.session, self.heard.school, self.klass, day, self.heard.moment, said)
        except Unclear as unclear:
            return [unclear.answer.text]
        assert item.pupil is not None  # noqa: S101, only sure items come here
        mark = NewMark(
            pupil_id=item.pupil,
            kind=kind,
            parts=parts,
            place_id=self.pupils.places.get(item.pupil),
            reason_code=item.reason_code,
            reason=item.reason_text,
            implied=item.excused is None and self.heard.mark == Mark.UNEXCUSED and kind == Mark.UNEXCUSED,
        )
        was = await whereabouts(self.session, self.heard, item.pupil, day)
        if was.class_id != self.klass.id:
            there = await corrected_there(self.session, self.heard, mark, day, was, parts)
            if there is None:
                return [await elsewhere(self.session, self.klass, item.pupil, day, was)]
            self.found.rolls.append(there)
            return []
        if self.heard.mark == Mark.EXCUSED and (was_there := await self._there_in_part(mark, day, parts)):
            return [was_there]
        self.parts.setdefault(day, {}).update(dict.fromkeys(parts))
        self.marks.setdefault(day, {})[item.pupil] = mark
        if item.signal and kind in (Mark.UNEXCUSED, Mark.EXCUSED):
            self.found.signals.add(item.pupil)
        return []

    async def _there_in_part(self, mark: NewMark, day: date, parts: tuple[str, ...]) -> str:
        """Leave of somebody who came: that would make an absence of it."""
        there = [one for one in await wherever(self.session, [mark.pupil_id], day, parts) if one.kind in IN_PART]
        if not there:
            return ""
        text = _(
            "{name} is recorded in {scope}: {state}. That is no absence and needs no leave. If the pupil was away the "
            "whole time, please type: {command}"
        )
        scope = scope_typed(self.klass.name, [there[0].part], day)
        return text.format(
            name=self.pupils.name(mark.pupil_id),
            scope=scope_said(self.klass.name, [there[0].part], day),
            state=state_words(there[0].kind),
            command=absent(f"{scope} {self.pupils.name(mark.pupil_id)} P"),
        )

    def _ahead(self, item: Item, days: Sequence[date]) -> Question:
        """Absent without leave on a day to come: is leave asked for, or is another day meant?"""
        matter = replace(self.report, items=(replace(item, days=tuple(days)),), unread=(), count_said=None)
        return question(
            self.heard, AHEAD, self.klass.id, matter, words=item.words, candidates=item.candidates, day=days[0]
        )

    async def _take_others(self, items: Sequence[Item], *, reported: bool) -> None:
        """Late and on duty are noted beside a report, if no absence stands; else a correction is proposed."""
        for item in items:
            assert item.pupil is not None  # noqa: S101, only sure items come here
            for day in self._days(item):
                if item.kind in lexicon.IN_PART:
                    self.found.notes += await self._take_in_part(item, day)
                    continue
                here = await absent_now(self.session, self.klass.id, day, WHOLE_DAY, item.candidates)
                marked = {row.pupil_id for row in here}
                if reported and item.kind is not Kind.PRESENT and item.pupil not in marked and day <= self.heard.today:
                    await self._mark(item, day, OF_KIND[item.kind])
                else:
                    self.found.proposals.append(self._proposal(item, day))

    async def _take_in_part(self, item: Item, day: date) -> list[str]:
        """A lesson skipped, gone home early: noted by itself; where an absence stands, a correction is proposed. Return
        why neither can be.
        """
        if day > self.heard.today:
            return [not_yet(day)]
        try:
            said = item.parts or self.report.parts
            parts = await meant_parts(self.session, self.heard.school, self.klass, day, self.heard.moment, said)
        except Unclear as unclear:
            return [unclear.answer.text]
        here = await absent_now(self.session, self.klass.id, day, parts[:1], item.candidates)
        if any(row.pupil_id == item.pupil for row in here):
            self.found.proposals.append(self._proposal(item, day, parts[:1]))
            return []
        return await self._mark(replace(item, parts=parts[:1]), day, OF_KIND[item.kind])

    async def _take_unclear_other(self, item: Item) -> None:
        """`Lan đã đến`, of whom there are two: whoever of them is marked absent is meant, or nobody."""
        day = self._days(item)[-1]
        here = await absent_now(self.session, self.klass.id, day, WHOLE_DAY, item.candidates)
        marked = {row.pupil_id for row in here}
        meant = [replace(item, candidates=(pupil,)) for pupil in item.candidates if pupil in marked]
        self.found.proposals += [self._proposal(each, day) for each in meant]
        if not meant:
            text = _("{name} is not marked absent on {day}, so there is nothing to change.")
            self.found.notes.append(text.format(name=f"“{item.words}”", day=short_day(day)))

    def _proposal(self, item: Item, day: date, parts: tuple[str, ...] = WHOLE_DAY) -> Proposal:
        pupil_id = item.candidates[0]
        name = self.pupils.name(pupil_id)
        mark = OF_KIND[item.kind]
        return Proposal(klass=self.klass, day=day, pupil_id=pupil_id, name=name, mark=mark, parts=parts)

    async def _roll(self, day: date) -> Roll:
        parts = tuple(part for part in (Part.MORNING, Part.AFTERNOON) if part in self.parts[day])
        marks = [replace(mark, parts=None) if mark.parts == parts else mark for mark in self.marks[day].values()]
        return Roll(
            school=self.heard.school,
            klass=self.klass,
            pupils=await roster(self.session, self.heard, self.klass.id, min(day, self.heard.today)),
            day=day,
            today=self.heard.today,
            parts=parts,
            reports=self._reports(day) and any(mark.kind not in NO_REPORT for mark in marks),
            marks=tuple(marks),
        )

    def _reports(self, day: date) -> bool:
        """Whether the message says of this day who of the class is absent, and not only of one pupil's other days."""
        said = self.report.days or (self.heard.today,)
        return day <= self.heard.today and day in said and (len(said) == 1 or day == self.heard.today)

    async def _take_nobody(self) -> None:
        for day in self.report.days or (self.heard.today,):
            try:
                await self._nobody_on(day)
            except Unclear as unclear:
                self.found.notes.append(unclear.answer.text)

    async def _nobody_on(self, day: date) -> None:
        """Raises Unclear."""
        heard = self.heard
        if day > heard.today:
            raise Unclear(not_yet(day))
        said = self.report.parts
        parts = await meant_parts(self.session, heard.school, self.klass, day, heard.moment, said)
        self.parts[day] = dict.fromkeys(parts)
        self.marks.setdefault(day, {})
        roll = replace(await self._roll(day), parts=parts, reports=True, nobody=heard.confirmed != THE_OTHERS)
        marked = {row.pupil_id for row in await absent_now(self.session, self.klass.id, day, parts)}
        if marked and not heard.confirmed:
            self.found.contradictions.append(Contradiction(roll=roll, pupils=tuple(sorted(marked))))
            return
        here = [NewMark(pupil_id=pupil_id, kind=PRESENT) for pupil_id in sorted(marked)] if roll.nobody else []
        self.found.rolls.append(replace(roll, marks=(*roll.marks, *here)))


def letter(heard: Heard, item: Item, day: date) -> str | None:
    """The mark an item means on a day; None where a day to come is said to be without leave, or nothing tells."""
    if heard.mark in (PRESENT, Mark.LATE):
        return heard.mark
    if item.kind is not Kind.ABSENT:
        return OF_KIND[item.kind]
    ahead = day > heard.today
    if item.excused is not None:
        kind = Mark.EXCUSED if item.excused else Mark.UNEXCUSED
    elif heard.mark == Mark.EXCUSED or (ahead and item.reason_code) or _is_leave(heard, item):
        kind = Mark.EXCUSED
    else:
        kind = Mark.UNEXCUSED
    return None if ahead and kind == Mark.UNEXCUSED else kind


def _is_leave(heard: Heard, item: Item) -> bool:
    """What the teacher says of an illness is leave, where the school has chosen so."""
    return heard.school.ill_with_leave and item.reason_code == ILL and heard.mark == Mark.UNEXCUSED
