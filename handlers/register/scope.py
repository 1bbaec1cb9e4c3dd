"""What every report is about: a class on a day, which of its half days, and what to answer when that is unclear."""

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import Unclear, local, own_class
from letters.says import Word
from letters.says.register import scope_said, scope_typed
from letters.says.service import meant
from locales import _
from locales.words import day_words, opening, part_words, short_day
from models.calendar.held import school_calendar
from models.people.class_lists import ClassList, class_list, classes, lexicon_of
from models.register.reports import NewMark
from models.shapes.asker import School
from models.shapes.message import Button, Incoming
from rules.calendar.days_said import DayProblem
from rules.calendar.held import part_at
from rules.people.classes import ClassRef, find_classes
from rules.reading.report import read_report
from rules.reading.said.reported import ClassReport
from rules.reading.sections import classes_named
from rules.reading.words.lexicon import Lexicon


class Roll(Struct, frozen=True, kw_only=True):
    """A class on a day, its half days that are meant, and the marks to make. `reports`: it says all of the class, so
    that who is not named was there; leave asked ahead and one pupil's own days do not.
    """

    school: School
    klass: ClassRef
    pupils: ClassList
    day: date
    today: date
    parts: tuple[str, ...]
    reports: bool = True
    nobody: bool = False
    marks: tuple[NewMark, ...] = ()

    def scope(self) -> str:
        """Class, day and half day, as the reader of reports understands them again."""
        return scope_typed(self.klass.name, self.parts, self.day)

    def said(self) -> str:
        """`6A sáng 21/11`, for the answer."""
        return scope_said(self.klass.name, self.parts, self.day)


async def read_roll(incoming: Incoming, session: AsyncSession) -> Roll:
    """The one class, day and half days that the words after a command name. Raises Unclear with the answer."""
    school, moment = local(incoming)
    known = await classes(session, school, moment.date())
    own = await own_class(incoming, session)
    if not known:
        raise no_classes()
    lexicon = lexicon_of(session)
    klass = _one_class(incoming, known, own, lexicon)
    reports = read_report(incoming.rest, moment, known, own, {}, lexicon=lexicon, command=True).reports
    report = reports[0] if reports else ClassReport()
    day = _one_day(report, moment.date())
    parts = await meant_parts(session, school, klass, day, moment, report.parts)
    pupils = await class_list(session, school, klass.id, day)
    if not pupils.enrolled:
        raise Unclear(empty_list(klass, day))
    return Roll(school=school, klass=klass, pupils=pupils, day=day, today=moment.date(), parts=tuple(parts))


def _one_class(incoming: Incoming, known: Sequence[ClassRef], own: int | None, lexicon: Lexicon) -> ClassRef:
    """Raises Unclear."""
    strange = next((one for one in find_classes(known, incoming.rest) if not one.classes), None)
    if strange is not None:
        raise no_such_class(incoming.rest[strange.start : strange.end], known)
    named = classes_named(incoming.rest, known, own, lexicon)
    if len(named) == 1:
        return named[0]
    command, own_ones = incoming.text.split(None, 1)[0], [one for one in known if one.id in incoming.asker.classes()]
    text = _("Which class? Please write it first, for example: {example}")
    buttons = [
        [Button(one.name, meant(Word(command.removeprefix("/")), f"{one.name} {incoming.rest}"))] for one in own_ones
    ]
    raise Unclear(text.format(example=f"{command} {(own_ones or known)[0].name}"), buttons)


def no_such_class(words: str, known: Sequence[ClassRef]) -> Unclear:
    text = _("There is no class {words}. Nothing was recorded. The classes are: {names}.")
    return Unclear(text.format(words=words, names=", ".join(klass.name for klass in known[:60])))


def no_classes() -> Unclear:
    return Unclear(_("There is no class list for this school year yet. Please ask the administrator to import it."))


def empty_list(klass: ClassRef, day: date) -> str:
    text = _("Class {klass} has no pupils on the list of {day}.")
    return text.format(klass=klass.name, day=day_words(day))


def _one_day(report: ClassReport, today: date) -> date:
    if report.day_problem is DayProblem.IMPOSSIBLE:
        raise Unclear(_("That date does not exist. Nothing was recorded. Please write the day as day/month."))
    if report.day_problem is not None or len(report.days) > 1:
        text = _("Which day is meant? Nothing was recorded. Please write it as day/month, for example {example}.")
        raise Unclear(text.format(example=short_day(today)))
    day = report.days[0] if report.days else today
    if day > today:
        raise Unclear(not_yet(day))
    return day


def not_yet(day: date) -> str:
    text = _("{day} has not come yet; please report on the day itself.")
    return text.format(day=opening(day_words(day)))


async def meant_parts(
    session: AsyncSession, school: School, klass: ClassRef, day: date, moment: datetime, said: Sequence[str] | None
) -> tuple[str, ...]:
    """The half days meant: those said, the one in progress today, or all of another day. Raises Unclear: none held."""
    held = (await school_calendar(session, school, day)).held(klass.id, day)
    if not held:
        text = _(
            "Class {klass} has no lessons on {day} by the calendar. If it is a make-up day, the administrator types: "
            "/lich bù {date} {klass}"
        )
        raise Unclear(text.format(klass=klass.name, day=day_words(day), date=short_day(day)))
    if said:
        meant = tuple(part for part in held if part in said)
        if not meant:
            text = _("Class {klass} has lessons only in the {held} on {day}.")
            raise Unclear(text.format(klass=klass.name, held=part_words(held), day=day_words(day)))
        return meant
    now = part_at(moment.time(), held, school.morning_starts, school.afternoon_starts)
    return (now,) if now and day == moment.date() else held
