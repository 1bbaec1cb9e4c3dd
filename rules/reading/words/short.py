"""Words as young people type them, written out: `r` (rồi), `cx` (cũng), `bụg` (bụng), `fép` (phép)."""

import re
from collections.abc import Container

from rules.people.names import fold, spelling
from rules.reading.words.lexicon import Lexicon

_NO_SPELLING = re.compile(
    r"(?<!\w)(?:(?:dz|[fzj])\w+|\w*[^\W\d_bcđdfghjklmnpqrstvwxz]g(?!\w))", re.IGNORECASE
)  # from the word's first letter only: a text without a blank is one word
_BEGINNINGS = (("dz", ("v", "d", "gi")), ("f", ("ph",)), ("z", ("v", "d", "gi")), ("j", ("gi",)))


def written_out(text: str, lexicon: Lexicon, names: Container[str]) -> str:
    """The text with short words written out, but where somebody is called so. No word of Vietnamese begins with f, j
    or z, and none ends in a vowel and g: such a word is the known one it stands for.
    """
    left = lexicon.short_words.sub(lambda match: lexicon.short.get(match[0], match[0]), text) if lexicon.short else text
    if _NO_SPELLING.search(left) is None:
        return left
    return _NO_SPELLING.sub(lambda match: _meant(match[0], lexicon, names), left)


def _meant(typed: str, lexicon: Lexicon, names: Container[str]) -> str:
    lower = typed.lower()
    if fold(lower) in names or fold(lower) in lexicon.known:
        return typed
    ways = [lower[:-1] + "ng"] if lower[-1] == "g" else []
    for sign, others in _BEGINNINGS:
        if lower.startswith(sign):
            ways += [other + lower[len(sign) :] for other in others]
            break
    found = next((way for way in ways if spelling(way) in lexicon.known), None)
    return typed if found is None else found.title() if typed.istitle() else found
