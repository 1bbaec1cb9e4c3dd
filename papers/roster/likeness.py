"""When two names are one name: typed with other marks, with a slip, or with a word more."""

from rapidfuzz.distance import Levenshtein

from papers.roster.text import folded
from rules.people.names import spelt, syllables

_SLIPS = 2  # letters that may differ in one name put right
_LONG_ENOUGH = 6


def letters(name: str) -> str:
    """`Hồ VănRin` and `Hồ Văn Rin` are one."""
    return folded(name).replace(" ", "")


def sounds(name: str) -> str:
    """With the marks, wherever the tone was put and in whatever case: Hòa is Hoà, Quí is Quý, LAN is Lan."""
    return "".join("".join(spelt(word.lower())[2]) for word in syllables(name))


def near(one: str, other: str) -> bool:
    """Whether one of these may be the other put right: Loan and Lan, `Phạm Hà` and `Phạm Thu Hà`."""
    if letters(one) == letters(other):
        return True
    words, more = sorted((folded(one).split(), folded(other).split()), key=len)
    if len(words) > 1 and words[0] == more[0] and words[-1] == more[-1] and set(words) <= set(more):
        return True
    short = min(len(letters(one)), len(letters(other))) < _LONG_ENOUGH  # A Thút is not A Nhút
    return not short and Levenshtein.distance(letters(one), letters(other)) <= _SLIPS


def longer(one: str, other: str) -> bool:
    """Whether one is the beginning of the other: `Đinh Thị Hạnh` and `Đinh Thị Hạnh Nguyên`."""
    words, more = sorted((folded(one).split(), folded(other).split()), key=len)
    return len(words) > 1 and more[: len(words)] == words
