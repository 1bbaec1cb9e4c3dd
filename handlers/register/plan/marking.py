"""The marks of one class's report as they gather, by day and half day, until each day becomes a roll."""

from datetime import date

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear
from handlers.register.heard import Heard, roster
from handlers.register.plan import NO_REPORT, WHOLE_DAY, Plan
from handlers.register.plan.whereabouts import corrected_there, elsewhere, whereabouts
from handlers.register.scope import Roll, meant_parts
from letters.says.register import absent, scope_said, scope_typed
from locales import _
from locales.marks import state_words
from models.families.answers import ILL
from models.people.class_lists import ClassList
from models.register.reports import NewMark
from models.register.standing import wherever
from rules.marks import IN_PART, Mark
from rules.people.classes import ClassRef
from rules.people.movements import leaves_with
from rules.reading.said.reported import ClassReport, Item
from rules.reading.words.lexicon import Kind


def is_leave(heard: Heard, item: Item) -> bool:
    """What the teacher says of an illness is leave, where the school has chosen so."""
    return heard.school.ill_with_leave and item.reason_code == ILL and heard.mark == Mark.UNEXCUSED


def is_unsettled(heard: Heard, item: Item) -> bool:
    """Why is said, and not whether it is with leave. A sign of danger is no leave."""
    why = bool(item.reason_code or item.reason_text) and not item.signal
    return why and item.excused is None and item.kind is Kind.ABSENT and not is_leave(heard, item)


class Marking:
    """Notes marks and remembers for which half days; what cannot be a mark goes into the plan in another form."""

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
        self.marks: dict[date, dict[int, NewMark]] = {}
        self.parts: dict[date, dict[str, None]] = {}

    def days(self, item: Item) -> tuple[date, ...]:
        """The days an item is about."""
        return item.days or self.report.days or (self.heard.today,)

    async def meant(self, day: date, said: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """The half days of a day that are meant, `said` or not. Raises Unclear."""
        said = said or self.report.parts
        return await meant_parts(self.session, self.heard.school, self.klass, day, self.heard.moment, said)

    async def mark(self, item: Item, day: date, kind: str) -> list[str]:
        """Note a mark for the half days held; return why there can be none. Who leaves school for good has no leave."""
        if kind == Mark.EXCUSED and leaves_with(item.reason_text or ""):
            kind = Mark.UNEXCUSED
        try:
            parts = await self.meant(day, item.parts)
        except Unclear as unclear:
            return [unclear.answer.text]
        mark = self._new(item, kind, parts, open_=day <= self.heard.today and is_unsettled(self.heard, item))
        was = await whereabouts(self.session, self.heard, mark.pupil_id, day)
        if was.class_id != self.klass.id:
            there = await corrected_there(self.session, self.heard, mark, day, was, parts)
            if there is None:
                return [await elsewhere(self.session, self.klass, mark.pupil_id, day, was)]
            self.found.rolls.append(there)
            return []
        if self.heard.mark == Mark.EXCUSED and (was_there := await self._there_in_part(mark, day, parts)):
            return [was_there]
        self.parts.setdefault(day, {}).update(dict.fromkeys(parts))
        self.marks.setdefault(day, {})[mark.pupil_id] = mark
        if item.signal and kind in (Mark.UNEXCUSED, Mark.EXCUSED):
            self.found.signals.add(mark.pupil_id)
        return []

    def _new(self, item: Item, kind: str, parts: tuple[str, ...], *, open_: bool) -> NewMark:
        assert item.pupil is not None  # noqa: S101, only sure items come here
        implied = item.excused is None and self.heard.mark == Mark.UNEXCUSED and item.kind is Kind.ABSENT
        return NewMark(
            pupil_id=item.pupil,
            kind=kind,
            parts=parts,
            place_id=self.pupils.places.get(item.pupil),
            reason_code=item.reason_code,
            reason=item.reason_text,
            implied=implied and kind == Mark.UNEXCUSED,
            unsettled=implied and open_,
        )

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

    async def roll(self, day: date) -> Roll:
        """What was noted of a day."""
        parts = tuple(part for part in WHOLE_DAY if part in self.parts[day])
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
