"""A deadline as it is typed, `hạn 15/12`, `hằng tháng ngày 25`, `cuối học kỳ I`, and who is in charge."""

import re
from datetime import date

from msgspec import Struct

from rules.duties.deadlines import YEAR, When
from rules.people.names import fold_in_place
from rules.people.roles import Role

_EVERY_MONTH = re.compile(
    r"\b(?:han )?(?:vao )?(?:hang|moi) thang(?:,? (?:vao |truoc )?(?:ngay|mung|mong) ?(\d{1,2}))?\b"
)
_THE_DAY = re.compile(r"\b(?:han )?(?:vao )?ngay (\d{1,2}) (?:hang|moi) thang\b")
_EVERY_YEAR = re.compile(r"\b(?:han )?(?:hang|moi) nam,? (?:vao |truoc )?(?:ngay )?(\d{1,2})[/.-](\d{1,2})\b")
_THAT_YEAR = re.compile(r"\b(?:han )?(?:ngay )?(\d{1,2})[/.-](\d{1,2}) (?:hang|moi) nam\b")
_ENDS = re.compile(
    r"\b(?:han )?(?:vao )?cuoi (?:(?:moi )?hoc k[iy] ?|hk ?)(1|2|ii?)\b|\b(?:han )?(?:vao )?cuoi (nam)(?: hoc)?\b"
)
_ONCE = re.compile(
    r"\bhan(?: nop| chot| cuoi)?:? ?(?:truoc )?(?:ngay |mung )?(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?(?![\d/])"
)
_BY_ROLE = (
    (re.compile(r"\bpht ?(\d)\b"), Role.VICE_PRINCIPAL),
    (re.compile(r"\b(?:pht|pho hieu truong|hieu pho)\b"), Role.VICE_PRINCIPAL),
    (re.compile(r"\b(?:ht|hieu truong)\b"), Role.PRINCIPAL),
    (re.compile(r"\b(?:tpt|tong phu trach(?: doi)?)\b"), Role.REGISTRAR),
    (re.compile(r"\b(?:gvcn|giao vien chu nhiem|chu nhiem)\b"), Role.HOMEROOM),
    (re.compile(r"\b(?:ttcm|to truong(?: chuyen mon)?)\b"), Role.GROUP_HEAD),
    (re.compile(r"\b(?:quan tri|van thu|van phong)\b"), Role.ADMIN),
)
_AROUND = re.compile(r"(?:^|[,;:–-]|\b(?:giao cho|giao|nguoi phu trach|phu trach|do))\s*$")


class InCharge(Struct, frozen=True):
    """A role, and the position that narrows it."""

    role: Role
    position: str = ""


class WhenReading(Struct, frozen=True):
    """`when` is None for a day there is not."""

    when: When | None
    rest: str


def read_when(text: str, today: date) -> WhenReading | None:
    """The deadline in the text, and the text without it; None where there is none. A day without a year is the next
    such.
    """
    folded = fold_in_place(text)
    for pattern, made in _READERS:
        if found := pattern.search(folded):
            return WhenReading(made(found, today), _without(text, found.start(), found.end()))
    return None


def _without(text: str, start: int, end: int) -> str:
    """What stands around, with the comma that stood between."""
    before, behind = text[:start].strip(), text[end:].strip()
    between = ", " if before.endswith((",", ";", ":")) or behind.startswith((",", ";", ":")) else " "
    return between.join(part for part in (before.rstrip(" ,;:"), behind.lstrip(" ,;:")) if part)


def read_in_charge(text: str) -> tuple[InCharge | None, str]:
    """Who is in charge, and the text without it. Only behind a comma or `giao`, `do`, `phụ trách` is it no word of the
    title (`sổ chủ nhiệm`, `báo cáo cho hiệu trưởng`); the last one counts.
    """
    folded = fold_in_place(text)
    found = [(match, role) for pattern, role in _BY_ROLE for match in pattern.finditer(folded)]
    found = [one for one in found if _AROUND.search(folded, 0, one[0].start())]
    if not found:
        return None, text
    match, role = max(found, key=lambda one: (one[0].end(), one[0].end() - one[0].start()))
    words = _AROUND.search(folded, 0, match.start())
    position = f"PHT{match[1]}" if match.re.groups else ""
    return InCharge(role, position), _without(text, words.start() if words else 0, match.end())


def _monthly(found: re.Match[str], _today: date) -> When | None:
    day = int(found[1]) if found[1] else 0
    return When(day=day) if 1 <= day <= 31 else None


def _yearly(found: re.Match[str], _today: date) -> When | None:
    day, month = int(found[1]), int(found[2])
    return When(day=day, month=month) if _is_day(2024, month, day) else None


def _at_end(found: re.Match[str], _today: date) -> When:
    return When(ends=YEAR if found[2] else {"1": "hk1", "i": "hk1"}.get(found[1], "hk2"))


def _once(found: re.Match[str], today: date) -> When | None:
    day, month = int(found[1]), int(found[2])
    if found[3]:
        year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
        made = _is_day(year, month, day)
        return When(on=made) if made and made >= today else None
    years = (_is_day(today.year + ahead, month, day) for ahead in (0, 1))
    return next((When(on=one) for one in years if one is not None and one >= today), None)


def _is_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_READERS = (
    (_THE_DAY, _monthly),
    (_EVERY_MONTH, _monthly),
    (_THAT_YEAR, _yearly),
    (_EVERY_YEAR, _yearly),
    (_ENDS, _at_end),
    (_ONCE, _once),
)
