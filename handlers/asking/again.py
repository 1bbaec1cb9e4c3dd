"""A few words that change a part of the last question, or ask more of what it was about, said in full."""

import re
from collections.abc import AsyncIterator, Sequence

from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import may
from handlers.asked import classes_meant, local, spans_of
from handlers.asking.about import named_in, place_words
from handlers.asking.colleagues import named_colleagues
from handlers.families.awaiting import awaited_of
from handlers.figures.report_asked import asks_for_figures
from models.people.class_lists import class_list
from models.post.last_question import last_question
from models.shapes.message import Incoming
from rules.asking.again import Part, Piece, again, changes_alone, joined, points_back, said_beside, with_title
from rules.asking.subject import asks_which_class, calls_somebody, is_marked, may_follow
from rules.asking.wanted import Wanted, wanted_in
from rules.asking.wish import OF_DAYS, Intent
from rules.asking.words import place_in, without_counting
from rules.calendar.against import read_against
from rules.calendar.dates import read_day
from rules.calendar.days_said import Expected
from rules.calendar.periods import read_period, read_school_year
from rules.people.classes import find_classes
from rules.people.grades import read_grades
from rules.people.roles import REPORTERS, Role

_LONGEST = 9  # words
_OF_SOME = frozenset(  # asked of somebody or some days
    (Intent.FIGURES, Intent.REPORT, Intent.MOST, Intent.LATE, Intent.FILE, Intent.LIMIT, Intent.HEADCOUNT,
     Intent.LINKED, Intent.MOVEMENTS, Intent.TEACHERS, Intent.CARERS, Intent.HAMLET)
)  # fmt: skip
_COLLEAGUE = re.compile(r"\b(?:cô|thầy|co|thay)\s+(?!ơi\b|oi\b)\w+", re.IGNORECASE)  # `còn cô Hạnh`
_OWN_WORDS = re.compile(r"\b(?:vang|nghi|tre|muon|phep|bao|co mat|di hoc)\b")


async def in_full(incoming: Incoming, session: AsyncSession, wish: Wanted) -> str:
    """Nothing where the message stands alone, or what went before was a report."""
    text = incoming.text
    if len(text.split()) > _LONGEST or text.startswith("/") or await awaited_of(incoming, session):
        return ""
    old = await last_question(session, incoming.asker.chat_id, incoming.when)
    now = await pieces(incoming, session, text) if old else []
    if await _is_whole(incoming, session, now):
        return ""
    if old and read_against(text)[0] and not read_against(old)[0] and {one.part for one in now} == {Part.DAYS}:
        whole = f"{old.rstrip(' .?!')} {text}"
        return whole if await asks_for_figures(structs.replace(incoming, text=whole), session) else ""
    if old and changes_alone(text, now) and may_follow(text) and _fits(old, now):
        return again(old, await pieces(incoming, session, old), text, now)
    if old and wish.first in _OF_SOME and (more := _taken_over(text, now, old, await pieces(incoming, session, old))):
        return f"{text} {more}"
    return ""


async def _is_whole(incoming: Incoming, session: AsyncSession, now: Sequence[Piece]) -> bool:
    """`THCS tháng trước`: a report of its own, and not of the girls who were asked about before."""
    both = {Part.WHOM, Part.DAYS} <= {one.part for one in now}
    return both and not is_marked(incoming.text) and await asks_for_figures(incoming, session)


def _fits(old: str, now: Sequence[Piece]) -> bool:
    """A phone is the same last month."""
    wish = next(iter(wanted_in(old, family=False).wishes), None)
    return {one.part for one in now} != {Part.DAYS} or wish is None or wish in OF_DAYS


async def goes_on(incoming: Incoming, session: AsyncSession) -> bool:
    """It is no whole question."""
    short = len(incoming.text.split()) <= _LONGEST
    return short and changes_alone(incoming.text, await pieces(incoming, session, incoming.text))


def _taken_over(text: str, now: Sequence[Piece], old: str, before: Sequence[Piece]) -> str:
    """`ai nhiều nhất`: of the same class over the same days; `lớp nào nhiều nhất` of the days alone."""
    missing = {Part.WHOM, Part.DAYS} - {one.part for one in now}
    if Part.WHOM in missing and (place_in(text) or calls_somebody(text)):  # nobody and nothing that is known here
        return ""
    if Part.WHOM not in missing and not points_back(text):
        return ""
    if asks_which_class(text):
        missing -= {Part.WHOM}
    elif _OWN_WORDS.search(text):
        missing -= {Part.DAYS}
    return " ".join(old[one.start : one.end] for one in before if one.part in missing)


async def pieces(incoming: Incoming, session: AsyncSession, text: str) -> list[Piece]:
    """Who and when, where they stand in the text."""
    school, moment = local(incoming)
    known = await classes_meant(incoming, session)
    found = [Piece(one.start, one.end, Part.WHOM) for one in find_classes(known, text) if one.classes]
    left = _blanked(text, found)
    if (grades := read_grades(left)) is not None:
        found.append(Piece(grades.start, grades.end, Part.WHOM))
        left = _blanked(text, found)
    if place := await place_words(incoming, session, left):  # `thôn 3 tuần này` is no three weeks
        found.append(_where(text, place))
        left = _blanked(text, found)
    if (year := read_school_year(left)) is not None:
        found.append(Piece(year.start, year.end, Part.DAYS))
        left = _blanked(text, found)
    left = without_counting(left)
    period = read_period(left, moment.date(), await spans_of(session, school, moment.date()))
    days = period or read_day(left, moment.date(), Expected.AHEAD)
    if days is not None and not _is_a_name(left[days.start : days.end]):
        found.append(Piece(days.start, days.end, Part.DAYS))
        left = _blanked(text, found)
    found.extend(said_beside(left))
    if not place:
        found.extend([one async for one in _named(incoming, session, left)])
    if not any(one.part is Part.WHOM for one in found) and (teacher := _COLLEAGUE.search(left)) is not None:
        colleagues = await named_colleagues(structs.replace(incoming, text=teacher[0]), session)
        found += [Piece(*teacher.span(), Part.WHOM)] if colleagues else []
    return joined(with_title(text, one) if one.part is Part.WHOM else one for one in found)


async def _named(incoming: Incoming, session: AsyncSession, text: str) -> AsyncIterator[Piece]:
    """Pupils of the classes there are."""
    if not may(incoming.asker, REPORTERS | {Role.HAMLET_STAFF}):
        return
    school, moment = local(incoming)
    known = await classes_meant(incoming, session)
    lists = [await class_list(session, school, one.id, moment.date()) for one in known]
    for words, _pupils in named_in(lists, text):
        yield _where(text, words)
        return


def _is_a_name(words: str) -> bool:
    """`mẹ bạn Mai`"""
    return len(words.split()) == 1 and words[:1].isupper()


def _where(text: str, words: str) -> Piece:
    pattern = r"\W+".join(map(re.escape, words.split()))
    found = re.search(pattern, text, re.IGNORECASE)
    start, end = found.span() if found else (0, 0)
    return Piece(start, end, Part.WHOM)


def _blanked(text: str, found: Sequence[Piece]) -> str:
    """As long as before: nothing is found twice."""
    for one in found:
        text = f"{text[: one.start]}{',' * (one.end - one.start)}{text[one.end :]}"
    return text
