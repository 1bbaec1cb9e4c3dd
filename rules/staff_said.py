"""A member of the staff leaves or is away, in one line: `thầy Tám nghỉ hưu`, `cô Nga nghỉ thai sản`."""

import re

from msgspec import Struct

from rules.people.names import fold_in_place

_WHYS = (  # folded; the first that is said
    (r"nghi huu|ve huu|huu tri", "nghỉ hưu"),
    (r"nghi thai san|thai san|nghi sinh|nghi de|sinh con", "nghỉ thai sản"),
    (r"nghi om dai (?:ngay|han)|nghi chua benh|di chua benh", "nghỉ chữa bệnh"),
    (r"di hoc (?:dai han|tap trung|nang cao)", "đi học"),
    (r"biet phai", "biệt phái"),
    (r"(?:luan chuyen|thuyen chuyen|dieu dong|chuyen cong tac|chuyen (?:di |sang |ve )?truong)", "chuyển công tác"),
    (r"nghi viec|thoi viec", "thôi việc"),
    (r"nghi (?:han|luon|day|cong tac|che do)|thoi (?:day|cong tac)|khong (?:con )?(?:day|lam|cong tac)\b.*", ""),
)
_PATTERNS = tuple((re.compile(rf"\b(?:{pattern})\b"), why) for pattern, why in _WHYS)
_BEFORE = re.compile(r"(?:(?:cho|thong bao|bao cao) )*")
_BEHIND = re.compile(r"(?:\s+(?:da|duoc|se|xin|vua|moi|sap|bat dau|roi))*\s*$")
_UNTIL = re.compile(r"\b(?:den|het) (?!truong|lop)")


class Parts(Struct, frozen=True):
    """Whom the line names, and why; `until_unread`: it goes to some day that was not read as one."""

    who: str
    why: str
    until_unread: bool


def read_parting(words: str, why: str) -> Parts:
    """`words` without the days; `why` is what stood behind a colon or `vì`."""
    folded = fold_in_place(words)
    found = next(((match, said) for pattern, said in _PATTERNS if (match := pattern.search(folded))), None)
    begin = found[0].start() if found else len(words)
    first, behind = _BEFORE.match(folded), _BEHIND.search(folded, 0, begin)
    who = words[first.end() if first else 0 : behind.start() if behind else begin]
    return Parts(who.strip(" ,.;:"), why or (found[1] if found else ""), bool(_UNTIL.search(folded)))
