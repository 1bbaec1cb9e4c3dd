"""So many sessions missed, as a question names them: `quá 3 buổi`, `từ 5 buổi trở lên`."""

import re

from msgspec import Struct

from rules.people.names import fold_in_place

_SAID = re.compile(r"\b(?:(?P<more>qua|tren|hon)|tu)? ?(?P<count>\d\d?) (?:buoi|ngay|lan)\b(?: tro len)?")


class Sessions(Struct, frozen=True):
    """`text[start:end]` names at least so many."""

    least: int
    start: int
    end: int


def read_sessions(text: str) -> Sessions | None:
    found = _SAID.search(fold_in_place(text))
    return Sessions(max(1, int(found["count"]) + bool(found["more"])), *found.span()) if found else None
