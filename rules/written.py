"""Numbers and days as buttons write them, read in one place: what no row can have is refused, whoever typed it; and
addresses, in which no words are read.
"""

import re
from datetime import date

LARGEST = 2**31 - 1  # the largest number a row can have
_PUPIL = "#p"
PLACE = "Vị trí: https://maps.google.com/?q="  # where somebody is, as a channel writes it
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)


def without_links(text: str, instead: str = " ") -> str:
    """What stands in an address says nothing, and what takes its place nothing else."""
    return _LINK.sub(instead, text)


def read_id(word: str) -> int | None:
    """A row's number. None: it is none, or no row can have it (of any length: nothing is converted before)."""
    if not word.isdecimal() or len(word) > len(str(LARGEST)):
        return None
    number = int(word)
    return number if number <= LARGEST else None


def read_ids(words: str) -> tuple[int, ...]:
    """The numbers among words, with commas or `#` between them or not."""
    found = (read_id(word) for word in words.replace("#", " ").replace(",", " ").split())
    return tuple(number for number in found if number is not None)


def pupil_written(pupil_id: int) -> str:
    return f"{_PUPIL}{pupil_id}"


def names_pupil(words: str) -> bool:
    """Whether words begin as a button names a pupil, with a number that somebody has or not."""
    return words.startswith(_PUPIL)


def read_pupil(word: str) -> int | None:
    """The number of `#p12`."""
    return read_id(word.removeprefix(_PUPIL)) if names_pupil(word) else None


def pupils_written(words: str) -> tuple[int, ...]:
    """The pupils whom words name as buttons do."""
    found = (read_id(number) for number in re.findall(rf"{_PUPIL}(\d+)", words))
    return tuple(number for number in found if number is not None)


def read_day(word: str) -> date | None:
    """`2026-11-16`."""
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def read_ordinal(word: str) -> date | None:
    """A day as one number, which no reader of days takes for a day that was typed."""
    return date.fromordinal(int(word)) if len(word) == 6 and word.isdecimal() and word[0] in "67" else None
