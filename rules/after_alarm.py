"""What a family's own words say to the alarm about its child: that it left for school, why it is away, or something
else that the homeroom teacher should read.
"""

import re
from datetime import date
from enum import StrEnum

from rules.asking.questions import asks_what, asks_whether
from rules.asking.wanted import wanted_in
from rules.asking.wish import Intent
from rules.asking.words import plain_words
from rules.leave import LeaveWish, left_at_home, read_leave, stays_away
from rules.people.called import AT_THE_END
from rules.people.names import clean, fold


class Heard(StrEnum):
    """`LEFT_HOME` is the worst there is: the school does not see a child of whom the family says that it went."""

    LEFT_HOME = "left home"
    UNAWARE = "unaware"
    REASON = "reason"
    WRONG_NUMBER = "wrong number"
    PUZZLED = "puzzled"
    NOTHING = "nothing"  # a courtesy, or a question that is answered here
    WORDS = "words"


_CLAUSE = re.compile(r"[,.;!?\n]+")
_CHILD = r"(?:chau|con|em|be|no|thang|dua)"
_SCHOOL = r"(?:di hoc|(?:den|toi|vao|vo|o|ra|len|qua|trong) (?:tan )?(?:truong|lop|cong))"
_DONE = r"(?:roi|ma|day|do|tu|van|da|dang|sang|nay|luc|hoi|binh thuong|bt|deu|xong)"
_NOT_GONE = re.compile(
    r"\b(?:khong|chua|mai|mot|xin|se|sap|lai|tre|muon|dinh|nen|de|duoi|xa|lat|chut|khi|neu|quen)\b|\bdi hoc ve\b"
)
_WENT_TO_SCHOOL = re.compile(
    rf"\b{_DONE}\b.*\b{_SCHOOL}\b|\b{_SCHOOL}\b.*\b{_DONE}\b|\b{_SCHOOL} (?:day du|voi)\b"
    rf"|\b{_CHILD}(?: \w+){{0,2}} co {_SCHOOL}\b|\bdang (?:ngoi )?hoc\b"
)
_WENT_AWAY = re.compile(
    rf"\b(?:cho|dua|ruoc|dat) (?:no|chau|con|be|em)(?: \w+)? (?:di |den |toi |ra |vao )"
    rf"|\b(?:ra|roi) (?:khoi )?nha\b|\b(?:xach|deo|mang) (?:cap|balo|ba lo)\b"
    rf"|\b{_CHILD}(?: \w+){{0,2}} di (?:tu (?:sang|som|luc|hoi|\d)|luc \d|mat |roi\b|ma$)"
)
_DENIES = re.compile(
    r"\b(?:dau co|khong co|khong he|co dau) (?:nghi|vang|om)\b(?!.*\bphep\b)"
    r"|\b(?:khong|chang|dau)(?: co| thay| con)* (?:(?:no|chau|con|be|em) )?o nha\b"
    rf"|\b(?:khong|chua) (?:thay|biet|ro|gap|tim thay) {_CHILD}(?: \w+){{0,4}} (?:dau|ve|nha)\b"
    rf"|\b{_CHILD}(?: (?:no|toi|nha|gio|nay|dang|hien))* (?:dau roi|di dau|o dau|di mat|bien dau)\b"
)
_UNAWARE = re.compile(
    r"\b(?:khong|chua|dau co|khong he) (?:co |he |duoc )?(?:biet|hay|hay biet|nghe)"
    r"(?: (?:gi|chau|con|no|be|em|la|viec|chuyen|dau|ca|het|roi|ma|co|thay|a|nghi|vang|hoc|nay|hom))*$"
    r"|\bco biet gi dau\b|\b(?:gio|nay|bay gio)? ?moi biet\b"
)
_NO_REASON = re.compile(
    r"\b(?:khong|chua|chang|dau co)(?: \w+)? (?:om|benh|sot|dau|met|ban|viec)\b"
    r"|\b(?:het|khoi|do) (?:om|sot|benh|dau|met)\b|\b(?:om|benh|sot|dau) dau\b(?! (?:dau|bung))"
)
_LATE = re.compile(r"\b(?:tre|muon|lat|dang (?:tren duong|di|toi|den))\b")
_PARENT_ALONE = re.compile(rf"^(?!.*\b{_CHILD}\b).*\btoi (?:dang|con|di|o|ban)\b")
_WONDERS = re.compile(r"\b(?:hả|hở|hử|à|sao|ha)(?: (?:cô|thầy|ạ|vậy|em|co|thay))*[ .!]*$", re.IGNORECASE)
_ENDS_IN_K = re.compile(rf"\b(?:co|duoc|dc|con|bi|phai|da|het)\b.* k{AT_THE_END}[ .!]*$")
_WRONG_NUMBER = re.compile(
    r"\b(?:nham|sai|lon) (?:so|may|nguoi)\b"
    r"|\bkhong (?:co|phai) (?:con|chau|phu huynh|nguoi nha)\b.*\b(?:truong|hoc|day)\b(?!.*\b(?:nghi|di hoc)\b)"
)
_PUZZLED = re.compile(
    r"^(?:da |u |o )?(?:ua|ha|hu|gi|sao|the nao|la sao|gi co|chuyen gi|co chuyen gi|vay la sao|sao co)"
    r"(?: (?:gi|vay|the|day|co|thay|a|nhi|ta|ha))*(?: \?)*$|^[ ?!.]+$"
)
_PROMISE = re.compile(r"\b(?:hoi|tim|xem|goi|kiem tra|ve nha|chay)\b")
_COURTESIES = frozenset((Intent.THANKS, Intent.NOTED, Intent.GREETING, Intent.WHO_ARE_YOU, Intent.STATE, Intent.STOP))
_ANSWERED_HERE = frozenset(
    (Intent.DUE, Intent.CALENDAR, Intent.TEACHERS, Intent.HOW_TO, Intent.ANGRY, Intent.PHONE, Intent.TRANSFER)
)
_PLAINLY = 0.6  # else the teacher reads it
_NOT_KNOWN = "khong_ro"  # `không biết` is no reason to be away
_ANY, _ILL, _FAMILY_MATTER = "khac", "om", "viec_nha"
_KIN = (
    r"(?:(?:ong|ba|bo|me|ma|cha|anh|chi|chu|bac|di|cau|mo|thim|nguoi nha|em (?:no|chau|be|gai|trai)|toi|minh)"
    r"(?: (?:noi|ngoai|lon|ho))?(?: (?:no|chau|con|em)\b)?)"
)
_SPEAKS = re.compile(rf"\b{_KIN}(?: \w+){{0,3}}? (?:bao|ke|nhan|dan)(?: (?:la|rang|voi toi|lai))*\b")
_BESIDE = re.compile(rf"\b(?:voi|cung|ben|goi(?: cho)?|hoi) {_KIN}\b|\bo nha\b")
_WHO = re.compile(rf"\b(?P<kin>{_KIN})\b|\b{_CHILD}\b")


