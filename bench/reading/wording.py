"""What is said around the names: excuses, reasons, days, sessions, each with what it means."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from bench.reading import HERE

WORDS = tomllib.loads((HERE / "wording.toml").read_text())
EXCUSED: dict[str, int] = WORDS["excused"]
UNEXCUSED: dict[str, int] = WORDS["unexcused"]
REASONS: dict[str, int] = WORDS["reasons"]
TOGETHER: dict[str, bool] = WORDS["together"]
NOT_ABSENT: dict[str, list[str]] = WORDS["not_absent"]
FORMS: dict[str, list[str]] = WORDS["forms"]
MESSAGE_WORDS = frozenset(WORDS["message_words"])
CODES = {"P", "p", "CP", "cp", "K", "k", "KP", "kp"}


class Day(Struct, frozen=True):
    """`leave`: said of days to come, with xin nghỉ."""

    text: str
    dates: tuple[int, ...]
    session: str | None = None
    leave: bool = False


def near_days(now: date) -> Iterator[Day]:
    """Days said by a word."""
    for text in ("hôm nay", "hnay", "bữa nay", "ngày hôm nay"):
        yield Day(text, (0,))
    for text, session in (
        ("sáng nay", "morning"),
        ("chiều nay", "afternoon"),
        ("cả ngày hôm nay", "day"),
        ("buổi sáng nay", "morning"),
    ):
        yield Day(text, (0,), session)
    for text in ("hôm qua", "bữa qua", "hqua", "ngày hôm qua"):
        yield from school_day(now, -1, text)
    for text, session in (
        ("sáng qua", "morning"),
        ("chiều qua", "afternoon"),
        ("chiều hôm qua", "afternoon"),
        ("sáng hôm qua", "morning"),
    ):
        yield from school_day(now, -1, text, session)
    for text in ("hôm kia", "bữa kia"):
        yield from school_day(now, -2, text)


def school_day(now: date, off: int, text: str, session: str | None = None, *, leave: bool = False) -> Iterator[Day]:
    if (now + timedelta(days=off)).weekday() != 6:
        yield Day(text, (off,), session, leave)


def weekdays(now: date) -> Iterator[Day]:
    """This week's up to today, and last week's."""
    names = ("hai", "ba", "tư", "năm", "sáu", "bảy")
    for at, name in enumerate(names):
        for text in (f"thứ {at + 2}", f"thứ {name}", f"T{at + 2}", f"t{at + 2}"):
            if at <= now.weekday():
                yield Day(text, (at - now.weekday(),))
        for text in (f"thứ {at + 2} tuần trước", f"thứ {name} tuần rồi"):
            yield Day(text, (at - now.weekday() - 7,))
    if now.weekday() > 1:
        yield Day("sáng thứ 2", (-now.weekday(),), "morning")
        yield Day("chiều thứ ba", (1 - now.weekday(),), "afternoon")


def numbered(now: date) -> Iterator[Day]:
    """Days said by their number."""
    for off in (-1, -2, -3, -5, -8, -13):
        day = now + timedelta(days=off)
        d, m = day.day, day.month
        forms = [f"{d}/{m}", f"ngày {d}/{m}", f"ngày {d}-{m}", f"{d}-{m}", f"{d}.{m}", f"ngày {d} tháng {m}"]
        forms += [f"{d:02}/{m:02}", f"ngày {d}/{m}/{day.year}", f"{d}/{m}/{day.year % 100}"]
        for text in forms + [f"ngày {d}"] * (day.month == now.month):
            yield from school_day(now, off, text)
        yield from school_day(now, off, f"chiều {d}/{m}", "afternoon")
        yield from school_day(now, off, f"sáng ngày {d}/{m}", "morning")


def several(now: date) -> Iterator[Day]:
    """Days in a row up to today, and lists of days."""
    for count in (2, 3, 4):
        days = back(now, count)
        first, last = (now + timedelta(days=off) for off in (days[0], days[-1]))
        for text in (f"{count} ngày nay", f"{count} hôm nay", f"đã nghỉ {count} ngày nay"):
            yield Day(text, days)
        for text in (
            f"từ {first.day}/{first.month} đến {last.day}/{last.month}",
            f"từ ngày {first.day}/{first.month} đến ngày {last.day}/{last.month}",
        ):
            yield Day(text, days)
        shown = [f"{(now + timedelta(days=off)).day}" for off in days]
        if first.month == last.month:
            yield Day(f"ngày {','.join(shown)}/{last.month}", days)
            yield Day(f"từ {first.day} đến {last.day}/{last.month}", days)
    if now.weekday() > 0:
        yield Day("hôm qua và hôm nay", (-1, 0))
        yield Day("hôm qua, hôm nay", (-1, 0))
        for text in (f"từ thứ 2 đến thứ {now.weekday() + 2}", "từ thứ 2 đến nay"):
            yield Day(text, tuple(range(-now.weekday(), 1)))
        yield Day("từ hôm qua đến nay", (-1, 0))


def leave(now: date) -> Iterator[Day]:
    """Leave ahead, said behind xin nghỉ."""
    for text, off in (("mai", 1), ("ngày mai", 1), ("mốt", 2), ("ngày mốt", 2)):
        yield from school_day(now, off, text, leave=True)
    yield from school_day(now, 1, "sáng mai", "morning", leave=True)
    yield from school_day(now, 1, "chiều mai", "afternoon", leave=True)
    for at in range(now.weekday() + 1, 6):
        yield Day(f"thứ {at + 2}", (at - now.weekday(),), leave=True)
        yield Day(f"thứ {('hai', 'ba', 'tư', 'năm', 'sáu', 'bảy')[at]} này", (at - now.weekday(),), leave=True)
    for count in (2, 3, 4):
        days = ahead(now, count)
        yield Day(f"{count} ngày", days, leave=True)
        one, other = (now + timedelta(days=off) for off in ahead(now, 3)[1:])
        if count == 2 and one.month == other.month:
            yield Day(f"2 ngày {one.day} và {other.day}/{other.month}", ahead(now, 3)[1:], leave=True)
        first, last = (now + timedelta(days=off) for off in (days[1], days[-1]))
        if first != last:
            yield Day(f"từ {first.day}/{first.month} đến {last.day}/{last.month}", days[1:], leave=True)
    for off in (1, 2, 5):
        day = now + timedelta(days=off)
        yield from school_day(now, off, f"ngày {day.day}/{day.month}", leave=True)
        yield from school_day(now, off, f"{day.day}/{day.month}", leave=True)


def back(now: date, count: int) -> tuple[int, ...]:
    """The last `count` school days up to today."""
    days = [off for off in range(-count - 2, 1) if (now + timedelta(days=off)).weekday() != 6]
    return tuple(days[-count:])


def ahead(now: date, count: int) -> tuple[int, ...]:
    return tuple([off for off in range(count + 3) if (now + timedelta(days=off)).weekday() != 6][:count])
