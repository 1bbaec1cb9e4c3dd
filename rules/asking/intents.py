"""What is wanted by a message that is no report. First come, first taken: the narrow before the wide."""

import re
import tomllib
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from rules.announcements import after_announce
from rules.asking.words import plain_words
from rules.people.names import fold


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
    UNDO = "undo"
    CALLED = "called"
    ROLL_CALL = "roll_call"
    VISITED = "visited"
    WITHDRAW = "withdraw"
    DUTIES = "duties"
    PAPERS = "papers"
    HEADCOUNT = "headcount"
    DUE = "due"
    NEW_PUPIL = "new_pupil"
    PHONE = "phone"
    INVITE = "invite"
    FILE = "file"
    CAMPAIGN = "campaign"
    TUTORED = "tutored"
    BUDDIES = "buddies"
    UNLISTED = "unlisted"
    TARGETS = "targets"
    MOVEMENTS = "movements"
    FAMILIES = "families"
    HOW_TO = "how_to"
    TEACHERS = "teachers"
    DAY_OFF = "day_off"
    MAKE_UP = "make_up"
    ANNOUNCE = "announce"
    SILENT = "silent"
    MOST = "most"
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
    DROP_OUT = "drop_out"
    REMOVE = "remove"
    TRANSFER = "transfer"
    CHANGE_CLASS = "change_class"
    HOME = "home"
    STAND_IN = "stand_in"
    LINKED = "linked"
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
_OF_THE_ROLL = re.compile(
    r"\b(?:nghi|vang|hoc (?:chua|khong|lop)|di hoc|den (?:lop|truong)|(?:vao|vo|toi|o) (?:lop|truong)|buoi|"
    r"co mat|phep|hom nay|sang nay|chieu nay|"
    r"hom qua|ve chua|vao chua|di chua|sao roi|the nao|xem|tinh hinh|lop (?:may|nao))\b"
)
_AWAY = re.compile(r"\b(?:con|chau|be|no|em) (?:\w+ ){0,2}(?:nghi|vang)\b")
_LATE = re.compile(r"\b(?:tre|muon)\b")
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


_WHETHER = re.compile(
    r"\b(?:nghi hay (?:di )?hoc|(?:di )?hoc hay nghi|vang hay (?:co mat|den))\b|"
    r"\b(?:nghi|vang)(?: hoc)? (?:nhieu|lau|suot|hoai|thuong xuyen|dai)(?: \w+)? (?:khong|chua)(?: \w+)?$|"
    r"\b(?:phai|dung) (?:khong|k|hong)(?: \w+)?$|"
    r"\b(?:co|duoc|da|di hoc|den lop)\b.*\b(?:khong|chua)(?: (?:a|em|co|thay|vay|nhe|ban|anh|chi|the|nhi|ha))*$"
)


_K_AT_THE_END = re.compile(
    r"\b(?:phep|nhieu|duoc|dung|phai|du|on|khoe|di hoc|den lop|vao lop) k(?: (?:bot|co|thay|em|a|vay|nhi|ta))*[ .!]*$"
)
_INSIDE = re.compile(
    r"^(?!.*\b(?:khong|chua|k) (?:ro|biet|bao|noi)\b)(?:sao (?!do\b)|ai (?:bao|ghi|cham|diem danh|cho)\b|.*"
    r"\b(?:(?:ly do|li do|nghi|benh|bi) gi|vi sao|tai sao|"
    r"sao (?!do\b)(?:\w+ ){0,3}(?:nghi|vang)|may (?:buoi|ngay|hom|bua|lan)|"
    r"(?:buoi|lan|hom) nao chua|bao nhieu|the nao|khi nao|bao gio|may gio|"
    r"khong co ten)\b)"
)


def asks_whether(text: str) -> bool:
    """`em Hùng nghỉ có phép k`: no report of anybody, whoever asks."""
    if _K_AT_THE_END.search(fold(text)):
        return True
    if fold(text).rstrip(" .!").endswith(" k"):  # `có Lan vắng k` may be a mark
        return False
    said = plain_words(text)
    return _WHETHER.search(said) is not None or _INSIDE.search(said) is not None


_WHAT = re.compile(
    r"^(?!.*\b(?:khong|chua|k)\b).*\b(?:dau|the nao|nhu the nao|sao|ra sao|gi|khi nao|bao gio|may gio|hom nao|ngay nao|"
    r"(?:lop|so|thu|ngay|tuoi) may)(?: (?:a|em|co|thay|vay|nhe|ban|anh|chi|the|nhi|ha|roi))*$"
)


def asks_what(text: str) -> bool:
    """`đơn xin nghỉ của em Ánh đâu`."""
    return _WHAT.search(plain_words(text)) is not None


_CHANGED = re.compile(r"\b(?:doi|thay|cap nhat|sua) (?:lai )?(?:so|sdt|dien thoai)\b")
OF_PARENTS = (Intent.BACK, Intent.THERE)  # said by a family only: of staff it may be a report


def read_parents_intents(text: str) -> tuple[Intent, ...]:
    """The same of somebody who writes about an own child: there `chau nghi may ngay` asks about the child."""
    said = plain_words(text)
    found = tuple(one for one in read_intents(text) if one is not Intent.TASKS)
    if Intent.WORRY in found:
        return (Intent.WORRY,)  # whatever else it may be
    if found[:1] == (Intent.PHONE,) and _CHANGED.search(said):
        return (Intent.PHONE,)
    if found[:1] == (Intent.PHONE,) or _of_the_teacher(found, said):
        return ()
    child = _CHILDS.search(said) is not None
    first = {
        Intent.DUE: Intent.DUE in found,
        Intent.CALENDAR: Intent.CALENDAR in found and not child,
        Intent.PUPIL: (Intent.CALENDAR in found and _AWAY.search(said) is not None)
        or (Intent.PUPIL in found and found[0] in OF_ALL and child),
    }
    before = next(((intent,) for intent, likely in first.items() if likely), ())
    return before + found if before else tuple(sorted(found, key=_last_the_child))


def _of_the_teacher(found: Collection[Intent], said: str) -> bool:
    """Nothing of the roll is asked: the teacher knows."""
    return set(found) <= {Intent.PUPIL, Intent.FIGURES} and (not _OF_THE_ROLL.search(said) or bool(_LATE.search(said)))


def _last_the_child(intent: Intent) -> int:
    return (intent is Intent.PUPIL) - (intent is Intent.THERE)


OF_ALL = (
    Intent.CALENDAR, Intent.FIGURES, Intent.CASES, Intent.PUPIL, Intent.LIMIT, Intent.HAMLET, Intent.FAMILIES,
)  # fmt: skip
