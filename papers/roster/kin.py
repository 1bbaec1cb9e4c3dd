"""What a relative is to a child, in the words that stand beside names and phones."""

import re

from papers.roster.text import folded

_WORD = (
    r"(?:cha|bố|ba|mẹ|má|ông|bà|cô|chú|bác|dì|dượng|cậu|mợ|thím|anh|chị)"
    r"(?:\s(?:đẻ|ruột|nội|ngoại|kế|nuôi|trai|gái|họ))?"
)
_ALONE = re.compile(rf"[(\[]?\s*({_WORD})\s*[)\].]?", re.IGNORECASE)
_PHONE = r"\+?\d[\d .]{7,}\d"
_BEFORE = rf"\b(?P<before>{_WORD})\b\s*[:.(–-]?\s*(?P<first>{_PHONE})"
_BEHIND = rf"(?P<second>{_PHONE})(?:\s*[(:–-]?\s*(?P<behind>{_WORD})\b(?!\s*[:.]?\s*\+?\d))?"
_OWNED = re.compile(f"{_BEFORE}|{_BEHIND}", re.IGNORECASE)
_OF_THE_CHILD = re.compile(r"(con|chau|em)\b")
_ALSO = {"bo": "cha", "ba": "cha", "ma": "me", "cha de": "cha", "bo de": "cha", "me de": "me"}


def kin(text: str | None) -> str:
    """What ways of writing one relation have in common; `bà` is no `ba`."""
    words = folded(text or "")
    if words == "ba" and (text or "").strip().lower() == "bà":
        return "ba nha"
    return _ALSO.get(words, words)


def alone(words: str) -> str:
    """`Ông nội` and `(mẹ)` name a relation and nobody; "" for anything else."""
    found = _ALONE.fullmatch(words.strip())
    return found[1].lower() if found else ""


def owners(text: str) -> list[tuple[str, str]]:
    """`0912… (mẹ), bố: 0987…`: whose each number is, the numbers as they are written; nothing if of none it is said."""
    found = [one.groupdict() for one in _OWNED.finditer(text)]
    said = [((one["before"] or one["behind"] or "").lower(), one["first"] or one["second"]) for one in found]
    return said if any(whose for whose, _number in said) else []


def is_of_the_child(relation: str) -> bool:
    """`Con` says what the child is to somebody, and not who that is."""
    return bool(_OF_THE_CHILD.match(folded(relation)))
