"""What somebody says of boarders on the evening they come back: who is not back, who stayed, who has come."""

import re

from msgspec import Struct

from rules.people.names import clean, fold_in_place
from rules.written import read_pupil

AWAY, BACK, STAYED, ALL = "away", "back", "stayed", "all"
NOBODY = "0"  # of whom numbers are asked for who are not back

_WORDS = re.compile(
    r"(?P<all>^(?:(?:da )?(?:vao|len|ve) )?(?:du|het)\b)"
    r"|(?P<stayed>\bo lai(?: cuoi tuan| truong)?\b)"
    r"|(?P<away>\b(?:chua|vang|thieu)(?: vao| len| ve| xuong| tro lai| den)?\b)"
    r"|(?P<back>\b(?:da vao|da len|da den|da tro lai|vao roi|den roi|co mat)\b)"
)
_PUPIL = re.compile(r"#p\d+")


class Said(Struct, frozen=True, kw_only=True):
    """One thing said: `state` of these pupils, by list number, by `#p12` from a button, and by names left to be found.
    `whole`: everybody else of the class is back; a button speaks of its one pupil only.
    """

    state: str
    numbers: tuple[int, ...] = ()
    pupils: tuple[int, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return self.state == ALL or (self.state == AWAY and not self.pupils)


def read_boarders(text: str) -> list[Said]:
    """The text without the class. Bare numbers or names are those who are not back. Nothing said: an empty list."""
    text = clean(text)
    if text.strip() == NOBODY:
        return [Said(state=ALL)]
    folded = fold_in_place(text)
    found = list(_WORDS.finditer(folded))
    parts = [(AWAY, text[: found[0].start()] if found else text)]
    ends = [match.start() for match in found[1:]] + [len(text)]
    parts += [(match.lastgroup or AWAY, text[match.end() : end]) for match, end in zip(found, ends, strict=False)]
    said = [_said(state, words) for state, words in parts]
    return [one for one in said if one.state == ALL or one.numbers or one.pupils or one.names]


def _said(state: str, words: str) -> Said:
    pupils = tuple(pupil for word in _PUPIL.findall(words) if (pupil := read_pupil(word)) is not None)
    items = [item.strip(" .:") for item in re.split(r"[,;\n]|\bvà\b", _PUPIL.sub(",", words))]
    numbers: list[int] = []
    names: list[str] = []
    for item in filter(None, items):
        plain = item.split()
        if all(word.isdecimal() and len(word) <= 3 for word in plain):
            numbers += map(int, plain)
        else:
            names.append(item)
    return Said(state=state, numbers=tuple(numbers), pupils=pupils, names=tuple(names))
