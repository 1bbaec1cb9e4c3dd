"""Words of no list that look like a name: by their capital, their place, or because names are made of them."""

from rules.reading.pieces import Source
from rules.reading.words.text import Gap

_ENDS_A_DAY = frozenset(("nay", "ni", "qua"))
_ANNOUNCING = frozenset(("em", "ban", "chau", "be"))


def name_like(source: Source, at: int) -> bool:
    """Whether an unknown word looks like a syllable of a name."""
    word = source.text.words[at]
    if not word.folded.replace("'", "").isalpha():
        return False
    if len(word.folded) == 1:
        touches = at + 1 < len(source.text.words) and source.text.words[at + 1].gap <= Gap.TIGHT
        return word.folded not in "ekpsc" and touches
    if source.text.cased:
        return word.text[0].isupper()
    return _is_announced(source, at) or (not _is_behind_a_day(source, at) and _is_usual(source, at))


def _is_usual(source: Source, at: int) -> bool:
    word = source.text.words[at]
    beside = source.text.words[at + 1 if at + 1 < len(source.text.words) else at - 1].text
    if word.text.istitle() and beside.istitle():
        return True  # 6A Đih A Thút: nothing but names
    return source.lexicon.syllable_of_names(word.lower, word.folded)


def _is_announced(source: Source, at: int) -> bool:
    """`bạn Viêt`."""
    word = source.text.words[at]
    return at > 0 and word.text.istitle() and word.gap is Gap.SOFT and source.text.plain[at - 1] in _ANNOUNCING


def _is_behind_a_day(source: Source, at: int) -> bool:
    """`Tâm bữa nay trực cổng`: a small word that begins what is said, and no name."""
    word = source.text.words[at]
    small = source.text.marked and word.text.islower() and word.gap is Gap.SOFT
    return small and at > 0 and source.text.plain[at - 1] in _ENDS_A_DAY
