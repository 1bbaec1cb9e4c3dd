"""What a question is about: the class, the days, the pupil that are named in it, as the asker may know them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import classes_meant, leads, local, own_class, spans_of
from handlers.asking.colleagues import named_colleagues
from letters.says.figures import period_written
from models.people.class_lists import ClassList, class_list, class_of
from models.people.places import places, with_hamlets
from models.people.recent import recent_pupil
from models.shapes.message import Incoming
from rules.asking.naming import called_children, names_in
from rules.asking.subject import is_bare, is_marked, means_the_last, of_somebody
from rules.asking.words import days_ahead, destinations_left_out, without_counting, without_purpose
from rules.calendar.dates import read_day
from rules.calendar.days_said import DayProblem, Expected
from rules.calendar.periods import DAY, Period, PeriodReading, read_period
from rules.calendar.stretches import month_of
from rules.people.classes import ClassFound, ClassRef, find_classes
from rules.people.grades import read_grades
from rules.people.names import fold, fold_in_place
from rules.people.places import place_key
from rules.people.roles import OFFICE, REPORTERS, Role
from rules.reading.who.roster import Pupil, find

_TO = re.compile(
    r"\b(?:sang|qua|xuong|len|vao|(?<=chuyen )ve|chuyen(?: ve)?(?: lai)?)(?: hoc)?(?: lop)? ?$"
)  # chuyển sang lớp 6B
_BACK_TO = re.compile(r"\bve(?: hoc)?(?: lop)? ?$")  # từ 6B về 6A
_CALL = re.compile(r"^\s*(?:\S+\s+){1,2}(?:ơi|oi)\b[,\s]*", re.IGNORECASE)  # `Nga ơi` is whoever reads it
_CLASS = re.compile(r"^(?:lớp|lop)\s+", re.IGNORECASE)
_TOMORROW = re.compile(r"\b(e|em|co|cô|mình|tui|tôi) (?:mai|mốt)\b")
_LAST_WEEKDAY = re.compile(r"\bhom (?:thu|t[2-7]|chu nhat|cn)\b")
MOST_NAMED = 8  # pupils of one instruction
LONGEST_PLACE = 4  # words


class About(Struct, frozen=True):
    """`klass` was named, and `to` as the one to go to; `days` is a period as buttons write it; `day` the one day that
    is named.
    """

    text: str
    klass: ClassRef | None = None
    to: ClassRef | None = None
    own: bool = False
    days: str = ""
    day: date | None = None
    pupils: tuple[Pupil, ...] = ()
    hidden: tuple[Pupil, ...] = ()  # who is named, and not the asker's to read about
    unknown: str = ""  # a class that the school does not have
    only: bool = False  # the class is all that was said
    bare: bool = False  # nothing was said besides class, days and name: what was asked before is asked of them
    marked: bool = False  # and it is said that it was: `còn …`, `thế …?`
    month: date | None = None  # a day of the one month in which the days lie
    until: date | None = None  # the last of several days that are named ahead
    asked_day: date | None = None  # as a question about lessons means it: `mai` is tomorrow
    colleague: bool = False  # the class is meant by its homeroom teacher's name
    home: int | None = None  # where the one pupil lives
    grades: tuple[int, ...] = ()
    place: int | None = None  # the village or hamlet that is named
    place_said: str = ""  # and by which words
    today: bool = False  # the days that are named are today


async def about(incoming: Incoming, session: AsyncSession, *, of_pupils: bool) -> About:
    """Raises Unclear where the school has no classes."""
    school, moment = local(incoming)
    known = await classes_meant(incoming, session)
    whole, spans = _CALL.sub("", incoming.text), await spans_of(session, school, moment.date())
    text = without_purpose(whole)
    if read_period(text, moment.date(), spans) is None:  # `số liệu để báo cáo xã tháng này`
        text = whole
    named = find_classes(known, text)
    said = [one for one in named if len(one.classes) == 1]
    unknown = [text[one.start : one.end] for one in named if not one.classes]
    goes_to = [one for one in said if _TO.search(fold_in_place(text), 0, one.start)]
    goes_to = goes_to or [one for one in said[1:] if _BACK_TO.search(fold_in_place(text), 0, one.start)]
    klass = next((one.classes[0] for one in said if one not in goes_to), None)
    taught = None if klass is not None else await _taught(incoming, session, known)
    left = text
    for one in reversed(said):
        left = f"{left[: one.start]} {left[one.end :]}"
    grades = read_grades(left)
    if grades is not None:  # `khối 7 tháng 10` is no 7 October
        left = f"{left[: grades.start]} , {left[grades.end :]}"
    place, dated = await _place(incoming, session, incoming.text), without_counting(left)
    dated = dated.replace(place[1], "," * len(place[1])) if place is not None else dated  # `thôn 3 tháng 11` is no day
    period = read_period(dated, moment.date(), spans)
    spoken = _spoken(period, dated, moment.date())
    day = read_day(dated, moment.date())
    ahead = read_day(dated, moment.date(), Expected.AHEAD)
    soon = days_ahead(left)
    unsaid = left if period is None else _without_days(left, period)
    if means_the_last(incoming.text):  # `nhắc e mai coi nó có đi không`: of one who is not named
        unsaid = _TOMORROW.sub(lambda said: f"{said[1]} ,", unsaid)
    pupils, hidden = await _pupils(incoming, session, klass, unsaid, known) if of_pupils else ((), ())
    if (
        of_pupils
        and not pupils
        and (means_the_last(incoming.text) or (not hidden and klass is None and of_somebody(left)))
    ):
        pupils = await last_pupil(incoming, session)
    return About(
        text=incoming.text,
        klass=klass or taught,
        colleague=taught is not None,
        to=goes_to[-1].classes[0] if goes_to else None,
        own=await own_class(incoming, session) is not None,
        days=period_written(spoken) if spoken is not None else "",
        today=spoken is not None and spoken.first == spoken.last == moment.date(),
        day=day.days[0] if day is not None and day.days else None,
        until=ahead.days[-1] if ahead is not None and len(ahead.days) > 1 else None,
        pupils=pupils,
        hidden=hidden,
        grades=grades.numbers if klass is None and grades is not None else (),
        place=place[0] if place is not None else None,
        place_said=place[1] if place is not None else "",
        home=await _home(incoming, session, pupils, known),
        bare=is_bare(left, pupils, None if period is None else left[period.start : period.end]),
        marked=is_marked(left),
        month=spoken.last if spoken is not None and month_of(spoken.first) == month_of(spoken.last) else None,
        asked_day=ahead.days[0] if ahead and ahead.days else _in_days(moment.date(), soon),
        unknown=_CLASS.sub("", unknown[0]) if unknown and klass is None else "",
        only=len(named) == 1 and not re.sub(r"\b(?:lop|l)\b|\W", "", fold(_without(text, named[0]))),
    )


async def names_days(incoming: Incoming, session: AsyncSession) -> bool:
    school, moment = local(incoming)
    return read_period(incoming.text, moment.date(), await spans_of(session, school, moment.date())) is not None


def _spoken(found: PeriodReading | None, text: str, today: date) -> Period | None:
    """`hôm thứ 7` is the last one, where the coming one is nobody's report yet."""
    if found is None or found.problem is not DayProblem.AHEAD or not _LAST_WEEKDAY.search(fold(text)):
        return found.period if found is not None else None
    ahead = read_day(text, today)
    day = ahead.days[0] - timedelta(days=7) if ahead is not None and len(ahead.days) == 1 else today
    return Period(kind=DAY, first=day, last=day) if day < today else None


