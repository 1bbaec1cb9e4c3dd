"""A home visit as teachers type it: `gặp mẹ, hứa thứ 2 đi học` read into who was met, why, and a promised date."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from rules.calendar.dates import read_day
from rules.calendar.days_said import Expected
from rules.cases.causes import causes_typed
from rules.people.names import fold

PEOPLE: Final = ("father", "mother", "grandparent", "relative", "pupil")
NOBODY: Final = "nobody"
LONGEST_PROMISE = timedelta(days=14)  # a promise of next month does not hold the ladder back

_WORDS = {
    "father": {"bố", "bo", "cha", "tía", "tia"},
    "mother": {"mẹ", "me", "má", "mạ", "mế", "mí"},
    "grandparent": {"ông", "ong", "bà", "nội", "ngoại", "noi", "ngoai"},
    "relative": {"cô", "dì", "di", "chú", "chu", "bác", "bac", "cậu", "cau", "mợ", "anh", "chị", "chi"},
    "pupil": {"em", "cháu", "chau", "hs", "trò"},
}
_KIN = {word: code for code, words in _WORDS.items() for word in words}
_MET = re.compile(r"\b(?:gap|noi chuyen|trao doi|lam viec)(?: duoc| voi| truc tiep)*\b")
_NOBODY = re.compile(
    r"\b(?:khong|chua|k|ko) (?:gap|ai o nha)|\bkhong co (?:ai|nguoi)|\bdi vang\b|\bvang nha\b|\bnha khong co\b"
)
_STOP = {"hua", "hen", "vi", "do", "cam", "bao", "xin", "dang"}
_PROMISE = re.compile(r"\b(?:hua|hen|cam ket|xin hen|mai (?:em |chau )?(?:di hoc|ra lop))\b")
_NO_PROMISE = re.compile(r"\b(?:khong|chua|ko) (?:hua|hen|cam ket)|\bkhong (?:muon |chiu )?(?:di hoc|tro lai)")
_OF_THE_PUPIL = re.compile(
    r"\b(?:bo|cha|me|ma|ong|ba|noi|ngoai|co|di|chu|bac|cau|anh|chi)(?: gai| trai| ruot| cua){0,2} (?:em|chau|hs)\b"
)
_TOMORROW = re.compile(r"\b(?:sang |ngay )?mai\b")
_WEEKDAY = re.compile(r"\b(?:thu|t ?[2-7]|cn|chu nhat)")


class VisitReading(Struct, frozen=True, kw_only=True):
    """What is sure; what is not said stays open and is asked. `no_promise`: it was said that there is none."""

    met: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    promised_on: date | None = None
    no_promise: bool = False


def read_visit(text: str, today: date) -> VisitReading:
    promised = _promised(text, today)
    met = (NOBODY,) if _NOBODY.search(fold(text)) else _people(text)
    said_none = promised is None and bool(_NO_PROMISE.search(fold(text)))
    return VisitReading(met=met, causes=causes_typed(text), promised_on=promised, no_promise=said_none)


def _people(text: str) -> tuple[str, ...]:
    """Those named right behind `gặp`; `ba` without marks is a father or a grandmother, so it is not taken."""
    written = unicodedata.normalize("NFC", text).lower()
    found = _MET.search(fold(written))
    if found is None:
        return ()
    # folding keeps words in their order, so the words behind `gặp` are as many as those behind it in the folded text
    behind = re.split(r"[,.;:\n]", _last_words(written, len(fold(written)[found.end() :].split())), maxsplit=1)[0]
    codes: list[str] = []
    for word in behind.split():
        if fold(word) in _STOP and codes:
            break
        codes.append(_KIN.get(word, ""))
    met = {code for code in codes if code}
    if {"father", "mother", "grandparent", "relative"} & met:
        met -= {"pupil"} if _of_the_pupil(behind) else set()
    return tuple(code for code in PEOPLE if code in met)


def _last_words(text: str, count: int) -> str:
    return " ".join(text.split()[-count:]) if count else ""


def _of_the_pupil(words: str) -> bool:
    """`mẹ em`, `mẹ của cháu`: the word for the child only says whose mother it is."""
    return _OF_THE_PUPIL.search(fold(words)) is not None


def _promised(text: str, today: date) -> date | None:
    """The day named behind `hứa`; a weekday is the next one of that name. None if it is not within two weeks."""
    folded = fold(text)
    found = _PROMISE.search(folded)
    if found is None or _NO_PROMISE.search(folded):
        return None
    behind = folded[found.start() :]
    said = read_day(behind, today, Expected.AHEAD)
    if said is None or said.day is None:
        return today + timedelta(days=1) if _TOMORROW.search(behind) else None
    day = said.day
    if day <= today and _WEEKDAY.match(behind[said.start :]):
        day += timedelta(days=7 * ((today - day).days // 7 + 1))
    return day if may_be_promised(day, today) else None


def may_be_promised(day: date, today: date) -> bool:
    return today < day <= today + LONGEST_PROMISE
