"""What a question is about: the class, the days, the pupil that are named in it, as the asker may know them."""

import re
from collections.abc import Iterator
from datetime import date

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import known_classes, leads, local, own_class
from letters.says.figures import days_written
from models.people.class_lists import class_list
from models.people.places import places, with_hamlets
from models.shapes.message import Incoming
from rules.asking.words import plain_words
from rules.calendar.dates import read_day
from rules.calendar.periods import DAY, read_period
from rules.people.classes import ClassFound, ClassRef, find_classes
from rules.people.names import fold, fold_in_place, syllables
from rules.people.roles import Role
from rules.reading.who.roster import Pupil, find

_TO = re.compile(r"\b(?:sang|qua|xuong|len|vao)(?: hoc)?(?: lop)? ?$")  # chuyển sang lớp 6B
_CLASS = re.compile(r"^(?:lớp|lop)\s+", re.IGNORECASE)
LONGEST_NAME = 5  # syllables
_BEFORE_A_NAME = frozenset(("em", "chau", "ban", "be", "con", "xem", "coi", "tro", "hs", "sinh"))


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
    unknown: str = ""  # a class that the school does not have
    only: bool = False  # the class is all that was said


async def about(incoming: Incoming, session: AsyncSession, *, of_pupils: bool) -> About:
    """Raises Unclear where the school has no classes."""
    _school, moment = local(incoming)
    known = await known_classes(incoming, session)
    named = find_classes(known, incoming.text)
    said = [one for one in named if len(one.classes) == 1]
    unknown = [incoming.text[one.start : one.end] for one in named if not one.classes]
    goes_to = [one for one in said if _TO.search(fold_in_place(incoming.text), 0, one.start)]
    klass = next((one.classes[0] for one in said if one not in goes_to), None)
    left = incoming.text
    for one in reversed(said):
        left = f"{left[: one.start]} {left[one.end :]}"
    period = read_period(left, moment.date(), {})
    spoken = period.period if period is not None else None
    day = read_day(left, moment.date())
    return About(
        text=incoming.text,
        klass=klass,
        to=goes_to[-1].classes[0] if goes_to else None,
        own=await own_class(incoming, session) is not None,
        days=days_written(spoken.first, spoken.last, one=spoken.kind == DAY) if spoken is not None else "",
        day=day.days[0] if day is not None and day.days else None,
        pupils=await _pupils(incoming, session, klass, left, known) if of_pupils else (),
        unknown=_CLASS.sub("", unknown[0]) if unknown and klass is None else "",
        only=len(named) == 1 and not re.sub(r"\b(?:lop|l)\b|\W", "", fold(_without(incoming.text, named[0]))),
    )


def _without(text: str, one: ClassFound) -> str:
    return text[: one.start] + text[one.end :]


async def _pupils(
    incoming: Incoming, session: AsyncSession, only: ClassRef | None, text: str, known: tuple[ClassRef, ...]
) -> tuple[Pupil, ...]:
    """Who of the classes one may look into has the longest name that stands in the text."""
    asker, (school, moment) = incoming.asker, local(incoming)
    homes = with_hamlets(await places(session, school.id), asker.places(Role.HAMLET_STAFF))
    lists = [await class_list(session, school, one.id, moment.date()) for one in known if only in (None, one)]
    for words in _names(text):
        found = [(each, pupil) for each in lists for pupil in find(each.index, words)]
        mine = tuple(
            pupil
            for each, pupil in found
            if leads(asker) or each.index.roster.id in asker.classes() or each.places[pupil.id] in homes
        )
        if mine:
            return mine
    return ()


def _names(text: str) -> Iterator[str]:
    """Stretches of the text that may be a name, the longest first; one syllable alone is one only where it is none of
    the words people ask with.
    """
    words = syllables(text)
    asking = set(plain_words(text).split()) & _ASKING
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            folded = [fold(word) for word in part]
            called = (start > 0 and fold(words[start - 1]) in _BEFORE_A_NAME) or part[0][:1].isupper()
            if (length > 1 and asking.isdisjoint(folded)) or (length == 1 and called and folded[0] not in asking):
                yield " ".join(part)


_ASKING = frozenset(
    (
        "chuyen",
        "truong",
        "sang",
        "qua",
        "ve",
        "xin",
        "moi",
        "the",
        "nao",
        "sao",
        "roi",
        "khong",
        "chua",
        "may",
        "bao",
        "nhieu",
        "buoi",
        "ngay",
        "hom",
        "nay",
        "nghi",
        "vang",
    )
) | frozenset(("co", "di", "lop", "xem", "em", "coi", "o", "dau", "vay", "ai", "gi", "cho", "thong", "tin", "so", "da"))
