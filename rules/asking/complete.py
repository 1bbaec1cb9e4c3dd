"""`khối 6 đủ`, `toàn trường không em nào vắng`, `các lớp còn lại đủ`: of many classes at once, nobody is absent."""

import re

from msgspec import Struct

from rules.calendar.parts import Part
from rules.people.names import fold_in_place

_GRADE = r"(?:khoi|k)(?: lop)? ?\d{1,2}(?: ?(?:,|va|voi|\+|&) ?(?:khoi |k)?\d{1,2})*"
_CLASSES = (
    r"(?:(?:ca |toan )truong"
    r"|(?:con lai )?(?:tat ca |toan bo |ca )?(?:cac|may|nhung) lop(?: (?:con lai|khac|kia|khoi \d+))?"
    r"|(?:tat ca|toan bo|moi|con lai) (?:cac )?lop|lop nao cung)"
)
_WHEN = r"(?:[ ,:]+(?:buoi|hom|bua|sang|chieu|nay)\b)*"
_ALL_HERE = (
    r"[ ,:]*(?:(?:thi|deu|van|cung|da|bao|hs|hoc sinh|si so|lop|di hoc|co mat) )*"
    r"(?:du|day du|dong du|full|khong (?:co )?(?:em nao |ban nao |ai |hs )?(?:vang|nghi)(?: em nao| ai| hs nao)?|"
    r"khong em nao (?:vang|nghi)|vang 0|0 vang)"
)
_POLITE = r"(?: (?:ca|het|roi|a|nhe|nha|nhen|em|hs|hoc sinh|co|thay|lop|si so|luon|ro))*"
_FIRST = r"(?:(?:con|va|ngoai ra|con lai|bao cao|bc|da|buoi|hom|bua|sang|chieu|nay)[ ,:]+)*"
_COMPLETE = re.compile(
    rf"(?:^|(?<=[,;.\n:])|(?<=\bdu))\s*{_FIRST}(?P<who>{_GRADE}|{_CLASSES}){_WHEN}{_ALL_HERE}{_POLITE}{_WHEN}{_POLITE}"
    r"[ .!]*(?=$|[,;.\n])"
)
_WHOLE = re.compile(
    rf"\s*{_FIRST}(?:(?:du|day du)(?: ca)? (?P<who>{_GRADE}|{_CLASSES})|(?P<rest>con lai){_ALL_HERE}){_POLITE}[ .!]*"
)
_HALVES = (("sang", Part.MORNING), ("chieu", Part.AFTERNOON))
_NUMBER = re.compile(r"\d{1,2}")
LONGEST = 400  # letters; whoever writes more reports class by class


class Complete(Struct, frozen=True):
    """`grades`: of these only; `parts`: of these half days, if any was said. `rest` is what else the message says."""

    grades: frozenset[int] = frozenset()
    parts: tuple[str, ...] | None = None
    rest: str = ""


def complete_in(text: str) -> Complete | None:
    """None: it says so of no more than one class, or asks."""
    if len(text) > LONGEST:
        return None
    folded = fold_in_place(text.strip())
    found = _COMPLETE.search(folded) or _WHOLE.fullmatch(folded)
    if found is None or "?" in text:
        return None
    who, said = found["who"] or "", found[0]
    grades = frozenset(map(int, _NUMBER.findall(who))) if re.match(r"(?:khoi|k)(?: lop)? ?\d", who) else frozenset()
    parts = [part for word, part in _HALVES if re.search(rf"\b{word}\b", said)]
    rest = f"{text.strip()[: found.start()]}{text.strip()[found.end() :]}".strip(" ,;.\n:")
    return Complete(grades, tuple(parts) or None, rest)
