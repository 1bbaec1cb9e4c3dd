"""What bodies outside the school are called in its papers, however its configuration writes them."""

import re

from locales import as_called_here
from models.school.letterhead import Letterhead
from papers.official import BLANK

_COMMITTEE = re.compile(r"^(?:UBND|uỷ ban nhân dân|ủy ban nhân dân)\b\s*", re.IGNORECASE)
_KINDS = ("xã", "phường", "đặc khu", "thị trấn", "thị xã", "thành phố", "huyện", "quận", "tỉnh")
_BODIES = (  # as they are written in a sentence; at a paper's head they stand in capitals
    "Sở Giáo dục và Đào tạo", "Sở GDĐT", "Sở GD&ĐT", "Phòng Giáo dục và Đào tạo", "Phòng GDĐT", "Phòng GD&ĐT",
    "Phòng Văn hóa - Xã hội", "Phòng Văn hóa – Xã hội",
)  # fmt: skip


def commune_of(letterhead: Letterhead) -> str:
    """`xã Trà Leng`, also where only its name is configured, or its committee, or in capitals."""
    name = _COMMITTEE.sub("", letterhead.commune.strip())
    return _place(name) if name else BLANK


def in_full(body: str) -> str:
    """Whom a paper is addressed to is not shortened, nor in capitals, as it may be at its head."""
    said = body.strip()
    if committee := _COMMITTEE.match(said):
        return f"Ủy ban nhân dân {_place(said[committee.end() :])}".strip()
    known = next((one for one in _BODIES if said.upper().startswith(one.upper())), "")
    return f"{known}{_lowered(said[len(known) :])}"


def _place(name: str) -> str:
    said = _lowered(name.strip())
    kind = next((one for one in _KINDS if said.lower().startswith(f"{one} ")), "")
    return f"{kind} {said[len(kind) :].strip()}" if kind else f"{as_called_here('xã')} {said}".strip()


def _lowered(words: str) -> str:
    return words.title() if words.isupper() else words
