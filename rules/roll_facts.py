"""What is put right of a pupil in words: `tên em Bình 6A đúng là Hồ Văn Bính`, `ngày sinh em Lan là 5/3/2015`."""

import re
from datetime import date

from msgspec import Struct

from rules.people.names import LARGE, clean, fold

_NAME = rf"(?<!\w)[{LARGE}]\w*(?:[ '’-][{LARGE}]\w*){{1,5}}"
_INTO = r"(?:(?<!\w)(?:thành|thanh|đúng là|dung la|đúng ra là|phải là|phai la|mới đúng là|là|la|sang)\s*:?|:|->|→)"
_NEW_NAME = re.compile(rf"{_INTO}\s*({_NAME})")
_NAME_FIRST = re.compile(rf"(?i:tên|họ tên)\s*:?\s*({_NAME})\s+(?:mới đúng|chứ không)")
_NOT_SO = re.compile(r"(?:,\s*)?(?:chứ |chu )?(?:không phải|khong phai|chứ không|chu khong)(?: là| la)? [^,;]+")
_DAY = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
_SAYS_CODE = re.compile(
    r"(?<!\w)(?:mã|ma)(?: (?:số|so|học sinh|hoc sinh|hs|định danh|dinh danh))*(?!\w)", re.IGNORECASE
)
_CODE = re.compile(r"(?<![\w/])[A-Z]{0,6}[-. ]?\d{3,}[\dA-Z.-]*(?!\w)", re.IGNORECASE)
_CODE_SAID = re.compile(  # 6A05 may be a code where it is said so
    r"(?<!\w)(?:mã|ma)(?: (?:số|so|học sinh|hoc sinh|hs|định danh|dinh danh))*\s*:\s*"
    r"([A-Z]?\d{1,2}[A-Z]\d{2,}[\dA-Z.-]*)(?!\w)",
    re.IGNORECASE,
)
_GENDER = re.compile(
    r"(?<!\w)(?:giới tính|gioi tinh)(?P<whose>.*?)(?:là|la|thành|thanh|:)?\s*(?P<of>nam|nữ|nu)(?!\w)", re.IGNORECASE
)
_SAYS_NAME = re.compile(r"\b(?:ho ten|ho va ten|ten)\b")
_SAYS_BIRTH = re.compile(r"\b(?:ngay sinh|nam sinh|sinh|ns|sn)\b")
_WORDS = re.compile(  # what such a sentence has beside whom it is about
    r"(?:sua|doi|sai|nham|lai|ten|ho|va|ngay|thang|nam|sinh|ma|so|dinh|danh|dung|la|thanh|moi|chu|khong|phai|giup|cho|"
    r"nhap|ghi|cap|nhat|bo|sung|cua|ra|viet|bi|xin|nho|dieu|chinh|theo|giay|khai|co|thay|a|nhe|them|hien|tai|trong|sach|ds|ko|k|em|chau|ban|hs)"
)


class Facts(Struct, frozen=True, kw_only=True):
    """`whose` is the pupil, as it was written; of the others "" and None are not said. `wrong`: a day that is none."""

    whose: str = ""
    name: str = ""
    birth: date | None = None
    code: str = ""
    gender: str = ""
    wrong: str = ""

    def said(self) -> str:
        """As the command reads it."""
        day = f"ngày sinh {self.birth:%d/%m/%Y}" if self.birth else ""
        named, coded = f"tên: {self.name}" if self.name else "", f"mã: {self.code}" if self.code else ""
        return "; ".join(filter(None, (named, day, coded, f"giới tính: {self.gender}" if self.gender else "")))


def read_facts(text: str) -> Facts:
    """In any order; a day is a birth date and a number a code only where the words say so."""
    left = _NOT_SO.sub(" ", clean(text))
    folded, name, code, gender = fold(left), "", "", ""
    birth, wrong = None, ""
    if found := _GENDER.search(left):
        gender = "nữ" if fold(found["of"]) == "nu" else "nam"
        left = f"{left[: found.start()]} {found['whose']} {left[found.end() :]}"
    if _SAYS_BIRTH.search(folded) and (day := _DAY.search(left)):
        birth, wrong = _day(day)
        left = f"{left[: day.start()]} {left[day.end() :]}"
    if _SAYS_CODE.search(left) and (found := _CODE_SAID.search(left) or _CODE.search(left)):
        code = re.sub(r"\s", "", found[found.lastindex or 0]).strip(".-")
        left = _SAYS_CODE.sub(" ", f"{left[: found.start()]} {left[found.end() :]}")
    if _SAYS_NAME.search(folded) and (found := _NAME_FIRST.search(left) or _last(left)):
        name = found[1].strip()
        left = f"{left[: found.start()]} {left[found.end() :]}"
    return Facts(whose=_whose(left), name=name, birth=birth, code=code, gender=gender, wrong=wrong)


def _last(text: str) -> re.Match[str] | None:
    """`sửa tên thành Hồ Văn Bính`: the last that is said so; `tên em là Bình đúng là …` says two."""
    return next(reversed(list(_NEW_NAME.finditer(text))), None)


def _day(said: re.Match[str]) -> tuple[date | None, str]:
    day, month, year = map(int, said.groups())
    try:
        return date(year, month, day), ""
    except ValueError:
        return None, said[0]


def _whose(left: str) -> str:
    """`Sinh` may be somebody's name: only what is written small says nothing of whom."""
    words = re.sub(r"[:;,→]|->|(?<!\d)(?:19|20)\d\d(?!\d)", " ", left).split()  # a year is nobody
    return " ".join(word for word in words if not (word.islower() and _WORDS.fullmatch(fold(word))))


def named_in_words(whose: str) -> bool:
    """Whether somebody is named: `em ấy 6A` names nobody."""
    return any(word[:1].isupper() for word in whose.split() if not word[:1].isdigit())
