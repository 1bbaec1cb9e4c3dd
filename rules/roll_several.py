"""A change of the roll of several pupils: `Lan chuyển sang 6B, Sơn cũng vậy`, `Bình và Sáng thôi học: đi làm`."""

import re
from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from rules.asking.words import school_in
from rules.people.classes import ClassRef
from rules.people.names import clean, fold
from rules.roll import FILLERS, Line, read_line

_BREAKS = re.compile(r"[,;\n•&+]+|(?<!\w)(?:và|va|với|voi|cùng|lẫn|còn)(?!\w)")  # and no `Và`, which is a name
_THE_SAME = re.compile(
    r"(?<!\w)(?:(?:cũng|cung)(?: (?:vậy|vay|thế|the|như vậy|nhu vay|như thế|chuyển|chuyen|xin))?|tương tự|tuong tu|"
    r"y vậy|như vậy|nhu vay)(?!\w)"
)
_SAYS_NOBODY = re.compile(r"(?<!\w)(?:đổi (?:lớp|chỗ)|doi lop|cho nhau|luôn|nữa|nhé|nha|ạ)(?!\w)")
_SO_MANY = re.compile(r"(?<!\w)(?:các|cac|\d+|hai|ba|bốn|năm) (?=(?:em|bạn|ban|hs|học sinh|hoc sinh)(?!\w))")
_CALLED = re.compile(r"(?:em|bạn|ban|cháu|hs) \w", re.IGNORECASE)
_MOVES = re.compile(r"(?<!\w)(?:chuyển|chuyen|đổi|doi|sang|qua|về|ve)(?!\w)")  # and no `Sang`, which is a name
_SWAP = re.compile(r"\b(?:hoan )?doi (?:lop|cho)\b")
_FOR_GOOD = re.compile(
    r"(?<!\w)(?:đã |da |xin |cho )*(?:thôi học|thoi hoc|bỏ học|bo hoc|nghỉ (?:học )?(?:luôn|hẳn)|"
    r"nghi (?:hoc )?(?:luon|han))(?: rồi| roi)?(?!\w)",
    re.IGNORECASE,
)
_AWAY = re.compile(r"\b(?:vang|nghi|om|phep|muon|tre)\b")
_TO_A_CLASS = re.compile(r"\bchuyen (?:sang |qua |xuong |len |ve |vao )*(?:lop )?\d{1,2}[a-z]\d?\b")
_TWO_LEAVE = re.compile(r"^[^,;]*\b(?:va|voi)\b[^,;]*\b(?:thoi|bo) hoc\b")
_TO_A_SCHOOL = re.compile(
    r"(?<!\w)(?:đã |da |xin |cho )*(?:chuyển|chuyen) (?:trường|truong)(?: (?:rồi|roi|đi|di))?(?!\w)", re.IGNORECASE
)
_MOST_OF_A_NAME = 6  # words
_BESIDE = re.compile(  # words to whoever keeps the list
    r"^(?:(?:dạ|da|thưa|cô|thầy|anh|chị|ơi|ạ|nhờ|nho|giúp|giup|cho|đề nghị|xin|mình|tôi|lớp|chuyển|chuyen|nhận|hôm nay|"
    r"hom nay) )+(?=(?:em|bạn|cháu|hs) )",
    re.IGNORECASE,
)


class Gone(StrEnum):
    """How a pupil is said to leave."""

    FOR_GOOD = "for good"
    TO_A_SCHOOL = "to another school"


class Piece(Struct, frozen=True, kw_only=True):
    """What is said of one pupil, or of nobody. `words` is whom, as it was written; `same`: as of the one before."""

    words: str
    line: Line
    same: bool = False
    gone: Gone | None = None
    called: bool = False

    @property
    def whom(self) -> str:
        """`Sơn` of `Sơn chuyển`."""
        return " ".join(word for word in self.words.split() if word.lower() not in FILLERS) or self.words

    @property
    def like_a_name(self) -> bool:
        """`Sơn cũng vậy`: it is of somebody, whoever that is."""
        words = [word for word in self.words.split() if word.lower() not in FILLERS]
        return 0 < len(words) <= _MOST_OF_A_NAME and (
            self.same or self.called or all(word[0].isupper() for word in words)
        )


def pieces_of(text: str, classes: Sequence[ClassRef], today: date) -> list[Piece]:
    """Each with its class, day and reason where it says one. What stands behind a reason is the reason's, unless it
    says the same of somebody else.
    """
    text = _heading(_SO_MANY.sub("", text), classes, today)
    found: list[Piece] = []
    for said in map(clean, _BREAKS.split(text)):
        same, part = _THE_SAME.search(said) is not None, _school_last(_BESIDE.sub("", said))
        part, gone = _leaving_last(part)
        line = read_line(_SAYS_NOBODY.sub(" ", _THE_SAME.sub(" ", part)), classes, today)
        own = same or gone or line.of is not None or line.to is not None
        if found and found[-1].line.why and not own:
            last = found[-1]
            found[-1] = replace(last, line=replace(last.line, why=f"{last.line.why}, {part}"))
        elif part:
            called = _CALLED.match(part) is not None
            found.append(Piece(words=line.words, line=line, same=same, gone=gone, called=called))
    return _said_behind(found)


def _said_behind(pieces: list[Piece]) -> list[Piece]:
    """`Bình, Sáng, Thút thôi học` says it of all three."""
    found: list[Piece] = []
    behind: Gone | None = None
    for piece in reversed(pieces):
        bare = piece.gone is None and piece.line.to is None and not (piece.same or _MOVES.search(piece.words))
        found.append(replace(piece, gone=behind) if bare else piece)
        behind = found[-1].gone
    return found[::-1]


def _school_last(part: str) -> str:
    """`Bình về trường Trà Mai` is `Bình về: trường Trà Mai`."""
    school = "" if ":" in part else school_in(part)
    before, found, behind = part.partition(school) if school else (part, "", "")
    return f"{before.strip()} {behind.strip()}: {school}" if found else part


def _leaving_last(part: str) -> tuple[str, Gone | None]:
    """`Sáng thôi học đi làm` is `Sáng: đi làm`, for good."""
    for gone, pattern in ((Gone.FOR_GOOD, _FOR_GOOD), (Gone.TO_A_SCHOOL, _TO_A_SCHOOL)):
        if found := pattern.search(part):
            before, behind = part[: found.start()], part[found.end() :].strip(" ,:;.")
            return f"{before}: {behind}" if behind and ":" not in before else before, gone
    return part, None


def _heading(text: str, classes: Sequence[ClassRef], today: date) -> str:
    """`6A: Bình, Sáng …`: no reason stands behind that colon."""
    head, colon, rest = text.partition(":")
    words = read_line(head, classes, today).words.split()
    return f"{head} {rest}" if colon and all(word.lower() in FILLERS for word in words) else text


def is_of_the_list(text: str) -> bool:
    """`Bình chuyển sang 6B, Sáng thôi học`, `Bình và Sáng thôi học`: of the list, and no report of absences."""
    said = fold(text)
    return _AWAY.search(said) is None and (_TO_A_CLASS.search(said) or _TWO_LEAVE.search(said)) is not None


def swaps(text: str) -> bool:
    return _SWAP.search(fold(text)) is not None
