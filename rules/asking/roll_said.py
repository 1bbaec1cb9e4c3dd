"""A new pupil or a relative in a plain sentence, rewritten as the commands of the roll read it."""

import re

from rules.asking.words import new_name_in
from rules.people.names import LARGE, clean, fold

_NAME = r"(?:[A-ZĐÀ-ÝĂĨŨƠƯẠ-Ỹ]\w*(?:['’-]\w+)? ?)"
_KIN = r"(?:ông|bà|ong|ba)\s+(?:ngoại|nội|ngoai|noi)|mẹ|me|bố|bo|cha|má|ông|bà|cô|chú|bác|dì|cậu|mợ|anh|chị|chi"
_RELATIVE = re.compile(
    rf"(?<!\w)(?i:({_KIN}))\s+(?i:(?:(?:là|la|tên|ten|nuôi|nuoi)\s+)*)({_NAME}{{2,5}})|(?<!\w)(?i:({_KIN}))(?=[\s)])"
)
_PHONE = re.compile(r"\+?\d[\d .]{7,}\d")
_FROM_SCHOOL = (
    r"(?:(?:mới|moi|vừa|vua) )?(?:(?:chuyển|chuyen) (?:(?:về|ve|đến|den) )?)?(?:từ|tu|ở) (?:bên )?tr(?:ường|uong) |"
    r"(?:chuyển|chuyen) (?:(?:về|ve|đến|den) )?(?:từ|tu) (?=[A-ZĐ])"
)
_MARKS = re.compile(
    rf"[,;\n()]+|(?<!\w)(?:và|va|với|voi)(?= [A-ZĐ])|(?<!\w)(?={_FROM_SCHOOL})|"
    r"(?<!\w)(?=(?:(?:ngày |năm )?sinh|ngay sinh|nam sinh|ns|sn|nhà|nha|ở|thôn|thon|nóc|noc|làng|con|"
    r"mẹ|me|bố|cha|má|ông|bà|giới tính|gioi tinh|dân tộc|mã)(?!\w))",
    re.IGNORECASE,
)
_ONE_MORE = re.compile(
    rf"(?!(?i:trường|thôn|nóc|làng|xã|{_KIN}) )(?:(?:em|bạn) )?(?:[{LARGE}]\w*(?:['’-]\w+)? ?){{2,5}}(?=$|[\d(:-])"
)
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")
_FROM = re.compile(
    r"(?:từ|tu) (?:ngày |ngay )?(?:\d{1,2}[/.-]\d{1,2}\S*|hôm nay|hom nay|mai|tuần sau|tuan sau)", re.IGNORECASE
)
_A_CLASS = re.compile(r"(?:(?:vào|vao|sang|ở|o) )?(?:(?:lớp|lop) )?\b\d{1,2}\s?[A-Za-zĐđ]\d?\b(?![/.-])")
_AT = re.compile(r"^(?:(?:nhà|nha|ở|o|tại|tai|hiện|hien|em|nó) )+", re.IGNORECASE)
_CHILD_OF = re.compile(r"^con (?:của |cua )?(?:(anh|chú|ông|bác)|(?:chị|chi|cô|bà)) ", re.IGNORECASE)
_SCHOOL_FIRST = re.compile(r"(?<!\w)(?:từ|tu) (?:bên )?tr(?:ường|uong) [^:,;()]+(?=[:,;(])", re.IGNORECASE)
_NOTHING = frozenset(
    (
        "em", "ban", "hs", "hoc", "sinh", "moi", "chuyen", "ve", "den", "vao", "lop", "nhap", "truong", "roi",
        "nhe", "a", "nha", "co", "thay", "day", "la", "ten", "cho", "voi", "ngay", "sang", "tu", "hom", "nay",
        "them", "nhan", "duoc", "cua", "toi", "minh", "ta", "gioi", "tinh", "o", "tai",
    )
)  # fmt: skip
_GENDERS = frozenset(("nam", "nu", "trai", "gai"))