def _without_days(text: str, found: PeriodReading) -> str:
    """`tháng này` is nobody called Thắng; `Năm` alone may be somebody."""
    said = text[found.start : found.end]
    return f"{text[: found.start]} , {text[found.end :]}" if len(said.split()) > 1 or not said[:1].isupper() else text


def _in_days(today: date, soon: int | None) -> date | None:
    return today + timedelta(days=soon) if soon is not None else None


def _without(text: str, one: ClassFound) -> str:
    return text[: one.start] + text[one.end :]


async def _taught(incoming: Incoming, session: AsyncSession, known: tuple[ClassRef, ...]) -> ClassRef | None:
    """The class of the homeroom teacher who is named: `cô Tâm đã báo chưa`."""
    named = {one.class_id for one in await named_colleagues(incoming, session) if one.role == Role.HOMEROOM}
    mine = [one for one in known if one.id in named]
    return mine[0] if len(mine) == 1 else None


async def _place(incoming: Incoming, session: AsyncSession, text: str) -> tuple[int, str] | None:
    """The village or hamlet whose whole name stands in the text, and the words; a number alone is none."""
    words = text.split()
    known = await places(session, local(incoming)[0].id)
    for length in range(LONGEST_PLACE, 0, -1):
        for start in range(len(words) - length + 1):
            said = " ".join(words[start : start + length]).strip(".,;:?!…")
            found = [one for one in known.values() if place_key(said) in one.keys and any(map(str.isalpha, said))]
            if len(found) == 1:
                return found[0].id, said
    return None


async def place_words(incoming: Incoming, session: AsyncSession, text: str) -> str:
    """What names a village or hamlet in the text."""
    found = await _place(incoming, session, text)
    return found[1] if found is not None else ""


async def last_pupil(incoming: Incoming, session: AsyncSession) -> tuple[Pupil, ...]:
    """The pupil the last answer was about, if this person may still read of them."""
    school, moment = local(incoming)
    known = await classes_meant(incoming, session)
    last = await recent_pupil(session, school.id, incoming.linked.person_id, incoming.when)
    class_id = await class_of(session, school, last, moment.date()) if last is not None else None
    if last is None or class_id not in {one.id for one in known}:
        return ()
    each = await class_list(session, school, class_id, moment.date())
    found = each.index.by_id.get(last)
    return (found,) if found is not None and await readable(incoming, session, each, found) else ()


