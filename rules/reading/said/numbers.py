"""The numbers of a report: how many are said to be absent, and which numbers count something else."""

from collections.abc import Sequence
from itertools import pairwise

from rules.reading.pieces import Piece
from rules.reading.words.lexicon import Sense
from rules.reading.words.text import Text

_ENROLLED = frozenset(("si so", "ss", "tong", "tong so", "tong cong", "hoc sinh", "ts", "quan so"))
_PRESENT = frozenset(
    ("co mat", "di hoc", "hien dien", "hd", "cm", "hoc", "len lop", "den lop", "toi lop", "vao lop", "ra lop")
)
_COUNT_NOBODY = frozenset(
    ("tiet", "lan", "thu", "tuan", "tang", "diem", "phong", "khoi", "thang", "nam", "luc")
)  # a number behind these
_COUNTED = frozenset((
    "lượt", "luot", "tiết", "tiet", "phút", "phut", "giờ", "hộp", "bài", "điểm", "quyển", "cái", "lần", "nghìn", "ngàn",
))  # fmt: skip
_PER_CENT = 100


class Numbers:
    """`unclear` are numbers of which nothing tells what they count: perhaps numbers of the list."""

    def __init__(self, text: Text, roll: int) -> None:
        self._text, self._roll = text, roll
        self.total: int | None = None
        self.unclear: list[int] = []
        self.all_here = False  # 100%
        self.zero = False  # a nought of which nothing tells what it counts
        self._enrolled: int | None = None
        self._present: int | None = None
        self._by_excuse = 0
        self._said_absent = False  # of the total, right behind a word of absence

    def absent(self) -> int | None:
        """How many were said to be absent, if that was said."""
        if self.total is not None:
            return self.total
        if self._present is not None and (self._enrolled is not None or self._present == self._roll):
            return max(0, (self._enrolled or self._roll) - self._present)
        return self._by_excuse or None

    def of_the_class(self) -> bool:
        """Whether it was counted who is here, or how many the class has."""
        return self._present is not None or self._enrolled is not None

    def is_short(self) -> bool:
        """Whether fewer are said to be here than the class has: `6A học 17 em`."""
        return self._present is not None and self._enrolled is None and self._roll < 2 * self._present < 2 * self._roll

    def most(self) -> int:
        """The largest number of pupils said of the class."""
        return max(self._enrolled or 0, self._present or 0, self.total or 0)

    def take(self, piece: Piece, before: Piece | None, behind: Piece | None, *, named: bool) -> None:
        """A number between two parts of the same breath; `named`: it stands behind a name."""
        number = piece.count or 0
        if self._text.text[self._text.words[piece.end - 1].end :].startswith("%"):
            self.all_here = self.all_here or number == _PER_CENT
            return
        said = "" if before is None else self._said(before)
        said = here if (here := self._last_words(piece, before)) in _PRESENT else said
        if piece.of is not None:
            self._fraction(number, piece.of, absent=before is not None and before.is_(Sense.ABSENT))
        elif not (self._counts_other_things(piece, said) or self._counts_days(number, behind)):
            self._counted(piece, before, behind, said=said, named=named)

    def _counted(self, piece: Piece, before: Piece | None, behind: Piece | None, *, said: str, named: bool) -> None:
        number = piece.count or 0
        if said in _ENROLLED and not piece.people:
            self._enrolled = number
        elif self._touches(behind, Sense.EXCUSED):
            self._by_excuse += number
        elif said in _PRESENT and (piece.people or behind is not None):
            self._present = number  # có mặt 7 vắng Tươi; lên lớp 18 em
        elif (
            piece.people
            and self._most_of_them(number)
            and not (_is(before, Sense.ABSENT) or (said != "co" and _is(behind, Sense.ABSENT)))
        ):
            self._present = number  # sĩ số hai mươi tám, hôm nay hai mươi sáu bạn
        elif piece.people or _is(before, Sense.ABSENT) or _is(behind, Sense.ABSENT):
            self._counted_absent(number, people=piece.people, said=_is(before, Sense.ABSENT))
        elif _is(before, Sense.EXCUSED) or _is(behind, Sense.EXCUSED):
            self._by_excuse += number
        elif said in _PRESENT:
            self._enrolled = self._enrolled or self._present  # 11 em, có mặt 8
            self._present = number
        elif number == 0:
            self.zero = True
        elif not named:
            self.unclear.append(number)

    def _counted_absent(self, number: int, *, people: bool, said: bool) -> None:
        """Of two numbers of pupils the one behind a word of absence: `10 cháu, vắng 2 cháu`."""
        if self.total is None or not people or (said and not self._said_absent):
            self.total = number
        self._said_absent = self._said_absent or said

    def _most_of_them(self, number: int) -> bool:
        of = self._enrolled or self._roll
        return number * 2 > (of or number * 2) and (self._enrolled is not None or number <= of)

    def _fraction(self, piece: int, whole: int, *, absent: bool) -> None:
        """`vắng 2/35`, `33/35`: so few are the absent ones even where it is not said."""
        self._enrolled = whole
        if absent or piece * 2 < whole:
            self.total = piece
        else:
            self._present = piece

    def _counts_other_things(self, piece: Piece, said: str) -> bool:
        """`tiết 3`, `1 tiết`."""
        behind = self._text.lower[piece.end] if piece.end < len(self._text.lower) else ""
        return said.rpartition(" ")[2] in _COUNT_NOBODY or (behind in _COUNTED and not piece.people)

    def _counts_days(self, number: int, behind: Piece | None) -> bool:
        """`nghỉ 2 ngày 13 và 14/11`."""
        if behind is None or behind.day is None:
            return False
        return len(behind.day.days) == number and self._text.plain[behind.start] == "ngay"

    def _last_words(self, piece: Piece, before: Piece | None) -> str:
        return " ".join(self._text.plain[max(0, piece.start - 2) : piece.start]) if before is not None else ""

    def _said(self, piece: Piece) -> str:
        return " ".join(self._text.plain[piece.start : piece.end])

    def _touches(self, piece: Piece | None, sense: Sense) -> bool:
        return piece is not None and piece.is_(sense) and self._text.words[piece.start].gap == 0


def _is(piece: Piece | None, sense: Sense) -> bool:
    return piece is not None and piece.is_(sense)


def counted_by_excuse(pieces: Sequence[Piece]) -> bool:
    """`phép 1, k phép 1: Lan, Tú`; `vắng 3 (2k 1p): …`."""
    pairs = list(pairwise(pieces))
    before = sum(one.is_(Sense.EXCUSED) and two.count is not None for one, two in pairs)
    behind = sum(one.count is not None and two.is_(Sense.EXCUSED) for one, two in pairs)
    return max(before, behind) > 1
