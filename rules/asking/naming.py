"""Which stretches of a sentence may be somebody's name."""

import re
from collections.abc import Iterator, Sequence

from rules.asking.subject import ASKED_WITH_AGAIN, called_so
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


_NO_SUBJECT = frozenset(
    ("mai", "mot", "kia", "nam", "hai", "ba", "tu", "chieu", "toi", "trua", "tuan", "thang", "hoc", "an")
)
_ABOUT_ONE = (
    _ASKING
    | ASKED_WITH_AGAIN
    | frozenset(
        ("den", "tinh", "hinh", "lai", "qua", "gio", "dang", "tuan", "thang", "lan", "phep", "khongphep", "om", "van")
    )
)
_ALSO_NAMES = frozenset(("lan", "minh"))


def _bare_subject(words: Sequence[str]) -> int | None:
    """`binh sao roi`, `bình nghỉ mấy buổi rồi`: where the one word stands that nobody asks with; in small letters it
    is a name only where it opens the message, and the rest asks.
    """
    first, others = fold(words[0]) if words else "", plain_words(" ".join(words[1:])).split()
    opens = first not in _NO_SUBJECT | (_ABOUT_ONE - _ALSO_NAMES)
    return 0 if opens and others and _ABOUT_ONE.issuperset(others) else None


def may_be_a_time(text: str) -> bool:
    """`Mai có học không`: it opens with a word that is a day as well as a name."""
    return fold((text.split() or [""])[0]) in _NO_SUBJECT


def names_in(text: str) -> Iterator[str]:
    """Stretches of the text that may be a name, the longest first; one syllable alone is one only where it is none of
    the words people ask with.
    """
    words = [word.strip("?!.,;:…") for word in syllables(_PUPILS.sub(" , ", text))]
    asking = set(plain_words(text).split()) & _ASKING
    subject = _bare_subject(words)
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            folded = [fold(word) for word in part]
            if any(word.isdigit() for word in part):
                continue
            before = fold(words[start - 1]) if start else ""
            if length == 1 and before in _CHILD_BEFORE and called_so(part[0]):
                yield part[0]
            stands_out = part[0][:1].isupper() or start == subject
            called = before in _BEFORE_A_NAME or (stands_out and before not in _BEFORE_A_COLLEAGUE)
            large = all(word[:1].isupper() for word in part)
            free = asking.isdisjoint(folded)
            if (length > 1 and (free or (large and length >= _WHOLE_NAME))) or (
                length == 1 and called and (free or (large and before in _BEFORE_A_NAME))
            ):
                yield " ".join(part)


_CHILD_WORDS = frozenset((*CHILD, "e", "thang", "con", "dua", "nho"))


def called_children(text: str) -> Iterator[str]:
    """`con Mai nhà hàng xóm`, `thằng Sơn`: what is written large behind a word for a child."""
    words = [word.strip("?!.,;:…") for word in syllables(text)]
    for at, word in enumerate(words[1:], 1):
        if fold(words[at - 1]) not in _CHILD_WORDS or not word[:1].isupper() or text.isupper():
            continue
        end = at
        while end < min(len(words), at + LONGEST_NAME) and words[end][:1].isupper():
            end += 1
        yield " ".join(words[at:end])
