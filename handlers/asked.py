"""What a question is about: which class, which place, which days; and the answer when that is unclear."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncSession

from letters.says import Says
from locales import _
from locales.words import listed, short_day
from models.calendar.held import school_years, terms
from models.people.class_lists import classes
from models.people.places import Place
from models.people.roles import homerooms_then
from models.shapes.asker import Asker, School
from models.shapes.message import Button, Incoming, Outgoing
from rules.calendar.days_said import DayProblem
from rules.calendar.periods import DAY, Period, read_period, read_school_year
from rules.calendar.stretches import YEAR
from rules.people.classes import ClassRef, find_class
from rules.people.roles import LEADERS

OFFERED = 8


class AsOf(Struct, frozen=True):
    """The day from which days are counted back: today, or the last one of a school year that is over."""

    day: date
    year: str = ""


async def known_classes(incoming: Incoming, session: AsyncSession, day: date | None = None) -> tuple[ClassRef, ...]:
    """The classes of this school year, or of that of a day. Raises Unclear where there are none."""
    school, moment = local(incoming)
    known = await classes(session, school, day or moment.date())
    if not known and day is not None and day < moment.date() and (begun := await school_years(session, school.id)):
        text = _("There are no class lists of {day} here; the school years known: {years}.")
        years = ", ".join(f"{year.name} ({year.starts:%d/%m/%Y} – {year.ends:%d/%m/%Y})" for year in begun)
        raise Unclear(text.format(day=f"{day:%d/%m/%Y}", years=years))
    if not known:
        raise Unclear(_("There is no class list for this school year yet. Please ask the administrator to import it."))
    return known


async def classes_meant(incoming: Incoming, session: AsyncSession) -> tuple[ClassRef, ...]:
    """Of this school year; in the holidays between two years of the last one. Raises Unclear where there is none."""
    school, moment = local(incoming)
    try:
        return await known_classes(incoming, session)
    except Unclear:
        over = [year for year in await school_years(session, school.id) if year.ends < moment.date()]
        if not over:
            raise
        return await known_classes(incoming, session, over[-1].ends)


async def class_asked(
    incoming: Incoming, session: AsyncSession, text: str, as_of: AsOf | None = None
) -> tuple[ClassRef | None, str]:
    """The class named in the text, else the asker's own, and the text without it. Raises Unclear if two fit."""
    known = await known_classes(incoming, session, as_of.day if as_of else None)
    found = find_class(known, text)
    if found is None or not found.classes:
        own = await own_classes(incoming, session, as_of) if as_of else incoming.asker.classes()
        mine = [klass for klass in known if klass.id in own]
        return mine[0] if len(mine) == 1 else None, text
    if len(found.classes) > 1:
        raise Unclear(_("Several classes are called {name}. Please ask the administrator to name them apart.").format(
            name=found.classes[0].name
        ))  # fmt: skip
    return found.classes[0], f"{text[: found.start]} {text[found.end :]}".strip()


async def own_classes(incoming: Incoming, session: AsyncSession, as_of: AsOf) -> frozenset[int]:
    """The classes of which the asker is homeroom teacher; of a year that is over, those whose teacher he or she was."""
    if not as_of.year:
        return incoming.asker.classes()
    return await homerooms_then(session, incoming.linked.person_id, as_of.day)


async def year_asked(incoming: Incoming, session: AsyncSession, text: str) -> tuple[AsOf, str]:
    """The school year named in the text, in the summer the one that is over, and the text without it. Raises
    Unclear for one that there is not.
    """
    school, moment = local(incoming)
    today, said = moment.date(), read_school_year(text)
    begun = [year for year in await school_years(session, school.id) if year.starts <= today]
    if said is None:
        over = begun and begun[-1].ends < today
        return (AsOf(begun[-1].ends, begun[-1].name) if over else AsOf(today)), text
    running = bool(begun) and begun[-1].ends >= today
    before = begun[-2:-1] if running else begun[-1:]
    found = [year for year in begun if year.starts.year == said.begins] if said.begins else before
    left = f"{text[: said.start]} {text[said.end :]}".strip()
    if not found:
        names = ", ".join(year.name for year in begun) or "–"
        raise Unclear(_("There is nothing of that school year here. Known: {names}").format(names=names))
    if found[0].ends >= today:
        return AsOf(today), f"{left} năm học"
    return AsOf(found[0].ends, found[0].name), left


async def period_asked(
    incoming: Incoming, session: AsyncSession, text: str, as_of: AsOf | None = None, unsaid: str = DAY
) -> tuple[Period, str]:
    """The days named in the text and the text without them; where it names none, today or the year so far, as `unsaid`
    says, and of a year that is over all of it. Raises Unclear.
    """
    school, moment = local(incoming)
    as_of = as_of or AsOf(moment.date())
    spans = await spans_of(session, school, as_of.day)
    found = read_period(text, as_of.day, spans)
    if found is None:
        first, kind = (spans[YEAR][0], YEAR) if (as_of.year or unsaid == YEAR) and YEAR in spans else (as_of.day, DAY)
        return Period(kind=kind, first=first, last=as_of.day, year=as_of.year), text
    left = f"{text[: found.start]} {text[found.end :]}".strip()
    if found.period is not None:
        return replace(found.period, year=as_of.year), left
    raise no_period(found.problem, as_of.day)


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


def not_assigned(place: Place, own: Sequence[Place]) -> str:
    """That somebody looks after other places, and which."""
    if not own:
        return _("You are not assigned to {place}.").format(place=place.said)
    text = _("You are not assigned to {place}. You look after: {names}.")
    return text.format(place=place.said, names=listed(one.said for one in own))


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


def no_period(problem: DayProblem | None, today: date) -> Unclear:
    """What is wrong with days that were named."""
    return Unclear(_no_period(problem).format(example=short_day(today)))
