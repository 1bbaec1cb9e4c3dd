"""How a pupil comes onto a class list and leaves it, in the words school reports are counted by."""

import re
from enum import StrEnum

from rules.people.names import fold


class Movement(StrEnum):
    """What happened on a day to one pupil's place on the lists. To be on a list when its year begins is none."""

    CAME = "came"  # chuyển đến
    BACK = "back"  # đi học lại, of who had left
    MOVED = "moved"  # another class of this school
    TRANSFERRED = "transferred"  # chuyển trường: no dropout
    DROPPED = "dropped"  # thôi học, bỏ học
    LEFT = "left"  # off the list, and nobody has said why


ARRIVALS = frozenset({Movement.CAME, Movement.BACK})
LEAVINGS = frozenset({Movement.TRANSFERRED, Movement.DROPPED, Movement.LEFT})

_TRANSFERRED = ("chuyen truong", "chuyen di", "chuyen toi", "chuyen sang truong")
_DROPPED = ("thoi hoc", "bo hoc")


_FOR_GOOD = re.compile(
    r"\b(?:thoi hoc|bo hoc|nghi (?:hoc )?(?:han|luon(?! (?:ca |buoi )*(?:chieu|sang|hom nay|tiet|mai)\b))|"
    r"khong (?:di )?hoc nua|lay (?:vo|chong))\b"
)


def is_for_good(why: str) -> bool:
    """What is said of an absence, and may be more than one."""
    return _FOR_GOOD.search(fold(why)) is not None


def leaves_with(why: str) -> bool:
    """The same beside a word of leave: `phép, nghỉ luôn` may be of the afternoon too."""
    return is_for_good(why) and fold(why).strip() != "nghi luon"


_ORDERED = re.compile(
    r"^(?:xin |nho |de nghi )*cho (?:\w+ ){1,6}thoi hoc\b|\bnghi (?:hoc )?han (?:ke )?tu\b"
    r"|\bthoi hoc\b.* (?:co|theo|da co) (?:quyet dinh|giay|don)\b"
)
_NOT_SURE = re.compile(
    r"\b(?:vang|si so|ss|chua|khong|khg|ko|co le|hinh nhu|nghe|doi|muon|(?<!quyet )dinh|nguy co|van dong|neu|sap|"
    r"co the|lo|so|nham|bam|"
    r"(?:lay|cuoi|theo) (?:chong|vo|nguoi))\b|\d/\d+\s*$|\?"
)


def is_told_to_leave(text: str) -> bool:
    """`cho em Sáng thôi học`: the list is to be changed, and no absence told. Who marries is another matter."""
    said = fold(text)
    return _ORDERED.search(said) is not None and _NOT_SURE.search(said) is None


def leaving_of(state: str) -> Movement:
    """What a list says of somebody who is no longer there: “Chuyển đi”, “Thôi học”; LEFT for all that is neither."""
    words = " ".join(fold(state).split())
    if any(word in words for word in _DROPPED):
        return Movement.DROPPED
    return Movement.TRANSFERRED if any(word in words for word in _TRANSFERRED) else Movement.LEFT
