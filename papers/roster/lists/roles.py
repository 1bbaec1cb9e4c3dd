"""What somebody is at the school, read from the title the school writes (chức vụ)."""

import re

from msgspec import Struct

from locales import N_
from papers.roster.lists.classes import read_class
from papers.roster.lists.values import Cell, Wrong, read_text
from papers.roster.text import folded
from rules.ladder.recipients import numbered
from rules.people.names import clean
from rules.people.roles import Role

BY_WEIGHT = (
    Role.PRINCIPAL,
    Role.VICE_PRINCIPAL,
    Role.REGISTRAR,
    Role.HOMEROOM,
    Role.ADMIN,
    Role.GROUP_HEAD,
    Role.HAMLET_STAFF,
    Role.VILLAGE_HEAD,
    Role.COMMUNE_OFFICER,
    Role.TEACHER,
)

# Folded title → role; the first that matches wins. Everyone else on the payroll may report too: a plain `teacher`.
_TITLES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.VICE_PRINCIPAL, r"^(pho hieu truong|p hieu truong|pho ht|p ht|pht\s?\d*)\b"),
        (Role.PRINCIPAL, r"^((q|quyen) )?(hieu truong|ht)\b"),
        (Role.REGISTRAR, r"\b(tong (phu trach|pt)|tptd?|phu trach doi)\b"),
        (Role.HOMEROOM, r"\b(chu nhiem|gvcn)\b|^cn( lop)? ?\d"),
        (Role.HAMLET_STAFF, r"\b(phu trach|van dong)\b.*\b(thon|noc|lang|ban|dia ban)\b"),
        (Role.ADMIN, r"\b(quan tri|admin|cntt)\b"),
        (Role.VILLAGE_HEAD, r"\b(truong|pho) (thon|ban|lang|buon|ap|xom)\b|^thon truong\b|^gia lang\b"),
        (Role.COMMUNE_OFFICER, r"\bubnd\b|\buy ban\b|\b(can bo|cong chuc|chu tich) xa\b"),
        (Role.GROUP_HEAD, r"\b(to truong|ttcm|ttvp)\b"),
        (Role.TEACHER, r"^(gv|giao vien|nv|nhan vien|cb|can bo|vien chuc|tro giang|day)\b|\bbo mon\b"),
        (Role.TEACHER, r"\b(ke toan|van thu|thu quy|thu vien|thiet bi|y te|bao ve|cap duong|nau an|tap vu|giam thi)\b"),
        (Role.TEACHER, r"^(gv[a-z]{2,3}|nv[a-z]{1,3}|kt|vt|yt|bv|tv|tb|tq)$"),
        (Role.TEACHER, r"\b(to pho|tpcm|truong khoi|thu ky|bi thu|cong doan|quan sinh|phuc vu)\b"),
        (Role.TEACHER, r"^(tieu hoc|mam non|thcs|thpt|chuyen mon|van phong|hop dong|doan thanh nien|tu van)\b"),
    )
)
UNKNOWN = N_("“{text}” is no position we know: write for example Giáo viên, GVCN, TPT Đội, PHT, HT or Quản trị")
_BETWEEN = re.compile(r"[,;/+&\n]|\s[-–—]\s|\bkiêm\b|\bvà\b", re.IGNORECASE)
_CLASS_IN_TITLE = re.compile(
    r"\b(?:gvcn|cn|chủ nhiệm)\s*:?\s*(?:lớp\s*)?(\d{1,2}\s?[A-Za-zĐđ]?\d{0,2})\b", re.IGNORECASE
)
_CLASS_IN_DUTIES = re.compile(
    r"\b(?:gvcn|cn|chủ nhiệm)\s*:?\s*(?:lớp\s*)?(\d{1,2}\s?[A-Za-zĐđ]\d{0,2}|\d{1,2}/\d{1,2})\b", re.IGNORECASE
)
_VILLAGE_IN_TITLE = re.compile(
    r"\b(?:trưởng|phó)\s+((?:thôn|bản|làng|buôn|ấp|xóm)\s+[^,;/]+)|\bgià làng\s+([^,;/]+)", re.IGNORECASE
)


class Titles(Struct, frozen=True):
    """Roles, the weightiest first; the class or village when the title names it (`GVCN 6A`, `Trưởng thôn 3`); the
    position when it is numbered (`PHT2`, `Phó hiệu trưởng 2`); what else it says that is `unknown`.
    """

    roles: tuple[str, ...]
    homeroom_class: str | None = None
    position: str | None = None
    heads: str | None = None
    unknown: str = ""


def read_titles(cell: Cell) -> Titles:
    text = read_text(cell)
    parts = [clean(part) for part in _BETWEEN.split(cell if isinstance(cell, str) else text) if clean(part)]
    unknown = [part for part in parts if _role(part) is None and not part[0].isdigit()]
    if not any(map(_role, parts)):
        raise Wrong(UNKNOWN, "warning", text=text)
    named = _CLASS_IN_TITLE.search(text)
    roles = {role for part in parts if (role := _role(part))}
    if Role.GROUP_HEAD in roles:
        roles.add(Role.TEACHER)  # a group head teaches, and reports like everybody
    deputy = next((part for part in parts if _role(part) == Role.VICE_PRINCIPAL), "")
    village = _VILLAGE_IN_TITLE.search(text)
    return Titles(
        by_weight(roles),
        read_class(named[1]) if named else None,
        numbered(deputy),
        clean(village[1] or village[2]) if village else None,
        unknown[0] if unknown else "",
    )


def read_duties(text: str) -> Titles:
    """Of a column of duties beside the titles, in free words, only what makes somebody more than a teacher."""
    named = _CLASS_IN_DUTIES.search(text)
    registrar = re.search(r"\b(tong phu trach|tptd?)\b", folded(text))
    return Titles((Role.REGISTRAR,) if registrar else (), read_class(named[1]) if named else None)


def _role(title: str) -> str | None:
    text = folded(title)
    return next((role for role, pattern in _TITLES if pattern.search(text)), None)


def by_weight(roles: set[str]) -> tuple[str, ...]:
    return tuple(role for role in BY_WEIGHT if role in roles)
