"""Whether something is spoken of that is plainly no absence: prizes, quarrels, lost pens, money, requests."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from rules.people.names import fold, spelling
from rules.reading.words.lexicon import each_way
from rules.reading.words.text import Text

_FILE = Path(__file__).with_name("talk.toml")
_MONEY = re.compile(r"\d+ ?(?:k|ng[aà]n|ngh[iì]n|tr|đồng|dong)", re.IGNORECASE)


@cache
def _phrases(*, alike: bool) -> tuple[frozenset[tuple[str, ...]], frozenset[tuple[str, ...]], int]:
    """All phrases as letters and tone; those of two words or more unmarked; how long the longest is. `alike`: those
    that begin like a name.
    """
    tables: Mapping[str, Iterable[str]] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    chosen = [phrase for name, table in tables.items() for phrase in table if (name == "alike") is alike]
    ways = [way.split() for phrase in chosen for way in each_way(phrase)]
    marked = frozenset(tuple(map(spelling, way)) for way in ways)
    bare = frozenset(tuple(map(fold, way)) for way in ways if len(way) > 1)
    return marked, bare, max(map(len, ways))


def is_talk(
    text: Text, start: int, end: int, names: Sequence[tuple[int, int]], phrases: Sequence[tuple[int, int]]
) -> bool:
    """Whether it stands in these words, shares none with the `names` (from a word to before a word), and is no part of
    one of the `phrases` (điểm, of điểm danh).
    """
    if _MONEY.search(text.text, text.words[start].start, text.words[end - 1].end):
        return True
    return any(
        not any(first < stop and begin < last for begin, stop in names)
        and not any(begin <= first and last <= stop for begin, stop in phrases)
        for first, last in _found(text, range(start, end), end, alike=False)
    )


def begins_a_word(text: Text, start: int, behind: int, end: int) -> bool:
    """`Nhật thực tối nay`: with what stands `behind` it the name makes another word."""
    return any(last > behind for _first, last in _found(text, range(start, start + 1), end, alike=True))


def _found(text: Text, starts: Iterable[int], end: int, *, alike: bool) -> Iterator[tuple[int, int]]:
    marked, bare, longest = _phrases(alike=alike)
    known = marked if text.marked else bare
    for first in starts:
        words = text.lower[first : first + longest] if text.marked else text.plain[first : first + longest]
        said = [spelling(word) for word in words] if text.marked else words
        for last in range(1, min(len(said), end - first) + 1):
            if tuple(said[:last]) in known:
                yield first, first + last
