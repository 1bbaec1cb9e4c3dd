"""`Bình nghỉ mai, Thu nghỉ thứ 4`: of several children of one family each is told in the own words."""

import re
from collections.abc import Mapping

from rules.people.names import clean, fold, given_name

_CLAUSE = re.compile(r"[,;.\n]+|\b(?:còn|con lai|nhưng|riêng)\b", re.IGNORECASE)
_HERE = re.compile(r"\b(?:di hoc|van hoc|co hoc|hoc binh thuong|den lop)\b")


def told_of_each(text: str, names: Mapping[int, str]) -> dict[int, str]:
    """What is said of each child, without the name; nothing where not each of two and more has words of its own."""
    said: dict[int, str] = {}
    last: int | None = None
    for clause in _CLAUSE.split(clean(text)):
        named = {pupil: word for pupil, name in names.items() if (word := _called(clause, name, bare=text.isascii()))}
        if len(named) > 1 or any(pupil in said for pupil in named):
            return {}
        last = next(iter(named), last)
        if last is not None:
            mine = " ".join(word for word in clause.split() if word != named.get(last))
            said[last] = f"{said.get(last, '')} {mine}".strip()
    return said if len(said) > 1 else {}


def _called(clause: str, name: str, *, bare: bool) -> str | None:
    """The word that is the given name: with its marks, for `thứ 5` is nobody called Thu."""
    given = given_name(name).lower()
    words = (word for word in clause.split() if len(given) > 1)
    return next((word for word in words if word.lower() == given or (bare and word.lower() == fold(given))), None)


def is_here(said: str) -> bool:
    """`Thu vẫn đi học`."""
    return _HERE.search(fold(said)) is not None
