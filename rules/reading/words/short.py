"""Words as young people type them, written out: `r` (rồi), `cx` (cũng), `fép` (phép), `bj` (bị), `nhaaa` (nha)."""

import re
from collections.abc import Container

from rules.people.names import fold, spelling
from rules.reading.words.lexicon import Lexicon

_NO_SPELLING = re.compile(
    r"(?<!\w)(?:(?:dz|[fzj])\w+|[bcđhklmnpqstvgr]{1,3}j(?!\w)|\w*[^\W\d_bcđdfghjklmnpqrstvwxz]g(?!\w))", re.IGNORECASE
)  # from the word's first letter only: a text without a blank is one word
_DRAWN_OUT = re.compile(r"(?<!\w)\w{0,9}?([^\W\d_])\1{1,9}(?!\w)", re.IGNORECASE)
_VOWELS = frozenset("aeiouy")
_BEGINNINGS = (("dz", ("v", "d", "gi")), ("f", ("ph",)), ("z", ("v", "d", "gi")), ("j", ("gi",)))


def written_out(text: str, lexicon: Lexicon, names: Container[str]) -> str:
    """The text with short words written out, but where somebody is called so. No word of Vietnamese begins with f, j
    or z, and none ends in a vowel and g or in one letter twice: such a word is the known one it stands for. What was
    typed without marks stays so: they would tell that every bare word is meant bare.
    """
    text = _DRAWN_OUT.sub(lambda match: _once(match, lexicon, names), text)
    left = lexicon.short_words.sub(lambda match: lexicon.short.get(match[0], match[0]), text) if lexicon.short else text
    if _NO_SPELLING.search(left) is not None:
        left = _NO_SPELLING.sub(lambda match: _meant(match[0], lexicon, names), left)
    return fold(left) if text.isascii() and not left.isascii() else left


def _once(match: re.Match[str], lexicon: Lexicon, names: Container[str]) -> str:
    """The word with its last letter once (`nhéee` too), if that is a known one and it is none as typed. A name is drawn
    out by two letters or more: one too many may be a slip.
    """
    folded = fold(match[0].lower())
    if _VOWELS.isdisjoint(folded) or _is_known(folded, lexicon, names):
        return match[0]  # NTT Linh
    word = match[0].rstrip(match[1]) + match[1]
    word = word[:-1] if fold(word[-2:-1].lower()) == fold(match[1].lower()) else word
    least, folded = len(match[0]) - len(word), fold(word.lower())
    meant = least > 1 if folded in names else folded in lexicon.known
    return word if meant else match[0]


def _is_known(folded: str, lexicon: Lexicon, names: Container[str]) -> bool:
    return folded in names or folded in lexicon.known


def _meant(typed: str, lexicon: Lexicon, names: Container[str]) -> str:
    lower = typed.lower()
    if _is_known(fold(lower), lexicon, names):
        return typed
    ways = [lower[:-1] + "ng"] if lower[-1] == "g" else [lower[:-1] + sign for sign in "iìỉịí" if lower[-1] == "j"]
    for sign, others in _BEGINNINGS:
        if lower.startswith(sign):
            ways += [other + lower[len(sign) :] for other in others]
            break
    found = next((way for way in ways if spelling(way) in lexicon.known), None)
    return typed if found is None else found.title() if typed.istitle() else found
