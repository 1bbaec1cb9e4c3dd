"""Grades as people say them: `khối 6`, `K6`, `khối 6 và 7`, `các lớp 6`."""

import re

from msgspec import Struct

from rules.people.names import fold_in_place

_GRADES = re.compile(
    r"\b(?:cac |ca |toan )?(?:khoi(?: lop)?|k|lop) ?"
    r"(\d{1,2}(?: ?(?:,|va|&|-|–|den) ?(?:khoi |k|lop )?\d{1,2}| (?:khoi |k)\d{1,2})*)(?![\w/.-])"
)
_BESIDE = re.compile(r" (\d{1,2})(?= (?:tuần|tháng|học kỳ|học kì|năm học) này\b)", re.IGNORECASE)  # unfolded: no `nay`
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
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    start, end = found.span()
    beside = _BESIDE.match(text, end)
    if beside and int(beside[1]) == numbers[-1] + 1:  # `khối 7 8 tháng này` are no eight months
        numbers, end = [*numbers, int(beside[1])], beside.end()
    return GradesSaid(tuple(dict.fromkeys(numbers)), start, end, level=through > 0)


def _level(folded: str) -> GradesSaid | None:
    """`tiểu học`, `THCS`, `cấp 3`."""
    found = _LEVELS.search(folded)
    if found is None:
        return None
    return GradesSaid(tuple(LEVELS[(found.lastindex or 1) - 1]), *found.span(), level=True)
