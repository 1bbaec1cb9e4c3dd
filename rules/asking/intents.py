"""What is wanted by a message that is no report. First come, first taken: the narrow before the wide."""

import re
import tomllib
from enum import StrEnum
from pathlib import Path

from rules.announcements import after_announce
from rules.asking.words import plain_words


class Intent(StrEnum):
    """Everything that is understood beside reports and commands."""

    WORRY = "worry"
    THANKS = "thanks"
    GREETING = "greeting"
    NOTED = "noted"
    ANGRY = "angry"
    STOP = "stop"
    STATE = "state"
    WHO_ARE_YOU = "who_are_you"
    WITHDRAW = "withdraw"
    DUE = "due"
    NEW_PUPIL = "new_pupil"
    PHONE = "phone"
    INVITE = "invite"
    FILE = "file"
    CAMPAIGN = "campaign"
    MOVEMENTS = "movements"
    FAMILIES = "families"
    HOW_TO = "how_to"
    TEACHERS = "teachers"
    DAY_OFF = "day_off"
    MAKE_UP = "make_up"
    ANNOUNCE = "announce"
    SILENT = "silent"
    LIMIT = "limit"
    CALLS = "calls"
    BOARDERS = "boarders"
    SPONSORS = "sponsors"
    CASES = "cases"
    HAMLET = "hamlet"
    REPORT = "report"
    PUPIL = "pupil"
    FIGURES = "figures"
    BACK = "back"
    THERE = "there"
    TRANSFER = "transfer"
    CHANGE_CLASS = "change_class"
    CALENDAR = "calendar"
    TASKS = "tasks"


_FILE = Path(__file__).with_name("phrases.toml")
_LONGEST = 300  # letters: who writes more asks for more than one thing


def _read() -> tuple[tuple[Intent, re.Pattern[str]], ...]:
    """The patterns of `phrases.toml`, in its order."""
    said = tomllib.loads(_FILE.read_text("utf-8"))
    parts: dict[str, str] = said["parts"]
    put_in = re.compile(f"<({'|'.join(parts)})>")

    def whole(pattern: str) -> str:
        return put_in.sub(lambda part: whole(parts[part[1]]), pattern)

    return tuple((Intent(name), re.compile("|".join(map(whole, some)))) for name, some in said["intents"].items())


_READ = _read()
_ASKS = re.compile(r"\b(?:khong|chua|nhi)(?: (?:a|em|co|thay|vay|nhe|ban|anh|chi))*(?: \?)*$")
_CHILDS = re.compile(r"\b(?:con|chau|be|no|em|con toi|con em|thang|thang cu)\b")


def read_intents(text: str) -> tuple[Intent, ...]:
    """What may be wanted, the likeliest first; nothing where nothing is recognised. Whether the text is a report is not
    asked here.
    """
    if len(text) > _LONGEST:
        return (Intent.ANNOUNCE,) if after_announce(text) != text else ()
    said = plain_words(text)
    if text.strip() and not plain_words(text):  # a picture of a thumb
        return (Intent.NOTED,)
    found = tuple(intent for intent, pattern in _READ if pattern.search(said))
    return found if "ắ" not in text.lower() else tuple(one for one in found if one is not Intent.NOTED)  # vắng, vâng


def asks(text: str) -> bool:
    """`6A đủ chưa`: it ends like a question."""
    return _ASKS.search(plain_words(text)) is not None


OF_PARENTS = (Intent.BACK, Intent.THERE)  # said by a family only: of staff it may be a report


def read_parents_intents(text: str) -> tuple[Intent, ...]:
    """The same of somebody who writes about an own child: there `chau nghi may ngay` asks about the child."""
    found = read_intents(text)
    if found[:1] == (Intent.PHONE,):
        return ()  # for the teacher to read
    if Intent.CALENDAR in found and not _CHILDS.search(plain_words(text)):
        return (Intent.CALENDAR, *found)
    if Intent.PUPIL in found and found[0] in OF_ALL and _CHILDS.search(plain_words(text)):
        return (Intent.PUPIL, *found)
    return tuple(sorted(found, key=lambda intent: (intent is Intent.PUPIL) - (intent is Intent.THERE)))


OF_ALL = (
    Intent.CALENDAR, Intent.FIGURES, Intent.CASES, Intent.PUPIL, Intent.LIMIT, Intent.HAMLET, Intent.FAMILIES,
)  # fmt: skip
