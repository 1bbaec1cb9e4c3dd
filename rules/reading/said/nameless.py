"""What is said between commas without naming anybody: of those named before, of those who follow, or of strangers."""

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from rules.calendar.days_said import DayProblem, DayReading, school_days
from rules.marks import Mark
from rules.reading.pieces import ADDED, Piece
from rules.reading.said.drafts import Draft, Heading
from rules.reading.said.statements import Statements
from rules.reading.words.lexicon import IN_PART, Kind, Phrase, Sense
from rules.reading.words.text import Gap

_SAYS_WHY = (Sense.REASON, Sense.SIGNAL)
_MAY_STAND_BY = (Sense.EXCUSED, Sense.PEOPLE, Sense.SESSION, Sense.ABSENT, *_SAYS_WHY)  # a name nobody has
_OF_A_LIST = (Sense.EXCUSED, Sense.ALL, Sense.EMPTY, Sense.AND, Sense.PEOPLE)
_THE_WHOLE = frozenset(("ca lop", "ca truong", "toan truong"))
_TELLING = (Sense.EXCUSED, Sense.ABSENT, Sense.KIND, Sense.NOBODY, *_SAYS_WHY)
_NO = frozenset(("khong", "ko", "0"))
_POLITE = frozenset(("a", "nhe", "nha", "em", "thay", "co", "da"))
_VERBS = frozenset(("vang", "nghi", "thieu", "v", "huy", "xoa"))  # of absence, or that take one back
_BY_NOW = frozenset(("da", "roi", "lai", "moi", "vua", "van", "co", "khong", "gio", "nay"))
_LONGEST_STRANGER = 4  # words


