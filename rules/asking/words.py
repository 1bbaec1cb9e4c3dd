"""A message as it is compared with what people ask: folded, abbreviations written out, denials told from questions."""

import re

from rules.people.names import clean, fold
from rules.written import without_links

_ABBREVIATED = {
    "ko": "khong", "kg": "khong", "hk": "khong", "hok": "khong", "hong": "khong", "hem": "khong", "khum": "khong",
    "khg": "khong", "hong?": "khong", "bn": "bao nhieu", "hs": "hoc sinh", "hsinh": "hoc sinh", "gv": "giao vien",
    "dc": "duoc", "j": "gi", "z": "vay", "r": "roi", "hnay": "hom nay", "hn": "hom nay", "hqua": "hom qua",
    "ntn": "nhu the nao", "sdt": "so dien thoai", "dt": "dien thoai", "gvcn": "chu nhiem", "bc": "bao cao",
    "tb": "thong bao", "tks": "cam on", "thanks": "cam on", "thank": "cam on", "thks": "cam on", "camon": "cam on",
    "cmon": "cam on", "mn": "moi nguoi", "ph": "phu huynh", "cc": "chuyen can", "bgh": "ban giam hieu",
    "v": "vay", "t": "toi", "kiu": "cam on", "xiu": "chut", "lm": "lam", "vs": "voi", "ntnao": "the nao",
}  # fmt: skip
_A_LINK = " duonglink "  # a word that asks for nothing, but a word
_SIGNS = re.compile(r"[^\w/?]+")
_NO_ABSENCE = re.compile(r"\b(de|hoi|suy|thich) nghi\b")  # đề nghị, hội nghị, suy nghĩ
_WITHOUT = re.compile(r"\b(?:khong|k|0) (?:co |xin )?(?:phep|ly do|li do|bao truoc)\b")
_DIALECT = [  # where it can be nobody's name and no tooth
    (re.compile(r"^(?:vì |tại )?răng (?=\w)|(?<=làm )răng\b", re.IGNORECASE), "sao "),
    (re.compile(r"\b(?:rứa|rua)\b", re.IGNORECASE), "vậy"),
    (
        re.compile(
            r"\b(sáng|sang|chiều|chieu|bữa|bua|hôm|hom|ngày|ngay|tuần|tuan|tháng|thang|năm|kỳ) ni\b", re.IGNORECASE
        ),
        r"\1 nay",
    ),
    (re.compile(r"\b(khi|chừng|chung|hôm|bữa|ngày|buổi|lớp|chỗ|đứa|nhà|lúc) mô\b", re.IGNORECASE), r"\1 nào"),
]
_OPENING = re.compile(
    r"^(?:(?:co|thay|thay co|em|chi|anh|bot|si so|ban|ad|admin|chau) oi |da |thua(?: co| thay)? |"
    r"(?:\w+ ){1,2}oi (?=\w)|cho (?:e|em|toi|minh|con) hoi (?!chut)|oi )+"
)
_K_BEFORE_A_VERB = re.compile(
    r"\bk (?=(?:co|duoc|di|nhan|gui|biet|thay|phai|hieu|vao|den|gap|lam|goi|bao|tra|muon|can|con|chiu|xem|mo|lien)\b)"
)
_ASKS_WITH_K = re.compile(r"\b(co|duoc|di hoc|den lop|vang|nghi|du|xong|het)\b(.*) k$")


def plain_words(text: str) -> str:
    """`Hnay lớp e có ai vắng ko ạ?` as `hom nay lop e co ai vang khong a ?`."""
    said = clean(without_links(text, _A_LINK)).replace("%", " phần trăm ")
    for pattern, plain in _DIALECT:
        said = pattern.sub(plain, said)
    words = _SIGNS.sub(" ", said.replace("?", " ? ")).split()
    said = _NO_ABSENCE.sub(r"\1nghi", " ".join(map(_written_out, words)))
    return _OPENING.sub(
        "", _ASKS_WITH_K.sub(r"\1\2 khong", _K_BEFORE_A_VERB.sub("khong ", _WITHOUT.sub("khongphep", said)))
    )


def _written_out(word: str) -> str:
    """Hồng, with its marks, is somebody and no `hông`."""
    folded = fold(word)
    return folded if "ồ" in word.lower() else _ABBREVIATED.get(folded, folded)


