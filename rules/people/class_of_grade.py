"""A class called by its grade, where that has one class: `lớp 1`, `lớp ghép 1+2`."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rules.people.names import clean, fold

_GRADE = re.compile(r"(?:lop )?(\d{1,2})(?!\d)")
_CALLED = re.compile(r"\blop(?: ghep)?[ .:]*(\d{1,2})\b(?![/.-]\d| ?(?:em|hs|hoc sinh|ban|chau|be|con)\b|[a-z])")
_BESIDE = re.compile(r" ?(?:[+&]|va) ?(?:lop )?(\d{1,2})\b(?![/.-]\d| ?(?:em|hs|hoc sinh|ban|chau|be|con)\b|[a-z])")


@lru_cache(maxsize=64)
def _only_ones(names: tuple[str, ...]) -> Mapping[str, int]:
    """By grade, the class that has none beside it."""
    grades: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        if grade := _GRADE.match(fold(clean(name))):
            grades.setdefault(grade[1], []).append(at)
    return {grade: found[0] for grade, found in grades.items() if len(found) == 1}


def called_by_grade(names: Sequence[str], folded: str) -> list[tuple[int, int, int]]:
    """Which of the class names is meant, and where; of the grades that stand side by side each. Nothing of a grade with
    several classes.
    """
    called: list[tuple[int, int, int]] = []
    for said in _CALLED.finditer(folded) if "lop" in folded else ():
        only = _only_ones(tuple(names))
        here: re.Match[str] | None = said
        while here is not None and here[1] in only:
            called.append((only[here[1]], here.start() if here is said else here.start(1), here.end()))
            here = _BESIDE.match(folded, here.end())
    return called
