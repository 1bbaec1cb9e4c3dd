"""A few words that change what was just offered: another day or half day, a phone, a reason; or put it off. Nothing
else in them: `à từ hôm nay luôn`, `khoan, chỉ buổi sáng thôi`, `mốt cũng nghỉ luôn nha cô`.
"""

import re
from datetime import date, timedelta

from msgspec import Struct

from rules.asking.words import days_ahead, plain_words
from rules.calendar.dates import read_day
from rules.calendar.days_said import Expected
from rules.people.names import clean, fold, fold_in_place

_LONGEST = 12  # words
_ADDS = re.compile(r"\b(?:cung|nua|them|ca)\b")
_HALF = re.compile(r"\b(?:buoi )?(sang|chieu)(?! nay)\b")
_TOMORROW = re.compile(r"\b(?:(?:ngay )?mai|ngay mot|mot|ngay kia)\b")
_PHONE = re.compile(r"\+?\d[\d .]{7,}\d")
_BESIDE = frozenset(
    ("a", "ah", "khoan", "chi", "thoi", "luon", "doi", "sang", "qua", "tu", "den", "cung", "nghi", "nha", "nhe",
     "co", "thay", "em", "anh", "buoi", "duoc", "roi", "lai", "nham", "khong", "phai", "la", "ma", "thi", "da",
     "vang", "u", "ok", "nua", "them", "ca", "con", "chau", "cho", "xin", "vay", "the", "do", "di", "ngay", "hom",
     "bua", "bat", "dau", "quen", "sdt", "so", "dien", "thoai", "me", "bo", "ba", "cha", "cua", "hoc", "bu",
     "truong", "toan", "lich")
)  # fmt: skip


class Amendment(Struct, frozen=True, kw_only=True):
    """`adds`: the days come to those before, and do not stand instead."""

    days: tuple[date, ...] = ()
    part: str = ""
    phone: str = ""
    adds: bool = False
    reason: str = ""


def read_amendment(text: str, today: date) -> Amendment | None:
    """None where something else is said too."""
    left = text.strip()
    if not left or len(left.split()) > _LONGEST or "?" in left or _TAKES_BACK.search(plain_words(left)):
        return None
    phone = _PHONE.search(left)
    number = phone[0].strip() if phone else ""
    left = f"{left[: phone.start()]} {left[phone.end() :]}" if phone else left
    said = read_day(left, today, Expected.AHEAD)
    days = said.days if said is not None and said.problem is None else ()
    left = f"{left[: said.start]} {left[said.end :]}" if said is not None else left
    if not days and (soon := days_ahead(left)) is not None and _TOMORROW.search(fold(left)):
        days, left = (today + timedelta(days=soon),), _TOMORROW.sub(" ", fold_in_place(left))
    half = _HALF.search(fold_in_place(left))
    part = half[1] if half is not None else ""
    left = _HALF.sub(" ", fold_in_place(left))
    adds = _ADDS.search(fold(text)) is not None
    if not (days or part or number) or not set(plain_words(left).split()) <= _BESIDE:
        return None
    return Amendment(days=tuple(days), part={"sang": "sáng", "chieu": "chiều", "": ""}[part], phone=number, adds=adds)


_TAKES_BACK = re.compile(r"\b(?:khong|khoi|thoi) (?:xin )?nghi\b")  # no other day, but none
_REASON = re.compile(r"^(?:à |a )?(?:(?:lý|lí|ly|li) do(?: là| la)?|vì|vi|do|tại|tai)[ :]+(\S.*)$", re.IGNORECASE)
_NOT_NOW = re.compile(
    r"^(?:a |u |ma |da |vay )*(?:thoi (?:khoi|khong|de|dung|em|toi)|thoi$|khoan|khoi (?:can|gui|lam)"
    r"|dung (?:gui|lam|voi)|chua (?:gui|lam|can)|tu tu\b|de (?:em|toi|chi|minh|anh|tui) (?:hoi|xem|suy|tinh|ban)"
    r"|cho (?:toi|em|chi|thay|co|xa) (?:hoi|duyet|ky|xem)"
    r"|doi (?!(?:ho ten|ten|lop|so|sdt|ngay|ma|nha|cho o|noc|chu nhiem|lai|thanh|giup)\b))"  # đợi, and no đổi
)


def reason_said(text: str) -> str:
    """`lý do mưa lũ`, and nothing else."""
    match = _REASON.match(clean(text)) if len(text.split()) <= _LONGEST and "?" not in text else None
    return match[1].strip(" .!") if match else ""


def says_not_now(text: str) -> bool:
    """`thôi khỏi`, `khoan gửi đã, đợi xã trả lời`."""
    return len(text.split()) <= _LONGEST and _NOT_NOW.search(plain_words(text).strip()) is not None
