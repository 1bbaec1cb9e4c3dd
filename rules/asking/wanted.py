"""What is wanted by a message that is no command, as surely as it can be told."""

import math
import re
from collections.abc import Collection, Sequence

from msgspec import Struct

from rules.announcements import after_announce
from rules.asking.alarms import alarms, without_coming, without_whereabouts
from rules.asking.likeness import Guess, likely
from rules.asking.questions import is_question
from rules.asking.wish import ASKED, Facet, Intent, Matter, Wish
from rules.asking.words import plain_words, without_purpose

_LONGEST = 300  # letters: who writes more asks for more than one thing
_SURELY = 0.5  # of a long message: the whole of it tells
_LONG, _FEW = 18, 3  # words: of a long message; of a clause
_GOES_ON = re.compile(r"(?:gio|bay gio|vay|the|roi|chu|nen) ")  # what is asked then is said before it
_CLAUSES = re.compile(r"[^,.;!?\n]+\??")
# Shares of all that may be wanted. Half of blind messages are above 0.7 (94 % right), four in five above 0.3 (80 %).
_SURE, _ALSO, _NEAR, _ALARMING = 0.25, 0.08, 0.03, 0.55
_MAKES_UP = re.compile(r"\bbu\b|\b(?:thu (?:\w+)|t[2-8]|chu nhat|cn|\d{1,2}/\d{1,2}|ngay \d+)\b")
_COUNTED = (Intent.HEADCOUNT, Intent.REPORT, Intent.FIGURES, Intent.MOST, Intent.ROSTER, Intent.FILE)
_NOT_ON_LISTS = re.compile(  # what no column of the lists says
    r"\b(?:dan toc(?! (?:noi|ban) tru)|ho ngheo|can ngheo|khuyet tat|hoa nhap|mo coi|ton giao|con thuong binh|"
    r"cccd|can cuoc|cmnd|so dinh danh|bao hiem y te|bhyt|nhom mau|chieu cao|can nang)\b"
)
_LEAVING = (Intent.REMOVE, Intent.DROP_OUT, Intent.TRANSFER, Intent.UNDO, Intent.CASES, Intent.MOVEMENTS)


class Wanted(Struct, frozen=True):
    """Of what is sure enough the likeliest, and with it what else may be meant, the likeliest first."""

    wishes: tuple[Wish, ...] = ()
    share: float = 1.0  # of all that may be wanted, the first

    @property
    def first(self) -> Intent | None:
        return self.intents[0] if self.intents and self.intents[0] is self.wishes[0] else None

    @property
    def intents(self) -> tuple[Intent, ...]:
        return tuple(one for one in self.wishes if isinstance(one, Intent))

    @property
    def facet(self) -> Facet | None:
        return self.wishes[0] if self.wishes and isinstance(self.wishes[0], Facet) else None

    @property
    def matter(self) -> Matter | None:
        return self.wishes[0] if self.wishes and isinstance(self.wishes[0], Matter) else None

    @property
    def asks(self) -> bool:
        """Something is to be seen, and nothing done or told."""
        return bool(self.wishes) and (self.first is None or self.first in ASKED)

    def without(self, some: Collection[Wish]) -> "Wanted":
        return Wanted(tuple(one for one in self.wishes if one not in some), self.share)


def wanted_in(text: str, *, family: bool) -> Wanted:
    """Nothing where nothing is sure. What may be alarming about a child is nothing else, but where the staff tells of
    a pupil who has left, to have it written down.
    """
    if len(_what_is_asked(text)) > _LONGEST:
        return Wanted((Intent.ANNOUNCE,) if after_announce(text) != text else ())
    if text.strip() and not any(map(str.isalnum, text)):  # a picture of a thumb
        return Wanted((Intent.GREETING if "?" in text else Intent.NOTED,))
    if not plain_words(text):  # an address
        return Wanted()
    guesses = likely(text, family=family)
    worry = _worry(text if not family else without_coming(without_whereabouts(text)), family=family)
    asked = _what_is_asked(text)
    told = _GOES_ON.match(plain_words(asked)) is not None and guesses[0].share >= _SURELY if guesses else False
    guesses = guesses if asked == text or told else _both(guesses, likely(asked, family=family))
    made_up = _MAKES_UP.search(plain_words(text)) is not None
    guesses = tuple(
        one for one in guesses if one.wish is not Intent.WORRY and (made_up or one.wish is not Intent.MAKE_UP)
    )
    first = guesses[0].wish if guesses and guesses[0].share >= _SURE else None
    if worry >= _ALARMING or (alarms(text) and (family or first not in _LEAVING)):
        return Wanted((Intent.WORRY,))
    counted = not family and (first is None or first in _COUNTED)
    if counted and _NOT_ON_LISTS.search(plain_words(text)):
        guesses = (Guess(Matter.RECORDS, 1.0),)
    elif first is None:
        return Wanted()
    return Wanted(tuple(one.wish for one in guesses if one.share >= _ALSO), guesses[0].share)


def _worry(text: str, *, family: bool) -> float:
    return sum(one.share for one in likely(text, family=family) if one.wish is Intent.WORRY)


def _both(whole: Sequence[Guess], clause: Sequence[Guess]) -> tuple[Guess, ...]:
    """What the clause asks, in the light of the rest."""
    others = {one.wish: one.share for one in whole}
    shares = {one.wish: one.share * math.sqrt(others.get(one.wish, 0.0)) for one in clause}
    total = sum(shares.values()) or 1.0
    return tuple(Guess(wish, shares[wish] / total) for wish in sorted(shares, key=lambda one: -shares[one]))


def _what_is_asked(text: str) -> str:
    """Of a long message the one clause that asks: courtesies and reasons around it want nothing."""
    asked = without_purpose(text).strip()
    if asked != text and len(asked.split()) > _FEW and is_question(asked):  # `… thế nào để em ghi sổ chủ nhiệm`
        return asked
    if len(text.split()) < _LONG:
        return text
    asking = [one for one in _CLAUSES.findall(text) if len(one.split()) > _FEW and is_question(one)]
    return asking[0].strip() if len(asking) == 1 else text


def nearest(text: str, *, family: bool) -> tuple[Wish, ...]:
    """What it may be, to choose from."""
    return tuple(one.wish for one in likely(text, family=family) if one.share >= _NEAR)
