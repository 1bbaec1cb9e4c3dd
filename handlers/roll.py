"""What every report begins with: which class, day and session it is about, and what to answer when that is unclear."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from locales import _
from locales.words import day_words, opening, session_words, short_day
from models.asker import School
from models.classroom import ClassList, class_list, classes, school_calendar
from models.message import Button, Incoming, Outgoing
from models.register import Report
from rules.calendar import session_at
from rules.classes import ClassRef
from rules.dates import DayProblem
from rules.report import ClassProblem, ClassReport, read_report
from rules.sections import classes_named


class Unclear(Exception):  # noqa: N818, not an error of the program: it carries the answer
    """The report cannot be written down as it is; `answer` says what to do next. Nothing was recorded."""

    def __init__(self, text: str, buttons: Sequence[Sequence[Button]] = ()) -> None:
        super().__init__(text)
        self.answer = Outgoing(text=text, buttons=buttons)


class Roll(Struct, frozen=True, kw_only=True):
    """A report that is clear so far: its class, day and sessions, and the reading of the pupils."""

    school: School
    klass: ClassRef
    pupils: ClassList
    day: date
    today: date
    sessions: tuple[str, ...]
    reading: ClassReport

    def report(self, incoming: Incoming) -> Report:
        return Report(
            school_id=self.school.id,
            class_id=self.klass.id,
            day=self.day,
            sessions=self.sessions,
            enrolled=self.pupils.enrolled,
            person_id=incoming.asker.person_id,
            inbox_id=incoming.inbox_id,
            at=incoming.when,
        )

    def scope(self) -> str:
        """Class, day and session, as the reader of reports understands them again."""
        return f"{self.klass.name} {part_typed(self.sessions)} {self.day.isoformat()}"

    def said(self) -> str:
        """`6A sáng 21/11`, for the answer."""
        return f"{self.klass.name} {session_words(self.sessions)} {short_day(self.day)}"


def part_typed(sessions: Sequence[str]) -> str:
    """Sessions as the reader of reports understands them, in whatever language the button is."""
    return "cả ngày" if len(set(sessions)) > 1 else {"S": "sáng", "C": "chiều"}[sessions[0]]


def local(incoming: Incoming) -> tuple[School, datetime]:
    """The asker's school and the local moment of writing: the school day is fixed by it, not by the arrival."""
    school = incoming.asker.school
    assert school is not None  # noqa: S101, the commands that come here are for linked people
    return school, incoming.when.astimezone(ZoneInfo(school.timezone))


async def read_roll(incoming: Incoming, session: AsyncSession) -> Roll:
    """Read the words after the command. Raises Unclear with the answer."""
    school, moment = local(incoming)
    today = moment.date()
    known = await classes(session, school, today)
    own = await own_class(incoming, session)
    named = classes_named(incoming.rest, known, own)
    lists = {klass.id: (await class_list(session, school, klass.id, today)).index for klass in named}
    reports = read_report(incoming.rest, moment, known, own, lists, command=True).reports or (_empty(named),)
    reading = reports[0]
    klass = next((one for one in known if one.id == reading.class_id), None)
    if klass is None or len(reports) > 1:
        raise _class_unclear(reading, known, incoming)
    day = _day_of(reading, today)
    sessions = await _sessions(session, school, klass, day, moment, reading)
    pupils = await class_list(session, school, klass.id, day)
    if not pupils.enrolled:
        raise Unclear(
            _("Class {klass} has no pupils on the list of {day}.").format(klass=klass.name, day=day_words(day))
        )
    return Roll(school=school, klass=klass, pupils=pupils, day=day, today=today, sessions=sessions, reading=reading)


async def own_class(incoming: Incoming, session: AsyncSession) -> int | None:
    """The class of a homeroom teacher who has exactly one: it need not be said."""
    mine = incoming.asker.classes()
    return next(iter(mine)) if len(mine) == 1 else None


def _empty(named: Sequence[ClassRef]) -> ClassReport:
    """Nothing was said but perhaps a class."""
    if len(named) == 1:
        return ClassReport(class_id=named[0].id)
    return ClassReport(class_problem=ClassProblem.SEVERAL if named else ClassProblem.MISSING)


def _class_unclear(reading: ClassReport, known: Sequence[ClassRef], incoming: Incoming) -> Unclear:
    if not known:
        return Unclear(_("There is no class list for this school year yet. Please ask the administrator to import it."))
    command = incoming.text.split(None, 1)[0]
    if reading.class_problem is ClassProblem.UNKNOWN:
        text = _("There is no class {words}. Nothing was recorded. The classes are: {names}.")
        return Unclear(text.format(words=reading.class_words, names=", ".join(klass.name for klass in known[:60])))
    if reading.class_problem is not ClassProblem.MISSING:
        return Unclear(_("Please report one class at a time. Nothing was recorded."))
    text = _("Which class? Please write it first, for example: {example}")
    return Unclear(text.format(example=f"{command} {known[0].name} {incoming.rest}".strip()))


def _day_of(reading: ClassReport, today: date) -> date:
    problem = reading.day_problem or next((item.day_problem for item in reading.items if item.day_problem), None)
    days = reading.days or tuple(sorted({day for item in reading.items for day in item.days}))
    if problem is DayProblem.IMPOSSIBLE:
        raise Unclear(_("That date does not exist. Nothing was recorded. Please write the day as day/month."))
    if problem is not None:
        text = _("Which day is meant? Nothing was recorded. Please write it as day/month, for example {example}.")
        raise Unclear(text.format(example=short_day(today)))
    if len(days) > 1:
        raise Unclear(_("Please report one day at a time. Nothing was recorded."))
    day = days[0] if days else today
    if day > today:
        text = _("{day} has not come yet. Nothing was recorded; please report on the day itself.")
        raise Unclear(text.format(day=opening(day_words(day))))
    return day


async def _sessions(
    session: AsyncSession, school: School, klass: ClassRef, day: date, moment: datetime, reading: ClassReport
) -> tuple[str, ...]:
    """The sessions meant: those said, or the one in progress today, or the whole of an earlier day."""
    held = (await school_calendar(session, school, day)).held(klass.id, day)
    if not held:
        text = _(
            "Class {klass} has no lessons on {day} by the calendar. Nothing was recorded. If it is a make-up day, the "
            "administrator types: /lich bù {date} {klass}"
        )
        raise Unclear(text.format(klass=klass.name, day=day_words(day), date=short_day(day)))
    said = reading.sessions or tuple(part for item in reading.items for part in item.sessions or ())
    if not said:
        if day < moment.date():
            return held
        now = session_at(moment.time(), held, school.morning_starts, school.afternoon_starts)
        return (now,) if now else held
    meant = tuple(part for part in held if part in said)
    if not meant:
        text = _("Class {klass} has lessons only in the {held} on {day}. Nothing was recorded.")
        raise Unclear(text.format(klass=klass.name, held=session_words(held), day=day_words(day)))
    return meant
