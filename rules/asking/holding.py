"""`khoan báo nhà em A`: a family is not to be told yet."""

import re
from datetime import time

from rules.asking.questions import is_question
from rules.people.names import clean, fold

_TELL = r"(?:báo|gửi|nhắn|gọi|nói|alo|tin|liên (?:hệ|lạc))"
_FAMILY = (
    r"(?:nhà(?! (?:trường|nước))|gia đình|gđ|phụ huynh|ph|bố|mẹ|ba|má|mạ|mế|cha|người nhà|ông(?! hiệu)|bà(?! hiệu))"
)
_IS_WELL = r"(?! (?:ốm|bệnh|mất|đau|đi viện|xin))"  # `Dung bao me om` says why
_NOT_YET = (
    r"(?:khoan|(?<!bạn )(?<!em )đừng(?! (?:có )?quên)|chớ|dừng|ngưng|ngừng|hoãn|"
    r"tạm(?: thời)? (?:chưa|không|thôi)|chưa (?:cần|vội|nên)|giữ(?: lại)?(?= (?:\w+ ){0,2}tin))"
)
_LATER = r"(?:từ từ|lát|chút|tí|tý|chốc|chiều|trưa|tối|mai|sau)(?: \w+){0,3} (?:hãy|hẵng|hãng|rồi|mới)"
_SHAPES = (
    rf"{_NOT_YET}(?: \w+){{0,3}} {_TELL}\b(?: \w+){{0,5}}? {_FAMILY}{_IS_WELL}",
    rf"{_FAMILY}(?: \w+){{0,6}} {_NOT_YET}(?: \w+){{0,2}} {_TELL}",
    rf"chưa {_TELL}\b(?: \w+){{0,3}}? {_FAMILY}(?: \w+){{0,5}} (?:vội|đã|nhé|nha|nghe|giùm|giúp)",
    rf"{_NOT_YET}(?: \w+){{0,2}} cho(?: \w+){{0,2}}? {_FAMILY}(?: \w+){{0,5}} (?:biết|hay)",
    rf"{_LATER} {_TELL}\b(?: \w+){{0,3}}? {_FAMILY}",
)


def _read(shape: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{shape})(?!\w)")


_MARKED = [_read(one) for one in _SHAPES]
_FOLDED = [_read(fold(one)) for one in _SHAPES]  # for what was typed without any marks
_CLAUSE = re.compile(r"[.;,!\n]+")
_HOUR = re.compile(r"\b(?:den|toi|cho den) (?:luc |khoang )?(\d{1,2})(?:h|g| gio|:)(\d\d)?\b")


def holds_family(text: str) -> bool:
    """Whether somebody asks that a family is not told yet; no question."""
    return not is_question(text) and any(map(_holds, _CLAUSE.split(text)))


def without_hold(text: str) -> str:
    """What else is said."""
    return ", ".join(one.strip() for one in _CLAUSE.split(text) if one.strip() and not _holds(one))


def until_said(text: str) -> time | None:
    """`đến 10h30`."""
    found = _HOUR.search(fold(text))
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _holds(clause: str) -> bool:
    said = " ".join(re.sub(r"[^\w]+", " ", clean(clause).lower()).split())
    return any(one.search(said) for one in (_FOLDED if said.isascii() else _MARKED))
