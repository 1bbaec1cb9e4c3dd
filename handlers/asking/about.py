"""What a question is about: the class, the days, the pupil that are named in it, as the asker may know them."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

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
from rules.asking.said import ClassesSaid, classes_said, days_said
from rules.asking.subject import is_bare, is_marked, means_the_last, of_somebody
from rules.asking.words import destinations_left_out, without_purpose
from rules.calendar.periods import Spans, read_period
from rules.people.classes import ClassRef, find_classes
from rules.people.places import place_key
from rules.people.roles import OFFICE, REPORTERS, Role
from rules.reading.who.roster import Pupil, find

_CALL = re.compile(r"^\s*(?:\S+\s+){1,2}(?:ơi|oi)\b[,\s]*", re.IGNORECASE)  # `Nga ơi` is whoever reads it
_TOMORROW = re.compile(r"\b(e|em|co|cô|mình|tui|tôi) (?:mai|mốt)\b")
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
    known, today = await classes_meant(incoming, session), moment.date()
    spans = await spans_of(session, school, today)
    named = classes_said(known, _asking_text(incoming.text, today, spans))
    taught = None if named.klass is not None else await _taught(incoming, session, known)
    place = await _place(incoming, session, incoming.text)
    days = days_said(named.left, place[1] if place is not None else "", today, spans)
    unsaid = days.without(named.left)
    if means_the_last(incoming.text):  # `nhắc e mai coi nó có đi không`: of one who is not named
        unsaid = _TOMORROW.sub(lambda said: f"{said[1]} ,", unsaid)
    pupils, hidden = await _pupils(incoming, session, named.klass, unsaid, known) if of_pupils else ((), ())
    if of_pupils and not pupils and _of_the_last(incoming.text, named, hidden):
        pupils = await last_pupil(incoming, session)
    return About(
        text=incoming.text,
        klass=named.klass or taught,
        colleague=taught is not None,
        to=named.to,
        own=await own_class(incoming, session) is not None,
        days=period_written(days.period) if days.period is not None else "",
        today=days.are_today,
        day=days.day,
        until=days.until,
        pupils=pupils,
        hidden=hidden,
        grades=named.grades,
        place=place[0] if place is not None else None,
        place_said=place[1] if place is not None else "",
        home=await _home(incoming, session, pupils, known),
        bare=is_bare(named.left, pupils, days.words(named.left)),
        marked=is_marked(named.left),
        month=days.month,
        asked_day=days.asked,
        unknown=named.unknown,
        only=named.only,
    )


def _asking_text(text: str, today: date, spans: Spans) -> str:
    """Without what it is for, unless the days stand there: `số liệu để báo cáo xã tháng này`."""
    whole = _CALL.sub("", text)
    asked = without_purpose(whole)
    return asked if read_period(asked, today, spans) is not None else whole


def _of_the_last(text: str, named: ClassesSaid, hidden: Sequence[Pupil]) -> bool:
    return means_the_last(text) or (not hidden and named.klass is None and of_somebody(named.left))


async def names_days(incoming: Incoming, session: AsyncSession) -> bool:
    school, moment = local(incoming)
    return read_period(incoming.text, moment.date(), await spans_of(session, school, moment.date())) is not None


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