_BECAUSE = re.compile(
    r"\b(?:vì|vi|do|tránh|tranh|phòng|phong)\s+(.+?)\s*(?:nh[aéeá]\b.*|ạ\b.*|[.!,].*)?$", re.IGNORECASE
)
_WHY = re.compile(r"(?:\b(?:lý|lí|ly|li) do|:)\s*:?\s*([^.!?]+)$", re.IGNORECASE)
_GRADE = re.compile(r"\bkhoi \d\d?\b")
_HALF = re.compile(r"\b(sang|chieu)\b")
_PLACE_SAID = re.compile(
    r"\b(?:thôn|thon|nóc|noc|bản|làng|lang|xóm|xom|buôn|buon|ấp)\s+((?:[\w.]+\s*){1,4})", re.IGNORECASE
)
_NO_PLACE = frozenset(
    ("co", "hom", "nay", "em", "ai", "nao", "vang", "nghi", "may", "bao", "the", "sao", "khong", "minh", "toi", "do",
     "chua", "ra", "roi", "thi", "hien", "tuan", "a", "nhu",
     "dua", "chau", "con", "be", "thang", "hs", "hoc", "trong", "cac", "nhung",
     "ay", "nhi", "tui", "ta", "nha", "to", "chung", "vay", "the", "la", "gi", "dau", "va", "voi")
)  # fmt: skip

_HANDED_ON = frozenset((  # written small: Tu Ro is a place
    "giao", "từ", "tu", "phụ", "trách", "được", "duoc", "cho", "của", "thay", "đổi", "doi", "chuyển", "chuyen", "thêm",
    "them", "bàn", "bỏ", "thầy",
))  # fmt: skip


def reason_in(text: str) -> str:
    """`mai toàn trường nghỉ vì bão nhé`: bão."""
    match = _BECAUSE.search(clean(text))
    return match[1].strip() if match else ""


def why_in(text: str) -> str:
    """`em A thôi học, lý do: đi làm`: đi làm."""
    match = _WHY.search(clean(text))
    return match[1].strip() if match else ""


_THERE = r"(?:về|ve|sang|qua|đến|den|tới|toi|vào|vao|ra|xuống|xuong|lên|len)\s+(?:học\s+|hoc\s+|ở\s+)?"
_KIND_OF_SCHOOL = r"(?-i:PTDTBT|PTDTNT|TH|THCS|THPT|TH&THCS)(?!\w)|tiểu học(?!\w)|tieu hoc(?!\w)"
_FOR_GOOD = re.compile(
    r"\b(?:bỏ học|bo hoc|thôi học|thoi hoc|nghỉ (?:học )?(?:luôn|hẳn)|nghi (?:hoc )?(?:luon|han))\b[^,;.]*[,;.]\s*"
    r"((?:vì|do|theo|đi|di|ở|o|lấy|lay|phụ|phu|làm|lam|không|khong|ko|nhà|nha|gia đình|bị|bi|về|ve|vào|vao|bố|mẹ|cha)\s"
    r"[^?]+)$",
    re.IGNORECASE,
)


def why_for_good(text: str) -> str:
    """`em A bỏ học luôn rồi, theo bố mẹ vào Đồng Nai`: what stands behind."""
    match = _FOR_GOOD.search(clean(text))
    return match[1].strip(" .,;!") if match else ""


_SCHOOL = re.compile(
    rf"\b{_THERE}(tr(?:ường|uong)\s+[^,.!?;]+)|\b(?:{_THERE}|(?:trường|truong|đi|di)\s+)((?:{_KIND_OF_SCHOOL})\s*[^,.!?;]+)|"
    rf"\bchuyển (?:trường|truong)\s+{_THERE}((?-i:[A-ZĐ]\w+(?:\s+[A-ZĐ]\w*)+))",
    re.IGNORECASE,
)
_SITE = re.compile(r"\b(?:diem (?:truong|le|chinh)|phan hieu|phan truong|truong chinh)\b")


def names_a_site(text: str) -> bool:
    """`chuyển về điểm trường Tu Ro`: this school too."""
    return _SITE.search(fold(text)) is not None


_POLITE = re.compile(r"\s+(?:rồi|roi|ạ|nhé|nhe|nha|cô|co|thầy|thay|từ|tu|hôm|hom|ngày|ngay)\b.*$", re.IGNORECASE)


def school_in(text: str) -> str:
    """`chuyển về trường Trà Mai rồi cô ạ`: trường Trà Mai."""
    match = _SCHOOL.search(clean(text))
    return _POLITE.sub("", match[match.lastindex or 1]).strip() if match else ""