_NEW_AND_SMALL = re.compile(
    r"\b(?:hs|học sinh|hoc sinh|em) (?:mới|moi)\s*:\s*(.+)$", re.IGNORECASE
)  # hs mới: hồ thị na, 6a
_MOVES_HOME = re.compile(
    r"\b(?:chuyen|doi|don)(?: nha| cho o| noi o)?(?: \w+){0,2}? (?:xuong|len|ve|sang|qua|den|ra|vao|vo|o)\b|"
    r"\b(?:chuyen|doi|don) (?:nha|cho o|noi o|noc|thon)\b|"
    r"\b(?:nay|gio|hien)(?: dang)?(?: ve| xuong| len)? o (?:noc|thon|lang)\b|"
    r"\b(?:sang|ve|len|xuong) (?:noc|thon|lang) .*\bo\b"
)


_TAKES_BACK = re.compile(
    r"^(?:xin |cho |em |toi )*(?:huy|rut lai|bo)(?: bo)?(?: viec| lenh)? (?:chuyen|doi|thoi hoc|thay doi)\b"
)


def takes_back(text: str) -> bool:
    """`huỷ việc chuyển lớp em Bình`."""
    return _TAKES_BACK.search(fold(clean(text))) is not None


def moves_home(text: str) -> bool:
    """`em Bình chuyển xuống nóc Takta`, of a place that is known."""
    return "?" not in text and _MOVES_HOME.search(fold(clean(text))) is not None


def new_pupil_line(text: str, class_name: str) -> str:
    """`thêm em Hồ Văn Tý vào 6A sinh 12/3/2014 nhà ở thôn 3`: `6A Hồ Văn Tý, 12/3/2014, thôn 3`; nothing without a
    name.
    """
    said = clean(text)
    name = new_name_in(said)
    if not name:
        small = _NEW_AND_SMALL.search(said)
        return small[1] if small else ""
    before, behind = said[: said.index(name)], _A_CLASS.sub(" ", said[said.index(name) + len(name) :])
    pieces = [_piece(one) for one in _MARKS.split(behind) if clean(one)]
    pieces += [clean(found[0]) for found in (_SCHOOL_FIRST.search(before), _FROM.search(before)) if found]
    return ", ".join([f"{class_name} {name}".strip(), *filter(None, pieces)])


def _piece(words: str) -> str:
    """As the command reads it: "" for words that say nothing; what is not understood is left for it to ask about."""
    words = clean(words).strip(" .:-–")
    if re.match(_FROM_SCHOOL, words, re.IGNORECASE) or _ONE_MORE.match(words):
        return words
    if days := [found[0] for found in (_FROM.search(words), _DAY.search(words)) if found]:
        return ", ".join(days)
    words = _CHILD_OF.sub(lambda child: "bố " if child[1] else "mẹ ", words)
    if relative := relative_in(words):
        return relative
    folded = fold(words).split()
    if gender := [word for word in folded if word in _GENDERS]:
        return gender[0] if set(folded) - _NOTHING == set(gender) else words
    place = _AT.sub("", words)
    if place != words or re.match(r"(?:thôn|thon|nóc|noc|làng)\b", words, re.IGNORECASE):
        return place
    return "" if set(folded) <= _NOTHING else words


def relative_in(text: str, pupil: str = "") -> str:
    """`em Hưng ở với ông ngoại Lê Văn Tư sđt 0912…`: `ông ngoại Lê Văn Tư 0912…`; nothing without kin or name. The
    pupil's own name behind a word of kin is not the relative's.
    """
    phone, found = _PHONE.search(text), None
    if pupil:  # bố em A tên là …
        own = "|".join(map(re.escape, (pupil, pupil.rsplit(maxsplit=1)[-1])))
        text = re.sub(rf"(?<!\w)(?:em|cháu|chau|bạn|ban)\s+(?:{own})(?!\w)", " ", text, flags=re.IGNORECASE)
    for found in _RELATIVE.finditer(text):
        if found[2] and fold(found[2].strip()) != fold(pupil):
            break
    if found is None:
        return ""
    kin, name = clean(found[1] or found[3]), clean(found[2] or "")
    name = "" if fold(name) == fold(pupil) else name
    return " ".join(part for part in (kin, name, phone[0].strip() if phone else "") if part) if name or phone else ""
