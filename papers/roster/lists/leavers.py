"""A list of nobody but those who have left, by its title: who, from which day on, why and where to."""

import re
from collections.abc import Sequence
from datetime import date

from locales import N_
from papers.roster.lists.dates import no_date, read_birth_date
from papers.roster.lists.table import Line
from papers.roster.lists.values import Cell
from papers.roster.text import folded
from rules.people.movements import Movement, leaving_of

TRANSFER, DROPOUT, NO_LONGER = "chuyển trường", "thôi học", "không còn học"
_LIST = r"\b(danh sach|ds|bang|theo doi|thong ke|tong hop)( \w+){0,6}?"
_KINDS = {
    TRANSFER: re.compile(rf"{_LIST} chuyen (di|truong|ra)\b"),
    DROPOUT: re.compile(rf"{_LIST} (thoi hoc|bo hoc|nghi (hoc )?(luon|han))\b"),
}
_COMING = re.compile(r"\b(chuyen (den|ve|vao)|tiep nhan|nguy co|vang|lai)\b")
_SINCE = re.compile(r"\b(?:tu|ngay|hom)(?: ngay)? (\d{1,2})[ /.-](\d{1,2})(?:[ /.-](20\d\d))?(?![\d/])")
_NOT_CLEAR = N_(
    "it is not clear whether this pupil goes to another school or has dropped out: written as off the list; the "
    "reason tells"
)


_ALONE = re.compile(  # a line, or a tab, that says nothing else
    r"^(danh sach |ds |bang |theo doi |thong ke |tong hop )*(cac |nhung )?(em |hs |hoc sinh )*(da |xin )?"
    r"(?P<what>chuyen di|chuyen truong|thoi hoc|bo hoc|nghi hoc luon|nghi luon|nghi han|giam)\b"
    r"( (lop|khoi|nam hoc|thang|hoc ky|hk|ky|tuan|dot|tu|den|trong|va|chuyen di|chuyen truong|thoi hoc|bo hoc|"
    r"[\d/.-]+\w?))*$"
)


def left_by_title(lines: Sequence[str]) -> tuple[str, ...]:
    """What a title says has become of all below; nothing where it says nothing of the kind, or also who comes."""
    text = " ".join(map(folded, lines))
    if _COMING.search(text):
        return ()
    return tuple(kind for kind, pattern in _KINDS.items() if pattern.search(text))


def left_by_a_line(lines: Sequence[str], sheet: str) -> tuple[str, ...]:
    """The same of `HỌC SINH GIẢM THÁNG 11` and of a tab `Bỏ học`: whoever stands below has left, whatever else the list
    looks like.
    """
    said = [found["what"] for line in (*lines, sheet) if (found := _ALONE.match(" ".join(folded(line).split())))]
    if not said or _COMING.search(" ".join(map(folded, lines))):
        return ()
    kinds = {TRANSFER if what.startswith("chuyen") else DROPOUT for what in said if what != "giam"}
    return tuple(kind for kind in _KINDS if kind in kinds or not kinds)


def state_of(line: Line) -> str:
    """`chuyển trường: theo gia đình, THCS Trà Mai`."""
    own = [line.text(of).strip("()[] ") for of in ("state", "reason", "note", "left_to")]
    why = ", ".join(dict.fromkeys(filter(None, own)))
    kind = _kind(line, why)
    if kind == NO_LONGER:
        line.fault("reason", _NOT_CLEAR, "warning")
    said = kind != NO_LONGER and leaving_of(why) is leaving_of(kind)
    return why if said else f"{kind}: {why}" if why else kind


def _kind(line: Line, why: str) -> str:
    """As the line says, else as all of the list; a school to go to is one."""
    told = {Movement.TRANSFERRED: TRANSFER, Movement.DROPPED: DROPOUT}.get(leaving_of(why))
    if told is not None:
        return told
    if len(line.table.left) == 1:
        return line.table.left[0]
    return TRANSFER if line.has("left_to") else NO_LONGER


def left_on(line: Line) -> date | None:
    """The first day on which the pupil is there no more; what is no day is said."""
    return line.read("left_on", _day)


def day_said(state: str, today: date) -> date | None:
    """`Nghỉ học từ 10/11 đến nay`: the newest such day that is not to come."""
    found = _SINCE.search(folded(state))
    if found is None:
        return None
    day, month, year = int(found[1]), int(found[2]), int(found[3] or 0)
    year += 2000 if 0 < year < 100 else 0
    for one in [year] if year else [today.year, today.year - 1]:
        try:
            said = date(one, month, day)
        except ValueError:
            return None
        if said <= today:
            return said
    return None


def _day(cell: Cell) -> date:
    found = read_birth_date(cell)
    if re.fullmatch(r"\s*\d{4}\s*", str(cell)):  # a year alone
        raise no_date(str(cell))
    return found
