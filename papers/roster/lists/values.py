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
_ONE_NOUGHT_MORE = re.compile(r"00[35789]\d{8}")
_NO_PHONE = frozenset({"khong", "khong co", "khong co sdt", "chua co", "ko", "ko co", "k", "k co", "kg", "x", "0"})


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


def as_name(name: str) -> str:
    """A name typed in capitals, or without any, as names are shown: `H'HEN NIÊ` is `H'Hen Niê`."""
    if name != name.upper() and name != name.lower():
        return " ".join(word[:1].upper() + word[1:] if word == word.lower() else word for word in name.split(" "))
    return re.sub(r"[^\W\d_]+", lambda word: word[0][:1].upper() + word[0][1:].lower(), name)


def without_address(name: str) -> str:
    """`Cô Trần Thị Nga` is Trần Thị Nga."""
    return re.sub(r"^(?:thầy|cô|em|cháu|hs)\s*[:.]?\s+(?=\S+\s+\S)", "", name, flags=re.IGNORECASE)


def without_remark(text: str) -> tuple[str, str]:
    """(name, remark): `Hồ Thị Đào (LT)` is Hồ Thị Đào, and so are `4. Hồ Thị Đào` and `Hồ Thị Đào - mồ côi`."""
    text = re.sub(r"\s*\(([A-ZĐ])\)$", r" \1", text.rstrip(" ,;:"))  # what tells two of one name apart
    bare = re.sub(r"^(?:\d{1,3}[.)]|[*•+-])\s*(?=[^\W\d_])", "", text)
    found = re.fullmatch(r"([^()\[\]*]+?)\s*(\(.*\)|\[.*\]|\*+)", bare)
    apart = re.fullmatch(r"(.+?)\s+[-–]\s*([^\W\d_].*)", bare)
    found = found or (apart if apart and apart[2][0].islower() else None)
    found = found or re.fullmatch(r"(\S+ \S.*?)\s+[-–]\s*([A-ZĐ]{1,4})", bare)  # KT, LT, HN: what the school notes
    if found:
        return found[1], found[2]
    return bare, text.removesuffix(bare).strip() if bare != text else ""


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
    text = read_text(cell).removesuffix(".0").strip("'")
    if not re.fullmatch(r"\d{1,4}[.)/]?", text):
        raise Wrong(N_("“{text}” is no list number: write a whole number"), "warning", text=text)
    return int(text.rstrip(".)/"))


def read_code(cell: Cell) -> str:
    code = read_text(cell)
    if (isinstance(cell, float) and cell > 1e15) or re.fullmatch(r"\d[.,]?\d*E\+\d+", code, re.IGNORECASE):
        message = N_("Excel has lost the last digits of this code: format the column as Text and type it again")
        raise Wrong(message, "warning")
    if len(code) > LONGEST_CODE:
        raise Wrong(N_("this is longer than {letters} letters: shorten it"), letters=LONGEST_CODE)
    return code


def newest_day() -> date:
    """Today where the day begins first: a birthday is not refused for the hours by which another clock is behind."""
    return datetime.now(tz=timezone(timedelta(hours=14))).date()


def check_age(birth: date, today: date) -> None:
    """Pupils are between 1 (nursery) and 25 (continuing education)."""
    if birth > today:
        message = N_("the birth date {day} is in the future: check the year")
        raise Wrong(message, "warning", day=f"{birth:%d/%m/%Y}")
    age = today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
    if not 1 <= age <= 25:
        raise Wrong(
            N_("the birth date {day} would make this pupil {age} years old: check the year"),
            "warning",
            day=f"{birth:%d/%m/%Y}",
            age=age,
        )


def read_phones(cell: Cell) -> list[str]:
    """Every number in the cell as E.164, whatever words stand beside it. Excel's lost leading 0 comes back, old
    11-digit prefixes are mapped; of a cell that says there is none, nothing.
    """
    text = read_text(cell)
    found = _in_words(text)
    if not found and folded(text) not in _NO_PHONE:
        message = N_("“{text}” is no phone number: write 10 digits, for example 0912 345 678")
        raise Wrong(message, "warning", text=text)
    return list(dict.fromkeys(found))


def _in_words(text: str) -> list[str]:
    found: list[str] = []
    for piece in re.findall(r"\+?\d[\d .()\-\u2013]*", text):
        if whole := _phone(piece.strip(" .(-\u2013")):
            found.append(whole)
            continue
        several: list[str] = []
        groups = re.findall(r"\+?\d+", piece)
        while groups:
            sizes = range(len(groups), 0, -1)
            size = next((size for size in sizes if _phone("".join(groups[:size]))), 0)
            if not size:
                several = []  # some digits belong to no number: perhaps one was cut off
                break
            several.append(_phone("".join(groups[:size])) or "")
            groups = groups[size:]
        found += several
    return found


def _phone(text: str) -> str | None:
    if not re.fullmatch(r"\+?[\d\s.()-]+", text.strip()):
        return None
    digits = re.sub(r"\D", "", text.removesuffix(".0"))
    if _ONE_NOUGHT_MORE.fullmatch(digits):
        digits = digits[1:]
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


def read_gender(cell: Cell) -> Literal["nam", "nữ"]:
    text = read_text(cell)
    if folded(text) in {"nam", "trai", "m", "male"}:
        return "nam"
    if folded(text) in {"nu", "gai", "f", "female"}:
        return "nữ"
    raise Wrong(N_("“{text}” is no gender: write nam or nữ"), "warning", text=text)


_YES = frozenset({"co", "bt", "1", "true", "yes", "ban tru", "noi tru", "dung", "v", "o lai", "an trua"})
_NO = frozenset({"", "0", "khong", "k", "ko", "no", "false", "chua", "ngoai tru"})
_EMPTY_SIGNS = frozenset("-–—_./…□☐○◯⬜")
_WINGDINGS = frozenset("üþýû")  # ticks of that font, as text


def read_yes(cell: Cell) -> bool:
    """A tick in any sign there is; an empty box is none."""
    if isinstance(cell, bool):
        return cell
    text = read_text(cell)
    words = folded(text)
    if set(text) <= _EMPTY_SIGNS or (words in _NO and (words or not text)):
        return False
    if words in _YES or set(words) - {" "} == {"x"} or not words or text in _WINGDINGS:
        return True
    raise Wrong(N_("“{text}” is neither yes nor no: write x, or leave the cell empty"), "warning", text=text)
