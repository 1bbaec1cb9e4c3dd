"""A choice by its number, as people type it where there are no buttons."""

import re
import unicodedata

from rules.people.names import fold
from rules.written import read_id

_FRAMES = str.maketrans("", "", "\ufe0f\u20e3")  # of a digit picked among the pictures of a keyboard
_LONGEST = 30  # letters
_BEFORE = r"(?:da )?(?:(?:(?:em|toi|con|minh) )?chon )?(?:(?:lua chon|phuong an|dap an|so|cau|y|muc) )?"
_NUMBERED = re.compile(r"\bso [0-9]")
_CHOICE = re.compile(rf"{_BEFORE}([0-9]{{1,3}})(?: (?:a|ah|nha|nhe))*")


def read_choice(text: str) -> int | None:
    """`2`, `2.`, `(2)`, `số 2`, `dạ chọn 2 ạ`, or a digit in a frame. None if anything else is said besides."""
    if len(text) > _LONGEST:
        return None
    plain = unicodedata.normalize("NFKC", text.translate(_FRAMES))
    found = _CHOICE.fullmatch(" ".join(fold(plain).strip(" .,;!()[]:-").split()))
    return read_id(found[1]) if found else None


def by_its_number(text: str) -> bool:
    """`số 2` may as well be whoever is number 2 on the list."""
    return _NUMBERED.search(fold(text)) is not None
