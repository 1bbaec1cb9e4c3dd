"""Facts of a pupil or of the staff that are put right in words, and somebody new of the staff."""

import re

from rules.people.names import LARGE, clean, fold

_STAFF = (
    r"(?:giao vien|pho hieu truong|hieu truong|tong phu trach|gv|can bo|cb|nhan vien|nv|co giao|thay giao|thay|co|"
    r"bao ve|ke toan|van thu|y te|cap duong)"
)
_FACT = r"(?:ho ten|ten|ngay sinh|nam sinh|ma|gioi tinh)"
_NEW_STAFF = re.compile(
    rf"\b{_STAFF} (?:giao )?moi\b|"
    r"^(?:xin |nho |cho |truong )*(?:them|bo sung|nhap|co them|tiep nhan|nhan)(?: ten| them)? (?:1 |mot )?"
    rf"{_STAFF}\b"
)
_WHOLE_NAME = re.compile(rf"(?<!\w)[{LARGE}]\w* [{LARGE}]")
_OF_PUPILS = re.compile(r"\b(?:hs|hoc sinh|em|chau)\b")
_STAFF_RIGHT = re.compile(
    r"\b(?:so|sdt|dt|dien thoai|ten)\b.*\b(?:doi|sua|thanh|moi|dung la|nham|sai|la)\b|"
    r"\b(?:doi|sua|cap nhat)\b.*\b(?:so|sdt|dt|dien thoai|ten)\b"
)
_ORDERED = re.compile(rf"^(?:xin |nho |giup |co |da )*(?:sua|doi|dinh chinh|cap nhat)(?: lai)? {_FACT}\b")
_FACTS = re.compile(
    r"\b(?:(?:sua|doi|sai|nham)(?: lai)? (?:ho )?(?:ten|ngay sinh|nam sinh|ma)|"
    r"(?:ten|ngay sinh|sinh ngay|ma hoc sinh|ma hs|ma so|ma dinh danh|gioi tinh)(?: \w+){1,6} "
    r"(?:la|thanh|moi dung|sai)|"
    rf"(?:doi|sua|nhap|bo sung|cap nhat|them)(?: lai)? {_FACT}\b|gioi tinh (?:nam|nu)\b|"
    r"ten (?:dung )?la \w|ma (?:hs|hoc sinh|dinh danh|so)?:? ?\w*\d{4}|"
    r"sinh (?:ngay )?\d{1,2}/\d{1,2}/\d{4} (?:chu khong|moi dung|khong phai))\b"
)


def tells_new_staff(text: str) -> bool:
    """`thêm giáo viên mới Nguyễn Thị Hoa 0912…`."""
    said = fold(clean(text))
    named = _WHOLE_NAME.search(text) is not None
    return named and _NEW_STAFF.search(said) is not None and _OF_PUPILS.search(said) is None


def puts_staff_right(text: str) -> bool:
    """`số cô Yên đổi thành 0912…`, of somebody of the staff."""
    return _STAFF_RIGHT.search(fold(clean(text))) is not None


def says_it_has_changed(text: str) -> bool:
    """`cô Yên mới đổi số`, without the number."""
    return re.search(r"\b(?:doi|sai|nham) (?:so|sdt|dt|dien thoai|ten)\b", fold(clean(text))) is not None


def orders_right(text: str) -> bool:
    """`đổi tên em Bình thành …`: whatever else such words are like."""
    return "?" not in text and _ORDERED.search(fold(clean(text))) is not None


def puts_facts_right(text: str) -> bool:
    """`ngày sinh em Lan là 5/3/2015 mới đúng`: of a pupil, what the list says."""
    said = fold(clean(text))
    return "?" not in text and _FACTS.search(said) is not None and re.search(r"\b(?:nao|gi|may|khong)$", said) is None