_PURPOSE = re.compile(
    r"(?<=\w\s)(?:để|de)\s+(?:(?:chiều|sáng|tối|mai|em|e|toi|tôi|mình|còn|tui|chị|anh|thứ \S+)\s+)*"
    r"(?:họp|chào cờ|báo cáo|đọc|nộp|giao ban|gửi|in|làm|ghi|dán|trình|tổng kết|hop|chao co|bao cao|nop|gui|lam)\b.*$",
    re.IGNORECASE,
)


_COUNTS = re.compile(
    r"\b(?:mấy|may|bao nhiêu|bao nhieu|bn)\s+(?:buổi|buoi|bữa|bua|ngày|ngay|hôm|hom)(?:\s+(?:liền|lien|rồi|roi))*\b",
    re.IGNORECASE,
)


def without_counting(text: str) -> str:
    """`tháng trước nghỉ mấy bữa rồi`: the other day (`bữa rồi`) is not spoken of. As long as before."""
    return _COUNTS.sub(lambda said: "," * len(said[0]), text)


def without_purpose(text: str) -> str:
    """`vắng từng lớp tuần này để chào cờ thứ 2 đọc`: Monday is not what is asked about."""
    return _PURPOSE.sub("", text)


_ELSEWHERE = re.compile(
    r"\b(?:về|ve|ra|vào|vao|vô|vo|lên|len|xuống|xuong|sang|qua|đi|di|ở)\s+(?:ở\s+|học\s+)?((?:[A-ZĐ]\w+(?:\s+|$)){1,4})"
)


_LOOKS_BACK = re.compile(r"\b(?:hom|bua|vua|roi|truoc|qua|da)\b")


def looks_back(text: str) -> bool:
    """`chuyển lớp hôm thứ 2 rồi`."""
    return _LOOKS_BACK.search(fold(text)) is not None


_WEEKDAY = re.compile(r"\b(?:thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|t[2-7])\b")


def names_a_weekday(text: str) -> bool:
    return _WEEKDAY.search(fold(text)) is not None


def destinations_left_out(text: str) -> str:
    """`Sơn chuyển về Đông Hà`: Đông is nobody there."""
    said = text.replace(school_in(text) or "\n", " , ")
    return _ELSEWHERE.sub(lambda one: one[0].replace(one[1], " , "), said)


def part_of_school_in(text: str) -> str:
    """`chiều khối 7`, as the calendar reads it; nothing for all of it."""
    folded = fold(text)
    half, grade = _HALF.search(folded), _GRADE.search(folded)
    said = [{"sang": "sáng", "chieu": "chiều"}[half[1]] if half else "", f"khối {grade[0].split()[1]}" if grade else ""]
    return " ".join(filter(None, said))


_NEW_NAME = re.compile(
    r"(?:\b(?i:mới|moi|tên|ten|em|bạn|ban|sinh|hs|là|la)(?: là)?:?|:) "
    r"((?:[A-ZĐÀ-ÝĂĨŨƠƯẠ-Ỹ]\w*(?:['’-]\w+)? ?){2,6})"
)


def new_name_in(text: str) -> str:
    """`thêm học sinh mới Hồ Thị Mận vào 6A`: Hồ Thị Mận, as it is written large."""
    match = _NEW_NAME.search(clean(text))
    return match[1].strip() if match else ""


def place_in(text: str) -> str:
    """`thôn Ông Năm có ai nghỉ không`: Ông Năm."""
    match = _PLACE_SAID.search(clean(text))
    kept: list[str] = []
    for word in match[1].split() if match else ():
        if fold(word) in _NO_PLACE or word in _HANDED_ON:
            break
        kept.append(word)
    return " ".join(kept)


_HOLIDAY = re.compile(
    r"\b(?:tết nguyên đán|tết âm lịch|tết dương lịch|tết tây|tết|hè|giỗ tổ|quốc khánh|lễ|20/11|30/4|2/9|"
    r"tet nguyen dan|tet am lich|tet duong lich|tet tay|tet|he|gio to|quoc khanh|le)\b",
    re.IGNORECASE,
)
_NEXT = {"mai": 1, "mot": 2, "kia": 2}
_TODAY = re.compile(r"(?:buoi )?(?:sang|chieu|trua|toi)\b")
_AHEAD = re.compile(r"\b(?:(?:ngay |sang |chieu )?(mai)|(mot)|ngay (kia))\b")


