"""`mai có học không`, `khi nào nghỉ Tết`: the answer itself, from the calendar as the school decided it."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import known_classes, local
from handlers.asking.about import About
from letters.says import Word
from letters.says.service import meant
from locales import _
from locales.words import day_words, full_day, listed, opening, part_words, short_day
from models.calendar.day_rules import Decided, decided
from models.calendar.held import school_calendar, terms
from models.people.class_lists import class_of
from models.shapes.message import Button, Incoming, Outgoing, Said
from rules.asking.words import asks_for_terms, asks_when_off, holiday_in
from rules.calendar.held import OFF
from rules.people.classes import ClassRef
from rules.people.names import fold

_ANY = "le"  # `lễ`: whichever comes next
_SUMMER = re.compile(r"\bhe\b")
MOST = 3  # holidays named
YEAR_ON, WEEKEND = timedelta(days=400), timedelta(days=3)


async def lessons_on(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Of the class that is named, the own ones, else of the school; None where neither a day nor a holiday is named."""
    if asks_when_off(about.text):
        return [await _holiday(incoming, session, holiday_in(about.text))]
    if asks_for_terms(about.text):
        return [await _terms(incoming, session)]
    if about.asked_day is None:
        return None
    day, said = about.asked_day, defaultdict(list)
    calendar = await school_calendar(session, local(incoming)[0], day)
    for one in await _whose(incoming, session, about):
        said[calendar.held(one.id, day)].append(one.name)
    lines = [
        f"{_held(parts)}: {listed(names)}" if len(said) > 1 else _held(parts)
        for parts, names in sorted(said.items(), reverse=True)
    ]
    rules = await decided(session, local(incoming)[0].id, day, day)
    why = listed(dict.fromkeys(one.reason for one in rules if one.confirmed and one.reason))
    text = f"**{opening(day_words(day))}**: {'; '.join(lines)}" + (f" ({why})" if why else "") + "."
    return [Outgoing(text=text, buttons=_more())]


def _held(parts: Sequence[str]) -> str:
    return _("lessons {parts}").format(parts=part_words(parts)) if parts else _("no lessons")


async def _whose(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[ClassRef]:
    known = await known_classes(incoming, session)
    if about.klass is not None:
        return [about.klass]
    school, moment = local(incoming)
    own = {await class_of(session, school, child, moment.date()) for child in incoming.asker.children}
    mine = own | set(incoming.asker.classes())
    return [one for one in known if one.id in mine] or known


async def _terms(incoming: Incoming, session: AsyncSession) -> Outgoing:
    school, moment = local(incoming)
    found = await terms(session, school.id, moment.date())
    text = _("{term}: {first} – {last}")
    lines = [
        text.format(
            term=_("term {number}").format(number=one.name[-1]), first=full_day(one.starts), last=full_day(one.ends)
        )
        for one in found
    ]
    return Outgoing(text="\n".join(lines) or _("The school year has no terms in the calendar yet."), buttons=_more())


async def _holiday(incoming: Incoming, session: AsyncSession, word: str) -> Outgoing:
    """The days off whose reason names it; of the summer the end of the year. One that nobody has entered is unknown."""
    school, moment = local(incoming)
    today = moment.date()
    if _SUMMER.search(fold(word)) and (ends := [term.ends for term in await terms(session, school.id, today)]):
        return Outgoing(text=_("The school year ends on {day}.").format(day=day_words(max(ends))), buttons=_more())
    rules = await decided(session, school.id, today, today + YEAR_ON)
    found = _runs([one for one in rules if one.kind == OFF and (fold(word) == _ANY or _names(one.reason, word))])
    if not found:
        text = _("{what}: nothing is in the calendar yet. The leaders enter days off, and then they stand here.")
        return Outgoing(text=opening(text.format(what=word)), buttons=_more())
    lines = [opening(_("{what}: no lessons {days}.").format(what=word, days=listed(map(_span, found[:MOST]))))]
    if not all(one.confirmed for run in found for one in run):
        lines.append(_("The school has not confirmed all of these days yet."))
    return Outgoing(text=" ".join(lines), buttons=_more())


def _names(reason: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(fold(word))}\b", fold(reason)) is not None


def _runs(rules: Sequence[Decided]) -> list[list[Decided]]:
    """Days that follow each other: a weekend between them is none less."""
    runs: list[list[Decided]] = []
    for one in rules:
        if not runs or one.day - runs[-1][-1].day > WEEKEND:
            runs.append([])
        runs[-1].append(one)
    return runs


def _span(run: Sequence[Decided]) -> str:
    first, last = run[0].day, run[-1].day
    days = short_day(first) if first == last else f"{short_day(first)} – {short_day(last)}"
    return f"{days} ({run[len(run) // 2].reason})"


def _more() -> list[list[Button]]:
    return [[Button(_("Days off, make-up days"), meant(Word("lich")))]]
