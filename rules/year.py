"""Which class a class becomes in the next school year, and who leaves."""

import re

END_OF_SCHOOL = frozenset({5, 9, 12})  # the last grade of primary, lower and upper secondary school


def leaves(grade: int | None) -> bool:
    """Whoever ends one of the three levels leaves the class: what follows is an enrolment, not a promotion."""
    return grade in END_OF_SCHOOL


def next_name(name: str, grade: int | None) -> str:
    """`6A` becomes `7A`, `1 Tu Ro` becomes `2 Tu Ro`; a class without a grade (several grades in one room, nursery)
    keeps its name.
    """
    if grade is None:
        return name
    return re.sub(r"^\d+", str(grade + 1), name, count=1)


def next_grade(grade: int | None) -> int | None:
    return None if grade is None else grade + 1