def holiday_in(text: str) -> str:
    """`khi nào nghỉ Tết vậy`: Tết."""
    match = _HOLIDAY.search(clean(text))
    return match[0] if match else ""


def days_ahead(text: str) -> int | None:
    """`mai có học không`: one. `Mai` alone may be somebody's name, so only where lessons are asked about."""
    said = plain_words(text)
    match = _AHEAD.search(said)
    if match is None:
        return 0 if _TODAY.match(said) else None
    return _NEXT[match[1] or match[2] or match[3]]


_VOCATIVE = re.compile(r"(?: (?:a|e|em|co|thay|anh|chi|bot|nhe|vay|nhi|the|ban|ad))*(?: \?)*$")
_OWN_CLASS = re.compile(r"\b(?:lop|truong) (?:em|e|minh|toi|tui|ta|chau|con) ?")  # and no pupil
_WHETHER_LESSONS = re.compile(
    r"^(?!.*\b(?:dua|quen|bao bu|bo hoc|buoi nao|xin nghi|du bao)\b)"
    r"(?!.*\b(?:ai|em|ban|chau|con|be|no|may|bao nhieu|phep|vang|lop nao)\b)"
    r".*\b(?:hoc|nghi|day|den truong|toi truong|bao|diem danh)\b(?: \w+){0,4} (?:khong|k|hay khong|ha|ah|hay sao)$"
)
_CHILDS_LESSONS = re.compile(  # of one child, but of a day ahead: what is asked is the calendar
    r"^(?:ngay |sang |chieu |toi )?(?:mai|mot|thu \w+|chu nhat|cn|t[2-7]|tuan sau|hom sau)(?: nay| toi| sau)? "
    r"(?:con|chau|be|no|cac chau|cac con|cac em)(?: \w)? (?:co )?(?:phai |duoc )?(?:di )?"
    r"(?:hoc|nghi|(?:den|toi) (?:truong|lop)) khong$"
)
_WHICH_DAY = re.compile(  # of nobody by name: `em Phúc nghỉ hay học` asks about Phúc
    r"^(?!.*\b(?:em|e|ban|chau|be|hs) (?!(?:co|duoc|phai|nghi|hoc|di|nay|minh|no)\b)\w+).*"
    r"\b(?:hoc hay nghi|nghi hay hoc|nghi hay di hoc|hoc hay khong)\b|"
    r"^(?:hom nay|ngay mai|mai) (?:la )?(?:thu|ngay|toi) (?:may|bao nhieu)$"
)
_OF_A_HOLIDAY = re.compile(r"\b(?:nghi|lich)\b")
_OF_TERMS_NOT = re.compile(r"\b(?:thi|nop|bao cao)\b")
_TERMS = re.compile(r"\b(?:hk1|hk2|hk|hoc ky|hoc ki|tong ket|so ket|be giang|het nam|nam hoc)\b")
_WHEN_OFF = re.compile(
    r"\b(?:bao gio|khi nao|hom nao|bua nao|ngay nao|chung nao|luc nao|may ngay|bao lau|den het|tu ngay)\b.*|"
    r".*\b(?:bao gio|khi nao|hom nao|ngay nao|chung nao|luc nao|may ngay|may hom|bao lau|lich)\b"
)


def asks_for_lessons(text: str) -> bool:
    """Whether it asks if there are lessons on a day, or when a holiday is."""
    said = _OWN_CLASS.sub("", _VOCATIVE.sub("", plain_words(text)))
    return (
        bool(_WHETHER_LESSONS.search(said) or _CHILDS_LESSONS.search(said) or _WHICH_DAY.search(said))
        or asks_when_off(text)
        or asks_for_terms(text)
    )


def asks_when_off(text: str) -> bool:
    """`tết này nghỉ mấy ngày`."""
    said = plain_words(text)
    return (
        bool(holiday_in(text))
        and not re.search(r"\b(?:nham|sua|xoa|huy|go|chinh)\b", said)
        and re.search(r"\bnghi\b|\blich\b", said) is not None
        and _WHEN_OFF.search(said) is not None
    )


def asks_for_terms(text: str) -> bool:
    """`khi nào tổng kết hk1`; exams are another matter."""
    said = plain_words(text)
    return (
        _TERMS.search(said) is not None
        and _WHEN_OFF.search(said) is not None
        and not re.search(r"\b(?:thi|nop|bao cao)\b", said)
    )
