"""What a call to a family came to, as people tell it."""

import re
from enum import Enum, auto

from rules.asking.words import plain_words


class Told(Enum):
    REACHED = auto()
    NO_ANSWER = auto()
    WRONG_NUMBER = auto()


_WRONG = re.compile(r"\b(?:sai so|so (?:\w+ ){0,4}(?:sai|nham)|nham so|nguoi la|khong phai (?:so|nguoi nha))\b")
_IN_VAIN = re.compile(
    r"\b(?:khong|chua|k|ko|chang)(?: \w+){0,3} (?:nghe|bat may|nhac may|lien lac duoc|lien he duoc|"
    r"goi duoc|tra loi|duoc)\b|\bthue bao\b|"
    r"\btat (?:may|ngang|nguon)\b|\b(?:goi|dien|lien lac|lien he)(?: \w+){0,3} (?:khong|chua) duoc\b|\bdo chuong\b|"
    r"\bchang ai nghe\b"
)


def what_came_of_it(text: str) -> Told:
    said = plain_words(text)
    if _WRONG.search(said):
        return Told.WRONG_NUMBER
    return Told.NO_ANSWER if _IN_VAIN.search(said) else Told.REACHED