class Nameless(Statements):
    """Takes breaths without names."""

    _other_from = -1  # where this breath turns to other business, or to who is late

    def _number(self, piece: Piece, behind: Piece | None, *, named: bool) -> None:
        """`12 em chưa đóng quỹ`, `4 em đi trễ` count nobody who is absent."""
        if piece.end <= self._other_from and (piece.of is None or piece.of != piece.count):
            return
        self.numbers.take(piece, self._before, behind, named=named)
        self.verb = self.verb or (piece.people and not self.business)

    def is_complete(self) -> bool:
        """Whether the class is said to have nobody absent."""
        return self.nobody or self.numbers.all_here or self.numbers.absent() == 0

    # a breath without names

    def _without_names(self, pieces: Sequence[Piece]) -> None:
        if self._is_a_stranger(pieces):
            self._stranger(pieces[0].start, pieces[0].end)
        elif self._said(pieces[0]) not in _THE_WHOLE or any(piece.is_(*_TELLING) for piece in pieces):
            self._of_pupils(pieces)  # and not `vắng Lan, cả lớp đi viếng chiều nay`

    def _of_pupils(self, pieces: Sequence[Piece]) -> None:
        pieces = _without_the_day_of_telling(pieces, self.source.today)
        counted = any(piece.count is not None and not self._is_of_half_days(piece) for piece in pieces)
        all_of_them = [piece for piece in pieces if piece.people and piece.count == len(self._line()) > 1]
        if all_of_them:
            self._everybody, counted = True, False  # hai em ốm; già làng xin cho 2 em
            pieces = [piece for piece in pieces if piece not in all_of_them]
        self._everybody = self._everybody or self._closes_the_list(pieces)
        self._before = self._before if self._before is not None and self._before.day is not None else None
        for piece, behind in zip(pieces, (*pieces[1:], None), strict=False):
            if piece.phrase is not None:
                self._alone(piece, piece.phrase, behind, counted=counted)
            elif piece.day is not None:
                self._day_alone(piece)
            elif piece.count is not None:
                self._number(piece, behind, named=self._current is not None)
            elif piece.numbered:
                self._name(piece)
            elif piece.unknown and self._current is not None:
                self._extend_reason(piece)
            self._before = piece
        if self._current is None and pieces:
            self._strangers(pieces)

    def _is_of_half_days(self, piece: Piece) -> bool:
        """`nghỉ 1 buổi`."""
        return self.text.plain[piece.end : piece.end + 1] == ("buoi",)

    def _closes_the_list(self, pieces: Sequence[Piece]) -> bool:
        """`6A vắng: A, B, C. Không phép.`; `A với B nghỉ, không phép`."""
        line = self._line()
        own = any(draft.excused not in (None, self._heading.excused) for draft in line)
        alone = any(piece.is_(Sense.EXCUSED) for piece in pieces) and all(piece.is_(*_OF_A_LIST) for piece in pieces)
        if len(line) < 2 or own or not alone or self._heads(pieces[0]):
            return False
        return self._gap(pieces[0]) >= Gap.STOP or line[-1].joined

    def _alone(self, piece: Piece, phrase: Phrase, behind: Piece | None, *, counted: bool) -> None:
        sense, value = phrase.sense, phrase.value
        last = self.drafts[-1] if len(self.drafts) > self._line_from else None
        if sense is Sense.EXCUSED:
            self._excuse_alone(piece, excused=value == Mark.EXCUSED, counted=counted)
        elif sense in _SAYS_WHY:
            self._reason_alone(piece, value)
        elif sense is Sense.SESSION:
            self.parts.before_names(value)
        elif sense is Sense.KIND:
            self._kind_alone(piece, Kind(value), last)
        elif sense is Sense.ALL:
            self._all(piece, value)
        elif sense in (Sense.ABSENT, Sense.LEAVE):
            self._absence_alone(piece, sense, last)
        elif sense is Sense.BECAUSE and last is not None:
            self._current, self._giving_reason = last, True
        else:
            closes = sense is Sense.DENY and behind is None
            self._current = last if closes else self._current
            if not (closes and last is not None and self._corrects_the_excuse(piece, last)):
                self._small_word(piece, sense, value)

    def _absence_alone(self, piece: Piece, sense: Sense, last: Draft | None) -> None:
        self._tells()
        day = self._before.day if self._before is not None else None
        anew = day is not None and self.source.today in day.days
        if sense is Sense.LEAVE and last is not None:
            self._leave(last)
        elif last is not None and last.kind in IN_PART and anew:
            last.kind = Kind.ABSENT
            last.contrary = self.text.plain[piece.end - 1] != "hoc"  # xin về hôm qua, nay nghỉ tiếp; nay nghỉ học
        self.nobody = self.nobody or (not self.drafts and self._says_no(piece))

    def _corrects_the_excuse(self, denied: Piece, last: Draft) -> bool:
        """`Thu có phép nhé, em ghi nhầm`: nothing is said of an absence, and so the excuse is what is put right. `Thu
        cũng vắng đấy, tôi nhầm`: what was said in another message is.
        """
        if "cung" in self.text.plain[last.end : denied.start] and self._said(denied).endswith("nham"):
            return True
        verb = not _VERBS.isdisjoint(self.text.plain[: denied.start])
        return last.excused is not None and not verb and self._said(denied).endswith("nham")

    def _says_no(self, absent: Piece) -> bool:
        """`vắng: không`."""
        behind = self.text.plain[absent.end : absent.end + 2]
        if behind[:1] == () or behind[0] not in _NO:
            return False
        return len(behind) == 1 or behind[1] in _POLITE or self.text.words[absent.end + 1].gap >= Gap.STOP

    def _day_alone(self, piece: Piece) -> None:
        """`A, B, hôm qua`: of those named if nobody follows, of those who follow if somebody does."""
        before = self._before.day if self._before else None
        if self.drafts and before is not None and self.drafts[-1].days == before:
            self._current = self.drafts[-1]
        last = self.drafts[-1] if self.drafts else None
        if piece.day is not None and not self._is_of_other_business(piece.day):
            goes_on = last is not None and self._goes_on_from(last.days, piece.day)
            self._current = last if goes_on else self._current
            self._day(piece.day)

    def _goes_on_from(self, before: DayReading | None, day: DayReading) -> bool:
        """`mai về quê, nghỉ tới thứ 6`; of one pupil `hôm nay nhà có việc, em xin phép nghỉ 2 ngày`."""
        leave = any(each.is_(Sense.EXCUSED) for each in self._rest) and len(self.drafts) == 1
        today = before is None or before.days == (self.source.today,)
        counted = leave and today and bool(day.length) and self.source.today in day.days[:1]
        return counted or self._from_then(before, day) is not day

    def _is_of_other_business(self, day: DayReading) -> bool:
        """`6A đủ, mai em nộp sổ`: a day to come, on which something else is done."""
        later = self.nobody and min(day.days, default=self.source.today) > self.source.today
        return later and not any(each.is_(*_TELLING) for each in self._rest)

    def _excuse_alone(self, piece: Piece, *, excused: bool, counted: bool) -> None:
        heads = self._heads(piece) or self._heads_with_a_dash(piece)
        if heads or not (counted or self._everybody or self.drafts):
            self._heading = Heading(excused=excused, reason=self._heading.reason, block=True)
        elif self._everybody or not counted:
            self._excuse(piece, excused=excused)
        self._tells()  # 2 có phép, 1 không: counted with the numbers

    def _heads_with_a_dash(self, piece: Piece) -> bool:
        """`P- Lan, Hùng. KP- Tú`."""
        behind = self.text.text[self.text.words[piece.end - 1].end :]
        return self._gap(piece) >= Gap.STOP and behind.lstrip()[:1] in ("-", "–", ">")

    def _reason_alone(self, piece: Piece, code: str) -> None:
        if self.drafts and not self._heads(piece):
            self._reason(piece, self.drafts[-1])
        else:
            self._heading.reason, self._heading.block = (piece, code), self._heads(piece)
            self._tells()

    def _kind_alone(self, piece: Piece, kind: Kind, last: Draft | None) -> None:
        counts = any(each.count is not None and (each.people or kind is Kind.PRESENT) for each in self._rest)
        if counts and not (self._is_of_them(piece) and self.verb):
            if self._joined and last is not None and kind is not Kind.PRESENT:
                self._kind(piece, kind, last)  # Lan với hai bạn nữa đang trực
            return  # có mặt 33
        if kind is Kind.PRESENT and not self.drafts and self._everybody_before(piece):
            self.nobody = True  # tất cả đều đi học
            return
        if self._heads(piece) or (last is None and kind is not Kind.PRESENT):
            self._heading = Heading(kind=kind, block=True)
        elif last is not None and kind is Kind.PRESENT and last.excused and _BY_NOW.isdisjoint(self._all_said()):
            last.contrary = True  # Lan xin nghỉ đi khám, ít bữa đi học
        elif last is not None:
            self._kind(piece, kind, last)
        else:
            self.nobody = self.nobody or self._said(piece).endswith(("vang", "nghi"))  # không vắng

    def _all_said(self) -> set[str]:
        """The words of this breath."""
        return {word for each in self._rest for word in self.text.plain[each.start : each.end]}

    def _everybody_before(self, piece: Piece) -> bool:
        return any(each.is_(Sense.ALL) for each in self._rest if each.end <= piece.start)

    def _without(self, draft: Draft, here: DayReading) -> bool:
        """`nghỉ hôm qua, hôm nay đã đi học`: the days that are left of the absence; whether any is."""
        away = draft.days
        if away is None or not here.days:
            return False
        left = tuple(day for day in away.days if day < min(here.days))
        if away.problem is DayProblem.LENGTH:  # nghỉ 2 hôm, hôm nay đi học rồi
            left = school_days(min(here.days) - timedelta(days=1), len(away.days), back=True)
        if not left:
            return False
        draft.days = replace(away, days=left, problem=None)
        self.days.became(away, draft.days)
        return True

    # names nobody has

    def _is_a_stranger(self, pieces: Sequence[Piece]) -> bool:
        """`Thiên, Trường`: a small word written like a name, alone in a list of names."""
        piece = pieces[0]
        if not (piece.is_(Sense.EMPTY) and piece.end - piece.start == 1 and self.drafts):
            return False
        word = self.text.words[piece.start]
        listed = all(each.is_(Sense.EXCUSED) for each in pieces[1:]) and word.gap is Gap.HARD
        named = self.text.capital(piece.start) and self.source.lexicon.syllable_of_names(word.lower, word.folded)
        return listed and named

    def _stranger(self, start: int, end: int) -> None:
        heading = self._heading
        draft = Draft(start, end, excused=heading.excused, kind=heading.kind, told=True)
        self.drafts.append(draft)

    def _strangers(self, pieces: Sequence[Piece]) -> None:
        """Words nobody knows, with no name beside them: in a list they are a pupil nobody knows, else talk."""
        strange = [piece for piece in pieces if piece.unknown]
        if not strange:
            return
        start, end = strange[0].start, strange[-1].end
        alone = all(piece.unknown or piece.day or piece.is_(*_MAY_STAND_BY) for piece in pieces)
        named = not self.text.cased or all(self.text.capital(piece.start) for piece in strange)
        letters = all(word.replace("'", "").isalpha() for word in self.text.plain[start:end])
        whole = sum(piece.end - piece.start for piece in strange) == end - start <= _LONGEST_STRANGER
        if self.verb and named and letters and whole and alone:
            self._stranger(start, end)
        else:
            self.unread.append((start, end))


def _without_the_day_of_telling(pieces: Sequence[Piece], today: date) -> Sequence[Piece]:
    """`vắng Mai hôm thứ 2, nay quên báo`: today is when it is told; `hôm qua em quên báo` is of yesterday."""
    told = any(piece.phrase is not None and piece.phrase.value == ADDED for piece in pieces)
    return [piece for piece in pieces if piece.day is None or piece.day.days != (today,)] if told else pieces


def turns_away(breath: Sequence[Piece]) -> int:
    """Where a breath turns to other business, or to who is late; `có mặt 26` counts the class."""
    pairs = zip(breath, (*breath[1:], None), strict=False)
    away = [
        piece.start
        for piece, behind in pairs
        if piece.is_(Sense.BUSINESS) or (piece.is_(Sense.KIND) and (behind is None or behind.count is None))
    ]
    return max(away, default=-1)
