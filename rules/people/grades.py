"""Grades as people say them: `khối 6`, `K6`, `khối 6 và 7`, `các lớp 6`."""

import re

from msgspec import Struct

from rules.people.names import fold_in_place

_GRADES = re.compile(
    r"\b(?:cac |ca |toan )?(?:khoi(?: lop)?|k|lop) ?"
    r"(\d{1,2}(?: ?(?:,|va|&|-|–|den) ?(?:khoi |k|lop )?\d{1,2}| (?:khoi |k)\d{1,2})*)(?![\w/.-])"
)
_THROUGH = re.compile(r"(\d{1,2}) ?(?:-|–|den) ?(?:khoi |k|lop )?(\d{1,2})")
_LEVELS = re.compile(r"\b(?:(?:cac )?khoi |bac )?(?:(tieu hoc|cap 1)|(thcs|trung hoc co so|cap 2)|(thpt|cap 3))\b")
LEVELS = (range(1, 6), range(6, 10), range(10, 13))


class GradesSaid(Struct, frozen=True):
    """`level`: a level of school, or from one to another, of which the school need not have all."""

    numbers: tuple[int, ...]
    start: int
    end: int
    level: bool = False


def read_grades(text: str) -> GradesSaid | None:
    """The first grades in the text, each once; a class's own name, `6A`, is none."""
    folded = fold_in_place(text)
    found = _GRADES.search(folded)
    if found is None:
        return _level(folded)
    said, through = _THROUGH.subn(lambda ends: " ".join(map(str, range(int(ends[1]), int(ends[2]) + 1))), found[1])
    numbers = (int(number) for number in re.findall(r"\d+", said))
    return GradesSaid(tuple(dict.fromkeys(numbers)), *found.span(), level=through > 0)


def _level(folded: str) -> GradesSaid | None:
    """`tiểu học`, `THCS`, `cấp 3`."""
    found = _LEVELS.search(folded)
    if found is None:
        return None
    return GradesSaid(tuple(LEVELS[(found.lastindex or 1) - 1]), *found.span(), level=True)
