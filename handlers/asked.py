"""What a question is about: which class, which place, which days; and the answer when that is unclear."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from letters.says import Says
from locales import _
from locales.words import short_day
from models.calendar.held import terms
from models.people.class_lists import classes
from models.people.places import Place
from models.shapes.asker import Asker, School
from models.shapes.message import Button, Incoming, Outgoing
from rules.calendar.days_said import DayProblem
from rules.calendar.periods import DAY, YEAR, Period, read_period
from rules.people.classes import ClassRef, find_class
from rules.people.roles import LEADERS

OFFERED = 8


async def known_classes(incoming: Incoming, session: AsyncSession) -> tuple[ClassRef, ...]:
    """The classes of this school year. Raises Unclear where there are none."""
    school, moment = local(incoming)
    known = await classes(session, school, moment.date())
    if not known:
        raise Unclear(_("There is no class list for this school year yet. Please ask the administrator to import it."))
    return known


async def class_asked(incoming: Incoming, session: AsyncSession, text: str) -> tuple[ClassRef | None, str]:
    """The class named in the text, else the asker's own, and the text without it. Raises Unclear if two fit."""
    known = await known_classes(incoming, session)
    found = find_class(known, text)
    if found is None or not found.classes:
        own = await own_class(incoming, session)
        return next((klass for klass in known if klass.id == own), None), text
    if len(found.classes) > 1:
        raise Unclear(_("Several classes are called {name}. Please ask the administrator to name them apart.").format(
            name=found.classes[0].name
        ))  # fmt: skip
    return found.classes[0], f"{text[: found.start]} {text[found.end :]}".strip()


async def period_asked(incoming: Incoming, session: AsyncSession, text: str) -> tuple[Period, str]:
    """The days named in the text, else today, and the text without them. Raises Unclear."""
    school, moment = local(incoming)
    today = moment.date()
    found = read_period(text, today, await spans_of(session, school, today))
    if found is None:
        return Period(kind=DAY, first=today, last=today), text
    left = f"{text[: found.start]} {text[found.end :]}".strip()
    if found.period is not None:
        return found.period, left
    raise Unclear(_no_period(found.problem).format(example=short_day(today)))


def _no_period(problem: DayProblem | None) -> str:
    match problem:
        case DayProblem.AHEAD:
            return _("Those days have not come yet. Please write a day as day/month, for example {example}.")
        case DayProblem.BACKWARDS:
            return _("The last day is before the first. Please write the days as day/month, for example {example}.")
        case _:
            return _("There are no such days in the calendar. Please write a day as day/month, for example {example}.")


async def spans_of(session: AsyncSession, school: School, today: date) -> dict[str, tuple[date, date]]:
    """The terms of this school year by name, and the year."""
    found = await terms(session, school.id, today)
    spans = {term.name: (term.starts, term.ends) for term in found}
    if found:
        spans[YEAR] = (min(term.starts for term in found), max(term.ends for term in found))
    return spans


def leads(asker: Asker) -> bool:
    return asker.has(*LEADERS)


def which_place(found: Sequence[Place], words: str, says: Callable[[int], Says]) -> Place:
    """The one place found. Raises Unclear: none, or several to choose from (`says` writes the button of a place)."""
    if len(found) == 1:
        return found[0]
    if not found:
        raise Unclear(_("No village or hamlet here is called “{words}”.").format(words=words))
    buttons = [[Button(place.said, says(place.id))] for place in found[:OFFERED]]
    raise Unclear(_("Which “{words}” is meant?").format(words=words), buttons)


class Unclear(Exception):  # noqa: N818, not an error of the program: it carries the answer
    """The report cannot be written down as it is; `answer` says what to do next. Nothing was recorded."""

    def __init__(self, text: str, buttons: Sequence[Sequence[Button]] = ()) -> None:
        super().__init__(text)
        self.answer = Outgoing(text=text, buttons=buttons)


def local(incoming: Incoming) -> tuple[School, datetime]:
    """The asker's school and the local moment of writing: the school day is fixed by it, not by the arrival."""
    school = incoming.linked.school
    return school, school.local(incoming.when)


async def own_class_name(incoming: Incoming, session: AsyncSession) -> str:
    """The own class of a homeroom teacher, else the first of the school: for an example."""
    school, moment = local(incoming)
    known = await classes(session, school, moment.date())
    own = await own_class(incoming, session)
    return next((one.name for one in known if one.id == own), known[0].name if known else "6A")


async def own_class(incoming: Incoming, session: AsyncSession) -> int | None:
    """The class of a homeroom teacher who has exactly one: it need not be said."""
    mine = incoming.asker.classes()
    return next(iter(mine)) if len(mine) == 1 else None
