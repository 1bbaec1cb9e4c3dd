"""A few words that change what was just offered: another day or half day, a phone, a reason; or put it off. Nothing
else in them: `à từ hôm nay luôn`, `khoan, chỉ buổi sáng thôi`, `mốt cũng nghỉ luôn nha cô`.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from rules.asking.words import days_ahead, plain_words
from rules.calendar.dates import read_day
from rules.calendar.days_said import SUNDAY, Expected, school_days
from rules.people.names import clean, fold, fold_in_place

_LONGEST = 12  # words
WEEK = timedelta(days=7)
_NUMBERS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7}
_LENGTH = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_NUMBERS)}) (?:ngay|hom|bua)\b(?! ?\d)")
_UNTIL = re.compile(r"\b(?:toi|den|het)\b")
_FROM = re.compile(r"\btu\b|\bhom nay\b")
_ADDS = re.compile(r"\b(?:cung|nua|them|ca)\b")
_HALF = re.compile(r"\b(?:buoi )?(sang|chieu)(?! nay)\b")
_TOMORROW = re.compile(r"\b(?:(?:ngay )?mai|ngay mot|mot|ngay kia)\b")
_PHONE = re.compile(r"\+?\d[\d .]{7,}\d")
_BESIDE = frozenset(
    ("a", "ah", "khoan", "chi", "thoi", "luon", "doi", "sang", "qua", "tu", "den", "cung", "nghi", "nha", "nhe",
     "co", "thay", "em", "anh", "buoi", "duoc", "roi", "lai", "nham", "khong", "phai", "la", "ma", "thi", "da",
     "vang", "u", "ok", "nua", "them", "ca", "con", "chau", "cho", "xin", "vay", "the", "do", "di", "ngay", "hom",
     "bua", "bat", "dau", "quen", "sdt", "so", "dien", "thoai", "me", "bo", "ba", "cha", "cua", "hoc", "bu",
     "truong", "toan", "lich", "lan", "het", "toi", "xin", "gium", "giup", "phep")
)  # fmt: skip


class Amendment(Struct, frozen=True, kw_only=True):
    """`adds`: the days come to those before, and do not stand instead. `length`: so many days, and from which is not
    said; `until`: up to the last of the days.
    """

    days: tuple[date, ...] = ()
    part: str = ""
    phone: str = ""
    adds: bool = False
    reason: str = ""
    length: int | None = None
    until: bool = False

    def ahead(self, today: date) -> "Amendment":
        """Where only days to come can be meant: a weekday that is over is the next one."""
        over = bool(self.days) and self.days[-1] < today and self.days[0] > today - WEEK
        return replace(self, days=tuple(day + WEEK for day in self.days)) if over else self

    def changed(self, before: Sequence[date]) -> Sequence[date]:
        """The days that are meant now."""
        if self.length is not None and self.adds:
            return (*before, *school_days(before[-1], self.length + 1)[1:])
        if self.length is not None:
            return school_days(before[0], self.length)
        if self.until and self.days[-1] >= before[0]:
            more = ((self.days[-1] - before[0]).days + 1) if self.days[0] < before[0] else 0
            through = (before[0] + timedelta(days=one) for one in range(more))
            return tuple(day for day in through if day.weekday() != SUNDAY) or self.days
        if not self.days:
            return before
        return tuple(sorted({*before, *self.days})) if self.adds else self.days


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
    many = None if phone else _LENGTH.search(fold_in_place(text))
    length = (_NUMBERS.get(many[1]) or int(many[1])) if many else None
    if length is not None:
        days, left = (), _LENGTH.sub(" ", left)
    if not (days or part or number or length) or not set(plain_words(left).split()) <= _BESIDE:
        return None
    return Amendment(
        days=tuple(days),
        part={"sang": "sáng", "chieu": "chiều", "": ""}[part],
        phone=number,
        adds=adds,
        length=length,
        until=len(days) > 1 and days[0] == today and bool(_UNTIL.search(fold(text))) and not _FROM.search(fold(text)),
    )


_TAKES_BACK = re.compile(r"\b(?:khong|khoi|thoi) (?:xin )?nghi\b")  # no other day, but none
_REASON = re.compile(r"^(?:à |a )?(?:(?:lý|lí|ly|li) do(?: là| la)?|vì|vi|do|tại|tai)[ :]+(\S.*)$", re.IGNORECASE)
_NOT_NOW = re.compile(
    r"^(?:a |u |ma |da |vay )*(?:thoi (?:khoi|khong|de|dung|em|toi|chua|bo|huy)|thoi$|khoan|khoi (?:can|gui|lam)"
    r"|dung (?:gui|lam|voi|luu)|chua (?:gui|lam|can|luu)|tu tu\b"
    r"|de (?:em|toi|chi|minh|anh|tui) (?:hoi|xem|suy|tinh|ban)"
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
