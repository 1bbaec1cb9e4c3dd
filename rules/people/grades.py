"""Grades as people say them: `khối 6`, `K6`, `khối 6 và 7`, `các lớp 6`."""

import re

from msgspec import Struct

from rules.people.names import fold_in_place

_GRADES = re.compile(
    r"\b(?:cac |ca |toan )?(?:khoi(?: lop)?|k|lop) ?(\d{1,2}(?: ?(?:,|va|&) ?(?:khoi |k|lop )?\d{1,2})*)(?![\w/.-])"
)


class GradesSaid(Struct, frozen=True):
    numbers: tuple[int, ...]
    start: int
    end: int


def read_grades(text: str) -> GradesSaid | None:
    """The first grades in the text, each once; a class's own name, `6A`, is none."""
    found = _GRADES.search(fold_in_place(text))
    if found is None:
        return None
    numbers = (int(number) for number in re.findall(r"\d+", found[1]))
    return GradesSaid(tuple(dict.fromkeys(numbers)), *found.span())
