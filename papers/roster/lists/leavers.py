"""A list of nobody but those who have left, by its title: who, from which day on, why and where to."""

import re
from collections.abc import Collection, Sequence
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
_NOT_CLEAR = N_(
    "it is not clear whether this pupil goes to another school or has dropped out: written as off the list; the "
    "reason tells"
)


def left_by_title(lines: Sequence[str]) -> tuple[str, ...]:
    """What a title says has become of all below; nothing where it says nothing of the kind, or also who comes."""
    text = " ".join(map(folded, lines))
    if _COMING.search(text):
        return ()
    return tuple(kind for kind, pattern in _KINDS.items() if pattern.search(text))


def is_list_of_leavers(lines: Sequence[str], fields: Collection[str]) -> bool:
    """Nobody is found by a name alone."""
    return bool(left_by_title(lines)) and bool({"class", "birth", "code"} & set(fields))


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


def _day(cell: Cell) -> date:
    found = read_birth_date(cell)
    if re.fullmatch(r"\s*\d{4}\s*", str(cell)):  # a year alone
        raise no_date(str(cell))
    return found
