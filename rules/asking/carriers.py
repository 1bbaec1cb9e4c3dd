"""Which wishes a message may carry that no phrase tells: by the words of each, scored. The surest is answered at once,
others are offered to be tapped.
"""

import re
import tomllib
from collections import Counter
from pathlib import Path

from rules.asking.intents import Intent
from rules.asking.words import plain_words

SURE = 2.0  # two words of its own, or a pair that belongs together
_CLEARLY = 1.25  # times as much as the next
NEVER_GUESSED = frozenset((Intent.ANNOUNCE, Intent.STOP, Intent.UNDO))  # they would be the beginning of a deed
_FILE = Path(__file__).with_name("carriers.toml")


def _read() -> dict[str, dict[Intent, float]]:
    """The worth of each phrase for each wish: more words tell more, and what others share tells less."""
    said: dict[str, list[str]] = tomllib.loads(_FILE.read_text("utf-8"))["words"]
    shared = Counter(phrase for phrases in said.values() for phrase in phrases)
    worth: dict[str, dict[Intent, float]] = {}
    for name, phrases in said.items():
        for phrase in phrases:
            worth.setdefault(phrase, {})[Intent(name)] = (1.5 * phrase.count(" ") + 1) / shared[phrase]
    return worth


_WORTH = _read()
_PHRASES = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, _WORTH), key=len, reverse=True))})\b")


def guesses(text: str) -> tuple[Intent, ...]:
    """What may be wanted, the likeliest first."""
    return tuple(intent for intent, _score in _scored(text))


def surely(text: str) -> Intent | None:
    """The one that is clearly ahead; None where a tap has to say."""
    scored = _scored(text)
    if not scored or scored[0][1] < SURE or scored[0][0] in NEVER_GUESSED:
        return None
    return scored[0][0] if len(scored) == 1 or scored[0][1] >= _CLEARLY * scored[1][1] else None


def _scored(text: str) -> list[tuple[Intent, float]]:
    total: Counter[Intent] = Counter()
    for match in _PHRASES.finditer(plain_words(text)):
        for intent, worth in _WORTH[match[0]].items():
            total[intent] += worth  # type: ignore[assignment]  # a Counter adds fractions as well
    return total.most_common()  # type: ignore[return-value]
