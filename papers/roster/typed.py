"""A pupil or a relative in one line of a chat, in any order: what a cell of a list would say is read as such a cell."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from models.people.places import Place, named, nearly
from papers.roster import GuardianRow, PupilRow
from papers.roster.lists.values import Wrong, as_name, check_age, check_name, read_phones
from rules.people.names import LARGE, clean, fold

_BIRTH = re.compile(
    r"(?:\b(?:sinh|ns|sn|ngày sinh|sinh ngày)\W*)?\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?:\b(?:sinh|ns|sn|năm sinh|nam sinh|sinh năm)\W*)(\d{4})\b(?![/.-])", re.IGNORECASE)
_PHONE = re.compile(r"\+?\d[\d .]{7,}\d")
_KIN = re.compile(
    r"^(?:(?:ông|bà|ong|ba) (?:ngoại|nội|ngoai|noi)|mẹ|me|bố|bo|cha|ba|má|ông|bà|cô|chú|bác|dì|cậu|mợ|anh|chị)(?= |$)",
    re.IGNORECASE,
)
_KIN_WITHIN = re.compile(r"(?<!\w)(?:mẹ|bố|cha|má|ông|bà|cô|chú|bác|dì|cậu|mợ)(?= )")
_A_CLASS = re.compile(r"(?:\b(?:lớp|lop|Lớp|vào|vao) )?(?<!\w)\d{1,2}[A-Za-zĐđ]?\d?(?!\w)")
_NAME_LIKE = re.compile(r"(?!(?:từ|Từ|tu|lớp|Lớp|lop|sang|vào) )[^\W\d_]+(?: [^\W\d_]+)+")
_CODE = re.compile(r"^(?:mã|ma)(?: hs| học sinh)? *:? *(\S+)$", re.IGNORECASE)
_SHORT_NAME = 2  # words
_PUPILS = re.compile(r"[,;\n]+|(?<!\w)(?:và|va)(?!\w)")
_WHOLE_NAME = re.compile(rf"(?:(?:em|bạn|cháu) )?(?!(?:Trường|Thôn|Xã|Từ|Lớp) )[{LARGE}]\w*(?:[ '’-][{LARGE}]\w*)+")
_PIECES = re.compile(r"[,;\n]+")
_CAME_FROM = re.compile(  # a day or a class behind `từ` is no school
    r"(?<!\w)(?:(?:mới|moi|vừa|vua|chuyển|chuyen|đến|den|về|ve|sang|vào|vao) )*(?:từ|tu|ở) (?:bên |ben )?"
    r"((?:[Tt]r(?:ường|uong) |(?=[A-ZĐ]))(?:(?!(?:từ|tu|ngày|ngay|hôm|hom|mẹ|me|bố|bo|cha|ông|bà)\b)[^\W\d]+ ?)+)"
)
_AND_CAME = re.compile(
    r"(?: (?:mới|moi|chuyển|chuyen|về|ve|sang|qua|đến|den|vào|vao|học|hoc|đây|day|lớp|lop|rồi|roi|ạ))+$"
)
_GENDERS: dict[str, Literal["nam", "nữ"]] = {"nam": "nam", "nu": "nữ", "trai": "nam", "gai": "nữ"}
_BOARDS = ("ban tru", "noi tru")


class NewPupil(Struct, kw_only=True):
    """`left` is what has not been read: class, day and name. `wrong`: a piece that looks like something and is not."""

    left: str = ""
    wrong: str = ""
    birth: date | None = None
    year_alone: bool = False
    gender: Literal["nam", "nữ"] | None = None
    code: str | None = None
    place: Place | None = None
    village: str | None = None
    boards: bool | None = None
    guardians: list[GuardianRow] = []
    came_from: str = ""

    def row(self, name: str, class_name: str) -> PupilRow:
        """Raises nothing: a name that can be none is `wrong`."""
        full_name = as_name(clean(name).strip(" .-–"))
        try:
            check_name(full_name)
        except Wrong:
            self.wrong = self.wrong or name
        hamlet, village = hamlet_and_village(self.place)
        return PupilRow(
            sheet="", row=0, list_no=None, code=self.code, full_name=full_name, birth_date=self.birth,
            gender=self.gender, class_name=class_name, village=village, hamlet=hamlet, boarding=self.boards,
            guardians=self.guardians, came_from=self.came_from, year_alone=self.year_alone,
        )  # fmt: skip


def hamlet_and_village(place: Place | None) -> tuple[str | None, str | None]:
    """Hamlet and village of a place, as its full name says them."""
    if place is None:
        return None, None
    hamlet, dash, village = place.said.rpartition(" - ")
    return (hamlet, village) if dash else (None, village)


def each_new_pupil(text: str, known: Mapping[int, Place]) -> list[str]:
    """`6A: Hồ Văn Tèo sn 2015, Hồ Thị Tí sn 2014`: the words of each, as one line would say them of one."""
    found: list[str] = []
    for piece in map(clean, _PUPILS.split(text)):
        if found and not _begins_another(piece, found, known):
            found[-1] += f", {piece}"
        elif piece:
            found.append(piece)
    return found


def _begins_another(piece: str, before: Sequence[str], known: Mapping[int, Place]) -> bool:
    """A whole name behind another one; a relative, a place and a school are no pupil."""
    said = clean(_A_CLASS.sub(" ", _YEAR.sub(" ", _BIRTH.sub(" ", piece)))).strip(" .:-–()")
    if not _WHOLE_NAME.fullmatch(said) or read_relative(piece) is not None or named(known, said):
        return False
    sure = len(said.split()) > _SHORT_NAME or _BIRTH.search(piece) or _YEAR.search(piece)  # two words may be a place
    return bool(sure) and _WHOLE_NAME.search(before[-1]) is not None


def read_new_pupil(text: str, today: date, known: Mapping[int, Place]) -> NewPupil:
    """Pieces between commas say what they are by themselves; a birth date also between others."""
    found = NewPupil()
    said = [one for one in _BIRTH.finditer(text) if _birth(one, today) != (None, "")]
    birth = said[0] if said else None
    if birth:
        found.birth, found.wrong = _birth(birth, today)
        found.wrong = found.wrong or (said[1][0] if len(said) > 1 else "")  # one line is one pupil
        text = f"{text[: birth.start()]},{text[birth.end() :]}" if found.birth or found.wrong else text
    if found.birth is None and (year := _YEAR.search(text)) and not found.wrong:
        found.birth, found.wrong = _birth_year(int(year[1]), today, year[0])
        found.year_alone = found.birth is not None
        text = f"{text[: year.start()]},{text[year.end() :]}"
    if school := _CAME_FROM.search(text):
        found.came_from = _AND_CAME.sub("", clean(school[1]))
        text = f"{text[: school.start()]},{text[school.end() :]}"
    left = [piece for piece in map(clean, _PIECES.split(text)) if piece and not _takes(found, piece, known)]
    names = [words for piece in left if _NAME_LIKE.fullmatch(words := clean(_A_CLASS.sub(" ", piece)).strip(" :.–-"))]
    found.wrong = found.wrong or (
        names[1] if len(names) > 1 else ""
    )  # a place that is not known is no part of the name
    found.left = " ".join(left)
    return found


def _birth(said: re.Match[str], today: date) -> tuple[date | None, str]:
    day, month, year = (int(part) for part in said.groups())
    if year >= today.year - 1:
        return None, ""  # the day of the change
    try:
        birth = date(year, month, day)
        check_age(birth, today)
    except (ValueError, Wrong):
        return None, said[0]
    return birth, ""


def _birth_year(year: int, today: date, said: str) -> tuple[date | None, str]:
    """As in a list: a year alone is its first day."""
    birth = date(max(year, 1), 1, 1)
    try:
        check_age(birth, today)
    except Wrong:
        return None, said
    return birth, ""


def _takes(found: NewPupil, piece: str, known: Mapping[int, Place]) -> bool:
    folded = fold(piece)
    if folded in _GENDERS:
        found.gender = _GENDERS[folded]
    elif folded in _BOARDS:
        found.boards = True
    elif code := _CODE.match(piece):
        found.code = code[1]
    elif (relative := read_relative(piece)) is not None:
        found.guardians = [*found.guardians, relative]
    elif len(places := named(known, piece) or nearly(known, piece)) == 1 and not any(
        sign.isdigit() for sign in piece[:1]
    ):
        found.place = places[0]
    else:
        return False
    return True


def read_relative(piece: str) -> GuardianRow | None:
    """`mẹ Đinh Thị Mơ 0912 345 678`, `bố 0912…`, `0912…`; None where neither kin nor phone is said."""
    phone = _PHONE.search(piece)
    number = None
    if phone:
        try:
            number = next(iter(read_phones(phone[0])), None)
        except Wrong:
            return None
        piece = f"{piece[: phone.start()]} {piece[phone.end() :]}"
    words = clean(re.sub(r"\b(?:sđt|sdt|đt|dt|số|tel)\b\W*", " ", piece, flags=re.IGNORECASE)).strip(" .,:;-–()")
    kin = _KIN.match(words)
    if number is None and not (kin and words[kin.end() :].strip()):
        return None
    name = words[kin.end() :].strip(" .,:;-–()") if kin else words
    relation = ("mẹ" if fold(kin[0]) == "me" else kin[0].lower()) if kin else None
    return GuardianRow(full_name=as_name(name), relation=relation, phone=number)


def new_number(text: str) -> str:
    """Whose number, and which, as `mẹ 0905 111 222`: what a sentence about a pupil's family says of it."""
    kin, phone = re.search(_KIN_WITHIN.pattern, text, re.IGNORECASE), _PHONE.search(text)
    return " ".join(one[0].strip() for one in (kin, phone) if one)


def before_relative(text: str) -> tuple[str, str]:
    """Whose relative (as it was typed), and the relative: from a colon, a word of kin or a phone on."""
    marks = [
        found.start() for found in (re.search(r"[:;,]", text), _KIN_WITHIN.search(text), _PHONE.search(text)) if found
    ]
    at = min(marks, default=len(text))
    return text[:at].strip(), text[at:].strip(" :;,")
