"""A message as it is compared with what people ask: folded, abbreviations written out, denials told from questions."""

import re

from rules.people.names import clean, fold

_ABBREVIATED = {
    "ko": "khong", "kg": "khong", "hk": "khong", "hok": "khong", "hong": "khong", "hem": "khong", "khum": "khong",
    "khg": "khong", "hong?": "khong", "bn": "bao nhieu", "hs": "hoc sinh", "hsinh": "hoc sinh", "gv": "giao vien",
    "dc": "duoc", "j": "gi", "z": "vay", "r": "roi", "hnay": "hom nay", "hn": "hom nay", "hqua": "hom qua",
    "ntn": "nhu the nao", "sdt": "so dien thoai", "dt": "dien thoai", "gvcn": "chu nhiem", "bc": "bao cao",
    "tb": "thong bao", "tks": "cam on", "thanks": "cam on", "thank": "cam on", "thks": "cam on", "camon": "cam on",
    "cmon": "cam on", "mn": "moi nguoi", "ph": "phu huynh", "cc": "chuyen can", "bgh": "ban giam hieu",
    "kiu": "cam on", "xiu": "chut", "lm": "lam", "vs": "voi", "ntnao": "the nao",
}  # fmt: skip
_SIGNS = re.compile(r"[^\w/?]+")
_WITHOUT = re.compile(r"\b(?:khong|k|0) (?:co |xin )?(?:phep|ly do|li do|bao truoc)\b")
_OPENING = re.compile(
    r"^(?:(?:co|thay|thay co|em|chi|anh|bot|si so|ban|ad|admin|chau) oi |da |thua(?: co| thay)? |"
    r"cho (?:em|toi|minh|con) hoi |oi )+"
)
_ASKS_WITH_K = re.compile(r"\b(co|duoc|di hoc|den lop|vang|nghi)\b(.*) k$")


def plain_words(text: str) -> str:
    """`Hnay lớp e có ai vắng ko ạ?` as `hom nay lop e co ai vang khong a ?`."""
    words = _SIGNS.sub(" ", fold(clean(text)).replace("?", " ? ")).split()
    said = " ".join(_ABBREVIATED.get(word, word) for word in words)
    return _OPENING.sub("", _ASKS_WITH_K.sub(r"\1\2 khong", _WITHOUT.sub("khongphep", said)))


_BECAUSE = re.compile(
    r"\b(?:vì|vi|do|tránh|tranh|phòng|phong)\s+(.+?)\s*(?:nh[aéeá]\b.*|ạ\b.*|[.!,].*)?$", re.IGNORECASE
)
_GRADE = re.compile(r"\bkhoi \d\d?\b")
_HALF = re.compile(r"\b(sang|chieu)\b")
_PLACE_SAID = re.compile(
    r"\b(?:thôn|thon|nóc|noc|bản|làng|lang|xóm|xom|buôn|buon|ấp)\s+((?:[\w.]+\s*){1,4})", re.IGNORECASE
)
_NO_PLACE = frozenset(
    ("co", "hom", "nay", "em", "ai", "nao", "vang", "nghi", "may", "bao", "the", "sao", "khong", "minh", "toi", "do",
     "chua", "ra", "roi", "thi", "hien", "tuan", "a", "nhu")
)  # fmt: skip


def reason_in(text: str) -> str:
    """`mai toàn trường nghỉ vì bão nhé`: bão."""
    match = _BECAUSE.search(clean(text))
    return match[1].strip() if match else ""


_SCHOOL = re.compile(
    r"\b(?:về|ve|sang|qua|đến|den|tới|toi|vào|vao)\s+(?:học\s+|hoc\s+|ở\s+)?(tr(?:ường|uong)\s+[^,.!?;]+)",
    re.IGNORECASE,
)
_POLITE = re.compile(r"\s+(?:rồi|roi|ạ|nhé|nhe|nha|cô|co|thầy|thay|từ|tu|hôm|hom|ngày|ngay)\b.*$", re.IGNORECASE)


def school_in(text: str) -> str:
    """`chuyển về trường Trà Mai rồi cô ạ`: trường Trà Mai."""
    match = _SCHOOL.search(clean(text))
    return _POLITE.sub("", match[1]).strip() if match else ""


def part_of_school_in(text: str) -> str:
    """`chiều khối 7`, as the calendar reads it; nothing for all of it."""
    folded = fold(text)
    half, grade = _HALF.search(folded), _GRADE.search(folded)
    said = [{"sang": "sáng", "chieu": "chiều"}[half[1]] if half else "", f"khối {grade[0].split()[1]}" if grade else ""]
    return " ".join(filter(None, said))


def place_in(text: str) -> str:
    """`thôn Ông Năm có ai nghỉ không`: Ông Năm."""
    match = _PLACE_SAID.search(clean(text))
    kept: list[str] = []
    for word in match[1].split() if match else ():
        if fold(word) in _NO_PLACE:
            break
        kept.append(word)
    return " ".join(kept)
