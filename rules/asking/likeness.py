"""What is wanted, by what messages like it wanted: the sentences of `examples/`, weighed word by word (naive Bayes over
words, pairs, and pairs with a word between; all wishes alike likely before a word is read).
"""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from rules.asking.wish import Facet, Intent, Matter, Wish
from rules.asking.words import plain_words
from rules.people.names import clean

_FOLDER = Path(__file__).with_name("examples")
_FAMILIES, _STAFF = "families", "staff"
_UNSEEN = 0.1  # how often a word counts that no example of a wish has
_ONE_CLASS = re.compile(r"\b(?:lop )?(?:\d{1,2}[a-z]\d?|\d{1,2}[./]\d)\b")
_NUMBER = re.compile(r"\b\d+\b")
_SELF = re.compile(r"\b[Ss][ĩi] [Ss][ốo] (?:ơi|oi|à)\b|\bSĩ Số\b(?=.)")  # who is spoken to, and no number of pupils
_COURTEOUS = re.compile(
    r"(?: (?:a|ah|nhe|nha|nhen|hen|he|oi|voi|co|thay|em|e|anh|chi|bot|ban|minh|vay|z|v|ha|nhi|luon|!))*( \?)*$"
)
_SOMEBODY, _A_CLASS, _SOME = "tenrieng", "<class>", "<number>"  # the first as `plain_words` leaves it

_WISHES: dict[str, Wish] = {one.value: one for kind in (Intent, Facet, Matter) for one in kind}


class Guess(Struct, frozen=True):
    """`share` of all that may be wanted, 0 to 1."""

    wish: Wish
    share: float


class _Examples(Struct, frozen=True):
    """How many sentences of each wish have a feature; and of how many features each wish consists."""

    wishes: tuple[Wish, ...]
    of_whom: tuple[str, ...]
    features: Mapping[str, tuple[tuple[int, int], ...]]
    sizes: tuple[int, ...]


def likely(text: str, *, family: bool) -> tuple[Guess, ...]:
    """The likeliest first; nothing where no word is known. `family`: written by somebody who is only that."""
    known = _examples()
    said = [one for one in _features(text) if one in known.features]
    if not said:
        return ()
    weights = [-len(said) * math.log(size + _UNSEEN * len(known.features)) for size in known.sizes]
    for one in said:
        for at, count in known.features[one]:
            weights[at] += _weight(count)
    out = _STAFF if family else _FAMILIES
    may_be = [at for at, whom in enumerate(known.of_whom) if whom != out]
    return _shares({known.wishes[at]: weights[at] / math.sqrt(len(said)) for at in may_be})


@cache
def _weight(count: int) -> float:
    return math.log(count / _UNSEEN + 1)


def _shares(weights: Mapping[Wish, float]) -> tuple[Guess, ...]:
    most = max(weights.values())
    parts = {wish: math.exp(weight - most) for wish, weight in weights.items()}
    total = sum(parts.values())
    return tuple(Guess(wish, parts[wish] / total) for wish in sorted(parts, key=lambda one: -parts[one]))


def _features(text: str) -> Iterator[str]:
    """Each once: who is named, which class and how many make no difference."""
    said = _ONE_CLASS.sub(_A_CLASS, plain_words(_without_names(_SELF.sub(" ", clean(text)))))
    words = ["^", *_COURTEOUS.sub(r"\1", _NUMBER.sub(_SOME, said)).split(), "$"]
    apart = zip(words, words[2:], strict=False)
    yield from dict.fromkeys(
        [*words[1:-1], *(f"{one} {two}" for one, two in pairwise(words)), *(f"{one} _ {two}" for one, two in apart)]
    )


def _without_names(text: str) -> str:
    """A word with a capital inside the sentence is taken for a name; several in a row are one."""
    kept: list[str] = []
    for at, word in enumerate(text.split()):
        core = word.strip('.,!?;:()"“”')
        named = at > 0 and core.isalpha() and core[0].isupper() and not core.isupper()
        if not named:
            kept.append(word)
        elif kept[-1] != _SOMEBODY:
            kept.append(_SOMEBODY)
    return " ".join(kept)


@cache
def _examples() -> _Examples:
    """Read when first asked; a pair that one sentence alone has tells nothing."""
    told = list(_read())
    counted = [Counter(one for text in texts for one in _features(text)) for _wish, _whom, texts in told]
    often: Counter[str] = Counter()
    for counts in counted:
        often.update(counts)
    kept = {one for one, count in often.items() if count > 1 or " " not in one}
    features: dict[str, list[tuple[int, int]]] = {}
    for at, counts in enumerate(counted):
        for one in counts.keys() & kept:
            features.setdefault(one, []).append((at, counts[one]))
    return _Examples(
        tuple(wish for wish, _whom, _texts in told),
        tuple(whom for _wish, whom, _texts in told),
        {one: tuple(some) for one, some in features.items()},
        tuple(sum(counts[one] for one in counts.keys() & kept) for counts in counted),
    )


def _read() -> Iterator[tuple[Wish, str, list[str]]]:
    """`[wish]`, `[wish families]`: who alone says it; then a sentence a line."""
    for file in sorted(_FOLDER.glob("*.txt")):
        for part in file.read_text("utf-8").split("\n[")[1:]:
            head, *lines = part.splitlines()
            name, _space, whom = head.rstrip("]").partition(" ")
            yield _WISHES[name], whom, [line for line in lines if line.strip()]
