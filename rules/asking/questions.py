"""Whether a message asks: by the form of its sentences."""

import re
import unicodedata

from rules.asking.words import plain_words
from rules.people.called import AT_THE_END
from rules.people.names import clean, fold

_ASKS = re.compile(rf"\b(?:khong|chua|nhi){AT_THE_END}(?: \?)*$")

_CLAUSE = re.compile(r"[,.;!\n]+")
_SAYS_NO = re.compile(r"(?:da |a |u )?(?:khong|chua)(?: a| em| co| thay)?")
_WONDERS = re.compile(r"\S\s+(?:à|hả|hở|ha|sao|chăng|rứa|rua|hỉ|hè)\s*$", re.IGNORECASE)


def is_question(text: str) -> bool:
    """Whether any part of it asks: `8A chỉ 1 em vắng thôi à, tôi thấy trống lắm`; and not `không, Bình đi học mà`."""
    parts = [part for part in _CLAUSE.split(text) if part.strip()]
    parts = parts[1:] if len(parts) > 1 and _SAYS_NO.fullmatch(plain_words(parts[0]).strip()) else parts
    return "?" in text or any(
        asks(part) or asks_whether(part) or asks_what(part) or _WONDERS.search(clean(part)) is not None
        for part in parts
    )


# What is said first is a report's: `hôm nay vắng Hồ Văn Bình k`, and not `Bình vắng k`.
_MARKED = re.compile(
    r"^(?:(?:da|bao|em bao|lop|hom nay|sang nay|chieu nay|sang|chieu|\d\w*)[ ,:]+)*(?:vang|nghi) .*\S k[ .!]*$"
)


def asks(text: str) -> bool:
    """`6A đủ chưa`: it ends like a question."""
    if _MARKED.search(fold(text)) and _named_before_k(text):
        return False
    return _ASKS.search(plain_words(text)) is not None


_WHETHER = re.compile(
    r"\b(?:nghi hay (?:di )?hoc|(?:di )?hoc hay nghi|vang hay (?:co mat|den))\b|"
    r"\b(?:nghi|vang)(?: hoc)? (?:nhieu|lau|suot|hoai|thuong xuyen|dai)(?: \w+)? (?:khong|chua)(?: \w+)?$|"
    r"\b(?:phai|dung) (?:khong|k|hong)(?: \w+)?$|\bphep hay (?:tron|khong|khongphep|sao|bo)\b|"
    r"\b(?:co|duoc|da|di hoc|den lop)\b.*\b(?:khong|chua)(?: (?:a|em|co|thay|vay|nhe|ban|anh|chi|the|nhi|ha))*$"
)


_K_AT_THE_END = re.compile(
    r"\b(?:phep|nhieu|duoc|dung|phai|du|on|khoe|di hoc|den lop|vao lop) "
    rf"k{AT_THE_END}[ .!]*$"
)
_INSIDE = re.compile(
    r"^(?!.*\b(?:khong|chua|k) (?:ro|biet|bao|noi)\b)(?:sao (?!do\b)|ai (?:bao|ghi|cham|diem danh|cho)\b|.*"
    r"\b(?:(?:ly do|li do|nghi|benh|bi) gi|vi sao|tai sao|"
    r"sao (?!do\b)(?:\w+ ){0,3}(?:nghi|vang)|"
    r"(?<!hieu )(?<!biet )sao (?:(?:chua|khong) (?:ai )?(?:bao|noi|nhan)|van (?:bao|de|ghi|hien|nhac|nhan))\b|"
    r"sao (?:lau nay|dao nay|may hom nay|bua gio|ca tuan)|may (?:buoi|ngay|hom|bua|lan)(?! nay)|"
    r"(?:buoi|lan|hom) nao chua|bao nhieu|the nao|khi nao|bao gio|may gio|"
    r"khong co ten)\b)"
)


_ASKED_WITH_K = re.compile(rf"\b(?:co|con|da|duoc|biet|thay)\b(?: \w+){{1,6}} k{AT_THE_END}[ .!]*$")
_LARGE = re.compile(r"(?<=\W)[A-ZĐÀ-Ỹ][a-zà-ỹ]+|^[A-ZĐÀ-Ỹ][a-zà-ỹ]+(?= \d|$)")


_WANTS_TO_SEE = re.compile(
    r"^(?:(?:da|co oi|em oi|a|ok)[ ,]+)*(?:cho|xin|muon|can) (?:toi |tui |em |e |minh |chi |anh |co |thay |xin ){0,2}"
    r"(?:xem|coi) (?!lai\b)"
)


def _asks_with_k(text: str) -> bool:
    """`Nga 6B nay có xuống trường k em`: where names are written large, a small word before `k` is none."""
    found = _BEFORE_K.search(unicodedata.normalize("NFC", text))
    large = _LARGE.search(text) is not None and found is not None and found[2].islower()
    return large and _ASKED_WITH_K.search(fold(text)) is not None


def asks_whether(text: str) -> bool:
    """`em Hùng nghỉ có phép k`: no report of anybody, whoever asks."""
    if _asks_with_k(text) or _WANTS_TO_SEE.search(fold(text)):
        return True
    if _K_AT_THE_END.search(fold(text)) and not _named_before_k(text):
        return True
    if fold(text).rstrip(" .!").endswith(" k"):  # `có Lan vắng k` may be a mark
        return False
    said = plain_words(text)
    return _WHETHER.search(said) is not None or _INSIDE.search(said) is not None or asks_who(text)


