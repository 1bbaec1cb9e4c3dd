"""What a message is about: one facet of a pupil, or a matter that this program keeps nothing of. Whatever is asked with
it, the topic whose words make up most of the message wins.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from rules.asking.words import plain_words


class Facet(StrEnum):
    """What there is to know of one pupil."""

    PHONE = "phone"
    HOME = "home"
    FAMILY = "family"
    REPLY = "reply"
    REPORTED_BY = "reported_by"
    SPONSOR = "sponsor"
    VISIT = "visit"
    BORN = "born"
    WHY = "why"
    DAYS = "days"


class Matter(StrEnum):
    """What people ask the school and not its roll."""

    MONEY = "money"
    MARKS = "marks"
    EXAM = "exam"
    MEALS = "meals"
    LESSONS = "lessons"
    MEETING = "meeting"
    DOCUMENTS = "documents"
    COLLEAGUES = "colleagues"
    DUTY = "duty"
    CONDUCT = "conduct"
    CARE = "care"
    RECORDS = "records"
    THINGS = "things"
    STAFF = "staff"


_One = TypeVar("_One", bound=StrEnum)
_FILE = Path(__file__).with_name("topics.toml")


def _patterns(kind: type[_One], words: Mapping[str, Iterable[str]]) -> tuple[tuple[_One, re.Pattern[str]], ...]:
    longest = {kind(name): sorted(some, key=len, reverse=True) for name, some in words.items()}
    return tuple((one, re.compile(rf"\b(?:{'|'.join(map(re.escape, some))})\b")) for one, some in longest.items())


_SAID = tomllib.loads(_FILE.read_text("utf-8"))
_FACETS = _patterns(Facet, _SAID["facets"])
_MATTERS = _patterns(Matter, _SAID["matters"])


class Told(Struct, frozen=True):
    """A matter, and how many words tell it."""

    matter: Matter
    words: int


def read_facet(text: str) -> Facet | None:
    """None: nothing in particular is asked of a pupil."""
    facet, _words = _best(_FACETS, plain_words(text))
    return facet


def read_matter(text: str) -> Told | None:
    """None: it may be about the roll."""
    matter, words = _best(_MATTERS, plain_words(text))
    return Told(matter, words) if matter is not None else None


def _best(table: Iterable[tuple[_One, re.Pattern[str]]], said: str) -> tuple[_One | None, int]:
    """Of the most letters; and how many words."""
    weighed = [(pattern.findall(said), one) for one, pattern in table]
    found, best = max(weighed, key=lambda each: sum(map(len, each[0])))
    return (best, sum(len(one.split()) for one in found)) if found else (None, 0)
