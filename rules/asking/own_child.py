"""A family calls its own child by name: `Lan hôm nay có đi học không` asks what `cháu hôm nay có đi học không` does."""

import re
from collections.abc import Iterable

from rules.people.names import fold, fold_in_place, given_name, spelling
from rules.reading.words.lexicon import standard

CHILD = "cháu"
_BEFORE = r"(?:(?P<child>con|chau|em|be|nhoc|thang|cu) )?"
_OF_GROWN_UPS = re.compile(r"\b(?:co|thay|me|bo|ba|ma|ong|anh|chi|chu|bac|gia dinh) $")  # cô Lan


def as_a_child(text: str, full_names: Iterable[str]) -> str:
    """The text with these names as `cháu`. A name that is also a word (mai, hoa) is one where it has a capital, or
    `con`, `cháu` before it; who is grown up and called the same is left.
    """
    for full in full_names:
        for name in dict.fromkeys((full, given_name(full))):
            text = _replaced(text, name)
    return text


def _replaced(text: str, name: str) -> str:
    folded = fold_in_place(text)
    pattern = re.compile(rf"(?<!\w){_BEFORE}(?P<name>{re.escape(fold(name))})(?!\w)")
    for found in reversed(list(pattern.finditer(folded))):
        typed = text[found.start("name") : found.end("name")]
        if _is_meant(typed, name, said=found["child"] is not None) and not _OF_GROWN_UPS.search(
            folded[: found.start()]
        ):
            text = text[: found.start()] + CHILD + text[found.end() :]
    return text


def _is_meant(typed: str, name: str, *, said: bool) -> bool:
    bare = typed.lower() == fold(typed.lower())
    same = bare or all(map(_same, typed.lower().split(), name.lower().split()))
    return same and (said or typed[0].isupper() or fold(typed.lower()) not in standard().known)


def _same(typed: str, known: str) -> bool:
    return spelling(typed) == spelling(known)
