"""What a message is about by single words: which command does what they speak of, where nothing else tells."""

import re
from typing import Final

from rules.asking.words import plain_words

TOPICS: Final = {
    "muon": r"\b(?:tre|muon|di tre|vao tre)\b",
    "phep": r"\b(?:co phep|sang phep|thanh p)\b",
    "sua": r"\b(?:sua|nham|sai|chinh)\b",
    "huy": r"\b(?:huy|go bo|thu hoi|rut lai)\b",
    "diemdanh": r"\b(?:diem danh)\b",
    "hocsinhmoi": r"\b(?:hoc sinh moi|hs moi|nhap hoc|(?:em|ban) moi (?:chuyen|ve|den|vao)|"
    r"them (?:\d )?(?:em|ban|hoc sinh))\b",
    "phuhuynh": r"\b(?:so dien thoai|doi so|so (?:cua )?(?:me|bo|phu huynh))\b",
    "chuyenlop": r"\bchuyen lop\b",
    "chuyentruong": r"\bchuyen (?:truong|di|ra|vao|ve|xuong|len)\b|\bxoa ten\b",
    "thongbao": r"\bthong bao\b",
    "lich": r"\b(?:ngay nghi|nghi bao|hoc bu|lich)\b",
    "tham": r"\b(?:den nha|tham nha|van dong|di nha|len nha|ghe nha|vao nha)\b",
    "goi": r"\b(?:cuc gach|khong (?:xai|dung|co) (?:zalo|smartphone|tele)|"
    r"goi dien|cuoc goi|khong co (?:dt|so )?dien thoai|khong dung dien thoai)\b",
    "dodau": r"\bdo dau\b",
    "lop": r"\b(?:xem|lenh) .*\b(?:tuan|thang|lop)\b",
    "baocao": r"\b(?:bao cao|thong ke|bieu do|so lieu)\b",
    "tep": r"\b(?:in|xuat|excel|file|tep|bang)\b",
    "moi": r"\b(?:ma|phieu|lien ket|ket noi|moi phu huynh|phu huynh (?:\w+ )?nhan (?:duoc )?tin)\b",
    "xinphep": r"\bxin (?:nghi|phep)\b",
    "vanban": r"\b(?:giay moi|bien ban|van ban|cong van|to trinh|ke hoach|ky ten|ai ky|dong dau)\b",
}
_FURTHER: Final = {  # of these nobody asks how they are typed
    "ca": r"\b(?:ho so|vu)\b",
    "noc": r"\b(?:thon|noc|ban|lang|xom|buon|ap)\b",
    "hannop": r"\b(?:han nop|nop bao cao|phai nop)\b",
    "noitru": r"\b(?:noi tru|ban tru|khu noi tru)\b",
    "lienlac": r"\b(?:lien lac|lien he|khong co (?:so )?dien thoai|khong co dien thoai)\b",
    "bangiao": r"\bban giao\b",
    "thietbi": r"\b(?:dien thoai moi|may moi|doi may|mat (?:may|dien thoai))\b",
}


def how_typed(text: str) -> list[str]:
    """Of what it is asked how it is typed."""
    return _words(text, TOPICS)


def topics_in(text: str) -> list[str]:
    """The commands whose matter is named, in the order of the tables."""
    return _words(text, {**_FURTHER, **TOPICS})


def _words(text: str, topics: dict[str, str]) -> list[str]:
    said = plain_words(text)
    return [word for word, pattern in topics.items() if re.search(pattern, said)]
