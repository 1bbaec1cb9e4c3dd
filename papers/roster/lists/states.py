"""Pupils a list still has but who have left: by its column of states, or by a note."""

import re
from collections.abc import Sequence

from locales import N_
from papers.roster.lists.table import Line, Table
from papers.roster.lists.values import without_remark
from papers.roster.text import folded
from rules.people.movements import leaving_of
from rules.people.names import clean

_LEFT = (
    r"(chuyen (di|toi|sang truong)|chuyen truong(?! (den|ve|tu))|thoi hoc|bo hoc|nghi hoc(?! (ky|ki|phep|co|\d|ngay))|"
    r"nghi han|bao luu|xoa ten|khong (con|di) hoc|da nghi|tu vong)\b"
)
_STATE = re.compile(rf"\b{_LEFT}")
_NOTE = re.compile(rf"^((da|hs|em|chau|ban|nay|xin|dang) )*{_LEFT}")
_BUT = re.compile(r"\b(nguy co|co y dinh|khong bo hoc|chua|van dong|tung|tro lai|hoc lai|quay lai)\b")
_PERHAPS = re.compile(
    r"^(da )?(mat|chet|qua doi)\b|\b(nghi (luon|han|o nha)|xin nghi|o nha|lay (vo|chong)|di lam|"
    r"theo (bo|ba|me|cha|gia dinh)|ve .{2,20} hoc|hoc o|bo di|vao nam|khong ro|mat tich)\b"
)
_HERE = re.compile(r"\b(dang|den|ve|moi|hoc lai|tro lai|luu ban|binh thuong|con hoc|di hoc|co mat|chinh thuc)\b")
_PARTING = re.compile(
    r"\b(nghi (huu|viec|thai san|che do|sinh|om|khong luong|luon|han)|thai san|thoi viec|"
    r"chuyen (truong|cong tac|di|don vi)|biet phai|luan chuyen|tu vong|da (nghi|mat)|di hoc dai han)\b"
)
_PARTS = N_(
    "“{text}” was not taken from the list: who leaves or is away is written to Sĩ Số with the day, "
    "for example “cô Nga nghỉ thai sản từ 1/12”"
)
_OUT = re.compile(r"\b(ra truong|roi truong|chuyen di|thoi hoc|bo hoc)\b")
_KINDS = {"chuyen di": "chuyển trường", "thoi hoc": "thôi học", "bo hoc": "thôi học"}
_TEACHER = re.compile(r"^\W*(la )?(gvcn|gv(bm)?|giao vien( chu nhiem| bo mon)?|chu nhiem)( lop)?( \d+\w*)?\W*$")
_OTHER_CLASS = re.compile(r"\b(chuyen|sang|qua|xuong|len) ((sang|qua|xuong|len|ve|den|hoc) )*lop \d")
_BY_COLUMN = N_(
    "“{text}” was not read: who changes class is written so in the column “Lớp”, or said to Sĩ Số with the day, for "
    "example “em Bình 6A sang 6B từ 20/11”"
)
_TODAY = N_(
    "these days were not read: a list holds from today on; a change of another day is said to Sĩ Số with it, for "
    "example “em Bình 6A sang 6B từ 20/11”"
)
_AWAY = re.compile(r"\b(ngay|tu ngay|thoi gian)( bat dau)? nghi( hoc)?$")
_AWAY_OR_LEFT = N_(
    "it is not said whether these pupils were absent or have left school: nobody is taken off the list for these days. "
    "Who has left stands below a title like “Danh sách học sinh thôi học”, or is said to Sĩ Số, for example “em Bình "
    "6A thôi học từ 10/11: đi làm”"
)
MOST_ROWS_NAMED = 10
_NOT_CLEAR = N_("“{text}”: it is not clear whether this pupil has left; kept on the list")


