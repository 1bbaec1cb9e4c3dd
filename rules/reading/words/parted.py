"""Words typed in a hurry: without a blank between them (`9avang`, `Bìnhkp`), or `vắng` and `phép` by a slip."""

import re
from collections.abc import Container
from itertools import pairwise

from rapidfuzz.distance import OSA

from rules.people.names import fold, fold_in_place, spelling
from rules.reading.words.lexicon import Lexicon
from rules.reading.words.telex import decode

_SAYS = ("vang", "nghi", "phep", "khong", "thieu")  # what no name is made of
_GLUED = re.compile(rf"(?<!\w)\w*(?:{'|'.join(_SAYS)})\w*(?!\w)")
_CLASS = re.compile(r"(?:lop|l)?\d{1,2}(?:[a-z]\d{0,2})?")
_WORD = re.compile(r"(?<!\w)[^\W\d_]{3,}(?!\w)")
_CODES = ("K", "P", "KP", "CP")
_LONGEST, _MOST = 40, 7  # letters, words
_AT_VANG = re.compile(
    r"(?:(?<=\n)|^)(?:lop |l\.? ?)?(?:\d{1,2}(?:[./-]?\d{1,2}|[a-z]\d{0,2})? ?:? ?)(v[^\W\d_]{1,4})(?!\w)"
)
_DU = ("du", "đủ", "dư", "đu")
_DU_AND_NUMBER = re.compile(r"(?<!\w)(đủ|du)(\d{1,2})(?!\w)", re.IGNORECASE)
_AT_DU = re.compile(
    r"(?:(?<=\n)|^)(?:lop |l\.? ?)?(?:\d{1,2}(?:[./-]?\d{1,2}|[a-z]\d{0,2})) ?:? ?(?:nay |hom nay |si so )?(du)"
    r"(?= *(?:$|[.!,\n\d]|(?:a|ah|nha|nhe|nhen|nghen|het|roi|ca|co|thay|em|e|c|hs|mat|lop)(?!\w)))"
)
_AT_PHEP = re.compile(r"(?<!\w)(?:co|xin|khong|ko|k|0) (p[^\W\d_]{2,4})(?!\w)")


def parted(text: str, classes: Container[str], lexicon: Lexicon, names: Container[str]) -> str:
    """The text with blanks between words of which one speaks of an absence, and with `vắng` and `phép` where a slip of
    theirs stands at their place. `classes`: the school's names of classes, without signs; `names`: words of pupils'
    names. A word that is known, or is somebody's name, stays as it is.
    """
    text = _WORD.sub(lambda found: _between_capitals(found[0], names, lexicon), text)
    folded = fold_in_place(text)
    for found in reversed(list(_GLUED.finditer(folded))):
        meant = decode(text[found.start() : found.end()].lower())
        typed_with_keys = meant is not None and spelling(meant) in names  # Nghixa
        for at in reversed([] if typed_with_keys else _cuts(found[0], classes, lexicon, names)):
            text = f"{text[: found.start() + at]} {text[found.start() + at :]}"
    if "du" in folded:
        text = _with_complete(text, names)
    for pattern, word in ((_AT_VANG, "vắng"), (_AT_PHEP, "phép")):
        if pattern is _AT_VANG or "p" in folded:
            text = _without_slip(text, pattern, word, names)
    return text


def _with_complete(text: str, names: Container[str]) -> str:
    """`6A đử`, `6A đủ27`."""
    text = _DU_AND_NUMBER.sub(r"\1 \2", text)
    found = _AT_DU.search(fold_in_place(text))
    typed = text[found.start(1) : found.end(1)].lower() if found is not None else ""
    slip = found is not None and typed not in _DU and spelling(typed) not in names and text[found.start(1)].islower()
    return f"{text[: found.start(1)]}đủ{text[found.end(1) :]}" if found is not None and slip else text


def _between_capitals(typed: str, names: Container[str], lexicon: Lexicon) -> str:
    """`NguyễnVănBình`, `BìnhKP`, where each is a word of a name, or a code."""
    if typed.islower() or typed.istitle():
        return typed
    cuts = [at for at in range(1, len(typed)) if typed[at - 1].islower() and typed[at].isupper()]
    if not cuts:
        return typed
    words = [typed[start:end] for start, end in pairwise([0, *cuts, len(typed)])]
    known = all(word in _CODES or _is_piece(fold(word.lower()), lexicon, names) for word in words)
    named = fold(words[0].lower()) in names and fold(typed.lower()) not in names
    return " ".join(words) if known and named else typed


def _cuts(word: str, classes: Container[str], lexicon: Lexicon, names: Container[str]) -> list[int]:
    """Where a glued word is cut, if all its pieces are known and it is no word as it stands."""
    if len(word) > _LONGEST or word in lexicon.known or word in names or word in classes:
        return []
    for head in (found.end() for found in _heads(word)):
        digits = len(word) - len(word.rstrip("0123456789"))
        end = len(word) - digits
        rest = _pieces(word[head:end], lexicon, names)
        if rest:
            ends = [head, *(head + at for at in rest), *([end] if digits else [])]
            return [at for at in dict.fromkeys(ends) if 0 < at < len(word)]
    return []


def _heads(word: str) -> list[re.Match[str]]:
    """What of a class the word may begin with: `9a`, `1` (of 8/1), nothing."""
    found = _CLASS.match(word)
    if found is None:
        nothing = re.match(r"", word)
        return [nothing] if nothing else []
    shorter = re.match(r"(?:lop|l)?\d{1,2}", word)
    return [each for each in (found, shorter) if each is not None]


def _pieces(word: str, lexicon: Lexicon, names: Container[str]) -> list[int]:
    """Where the word ends that each of the fewest pieces is; none if it has pieces nobody knows."""
    best: list[list[int] | None] = [[]] + [None] * len(word)
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - _MOST), end):
            before = best[start]
            if before is None or not _is_piece(word[start:end], lexicon, names):
                continue
            if best[end] is None or len(before) + 1 < len(best[end] or ()):
                best[end] = [*before, end]
    found = best[-1] or []
    words = {word[start:end] for start, end in pairwise([0, *found])}
    return found if not words.isdisjoint(_SAYS) and len(found) <= _MOST else []


def _is_piece(piece: str, lexicon: Lexicon, names: Container[str]) -> bool:
    """A word of two letters and more; `k` and `p` are codes."""
    return piece in ("k", "p") or (len(piece) > 1 and (piece in lexicon.known or piece in names))


def _without_slip(text: str, place: re.Pattern[str], word: str, names: Container[str]) -> str:
    found = place.search(fold_in_place(text))
    if found is None:
        return text
    typed = text[found.start(1) : found.end(1)]
    if spelling(typed) in names or OSA.distance(typed.lower(), word if typed != fold(typed) else fold(word)) != 1:
        return text
    return text[: found.start(1)] + word + text[found.end(1) :]
