"""Words that point: at whom the last answer was about, and at nothing but a new subject for the same question."""

import re
from collections.abc import Sequence

from rules.asking.words import plain_words
from rules.people.names import fold
from rules.reading.who.roster import Pupil

_POINTS = re.compile(
    r"\b(?:e|em|ban|chau|be|hoc sinh|dua|tro|nha) (?:do|day|ay|y|kia|no)\b|\b(?:em|ban|chau|dua) nay\b|"
    r"\btrong do\b|\b(?:cho|noi|thon|noc) (?:do|ay|kia)\b|"
    r"\bno\b|\b(?:bo|me|ba|cha|phu huynh|gia dinh|nha)(?: (?:bo|me|ba|cha))? (?:em|chau|no)(?: (?:do|ay|no))?\b"
    r"(?! [a-z]+ (?:so|ten|o|tra|noi))"
)
ASKED_WITH_AGAIN = frozenset(
    (
        "con", "the", "vay", "thi", "sao", "nao", "nhu", "a", "ay", "do", "nhi", "ha", "va", "em", "e", "ban", "lop",
        "hom", "ngay", "?", "roi", "co", "thay", "nhe", "voi", "da", "xem", "cho", "coi", "hoi", "ma", "la", "y", "ne",
        "chau", "ra", "r", "hs", "sang", "chieu", "buoi", "nay", "hoc", "sinh", "cua", "ben", "giup",
        "nua", "luon", "minh", "toi",
    )
)  # fmt: skip
_COMPARED = re.compile(r"\bso (?:voi|sanh)\b|\bkhoi \d\d?\b")  # and grades, which are read apart
_LONGEST = 9  # words
_WHOSE = frozenset(("sinh", "hs"))  # `học sinh nam tuần này`: more than a time is said
_REPORTS = frozenset(
    ("nhu", "vang", "nghi", "phep", "khongphep", "om", "benh", "tre", "muon", "thieu", "du", "p", "k", "kp")
)
_STILL = re.compile(r"^(?:the |vay )?con\b(?!.*\bnua\b)")  # `còn Bình nữa` adds to a report
_MARKED = re.compile(
    r"^(?:cho )?(?:the|vay|xem|coi)\b|\b(?:thi sao|the nao|sao|ay) *$|\?$"
)  # `còn Bình` alone may be a report


def means_the_last(text: str) -> bool:
    """`em đó bố mẹ số mấy`, `nó nghỉ từ hôm nào`."""
    return _POINTS.search(plain_words(text)) is not None


_OF_SOMEBODY = re.compile(
    r"\b(?:may|bao nhieu) (?:buoi|bua|hom|ngay|lan)(?! nay)\b|\b(?:nghi|vang) (?:tu )?(?:bua|hom|ngay|khi|hoi|luc) "
    r"nao\b|"
    r"\btu (?:bua|hom|ngay|khi|hoi|luc|bao) (?:nao|gio)\b|\b(?:co|xin) phep (?:khong|chua|hay)\b|^nha o dau\b|"
    r"\b(?:may|bao nhieu) tuoi\b|\bsinh (?:nam|ngay) (?:nao|may)\b|^(?:vi|tai) sao (?:lai )?(?:nghi|vang)\b"
)


def of_somebody(text: str) -> bool:
    """`nghỉ từ bữa nào`: asked of one pupil, whoever that is."""
    said = plain_words(text)
    return len(said.split()) <= _LONGEST and _OF_SOMEBODY.search(said) is not None and not calls_somebody(text)


def is_bare(left: str, pupils: Sequence[Pupil], days: str | None) -> bool:
    """`còn 7A?`, `thế hôm qua?`, `Lan 6A ấy`, `tháng 10`: `left` is what was said but the class, `days` what of it
    names days. A name alone may be a report.
    """
    if pupils and not is_marked(left):
        return False
    named = {word for one in pupils for word in fold(one.name).split()}
    said = set(plain_words(days).split()) if days else set()
    return set(_COMPARED.sub(" ", plain_words(left)).split()) <= ASKED_WITH_AGAIN | named | said


def is_marked(left: str) -> bool:
    """It says of itself that it goes on with a question."""
    said = plain_words(left).strip()
    return any(pattern.search(said) for pattern in (_STILL, _MARKED)) or _MARKED.search(fold(left).strip()) is not None


_NOBODY_NAMED = 7  # words


def goes_on(text: str) -> bool:
    """`ai đi vận động rồi`: short enough to be about whomever the last answer was."""
    return len(plain_words(text).split()) <= _NOBODY_NAMED and not calls_somebody(text)


_WHICH_CLASS = re.compile(r"^(?:the |con |vay )?(?:lop|khoi) (?:nao|mo)\b")


def asks_which_class(text: str) -> bool:
    """`lớp nào nhiều nhất`: of the days that were looked at."""
    return _WHICH_CLASS.search(plain_words(text)) is not None


_WHICH = re.compile(r"\b(?:lop|khoi) (?:nao|mo)\b")


def asks_which(text: str) -> bool:
    """`tuần này lớp nào nghỉ ít nhất`: a class is asked for, wherever it is said."""
    return _WHICH.search(plain_words(text)) is not None


_HALF_DAY = re.compile(r"\b(?:sang|chieu)\b")


def names_a_half_day(text: str) -> bool:
    """`còn chiều thì sao`."""
    return _HALF_DAY.search(plain_words(text)) is not None


def may_follow(text: str) -> bool:
    """Short, and no word of a report in it (`như hôm qua` is one): worth a closer look."""
    said = plain_words(text).split()
    return len(said) <= _LONGEST and not (_REPORTS | _WHOSE) & set(said) and not text.lstrip().startswith("/")


_CALLED = re.compile(r"\b(?:e|em|ban|chau|be|hs|hoc sinh|tro|xem|coi) (\w+)")
_WRITTEN_LARGE = re.compile(r"\b(?:em|bạn|ban|cháu|chau|e) [A-ZĐÁÀÂĂÊÔƠƯÝÍÓÚẢ]")
_NO_NAME = ASKED_WITH_AGAIN | frozenset(
    ("ai", "gi", "may", "bao", "nhieu", "khong", "chua", "vang", "nghi", "moi", "nay", "kia", "di", "bi",
     "dang", "duoc", "o", "lop", "khoi", "thong", "danh", "so", "lai", "giup", "tinh", "hinh", "nu", "nam", "vo",
     "vao", "thieu", "du")
)  # fmt: skip


def calls_somebody(text: str) -> bool:
    """`6A có em Diễm không`: a name is said, whoever that is."""
    written = _WRITTEN_LARGE.search(text) is not None
    return written or any(match[1] not in _NO_NAME for match in _CALLED.finditer(plain_words(text)))


_ASKED_WITH = frozenset(
    ("nào", "đó", "ấy", "này", "mấy", "gì", "sao", "vắng", "nghỉ", "mới", "có", "đi", "ở", "đang", "được")
)


def called_so(word: str) -> bool:
    """Behind `em`: Bảo with its marks is a name, and no `bao nhiêu`."""
    return (not word.isascii() or word[:1].isupper()) and word.lower() not in _ASKED_WITH