def gone_words(line: Line) -> str:
    """What the line says if this pupil has left, else "". An unknown state is doubtful: the pupil is kept, and it is
    said.
    """
    state, note = line.text("state"), line.text("note")
    words = folded(state)
    if words and _STATE.search(words) and not _BUT.search(words):
        return state
    if state and not words.isdecimal() and not _HERE.search(words):
        line.fault("state", _NOT_CLEAR, "warning", text=state)
    if line.section:
        return line.section.strip(":. ")
    if out := _out(line):
        return out
    remarks = [without_remark(clean(str(line.raw(of))))[1] for of in ("name", "given")]
    said = filter(_is_gone, (note, *remarks, *line.pinned()))
    gone = next(said, "").strip("()[] ")
    if not gone and _PERHAPS.search(folded(note)) and not _BUT.search(folded(note)):
        line.fault("note", _NOT_CLEAR, "warning", text=note[:60])
    elif not gone and _OTHER_CLASS.search(folded(note)):
        line.fault("note", _BY_COLUMN, "warning", text=note[:60])
    return gone


def _out(line: Line) -> str:
    """Of a register of years: the reason where it has the day of leaving."""
    column = line.table.columns.get("left_on")
    reason = folded(line.text("reason"))
    if column is None or not line.has("left_on"):
        return ""
    if not _OUT.search(folded(column.header)):  # `Ngày nghỉ` may be of an absence: the reason tells
        return line.text("reason") if _STATE.search(reason) and not _BUT.search(reason) else ""
    why, kind = line.text("reason") or line.text("state"), _OUT.search(folded(column.header))
    told = leaving_of(why) is leaving_of(column.header) or (kind is not None and kind[0] not in _KINDS)
    return why if why and told else f"{_KINDS[kind[0]]}: {why}" if why and kind else column.header


def is_teacher(line: Line) -> bool:
    """`Phạm Thu Hà (GVCN)` among pupils; the class's teacher named in a column of its own is no such line."""
    remarks = [without_remark(clean(str(line.raw(of))))[1] for of in ("name", "given")]
    return any(_TEACHER.match(folded(words)) for words in (*remarks, line.text("note")))


def _is_gone(words: str) -> bool:
    return bool(_NOTE.search(folded(words))) and not _BUT.search(folded(words))


def tell_parting(line: Line) -> None:
    """A list of staff ends nobody's work by a note: that is said with its day, and why."""
    for of in ("state", "note"):
        if _PARTING.search(folded(line.text(of))):
            line.fault(of, _PARTS, "warning", text=line.text(of)[:60])


def tell_days(table: Table) -> None:
    """`Từ ngày` beside the class: who moves by a list moves today."""
    column = table.columns.get("left_on")
    if column is not None and folded(column.header) == "tu ngay" and not (table.left or table.boards):
        table.fault(0, "left_on", _TODAY, "warning")
    elif column is not None and _AWAY.search(folded(column.header)) and not (table.left or table.boards):
        table.fault(0, "left_on", _AWAY_OR_LEFT, "warning")


def tell_pinned(line: Line) -> None:
    for text in line.pinned():
        if not _is_gone(text):
            of = "name" if "name" in line.table.columns else "given"
            message = N_("a note is pinned to this line, and nothing was read from it: “{text}”")
            line.fault(of, message, "warning", text=text[:120])


def tell_gone(table: Table, states: Sequence[str]) -> None:
    if states:
        words = ", ".join({state.lower(): state for state in reversed(states)}.values())[:200]
        of = next((of for of in ("state", "note", "name") if of in table.columns), "given")
        message = N_("{count} pupils were left out, they are said to have left: {states}")
        table.fault(0, of, message, "warning", {"count": len(states), "states": words})


def tell_hidden(table: Table, rows: Sequence[int]) -> None:
    if rows:
        named = ", ".join(map(str, rows[:MOST_ROWS_NAMED])) + (", …" if len(rows) > MOST_ROWS_NAMED else "")
        message = N_("{count} hidden or filtered rows were left out ({rows}): unhide them if they belong to the list")
        table.fault(0, "", message, "warning", {"count": len(rows), "rows": named})
