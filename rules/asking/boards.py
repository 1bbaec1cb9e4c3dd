"""Who boards, or no longer does, in words: `em Lan ở bán trú từ thứ 2`, `Bình thôi ở nội trú`."""

import re

from msgspec import Struct

from rules.people.names import clean, fold

_NO = (
    r"thôi|thoi|không còn|khong con|không|khong|ko|hông|hong|hết|het|ngừng|ngung|dừng|nghỉ|nghi|rời|roi|"
    r"ra khỏi|ra khoi|bỏ|bo"
)
_ABOUT = (
    r"xin|cho|được|duoc|đăng ký|dang ky|đăng kí|bắt đầu|bat dau|sẽ|se|đã|da|chuyển|chuyen|đi|di|vào|vao|vô|vo|ở|o|"
    r"lại|lai|học|hoc|ăn|an|sang|qua|diện|dien|là|hs|học sinh"
)
_BOARDS = re.compile(
    rf"(?:(?<!\w)(?P<no>{_NO})(?!\w) ?|(?<!\w)(?:{_ABOUT})(?!\w) ?)*"
    r"(?<!\w)(?:nội trú|noi tru|bán trú|ban tru|ký túc xá|ky tuc xa|ktx)(?!\w)"
    r"(?: ?(?:nữa|nua|tại trường|tai truong|ở trường|o truong|trong trường|lại|lai|rồi|roi))*",
    re.IGNORECASE,
)
_NO_MORE = re.compile(rf"(?<!\w)(?:{_NO})(?!\w)", re.IGNORECASE)
_SAYS_NOTHING = re.compile(  # beside whom it is about and from which day on
    r"(?:em|hs|chau|ban|cac|lop|tu|ke|ngay|hom|nay|mai|tuan|sau|toi|thang|thu|hai|ba|bon|nam|sau|bay|cn|chu|nhat|dau|"
    r"nhe|nha|a|voi|va|thay|co|oi|da|roi|cho|xin|gio|luon|nua|cung|ca|t[2-7]|[\d/.-]+|\d{1,2}[a-z]\d?)"
)
LONGEST = 400  # letters: some pupils, each with a day

_CALLS = re.compile(r"em|hs|chau|ban|cac|lop|tu|ngay|hom|tuan|thu|thay|co|t[2-7]|da|xin|cho")
_POLITE = re.compile(
    r"(?: (?:nhé|nhe|nha|ạ|thầy|thay|cô|co|ơi|luôn|luon|rồi|roi|giúp|giup|với|nghe|nghen))+[.! ]*$", re.IGNORECASE
)


class Boards(Struct, frozen=True, kw_only=True):
    """`left` is the text without what says it; of whom and from which day on. `said`: the words are there."""

    yes: bool
    left: str
    said: bool = True


def read_boards(text: str) -> Boards:
    found = _BOARDS.search(text) if len(text) <= LONGEST else None
    if found is None:
        left = clean(_NO_MORE.sub(" ", text))
        return Boards(yes=left == clean(text), left=left, said=False)
    no = found["no"] is not None or "nữa" in found[0].lower()
    return Boards(yes=not no, left=_POLITE.sub("", clean(f"{text[: found.start()]} {text[found.end() :]}")))


def tells_who_boards(text: str, names: str) -> bool:
    """Whether the sentence says of somebody nothing but that; `names` are the whole names of who is known in it."""
    said, known = read_boards(text), set(fold(names).split())
    words = re.sub(r"[,;:.!()]", " ", said.left).split()
    named = [word for word in words if fold(word) in known or (word[:1].isupper() and not _CALLS.fullmatch(fold(word)))]
    rest = (word for word in words if word not in named)
    return said.said and "?" not in text and bool(named) and all(_SAYS_NOTHING.fullmatch(fold(word)) for word in rest)
