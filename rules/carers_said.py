"""Who looks after a hamlet from now on: `cô Yên, thầy Tám`, `cô Nga thay thầy Tám`, `thêm cô Yên`."""

import re
from collections.abc import Sequence

from msgspec import Struct

from rules.people.names import clean, fold

_TITLES = frozenset(("co", "thay", "anh", "chi", "gv"))
_INSTEAD = re.compile(r"\b(?:thay(?: the| cho)?|the(?: cho)?|tu|doi)$")
_STOPS = re.compile(r"^(?:(?:da|se|xin|duoc|thi) )*(?:thoi|khong|nghi|ngung|het|roi)\b")
_GIVES = re.compile(r"\b(?:ban giao|giao|nhuong|chuyen|bang|doi)\b.*\b(?:cho|sang|qua)$|^(?:bang|sang|thanh)$")
_MORE = re.compile(r"\b(?:them|bo sung|ho tro|phu them|nua)\b")
_LONGEST = 6  # words of a name


class CarersSaid(Struct, frozen=True, kw_only=True):
    """By their places among the names: who is `new`, and whose turn is `over`; `more`: besides those there are.
    `unknown` is called like somebody and is nobody of these; `several` may be meant by one of the names.
    """

    new: tuple[int, ...] = ()
    over: tuple[int, ...] = ()
    more: bool = False
    unknown: str = ""
    several: tuple[int, ...] = ()


class _Mention(Struct, frozen=True):
    """The words from `start` up to `end` call one of these; nobody: a name that is not known."""

    who: tuple[int, ...]
    start: int
    end: int


def read_carers(text: str, names: Sequence[str]) -> CarersSaid:
    """`text` is without the place and the days."""
    words = re.findall(r"[^\W_]+", clean(text))
    found = _mentions(words, [fold(name).split() for name in names])
    for one in found:
        if len(one.who) != 1:
            called = " ".join(words[one.start : one.end])
            return CarersSaid(several=one.who) if one.who else CarersSaid(unknown=called)
    over = [one for at, one in enumerate(found) if _is_over(words, found, at)]
    new = dict.fromkeys(one.who[0] for one in found if one not in over)
    more = _MORE.search(fold(text)) is not None
    return CarersSaid(new=tuple(new), over=tuple(one.who[0] for one in over), more=more)


def _mentions(words: Sequence[str], names: Sequence[Sequence[str]]) -> list[_Mention]:
    folded = [fold(word) for word in words]
    found: list[_Mention] = []
    at = 0
    while at < len(words):
        titled = at > 0 and _is_title(words, at - 1)
        length = next((n for n in range(_LONGEST, 0, -1) if _called(names, folded[at : at + n], n)), 0)
        if length > 1 or (length and (titled or words[at][0].isupper())):
            found.append(_Mention(_called(names, folded[at : at + length], length), at, at + length))
        elif titled and words[at][0].isupper() and not _is_title(words, at):
            length = next((n for n in range(1, _LONGEST) if not "".join(words[at + n : at + n + 1])[:1].isupper()), 1)
            found.append(_Mention((), at, at + length))
        at += max(length, 1)
    return found


def _is_title(words: Sequence[str], at: int) -> bool:
    """`cô`, `thầy giáo`; `thay cô` begins with no title, where marks are typed."""
    word, behind = words[at], fold("".join(words[at + 1 : at + 2]))
    if fold(word) == "giao" and at and fold(words[at - 1]) in _TITLES:
        return behind not in _TITLES
    if fold(word) not in _TITLES:
        return False
    return word.lower() != "thay" or (behind not in _TITLES and "".join(words).isascii())


def _called(names: Sequence[Sequence[str]], said: Sequence[str], length: int) -> tuple[int, ...]:
    """Those whose name ends so; the whole name is one's own."""
    if len(said) < length:
        return ()
    whole = tuple(at for at, name in enumerate(names) if list(name) == list(said))
    return whole or tuple(at for at, name in enumerate(names) if list(name[-length:]) == list(said))


def _is_over(words: Sequence[str], found: Sequence[_Mention], at: int) -> bool:
    """`thay thầy Tám`, `thầy Tám thôi`, `thầy Tám bàn giao cho …`."""
    one = found[at]
    begin = found[at - 1].end if at else 0
    before = list(words[begin : one.start])
    while before and _is_title(words, begin + len(before) - 1):
        before.pop()
    if _INSTEAD.search(fold(" ".join(before))) and before[-1:] != ["thầy"]:
        return True
    after = fold(" ".join(words[one.end : found[at + 1].start] if at + 1 < len(found) else words[one.end :]))
    if _STOPS.search(after):
        return True
    behind = re.sub(r"(?: (?:co|thay|anh|chi|giao))+$|^(?:co|thay|anh|chi)$", "", after)
    return at + 1 < len(found) and _GIVES.search(behind) is not None