async def _home(
    incoming: Incoming, session: AsyncSession, pupils: tuple[Pupil, ...], known: tuple[ClassRef, ...]
) -> int | None:
    school, moment = local(incoming)
    if len(pupils) != 1:
        return None
    class_id = await class_of(session, school, pupils[0].id, moment.date())
    return (await class_list(session, school, class_id, moment.date())).places.get(pupils[0].id) if class_id else None


async def readable(incoming: Incoming, session: AsyncSession, each: ClassList, pupil: Pupil) -> bool:
    """Whether the asker may read of a pupil of this class."""
    asker, (school, _moment) = incoming.asker, local(incoming)
    if leads(asker) or asker.has(*OFFICE) or each.index.roster.id in asker.classes():
        return True
    return each.places.get(pupil.id) in with_hamlets(await places(session, school.id), asker.places(Role.HAMLET_STAFF))


async def class_of_pupil(incoming: Incoming, session: AsyncSession, pupil: Pupil) -> ClassRef | None:
    school, moment = local(incoming)
    class_id = await class_of(session, school, pupil.id, moment.date())
    return next((one for one in await classes_meant(incoming, session) if one.id == class_id), None)


_Pupils = tuple[Pupil, ...]


async def _pupils(
    incoming: Incoming, session: AsyncSession, only: ClassRef | None, text: str, known: tuple[ClassRef, ...]
) -> tuple[_Pupils, _Pupils]:
    """Who of the classes one may look into has the longest name that stands in the text, no part of somebody else's
    (`A Thút` is not A); else who of those whose absences one reports.
    """
    school, moment = local(incoming)
    lists = [await class_list(session, school, one.id, moment.date()) for one in known if only in (None, one)]
    others: dict[str, _Pupils] = {}
    for words, named in named_in(lists, text):
        if any(f" {words} " in f" {longer} " for longer in others):
            continue
        if mine := [pupil for each, pupil in named if await readable(incoming, session, each, pupil)]:
            return tuple(mine), ()
        others[words] = tuple(pupil for _each, pupil in named)
    return (), next(iter(others.values()), ()) if may(incoming.asker, REPORTERS) else ()


def named_in(lists: Sequence[ClassList], text: str) -> Iterator[tuple[str, list[tuple[ClassList, Pupil]]]]:
    """Each stretch of the text that names somebody, the longest first."""
    for words in names_in(text):
        found = [(each, one) for each in lists for one in find(each.index, words) if _is_so_written(words, text, one)]
        if found:
            yield words, found


def _is_so_written(words: str, text: str, pupil: Pupil) -> bool:
    """`Hai anh em nhà kia` calls nobody Hải: a capital at the beginning tells nothing, and marks are typed there."""
    if " " in words or not words.isascii() or text.isascii() or not text.lstrip().startswith(words):
        return True
    return words.lower() in pupil.name.lower().split()


async def _first_named(
    incoming: Incoming, session: AsyncSession, lists: Sequence[ClassList], text: str
) -> tuple[_Pupils, str] | None:
    """And the words that name them."""
    for words, named in named_in(lists, text):
        if mine := [pupil for each, pupil in named if await readable(incoming, session, each, pupil)]:
            return tuple(mine), words
    return None


async def all_named(incoming: Incoming, session: AsyncSession, said: About) -> tuple[Pupil, ...]:
    """Everybody the text names, where an instruction must not take one of several."""
    school, moment = local(incoming)
    known, text = await classes_meant(incoming, session), destinations_left_out(said.text)
    lists = [await class_list(session, school, one.id, moment.date()) for one in known if said.klass in {None, one}]
    for one in reversed(find_classes(known, text)):
        text = f"{text[: one.start]} , {text[one.end :]}"
    everybody: dict[int, Pupil] = {}
    while len(everybody) < MOST_NAMED and (found := await _first_named(incoming, session, lists, text)) is not None:
        everybody |= {pupil.id: pupil for pupil in found[0]}
        text = re.sub(r"\W+".join(map(re.escape, found[1].split())), " , ", text, count=1, flags=re.IGNORECASE)
    return tuple(everybody.values())


async def pupils_called(incoming: Incoming, session: AsyncSession) -> set[int]:
    """Whoever may be meant by the names that stand behind a word for a child: nothing is read of them."""
    school, moment = local(incoming)
    lists = [await class_list(session, school, one.id, moment.date()) for one in await classes_meant(incoming, session)]
    called = [words for words in called_children(incoming.text) if words]
    return {pupil.id for words in called for each in lists for pupil in find(each.index, words)}
