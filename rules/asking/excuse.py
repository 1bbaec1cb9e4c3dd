"""With or without leave, and nothing else in the words: `có phép nha cô`, `không thấy xin phép gì`, `từ k sang p`."""

import re

from rules.asking.words import plain_words
from rules.people.names import fold

_LONGEST = 9  # words
_BECOMES = re.compile(r".*\b(?:sang|qua|thanh|lai|doi lai|la)\b (?=\w)")
_WITHOUT = re.compile(r"\bkhongphep\b|\b(?:khong|chua|k|ko)\b(?: \w+){0,3} (?:xin )?phep\b|^(?:\w+ )*(?:k|kp)$")
_WITH = re.compile(r"\b(?:co|xin) phep\b|\bphep\b|\b(?:p|cp)\b")
_SIGNS = frozenset(("phep", "khongphep", "kp", "cp"))
_WORDS = frozenset((
    "p", "k", "kp", "cp", "phep", "khongphep", "khong", "co", "xin", "thay", "gi", "het", "ca", "nha", "a", "nhe", "em",
    "do", "la", "bi", "roi", "duoc", "giup", "tu", "sang", "qua", "thanh", "doi", "sua", "lai", "chua", "ma", "e",
    "nay", "no", "ghi", "ban", "thoi", "day", "dau", "chu", "ne", "ra", "vao", "luon", "da", "vang", "u", "ok", "nghe",
))  # fmt: skip


def excuse_alone(text: str) -> bool | None:
    """Whether with leave; None where more or something else is said, or it is asked."""
    said = plain_words(text).replace("?", " ?")
    words = said.split()
    if not words or len(words) > _LONGEST or not set(words) <= _WORDS or said.endswith(("khong", "chua")):
        return None
    becomes = _BECOMES.match(said)
    if becomes is None and _SIGNS.isdisjoint(words):  # `k` alone may be a no
        return None
    left = said[becomes.end() :] if becomes else said
    left = re.sub(r"(?: (?:giup|em|nha|nhe|a|co|thay|luon|roi|do))+$", "", left)
    if _WITHOUT.search(left) or fold(left) == "k":
        return False
    return True if _WITH.search(left) else None