def read_after_alarm(text: str, today: date) -> Heard:
    """The gravest that any of it says."""
    said = [clause for clause in _CLAUSE.split(text) if clause.strip()]
    if _WRONG_NUMBER.search(plain_words(text)):
        return Heard.WRONG_NUMBER
    if not _speaks_of_another_day(text, today):
        if any(map(_left_home, said)):
            return Heard.LEFT_HOME
        if any(_UNAWARE.search(plain_words(clause)) for clause in said):
            return Heard.UNAWARE
    if _names_a_reason(text, today):
        return Heard.REASON
    if _PUZZLED.search(plain_words(text)) or not fold(text).strip(" ?!."):
        return Heard.PUZZLED
    return Heard.NOTHING if _is_nothing(text) else Heard.WORDS


def _left_home(clause: str) -> bool:
    """`cháu đi rẫy từ sáng` is why it is away, `cháu đi từ sáng` is not."""
    if asks_whether(clause):
        return False
    said = plain_words(clause)
    if _DENIES.search(said):
        return True
    if _NOT_GONE.search(said):
        return False
    if _WENT_TO_SCHOOL.search(said):
        return True
    return _WENT_AWAY.search(said) is not None and not _reason(read_leave(clause, date.min))


def _speaks_of_another_day(text: str, today: date) -> bool:
    days = read_leave(text, today).days
    return bool(days) and today not in days


def _names_a_reason(text: str, today: date) -> bool:
    """Why it is away, or that it is with the family's knowledge; nothing asked, and nothing of days to come."""
    wish, said = read_leave(text, today), plain_words(text)
    if _asks(text) or _LATE.search(said) or _NO_REASON.search(said) or _PARENT_ALONE.search(said):
        return False
    if wish.days and wish.days[-1] > today:
        return False
    return _reason(wish) or stays_away(text) or wish.asks


def reason_tapped(text: str, today: date) -> str:
    """Under which of the reasons that families can tap these words belong: that the child is ill, where it is the child
    who is; else another one, where somebody else may be.
    """
    code = read_leave(text, today).reason_code
    ill = [one for clause in _CLAUSE.split(_told_apart(text)) for one in _who_is_ill(clause)]
    if ill:
        return _ANY if all(one.group("kin") for one in ill) else _ILL
    return code if code in (_ILL, _FAMILY_MATTER) else _ANY


def _told_apart(text: str) -> str:
    """Without its marks `bà nói` is `bà nội`."""
    return clean(text).lower().replace("nội", "").replace("nói", "bảo")


def _who_is_ill(clause: str) -> list[re.Match[str]]:
    """Whom the words of illness are said of; whoever says it, or is beside the child, is not meant: `bà bảo cháu ở nhà
    với bà bị sốt`.
    """
    said = _BESIDE.sub(" ", _SPEAKS.sub(" ", plain_words(clause)))
    named = list(_WHO.finditer(said))
    ends = [*(one.start() for one in named[1:]), len(said)]
    return [
        one
        for one, end in zip(named, ends, strict=False)
        if read_leave(said[one.end() : end], date.min).reason_code == _ILL
    ]


def _asks(text: str) -> bool:
    with_k = _ENDS_IN_K.search(fold(text)) is not None  # a family writes no marks
    return "?" in text or with_k or asks_whether(text) or asks_what(text) or _WONDERS.search(clean(text)) is not None


def _reason(wish: LeaveWish) -> bool:
    return wish.reason_code not in (None, _ANY, _NOT_KNOWN) and not left_at_home(wish.reason)


def _is_nothing(text: str) -> bool:
    found = wanted_in(text, family=True)
    first = found.first if found.share >= _PLAINLY else None
    if first is Intent.NOTED and _PROMISE.search(plain_words(text)):
        return False
    return first in _COURTESIES or first in _ANSWERED_HERE
