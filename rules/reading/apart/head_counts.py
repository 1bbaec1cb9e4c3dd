"""`6A: 7/8 (Bình), 6B: 3/3`: classes each with a head count behind it; no days, and no change of class."""

import re
from collections.abc import Sequence

from rules.people.classes import ClassFound, ClassRef, find_classes
from rules.people.names import fold_in_place

_COUNT = re.compile(r"\W{0,3}(\d{1,3}) ?/ ?(\d{1,3})(?![\d/])")
_COMPLETE = re.compile(r"\W{0,3}(?:deu )?du\b")
_BESIDE = re.compile(
    r"\b(?:lop|si so|ss|hien dien|hd|co mat|bao cao|bc|bao|sang|chieu|[sc]|hom|nay|em|hs|da|a|co|thay|va|cac|vang)\b"
)


def only_counts(text: str) -> bool:
    """`sáng 8/8 chiều 7/8`, without a class: of the writer's own, if the numbers fit it."""
    return "/" in text and _says_nothing_else(fold_in_place(text))


def counts_heads(text: str, classes: Sequence[ClassRef]) -> bool:
    """Of two classes and more, whatever else is said; of one where nothing else is: `6A 7/11 …` may be a day."""
    folded, found = fold_in_place(text), find_classes(classes, text)
    counts = [_counted(folded, one) for one in found]
    if not any(counts) or not all(
        count or _COMPLETE.match(folded, one.end) for one, count in zip(found, counts, strict=True)
    ):
        return False
    return len(found) > 1 or _says_nothing_else(folded[found[0].end :])


def _says_nothing_else(folded: str) -> bool:
    left, counts = _COUNT.subn(" ", folded)
    return counts > 0 and not re.search(r"\w", _BESIDE.sub(" ", left))


def _counted(folded: str, one: ClassFound) -> bool:
    count = _COUNT.match(folded, one.end)
    return count is not None and int(count[1]) <= int(count[2])
