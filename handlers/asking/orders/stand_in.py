"""`cô Nga chủ nhiệm thay 6A từ mai`: who is homeroom teacher for a time, to be shown before a tap makes it so."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers import as_if_typed, may
from handlers.asked import known_classes, local
from handlers.asking.about import About
from handlers.asking.colleagues import named_colleagues
from handlers.asking.matters import not_kept
from handlers.asking.subjects.carers import carers_kept, no_such_place
from letters.says import Word
from letters.says.roll import homeroom, swapped
from letters.says.service import meant
from locales import _
from models.people.staff import Colleague
from models.shapes.message import Incoming, Outgoing, Said
from rules.asking.wish import Matter
from rules.asking.words import place_in
from rules.people.classes import ClassFound, find_classes
from rules.people.names import fold, fold_in_place
from rules.people.roles import OFFICE, Role
from rules.roll_days import spoken_day, vague_day

# Folded, `thầy` is `thay`: the last title before the last `thay` is meant.
_INSTEAD = re.compile(
    r".*\b(?:co|thay) (?!co\b|thay\b)(\w+)(?: \w+){0,5}? thay\b|\b(?:sang|cho|la|thanh) (?:co|thay) (\w+)|"
    r"\b(?:co|thay) (\w+)(?: \w+)? (?:(?:se|len|moi) )*(?:lam|nhan|qua|sang|ve) (?:gvcn|chu nhiem)\b"
)

_BEGINS = re.compile(r"\b(?:tu|bat dau|ke tu|tro di|thoi chu nhiem)\b|\b(?:lam|nhan|len|giao|doi) (?:gvcn|chu nhiem)\b")
_EACH_OTHER = re.compile(r"\b(?:hoan doi|trao doi|doi cheo|cho nhau|doi (?:chu nhiem|gvcn))\b")
_CEASES = re.compile(r"\b(?:thoi|khong|het|ngung)(?: con| lam| phai| de)* (?:chu nhiem|gvcn|day thay)\b")
_UNTIL = re.compile(r"\b(?:den|toi|het)\b (?!lop\b)|\b(?:tuan|thang)\b|\b(?:may|\d+) (?:hom|ngay|buoi)\b")


async def stands_in(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said]:
    """The command with whoever stands in, the class, and the days as they were said. Who may not change it is told whom
    to ask.
    """
    if about.klass is None and (kept := await _of_a_place(incoming, session, about)):
        return kept
    if not may(incoming.asker, OFFICE):
        return await not_kept(incoming, session, Matter.COLLEAGUES, about)
    named = await named_colleagues(incoming, session)
    if (swap := await _swap(incoming, session, about, named)) is not None:
        return swap
    said = [name for match in _INSTEAD.findall(fold(about.text)) for name in match if name]
    new = [one for one in named if fold(one.name).split()[-1] in said[-1:]]
    absent = {one.class_id for one in named if one.role == Role.HOMEROOM and one not in new}
    theirs = [one for one in await known_classes(incoming, session) if one.id in absent]
    klass = about.klass if about.klass is not None else theirs[0] if len(theirs) == 1 else None
    if not new and klass is not None:  # `6A đổi chủ nhiệm: cô Yên`: whoever is named and has no class yet
        have = {one.person_id for one in named if one.role == Role.HOMEROOM}
        new = [one for one in named if one.person_id not in have]
    if _CEASES.search(fold(about.text)):  # `cô Yên thôi chủ nhiệm thay 6A`: who takes the class is not said
        new = []
    spoken = spoken_day(about.text, local(incoming)[1].date())
    unread = (
        about.until is None and spoken is None and _UNTIL.search(fold(about.text)) is not None
    )  # else it would be for good
    if len({one.person_id for one in new}) == 1 and klass is not None and unread:
        return [_until_when(incoming, new[0].name, klass.name)]
    if len({one.person_id for one in new}) != 1 or klass is None:
        return await as_if_typed(incoming, session, meant(Word("doichunhiem"))) or []
    return (
        await as_if_typed(incoming, session, homeroom(new[0].person_id, f"{klass.name} {_days(incoming, about)}")) or []
    )


async def _of_a_place(incoming: Incoming, session: AsyncSession, about: About) -> Sequence[Said] | None:
    """Who looks after a hamlet is no class's matter; one that is not known is said to be so."""
    if about.place is not None:
        return await carers_kept(incoming, session, about)
    name = place_in(about.text)
    return [await no_such_place(incoming, session, name)] if name else None


def _until_when(incoming: Incoming, name: str, klass: str) -> Outgoing:
    """Everything but the days is filled in."""
    day = local(incoming)[1].date() + timedelta(days=7)
    words = meant(Word("doichunhiem"), f"{klass} {name} từ {day:%d/%m} đến {day + timedelta(days=28):%d/%m}")
    text = _(
        "{name} as homeroom teacher of {klass}: from which day to which? Nothing was changed. For example: {words}"
    )
    return Outgoing(text=text.format(name=name, klass=klass, words=words))


def _days(incoming: Incoming, about: About) -> str:
    """From the day that is named (else today) to the last one, if any; a day that is no beginning is all."""
    today = local(incoming)[1].date()
    spoken = spoken_day(about.text, today)
    said = (spoken.day if spoken is not None else None) or about.asked_day or about.day
    if said is None and about.until is None and (vague := vague_day(about.text)):
        return vague  # the command says that it is no day
    first = max(said or today, today)
    until = about.until or (first if said is not None and not _BEGINS.search(fold(about.text)) else None)
    return f"từ {first:%d/%m}" + (f" đến {until:%d/%m}" if until is not None else "")


async def _swap(
    incoming: Incoming, session: AsyncSession, about: About, named: Collection[Colleague]
) -> Sequence[Said] | None:
    """`hoán đổi chủ nhiệm 6A với 6B`; `cô Hà chủ nhiệm 6B, thầy Long chủ nhiệm 6A`, each with the other's class."""
    found = [one for one in find_classes(await known_classes(incoming, session), incoming.text) if one.classes]
    two = list(dict.fromkeys(one.classes[0] for one in found))
    theirs = {one.class_id: one.name for one in named if one.class_id}
    by_names = not two and len(theirs) == 2  # cô Hà và thầy Long đổi lớp cho nhau
    if by_names and _EACH_OTHER.search(fold(incoming.text)):
        two = [one for one in await known_classes(incoming, session) if one.id in theirs]
    if len(two) != 2:
        return None
    crossed = set(theirs) == {one.id for one in two} and _crossed(incoming.text, theirs, found)
    if not crossed and ((theirs and not by_names) or not _EACH_OTHER.search(fold(incoming.text))):
        return None
    return await as_if_typed(incoming, session, swapped(two[0].name, two[1].name, _days(incoming, about)))


def _crossed(text: str, theirs: Mapping[int, str], found: Sequence[ClassFound]) -> bool:
    """Behind each teacher's name stands first a class that is not the own one."""
    said = fold_in_place(text)
    for own, name in theirs.items():
        at = said.find(fold(name).split()[-1])
        behind = next((one for one in found if one.start > at), None)
        if at < 0 or behind is None or behind.classes[0].id == own:
            return False
    return True
