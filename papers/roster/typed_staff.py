"""Somebody of the staff in one line of a chat: who is new, or whose name or phone is put right."""

import re

from msgspec import Struct

from papers.roster import StaffRow
from papers.roster.lists.roles import Titles, read_titles
from papers.roster.lists.values import Wrong, as_name, check_name, read_phones
from rules.people.names import LARGE, clean, fold
from rules.people.roles import Role

_PHONE = re.compile(
    r"(?:(?<!\w)(?:sđt|sdt|đt|dt|số điện thoại|so dien thoai|số|tel)\W*)?(\+?\d[\d .]{7,}\d)", re.IGNORECASE
)
_NAME = re.compile(rf"(?<!\w)[{LARGE}]\w*(?:[ '’-][{LARGE}]\w*){{1,5}}")
_TITLE = re.compile(  # what somebody is, from its first word on
    r"(?<!\w)(?:làm |lam |dạy |day |là |la )*(chủ nhiệm|chu nhiem|gvcn|phó hiệu trưởng|pht ?\d?|hiệu trưởng|"
    r"tổng phụ trách|tpt|tổ trưởng|to truong|ttcm|bộ môn|bo mon|kế toán|ke toan|văn thư|van thu|thủ quỹ|thư viện|"
    r"thu vien|thiết bị|y tế|y te|bảo vệ|bao ve|cấp dưỡng|nhân viên|quản sinh|trưởng thôn|giáo viên|giao vien|gv)"
    r"(?!\w)([^,;]*)",
    re.IGNORECASE,
)
_BEFORE_A_NAME = re.compile(r"co|thay|giao|vien|gv|moi|ten|la")
LONGEST = 7  # words of a name
_EDGES = " ,.:;-–()"


class NewStaff(Struct, frozen=True, kw_only=True):
    """`name` is "" where none is written; `wrong` is what was not understood."""

    name: str = ""
    phone: str | None = None
    titles: Titles = Titles((Role.TEACHER,))
    said: bool = False
    wrong: str = ""

    def row(self) -> StaffRow:
        return StaffRow(
            sheet="", row=0, full_name=self.name, role=self.titles.roles[0], roles=list(self.titles.roles),
            homeroom_class=self.titles.homeroom_class, phone=self.phone, position=self.titles.position,
            heads=self.titles.heads, said=self.said,
        )  # fmt: skip


def read_new_staff(text: str) -> NewStaff:
    """`Nguyễn Thị Hoa 0912 345 678, chủ nhiệm 6A`; who is said to be nothing else is a teacher."""
    left, phone, wrong = clean(text), None, ""
    if said := _PHONE.search(left):
        try:
            phone = next(iter(read_phones(said[1])), None)
        except Wrong:
            wrong = said[1]
        left = f"{left[: said.start()]}, {left[said.end() :]}"
    named = _NAME.search(left)
    beside = f"{left[: named.start()]}, {left[named.end() :]}" if named else left
    name = as_name(named[0]) if named else _written_small(left)
    titles, is_said = Titles((Role.TEACHER,)), False
    if title := _TITLE.search(beside):
        try:
            titles, is_said = read_titles(clean(title[1] + title[2]).strip(_EDGES)), True
        except Wrong:
            wrong = wrong or title[0]
    try:
        check_name(name)
    except Wrong:
        name = ""
    return NewStaff(name=name, phone=phone, titles=titles, said=is_said, wrong=wrong)


def _written_small(text: str) -> str:
    """`nguyễn thị hoa, gv`: the first piece."""
    first = clean(re.split(r"[,;:]", text)[0])
    words = [word for word in first.split() if not _BEFORE_A_NAME.fullmatch(fold(word))]
    return as_name(" ".join(words)) if 1 < len(words) < LONGEST else ""


class StaffFacts(Struct, frozen=True, kw_only=True):
    """`whose` is of whom, as it was written."""

    whose: str
    name: str = ""
    phone: str | None = None
    wrong: str = ""


_INTO = re.compile(rf"(?:(?<!\w)(?:thành|thanh|là|la|đúng là)|:|->|→)\s*({_NAME.pattern})")
_WORDS = re.compile(
    r"sua|doi|sai|nham|lai|ten|ho|va|so|dien|thoai|sdt|dt|la|thanh|moi|dung|cua|cho|giup|xin|nhap|cap|nhat|duoc|da"
)


def read_staff_facts(text: str) -> StaffFacts:
    """`số cô Yên đổi thành 0912 345 678`, `sửa tên cô Yên thành Cao Thị Yến`."""
    left, name, phone, wrong = clean(text), "", None, ""
    if said := _PHONE.search(left):
        try:
            phone = next(iter(read_phones(said[1])), None)
        except Wrong:
            wrong = said[1]
        left = f"{left[: said.start()]} {left[said.end() :]}"
    if named := next(reversed(list(_INTO.finditer(left))), None):
        name = as_name(named[1])
        left = f"{left[: named.start()]} {left[named.end() :]}"
    words = re.sub(r"[:;,→]|->", " ", left).split()
    whose = " ".join(one for one in words if not (one.islower() and _WORDS.fullmatch(fold(one))))
    return StaffFacts(whose=whose, name=name, phone=phone, wrong=wrong)
