"""What is taught: who teaches it reports from there, and Toán, Văn or Anh is no pupil then."""

import re

from rules.people.names import fold

_BEFORE = r"(?:(?:mon|tiet|gio|gv|giao vien) )*"
_SUBJECTS = (
    r"toan|(?:ngu )?van|(?:vat )?l[yi]|hoa(?: hoc)?|sinh(?: hoc)?|(?:lich )?su|dia(?: l[yi])?|su dia",
    r"(?:tieng |ngoai ngu )?anh(?: van)?|av|ta|tieng viet|tv|ngoai ngu|gdcd|gdktpl|tin(?: hoc)?|cong nghe|cn",
    r"the duc|td|gdtc|(?:am )?nhac|my thuat|mt|khtn|lsdl|hdtn(?:hn)?|trai nghiem|quoc phong|(?:gd)?qp(?:an)?|gddp",
    r"khoa hoc|dao duc|chao co",
)
_LESSONS = r"(?: ?[12]?[ ,:-]*(?:t|tiet) ?\d(?: ?[-+,&va]+ ?\d)?)?"
_SUBJECT = re.compile(rf"{_BEFORE}(?:{'|'.join(_SUBJECTS)}){_LESSONS}(?: lop)?")
_SIGNS = " :,.-–"


def is_a_subject(words: str) -> bool:
    """`Toán`, `Tiếng Anh:`, `Thể dục tiết 1-2 lớp`."""
    return _SUBJECT.fullmatch(fold(words).strip(_SIGNS)) is not None
