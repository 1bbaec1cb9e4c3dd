"""A full class that is wished for or told of another time: `mai thi nên các em đi đủ nhé`, `yêu cầu các em đi đủ`."""

import re
from collections.abc import Sequence

from rules.people.names import clean, fold

_CLAUSE = re.compile(r"[.,:;!?\n]")
_FULL = re.compile(r"\bdu\b")
_LATER = re.compile(r"^(?:ngay )?(?:mai|mot)\b|^(?:tuan|thang|hom|buoi)\b")
_WISHED = re.compile(
    r"\b(?:yeu cau|de nghi|phai|nhac|mong|hi vong|hy vong|co gang|dung quen|van dong|dam bao)\b[^\d]*\bdu\b"
)
_MIND = re.compile(r"\bnhớ\b[^\d]*\bđủ\b")  # without its marks it may ask: `nhờ cô ghi lớp đủ`


def is_wished(text: str, unread: Sequence[str]) -> bool:
    """Whether a class said to be complete is not said to be so now; `unread` are words without a meaning there."""
    later = [fold(words) for words in unread if _LATER.search(fold(words))]
    return any(
        _FULL.search(fold(clause)) is not None
        and (
            any(re.search(rf"\b{re.escape(words)}\b", fold(clause)) for words in later)
            or _WISHED.search(fold(clause)) is not None
            or _MIND.search(clean(clause).lower()) is not None
        )
        for clause in _CLAUSE.split(text)
    )
