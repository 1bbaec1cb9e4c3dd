"""The words that the registers share."""

import re
from collections.abc import Callable
from datetime import date, datetime

from locales.words import percent
from models.figures.totals import Count
from models.school.letterhead import Letterhead
from rules.calendar.parts import Part
from rules.figures.indicators import rate

WEEKDAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_WEEKDAYS = ("THỨ HAI", "THỨ BA", "THỨ TƯ", "THỨ NĂM", "THỨ SÁU", "THỨ BẢY", "CHỦ NHẬT")
PARTS = {Part.MORNING.value: "Sáng", Part.AFTERNOON.value: "Chiều"}
SIGNS_OF_ABSENCE = "P: có phép; K: không phép; V: chưa rõ phép."
Local = Callable[[datetime], datetime]  # a moment on the school's clock


def month_words(first: date, last: date) -> str:
    """`THÁNG 11 NĂM 2026`, or the days if it is no month."""
    if first.day == 1 and (first.year, first.month) == (last.year, last.month):
        return f"THÁNG {first.month} NĂM {first.year}"
    return f"TỪ {first:%d/%m/%Y} ĐẾN {last:%d/%m/%Y}"


def day_words(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]}, NGÀY {day:%d/%m/%Y}"


def rate_words(count: Count) -> str:
    found = rate(count.present, count.known)
    return percent(None if found is None else float(found))


def summed(count: Count) -> str:
    """`vắng 7/160 buổi học sinh (có phép 3, không phép 4); chuyên cần 95,6%`."""
    absent = f"vắng {count.absent}/{count.possible} buổi học sinh"
    open_ = f", chưa rõ phép {count.unclear}" if count.unclear else ""
    kinds = f" (có phép {count.excused}, không phép {count.unexcused}{open_})" if count.absent else ""
    unsure = f"; đang xác minh {count.unsure}" if count.unsure else ""
    rated = f"; chuyên cần {rate_words(count)}" if count.possible else ""
    return f"{absent}{kinds}{unsure}{rated}"


def dated(letterhead: Letterhead, day: date) -> str:
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{letterhead.place or '……………'}, ngày {day:%d} tháng {month} năm {day.year}"


def signer(letterhead: Letterhead) -> tuple[str, str]:
    return (letterhead.signer_title or "Hiệu trưởng").upper(), letterhead.signer


def file_name(*words: str, ending: str = "xlsx") -> str:
    """`so-vang-6A-2026-11.xlsx`: a name of ours and of theirs as a file may be called anywhere."""
    kept = "-".join(
        "".join(sign if sign.isalnum() else " " for sign in each).strip().replace(" ", "-") for each in words
    )
    return f"{re.sub('-+', '-', kept)[:80]}.{ending}"
