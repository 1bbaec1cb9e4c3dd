"""One cell at a time: dates, phones, classes and roles, as schools type them."""

import re
from datetime import date, datetime, time, timedelta, timezone
from typing import Literal, TypeAlias

from locales import N_
from papers.roster import Param, Severity
from papers.roster.text import folded, is_legacy, is_name_sign
from rules.people.names import clean

Cell: TypeAlias = str | int | float | bool | date | datetime | time | timedelta

LONGEST_TEXT = 300
LONGEST_NAME = 100
LONGEST_CODE = 40
NEW_PREFIX = {  # the 11-digit mobile numbers of before 15 September 2018
    "0120": "070", "0121": "079", "0122": "077", "0126": "076", "0128": "078",
    "0123": "083", "0124": "084", "0125": "085", "0127": "081", "0129": "082",
    "0162": "032", "0163": "033", "0164": "034", "0165": "035", "0166": "036",
    "0167": "037", "0168": "038", "0169": "039", "0186": "056", "0188": "058", "0199": "059",
}  # fmt: skip
_EXCEL_DAY_0 = date(1899, 12, 30)


class Wrong(Exception):  # noqa: N818, it is what a cell is; the line it stands on turns it into a fault
    def __init__(self, message: str, severity: Severity = "error", **params: Param) -> None:
        super().__init__(message)
        self.message = message
        self.severity = severity
        self.params = params


def read_text(cell: Cell) -> str:
    """As shown in the file; a whole number loses the `.0` that Excel keeps it with."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = clean(str(cell))
    if len(text) > LONGEST_TEXT:
        raise Wrong(N_("this is longer than {letters} letters: shorten it"), letters=LONGEST_TEXT)
    if not text.isprintable():
        raise Wrong(N_("there is an invisible sign in this cell: type it again"))
    return text


def check_name(name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise Wrong(N_("a name may have at most {letters} letters: write only the name here"), letters=LONGEST_NAME)
    if is_legacy(name):
        raise Wrong(N_("“{text}” is typed in an old font: type it again in Unicode"), text=name)
    strange = next((sign for sign in name if not is_name_sign(sign)), None)
    if strange is not None:
        raise Wrong(
            N_("a name may not contain “{sign}”: write only letters, blanks, hyphens and dots"),
            sign=strange,
        )


def read_list_no(cell: Cell) -> int:
    text = read_text(cell)
    if not re.fullmatch(r"\d{1,4}\.?", text):
        raise Wrong(N_("“{text}” is no list number: write a whole number"), text=text)
    return int(text.rstrip("."))


def read_code(cell: Cell) -> str:
    if isinstance(cell, float) and cell > 1e15:
        raise Wrong(N_("Excel has lost the last digits of this code: format the column as Text and type it again"))
    code = read_text(cell)
    if len(code) > LONGEST_CODE:
        raise Wrong(N_("this is longer than {letters} letters: shorten it"), letters=LONGEST_CODE)
    return code


def read_birth_date(cell: Cell) -> date:
    """A year alone becomes its 1 January."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float) and 20_000 < cell < 70_000:  # a date whose cell lost its date format
        return _EXCEL_DAY_0 + timedelta(days=int(cell))
    text = read_text(cell)
    found = _typed_date(text)
    if found is None:
        raise Wrong(N_("“{text}” is no date: write day/month/year, for example 05/09/2014"), text=text)
    return found


def _typed_date(text: str) -> date | None:
    if re.fullmatch(r"(19|20)\d\d", text):
        return date(int(text), 1, 1)
    numbers = re.fullmatch(r"(\d{1,4})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{1,4})", text)
    if not numbers:
        return None
    day, month, year = numbers.groups()
    if len(day) == 4:
        day, year = year, day
    if len(year) == 2:
        year = f"20{year}"
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def newest_day() -> date:
    """Today where the day begins first: a birthday is not refused for the hours by which another clock is behind."""
    return datetime.now(tz=timezone(timedelta(hours=14))).date()


def check_age(birth: date, today: date) -> None:
    """Pupils are between 3 (nursery) and 25 (continuing education)."""
    if birth > today:
        raise Wrong(N_("the birth date {day} is in the future: check the year"), day=f"{birth:%d/%m/%Y}")
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    if not 3 <= age <= 25:
        raise Wrong(
            N_("the birth date {day} would make this pupil {age} years old: check the year"),
            day=f"{birth:%d/%m/%Y}",
            age=age,
        )


def read_phones(cell: Cell) -> list[str]:
    """Every number in the cell as E.164. Excel's lost leading 0 comes back, old 11-digit prefixes are mapped."""
    text = read_text(cell)
    found = [_phone(part) for part in re.split(r"[,;/|]|\s-\s|\bhoặc\b|\bvà\b", text) if part.strip()]
    if not found or None in found:
        raise Wrong(N_("“{text}” is no phone number: write 10 digits, for example 0912 345 678"), text=text)
    return [number for number in found if number]


def _phone(text: str) -> str | None:
    if not re.fullmatch(r"\+?[\d\s.()-]+", text.strip()):
        return None
    digits = re.sub(r"\D", "", text)
    abroad = text.strip().startswith("+") or digits.startswith("00")
    digits = digits.removeprefix("00")
    if digits.startswith("84") and (abroad or len(digits) >= 11):
        abroad, digits = False, digits[2:]
    if abroad:
        return f"+{digits}" if 8 <= len(digits) <= 15 else None
    return _vietnamese(digits if digits.startswith("0") else f"0{digits}")


def _vietnamese(digits: str) -> str | None:
    if len(digits) == 11 and digits[:4] in NEW_PREFIX:
        digits = NEW_PREFIX[digits[:4]] + digits[4:]
    return f"+84{digits[1:]}" if re.fullmatch(r"0[35789]\d{8}|02\d{9}", digits) else None


def read_class(cell: Cell) -> str:
    """`Lớp 12 a1` is `12A1`; a grade alone (`5`) is the class of a school that has one class a grade."""
    if isinstance(cell, date):
        raise Wrong(N_("Excel has turned this class into a date: format the column as Text and type it again"))
    text = read_text(cell)
    name = re.sub(r"\s+", "", re.sub(r"^(lớp|lop)\b", "", text, flags=re.IGNORECASE)).upper()
    if not re.fullmatch(r"(1[0-2]|[1-9])([^\W\d_]{0,6}\d{0,2}|[/.]\d{1,2})", name):
        raise Wrong(N_("“{text}” is no class: write it like 6A or 12A1"), text=text)
    return name


def read_gender(cell: Cell) -> Literal["nam", "nữ"]:
    text = read_text(cell)
    if folded(text) in {"nam", "trai", "m", "male"}:
        return "nam"
    if folded(text) in {"nu", "gai", "f", "female"}:
        return "nữ"
    raise Wrong(N_("“{text}” is no gender: write nam or nữ"), text=text)


def read_yes(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    text = read_text(cell)
    if text in {"✓", "✔", "☑", "+"} or folded(text) in {"x", "co", "1", "true", "yes", "ban tru", "noi tru", "v"}:
        return True
    if folded(text) in {"", "0", "khong", "k", "false", "no"}:
        return False
    raise Wrong(N_("“{text}” is neither yes nor no: write x, or leave the cell empty"), text=text)