_WHETHER_THERE = re.compile(
    r"\bco (?:di hoc|(?:den|toi|vao) (?:lop|truong)|vang|nghi|mat|o (?:lop|truong))\b.*"
    rf"\b(?:khong|chua){AT_THE_END}(?: \?)*$"
)


def asks_whether_there(text: str) -> bool:
    """`hôm qua cháu có đi học không`: nobody says that the child was."""
    return _WHETHER_THERE.search(plain_words(text)) is not None


_WHO = re.compile(  # with its marks: nobody called Ái; and no `không ai nghỉ`, `ai cũng đi học`
    r"^(?!.*\b(?:[Kk]hông|[Kk]hong|k|ko|chưa|chua)\b.*\bai\b)"
    r".*(?:\bai|\b(?:em|bạn|ban|cháu|chau|hs|đứa|dua|lớp|lop) (?:nào|nao)) (?!cũng|cung)"
    r"(?:\w+ ){0,2}(?:vắng|vang|nghỉ|nghi|thiếu|thieu|trễ|tre|muộn|muon)\b|"
    r"\b(?:vắng|vang|thiếu|thieu) (?:những |nhung )?ai\b(?! (?:cũng|cung))"
)


def asks_who(text: str) -> bool:
    """`hôm nay Takta có ai nghỉ`: who it is is what is asked."""
    return any(_WHO.search(part) is not None for part in _CLAUSE.split(clean(text)))


_BEFORE_K = re.compile(r"(?:(\w+)\W+)?(\w+)\W+[kK]\W*(?:\s+\w+){0,3}\W*$")
_WORDS_OF_K = frozenset(
    (
        *["phép", "phep", "nhiều", "nhieu", "được", "duoc", "đúng", "dung", "phải", "phai"],
        *["đủ", "du", "ổn", "on", "khoẻ", "khỏe", "khoe", "học", "hoc", "lớp", "lop"],
    )
)


def _named_before_k(text: str) -> bool:
    """`6A vắng Dũng K`, `vang dung k`: somebody of that name without leave, and no `đúng không`."""
    found = _BEFORE_K.search(unicodedata.normalize("NFC", text))
    if found is None:
        return False
    before, word = fold(found[1] or ""), found[2]
    if word.lower() == "dung" and before in {"vang", "nghi"}:
        return True
    return word.lower() not in _WORDS_OF_K or (word[0].isupper() and not text.isupper())


_WHAT = re.compile(
    r"^(?!.*\b(?:khong|chua|k)\b).*\b(?:dau|the nao|nhu the nao|sao|ra sao|gi|khi nao|bao gio|may gio|hom nao|ngay nao|"
    r"(?:lop|so|thu|ngay|tuoi) may)(?: (?:a|em|co|thay|vay|nhe|ban|anh|chi|the|nhi|ha|roi))*$"
)


def asks_what(text: str) -> bool:
    """`đơn xin nghỉ của em Ánh đâu`."""
    return _WHAT.search(plain_words(text)) is not None


_HOW = re.compile(
    r"\b(?:nhap|lam|xu ly|ghi|bam|go|nhan tin|nhan|them|xoa|sua|bao|gui|thi|phai)(?: \w+){0,4} "
    r"(?:the nao|nhu the nao|sao|kieu gi|cach nao|lam sao)(?: (?:a|em|co|thay|vay|nhe|anh|chi|the|nhi|ha|day|gio))*$"
)


def asks_how(text: str) -> bool:
    """`có em mới chuyển về, nhập thế nào`: how it is done here."""
    return any(_HOW.search(plain_words(one).strip()) for one in _CLAUSE.split(text.replace("?", " ")))


_SUPPOSED = re.compile(  # with its marks `định`, and neither Đinh nor `quyết định`
    r"\b(?:(?<!quyết )(?<!gia )định|muốn|hình như|nghe (?:nói|đâu|bảo)|chắc là|có thể|sắp|nếu|đòi)\b(?! trường)"
    r"|\b(?:(?<!gia )dinh (?=chuyen|nghi|thoi|bo|ve|di\b)|muon|hinh nhu|nghe (?:noi|dau|bao)|chac la|co the|neu"
    r"|doi (?=nghi))\b"
)


_OWN_WISH = re.compile(r"^(?:(?:tôi|toi|mình|minh|em|e|chị|anh|tui) )?(?:đang |cần |dang |can )?(?:muốn|muon)\b")


def is_supposed(text: str) -> bool:
    """`em Bình định chuyển trường`: nothing has happened."""
    return _SUPPOSED.search(_OWN_WISH.sub("", clean(text).lower())) is not None


_SHOWN = re.compile(
    r"\b(?:go|nhan|ghi|viet|cu phap|vi du|kieu|dang|tuc la)(?: (?!giup|gium|dum|ho)\w+){0,2}\W+\d{1,2}\w?\b"
    r".*\b(?:vang|nghi|du)\b"
)


def shows_a_report(text: str) -> bool:
    """A report that is only shown, to ask how one is typed: `gõ tắt được không em, kiểu "6A đủ" ấy`."""
    return is_question(text) and _SHOWN.search(fold(text)) is not None
