"""Which class a class becomes in the next school year, and who leaves."""

import re
from collections.abc import Collection

END_OF_SCHOOL = frozenset({5, 9, 12})  # the last grade of primary, lower and upper secondary school


def leaves(grade: int | None, grades: Collection[int | None]) -> bool:
    """Whoever ends one of the three levels leaves the school: what follows is an enrolment elsewhere. Where the school
    has the next grade among its `grades` (tiểu học và trung học cơ sở), it is a step like any other.
    """
    return grade in END_OF_SCHOOL and next_grade(grade) not in grades


def next_name(name: str, grade: int | None) -> str:
    """`6A` becomes `7A`, `1 Tu Ro` becomes `2 Tu Ro`; a class without a grade (several grades in one room, nursery)
    keeps its name.
    """
    if grade is None:
        return name
    return re.sub(r"^\d+", str(grade + 1), name, count=1)


def next_grade(grade: int | None) -> int | None:
    return None if grade is None else grade + 1
