"""What is said of the pupils named that is no name, day or reason: here after all, all of them, nobody, not so."""

import re
from itertools import pairwise

from rules.marks import Mark
from rules.reading.pieces import NOT, Piece
from rules.reading.said.drafts import Draft
from rules.reading.said.telling import Telling
from rules.reading.weighing.clauses import speaks_of_absence
from rules.reading.words.lexicon import IN_PART, Kind, Sense
from rules.reading.words.text import Gap, in_brackets

_REPORTING = frozenset(("bao", "gui", "nhan"))
_OTHERS = frozenset(("khac", "kia"))
_BUT_FOR = re.compile(r"\b(?:tru|ngoai)\b[^.;\n]*\bthi (?:\w+ )?$")
_INSIDE_A_REASON = (Sense.PARENT, Sense.BECAUSE, Sense.AND, Sense.PEOPLE, Sense.TEACHER, Sense.LEAVE)


_THEY, _NOT_THEY = frozenset(("cac", "may", "nhung", "deu", "tui")), frozenset(("khac", "lai", "lop", "kia"))


class Statements(Telling):
    """What each further statement does to the mentions so far."""

    def finish(self) -> None:
        """A day or session that closes the report is everybody's; who is late or here after all needs no reason."""
        day, part = self.days.everybodys(), self.parts.everybodys()
        if self.drafts and self.drafts[-1].kind is not Kind.ABSENT:
            day = part = None  # vắng Lan, Nga chiều vô
        for place, draft in enumerate(self.drafts):
            if place >= self._sentence_from or self.days.heading is not None:
                draft.days = day or draft.days
            if place >= self._sentence_from or self.parts.heading is not None:
                draft.parts = part or draft.parts
            if draft.kind in (Kind.LATE, Kind.PRESENT):
                draft.reason = draft.reason_code = None
            elif draft.kind in IN_PART and draft.reason is not None and self._is_lesson_alone(*draft.reason):
                draft.reason = None  # bỏ tiết, and not which

    def _kind(self, piece: Piece, kind: Kind, draft: Draft) -> None:
        """Late, on duty, here: where no absence was spoken of it is said of all who stand before it."""
        if self._is_no_pupils(piece, kind, draft):
            return
        reached = self._line() if self._everybody or self._is_of_them(piece) else [draft]
        if kind is Kind.PRESENT and draft.joined:
            reached = [*(each for each in self.drafts[-2:-1] if not each.told), *reached]  # Năm và Nhung đã ra lớp
        if not (self.verb or in_brackets(self.text, piece.start)):
            reached = [each for each in self._line() if not each.told or each is draft]
        for each in reached:
            each.kind, each.told = kind, True
            if kind is Kind.PRESENT and self.text.plain[piece.start] in ("k", "0") and piece.end - piece.start > 1:
                each.kind, each.contrary = Kind.ABSENT, True  # Lan k nghỉ: không nghỉ, or nghỉ không phép?
        self._giving_reason = kind is not Kind.PRESENT
        if kind in IN_PART:
            self._from_the_lesson(piece)
        elif self._giving_reason:
            self._extend_reason(piece)

    def _is_of_them(self, piece: Piece) -> bool:
        """`vắng Sình, Páo, sáng nay các em đã có mặt`: of all who were named, and not of the last."""
        before = [each for each in self._rest if each.end <= piece.start]
        if len(self._line()) < 2 or any(each.named for each in before):
            return False
        said = {word for each in before for word in self.text.plain[each.start : each.end]}
        counted = any(each.people and each.count == len(self._line()) for each in before)
        return (counted or not said.isdisjoint(_THEY)) and said.isdisjoint(_NOT_THEY)

    def _is_no_pupils(self, piece: Piece, kind: Kind, draft: Draft) -> bool:
        """Whether it is a part of why, or said of the report, or of others; what is denied is asked about."""
        here, before, behind = kind is Kind.PRESENT, self.text.plain[piece.start - 1], piece.start > draft.end
        why = here and draft.reason is not None and self._giving_reason and self._said(piece) == "di hoc"
        aim = "de" in self.text.plain[draft.end : piece.start] and speaks_of_absence(self.text)  # cho nghỉ để ôn thi
        if why or (kind is Kind.DUTY and (aim or (draft.excused and speaks_of_absence(self.text)))):
            self._extend_reason(piece)  # ngã xe trên đường đi học; xin nghỉ thứ 6 đi thi năng lực
            return True
        denied, others = here and behind and before in NOT, here and self._is_said_of_others(piece, draft)
        others = others or (here and self._is_but_for_them(piece))
        draft.contrary = draft.contrary or denied  # hem đi học, in whatever words
        self.others_here = self.others_here or others
        return denied or others or (behind and before in _REPORTING)  # vắng Lan, tui báo trễ

    def _is_said_of_others(self, piece: Piece, draft: Draft) -> bool:
        """`Lan không qua suối được, mấy đứa khác ở nội trú nên đi học bình thường`."""
        begin = max(
            (each.start for each in self._rest if self._gap(each) >= Gap.HARD and each.start < piece.start), default=0
        )
        return not _OTHERS.isdisjoint(self.text.plain[max(begin, draft.end) : piece.start])

    def _from_the_lesson(self, piece: Piece) -> None:
        """`bỏ tiết 3 môn toán`: which lesson is kept with it, as the reason of a lateness is not."""
        if self._current and self.text.plain[piece.end - 1] == "tiet":
            self._current.reason, self._current.headed = (piece.end - 1, piece.end), False

    def _is_lesson_alone(self, start: int, end: int) -> bool:
        return end - start == 1 and self.text.plain[start] == "tiet"

    def _all(self, piece: Piece, number: str) -> None:
        named = {len(self.drafts), len(self.drafts) - self._line_from}
        if number.isdecimal() and int(number) not in named:
            self._shown(piece)
            codes = (each.phrase.value for each in self._rest if each.phrase and each.is_(Sense.EXCUSED))
            self.of_all = (int(number), next((code == Mark.EXCUSED for code in codes), None))
        self._everybody = bool(self.drafts)
        excused_last = self._before is not None and self._before.is_(Sense.EXCUSED)
        last = self._current or (self.drafts[-1] if excused_last and self.drafts else None)
        if last is not None and last.reason is not None:  # đau bụng cả hai
            for draft in self._line():
                draft.reason, draft.reason_code = draft.reason or last.reason, draft.reason_code or last.reason_code
        if last is not None and last.excused is not None and not self._excuse_follows(piece):  # kp hết
            told = {draft.pupils for draft in self._line() if draft.excused is not None}
            for draft in self._line():
                draft.excused = last.excused if draft.pupils not in told else draft.excused

    def _excuse_follows(self, piece: Piece) -> bool:
        return any(each.is_(Sense.EXCUSED) for each in self._rest if each.start >= piece.end)

    def _small_word(self, piece: Piece, sense: Sense, value: str) -> None:
        """What reaches no pupil, or only takes back what was said of one."""
        draft = self._current
        if (
            sense is Sense.EMPTY
            and self._said(piece) == "ca"
            and self._before is not None
            and self._before.is_(Sense.EXCUSED)
        ):
            self._all(piece, "any")  # có phép cả
        elif sense is Sense.NOBODY:
            others = bool(self.drafts) and (self._is_of_the_others(piece) or self._is_but_for_them(piece))
            rest = value == "rest" or others
            self.nobody = self.nobody or not rest
            self.nobody_at = self.nobody_at if rest else self.parts.heading
            self.others_here = self.others_here or rest
        elif sense is Sense.SAME:
            self.same = self.as_before = True
            self._tells()
        elif sense is Sense.QUESTION:
            self.question = True
            self.asks = self.asks or value == "ask"
        elif sense is Sense.BUSINESS:
            self.business = True
        elif sense in (Sense.DENY, Sense.INSTEAD, Sense.EXCEPT):
            self._take_back(piece, sense, draft)
        elif sense in _INSIDE_A_REASON and draft is not None and draft.reason:
            self._extend_reason(piece)

    def _is_but_for_them(self, piece: Piece) -> bool:
        """`trừ Lan bị ốm thì đi học hết`."""
        return _BUT_FOR.search(self.text.folded, 0, self.text.words[piece.start].start) is not None

    def _rest_behind(self, piece: Piece) -> list[Piece]:
        return [each for each in self._rest if each.start >= piece.end]

    def _is_of_the_others(self, piece: Piece) -> bool:
        """`ngoài ra không ai nghỉ`, `các bạn khác đi học đủ`."""
        start = self._rest[0].start if self._rest else piece.start
        begin = max(0, start - 2) if self.text.words[start].gap < Gap.STOP else start
        before = self.text.plain[begin : piece.start]
        left = any(pair == ("con", "lai") for pair in pairwise(before))  # and no `đi học lại, lớp đủ`
        return left or "ngoai" in before or not _OTHERS.isdisjoint(before)

    def _take_back(self, piece: Piece, sense: Sense, draft: Draft | None) -> None:
        """`không phải A mà là B`, `vắng Tiến, à Tuấn mới đúng`, `đủ, trừ Lan`."""
        excused = any(each.is_(Sense.EXCUSED) for each in self._rest_behind(piece))
        last = draft or (self.drafts[-1] if self.drafts else None)
        replaces = sense is Sense.INSTEAD and piece.phrase is not None and piece.phrase.value == "replaces"
        if (
            (sense is Sense.DENY or replaces)
            and last is not None
            and excused
            and not any(each.named for each in self._rest_behind(piece))
        ):
            last.excused, last.contradicted = None, False  # ko phép, à nhầm, có phép; đổi thành có phép
            return
        self._denied = sense is Sense.DENY and not self._heads(piece)
        self.retracted = self.retracted or self._denied
        another = self.text.plain[piece.end - 1] != "la" or any(each.named for each in self._rest_behind(piece))
        if replaces and self.drafts and another:  # and not `vắng Thơm, thực ra là ốm`
            self.drafts[-1].kind = Kind.PRESENT  # vắng Thơm, sửa lại là Tùng
        if sense is Sense.DENY and draft is not None and not self._names_behind(piece):
            draft.kind = Kind.PRESENT
        elif sense is Sense.INSTEAD and draft is not None and self._said(piece) == "moi dung":
            for each in self.drafts[-2:-1]:
                each.kind = Kind.PRESENT
        elif sense is Sense.EXCEPT and self.verb and not self.nobody and self._said(piece).endswith("tru"):
            self._denied = True  # vắng 2 em họ Sùng, trừ Tráng
        elif sense is Sense.EXCEPT and self.nobody:
            self.nobody = False
            self._tells()
