"""What buttons that ask for figures say: a class, a pupil, a hamlet, a report."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from letters.says import Says, Typed
from rules.calendar import stretches
from rules.calendar.periods import DAY, Period
from rules.calendar.stretches import RANGE, YEAR
from rules.people.names import fold
from rules.written import pupil_written, read_id

WEEK, MONTH, BOARDERS = "tuần", "tháng", "bán trú"


def klass(name: str = "", days: str = "") -> Typed:
    """A class (without a name the own one), today or over days."""
    return Typed(" ".join(filter(None, ("/lop", name, days))))


def klass_on(name: str, day: date) -> Typed:
    return klass(name, f"{day:%d/%m/%Y}")


def pupil_card(pupil_id: int) -> Typed:
    return Typed(f"/hocsinh {pupil_written(pupil_id)}")


def pupil_month(pupil_id: int, day: date) -> Typed:
    return pupil_named_month(pupil_written(pupil_id), day)


def pupil_named_month(who: str, day: date) -> Typed:
    return Typed(f"/hocsinh {who} tháng {day:%m/%Y}")


def pupil_named_year(who: str, year: str) -> Typed:
    """In a school year that is over, by its name."""
    return Typed(f"/hocsinh {who} {year}")


def pupil_named(who: str) -> Typed:
    return Typed(f"/hocsinh {who}")


def hamlet(place_id: int) -> Says:
    return Says(f"/noc #{place_id}")


def hamlet_over(place_id: int, days: str) -> Typed:
    """Over days, as they are typed behind a name."""
    return Typed(f"/noc #{place_id} {days}")


def read_hamlet(words: str) -> int | None:
    """None: it is named, or not at all."""
    return read_id(words.strip().removeprefix("#")) if words.strip().startswith("#") else None


def report(name: str = "", days: str = "") -> Typed:
    """Figures of a class or, without one, of all one may see."""
    return Typed(" ".join(filter(None, ("/baocao", name, days))))


def register_file(name: str = "", days: str = "") -> Typed:
    """The register as a file: of a class or, without one, of all one may see."""
    return Typed(" ".join(filter(None, ("/tep", name, days))))


def report_by_class(days: str) -> Typed:
    return Typed(f"/baocao lớp {days}")


def report_by_hamlet(days: str) -> Typed:
    return Typed(f"/baocao thôn {days}")


def report_by_grade(days: str) -> Typed:
    return Typed(f"/baocao khối {days}")


def report_of_hamlet(place_id: int, days: str = "", *, file: bool = False) -> Says:
    """Its figures, or its register as a file."""
    word = "/tep" if file else "/baocao"
    return Says(" ".join(filter(None, (f"{word} nóc #{place_id}", days))))


def read_report_of_hamlet(words: str) -> int | None:
    """What stands behind `nóc` begins with a number."""
    return read_hamlet(next(iter(words.removeprefix("nóc").split()), ""))


def targets(by: str) -> Typed:
    return Typed(f"/chitieu {by}")


def meter_of(klass: str) -> Typed:
    return Typed(f"/chuyencan {klass}")


def of_grades(grades: Sequence[int]) -> str:
    return f"khối {','.join(map(str, grades))}"


def of_site(name: str) -> str:
    """Without a name the main one."""
    return f"điểm {name or 'chính'}"


def period_written(period: Period) -> str:
    """As the reader of periods understands it again, whatever day it is read on."""
    if period.kind in {DAY, stretches.WEEK, RANGE}:
        return days_written(period.first, period.last, one=period.kind == DAY)
    if period.kind == stretches.MONTH:
        return f"tháng {period.first:%m/%Y}"
    year = period.year.replace(" ", "")  # one that is over is named
    return f"năm học {year}".strip() if period.kind == YEAR else f"{period.kind} {year}".strip()


def days_written(first: date, last: date, *, one: bool) -> str:
    """As the reader of periods understands them again."""
    return first.isoformat() if one else f"từ {first.isoformat()} đến {last.isoformat()}"


class OfMovements(Struct, frozen=True):
    """What the movements are asked about, and whether as a file."""

    words: str
    file: bool = False


def movements(words: str, *, file: bool = False) -> Typed:
    return Typed(" ".join(filter(None, ("/biendong", "tệp" if file else "", words))))


def read_movements(words: str) -> OfMovements:
    first, _blank, rest = words.strip().partition(" ")
    return OfMovements(rest, file=True) if fold(first) in {"tep", "file"} else OfMovements(words.strip())
