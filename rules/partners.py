"""Partners of the village team: bodies outside the school whose people go along to a family."""

import re
from enum import StrEnum

from msgspec import Struct

from rules.people.names import clean, fold_in_place


class Body(StrEnum):
    """Which body somebody is of, as it is stored."""

    WOMEN = "women"
    POLICE = "police"
    JUSTICE = "justice"
    HEALTH = "health"
    STUDY = "study"
    ELDER = "elder"
    FRONT = "front"
    YOUTH = "youth"
    FARMERS = "farmers"


class Answer(StrEnum):
    """What came of going along, as it is stored."""

    MET = "met"
    NOT_MET = "not_met"
    SCHOOL = "school"


_BODIES = (
    (Body.WOMEN, r"(?:hoi )?(?:lien hiep )?phu nu|hoi lhpn|lhpn"),
    (Body.POLICE, r"(?:ban )?cong an(?: xa| phuong| vien)?|ca xa"),
    (Body.JUSTICE, r"(?:can bo )?tu phap"),
    (Body.HEALTH, r"(?:tram )?y te(?: xa| thon)?|tram xa"),
    (Body.STUDY, r"(?:hoi )?khuyen hoc"),
    (Body.ELDER, r"gia lang|nguoi co uy tin|truong ban"),
    (Body.FRONT, r"mat tran|mttq|ubmttq"),
    (Body.YOUTH, r"doan (?:thanh nien|xa)|bi thu doan"),
    (Body.FARMERS, r"(?:hoi )?nong dan"),
)
_PHONE = re.compile(r"\+?\d[\d .]{7,}\d")
_EDGES = " ,;:.()-–"


class Partner(Struct, frozen=True, kw_only=True):
    """`body` None: not said. `phone` as it was typed."""

    body: Body | None
    name: str
    phone: str = ""


def read_partner(text: str) -> Partner:
    """`Hội Phụ nữ: Hồ Thị Xuân 0912 345 678`, in any order."""
    text = clean(text)
    phone = _PHONE.search(text)
    left = f"{text[: phone.start()]} {text[phone.end() :]}" if phone else text
    folded = fold_in_place(left)
    for body, words in _BODIES:
        if found := re.search(rf"\b(?:{words})\b", folded):
            left = f"{left[: found.start()]} {left[found.end() :]}"
            return Partner(body=body, name=clean(left.strip(_EDGES)).strip(_EDGES), phone=phone[0] if phone else "")
    return Partner(body=None, name=clean(left).strip(_EDGES), phone=phone[0] if phone else "")
