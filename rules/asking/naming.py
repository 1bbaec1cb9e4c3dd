"""Which stretches of a sentence may be somebody's name."""

import re
from collections.abc import Iterator

from rules.asking.subject import called_so
from rules.asking.words import plain_words
from rules.people.called import CHILD
from rules.people.names import fold, syllables

LONGEST_NAME = 5  # syllables
_PUPILS = re.compile(r"\b(?:học|hoc) sinh\b")  # and nobody called Học
_WHOLE_NAME = 3  # syllables, each with a capital
_BEFORE_A_NAME = frozenset((*CHILD, "e", "xem", "coi", "tro", "sinh"))
_CHILD_BEFORE = frozenset((*CHILD, "e", "sinh")) - {"con"}  # `con bao nhiêu`: còn
_BEFORE_A_COLLEAGUE = frozenset(("co", "thay"))
_ASKING = frozenset(
    (
        "chuyen",
        "truong",
        "sang",
        "qua",
        "ve",
        "xin",
        "moi",
        "the",
        "nao",
        "sao",
        "roi",
        "khong",
        "chua",
        "may",
        "bao",
        "nhieu",
        "buoi",
        "ngay",
        "hom",
        "nay",
        "nghi",
        "vang",
    )
) | frozenset(("co", "di", "lop", "xem", "em", "coi", "o", "dau", "vay", "ai", "gi", "cho", "thong", "tin", "so", "da"))


def names_in(text: str) -> Iterator[str]:
    """Stretches of the text that may be a name, the longest first; one syllable alone is one only where it is none of
    the words people ask with.
    """
    words = [word.strip("?!.,;:…") for word in syllables(_PUPILS.sub(" , ", text))]
    asking = set(plain_words(text).split()) & _ASKING
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            folded = [fold(word) for word in part]
            if any(word.isdigit() for word in part):
                continue
            before = fold(words[start - 1]) if start else ""
            if length == 1 and before in _CHILD_BEFORE and called_so(part[0]):
                yield part[0]
            called = before in _BEFORE_A_NAME or (part[0][:1].isupper() and before not in _BEFORE_A_COLLEAGUE)
            large = all(word[:1].isupper() for word in part)
            free = asking.isdisjoint(folded)
            if (length > 1 and (free or (large and length >= _WHOLE_NAME))) or (
                length == 1 and called and (free or (large and before in _BEFORE_A_NAME))
            ):
                yield " ".join(part)
