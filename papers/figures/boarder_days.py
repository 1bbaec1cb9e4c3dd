"""The days on which boarders were at school in a month, for what is counted by days: no money is on it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from msgspec import Struct

from models.figures.class_register import ClassRegister
from papers.figures.book import HEAD, NAME, SIGN, SILENT, STRONG, SUM, SUM_NAME, Book, Page
from papers.figures.words import SIGNS_OF_ABSENCE, WEEKDAYS, dated, month_words, signer
from rules.marks import ABSENT, UNCLEAR, Mark

PRESENT, PARTLY, NOT_REPORTED, NOT_THERE = "x", "½", "–", "/"
_TOTALS = ("Ngày có mặt", "Vắng một buổi", "Ngày vắng", "Chưa báo")
LEGEND = (
    f"{PRESENT}: có mặt cả ngày. {PARTLY}: có mặt, vắng một buổi. {SIGNS_OF_ABSENCE}",
    "Ngày vắng là ngày vắng mọi buổi đã báo.",
    "“–”: lớp chưa báo, không tính có mặt cũng không tính vắng. “/”: ngày đó không có tên trong lớp.",
    "Danh sách học sinh bán trú, nội trú theo hiện nay. Ngày có mặt gồm cả ngày chỉ vắng một buổi.",
)


class BoarderDays(Struct):
    """A pupil's sign on each day of the month that a class of the pupil's held; `class_name` is the last one."""

    name: str
    class_name: str
    signs: dict[date, str]

    def sums(self) -> tuple[int, int, int, int]:
        signs = list(self.signs.values())
        partly, silent = signs.count(PARTLY), signs.count(NOT_REPORTED)
        present = signs.count(PRESENT) + partly
        return present, partly, len(signs) - signs.count(NOT_THERE) - silent - present, silent


def boarder_days(registers: Sequence[ClassRegister], boarders: Collection[int]) -> list[BoarderDays]:
    """One line a pupil, also of who has changed class, in the order of classes and lists."""
    found: dict[int, BoarderDays] = {}
    for register in registers:
        days = list(dict.fromkeys(part.day for part in register.parts))
        for pupil in register.pupils:
            if pupil.pupil_id not in boarders:
                continue
            mine = found.setdefault(pupil.pupil_id, BoarderDays(pupil.name, register.class_name, {}))
            for day in days:
                if pupil.there(day):
                    mine.signs[day] = _sign(register, pupil.pupil_id, day)
                    mine.class_name = register.class_name if day == max(mine.signs) else mine.class_name
    return [one for one in found.values() if one.signs]


def _sign(register: ClassRegister, pupil_id: int, day: date) -> str:
    """As days are counted everywhere: away is who missed every half day that was reported."""
    reported = [part for part in register.parts if part.day == day and part.reported]
    signs = [register.signs.get((pupil_id, day, part.part), "") for part in reported]
    away = [sign for sign in signs if sign in (*ABSENT, UNCLEAR)]
    if not signs:
        return NOT_REPORTED
    if len(away) < len(signs):
        return PARTLY if away else PRESENT
    return next(sign for sign in (Mark.UNEXCUSED, UNCLEAR, Mark.EXCUSED) if sign in away)


def add_boarder_days(
    book: Book, registers: Sequence[ClassRegister], boarders: Collection[int], days: tuple[date, date], made: date
) -> None:
    """A sheet; `made` is the day of the signature."""
    lines = boarder_days(registers, boarders)
    held = sorted({part.day for register in registers for part in register.parts})
    page = book.page(f"Bán trú {days[0]:%m-%Y}", [5, 26, 8, *[3.6] * len(held), *[8] * len(_TOTALS)])
    page.opening("THEO DÕI NGÀY CÓ MẶT CỦA HỌC SINH BÁN TRÚ, NỘI TRÚ", month_words(*days))
    _head(page, held)
    for number, one in enumerate(lines, 1):
        signs = [one.signs.get(day, NOT_THERE) for day in held]
        looks = [SILENT if sign == NOT_REPORTED else STRONG if sign in (*ABSENT, UNCLEAR) else SIGN for sign in signs]
        page.line([number, one.name, one.class_name, *signs, *one.sums()], [SIGN, NAME, SIGN, *looks, *[SUM] * 4])
    sums = [sum(each) for each in zip(*(one.sums() for one in lines), strict=True)] or [0] * len(_TOTALS)
    page.line(["", "Cộng", "", *_came(lines, held), *sums], [SUM, SUM_NAME, *[SUM] * (len(held) + 5)])
    page.row += 1
    for words in LEGEND:
        page.note(words)
    page.signed(dated(book.letterhead, made), ("NGƯỜI LẬP", ""), signer(book.letterhead))


def _head(page: Page, held: Sequence[date]) -> None:
    first = page.row
    for column, words in enumerate(("TT", "Họ và tên", "Lớp")):
        page.across(column, column, words, HEAD, rows=2)
    for column, day in enumerate(held, 3):
        page.write(column, f"{day:%d}", HEAD)
        page.write(column, WEEKDAYS[day.weekday()], HEAD, row=first + 1)
    for column, words in enumerate(_TOTALS, 3 + len(held)):
        page.across(column, column, words, HEAD, rows=2)
    page.row = first + 2
    page.stay(first, 3)


def _came(lines: Sequence[BoarderDays], held: Iterable[date]) -> list[int]:
    """How many were at school on each day."""
    return [sum(one.signs.get(day) in {PRESENT, PARTLY} for one in lines) for day in held]
