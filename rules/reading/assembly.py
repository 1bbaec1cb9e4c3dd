"""The parts of a report put together: whom each code, reason, day and session belongs to."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from rules.calendar.dates import DayReading
from rules.marks import Mark
from rules.reading.drafts import Draft, Heading
from rules.reading.pieces import Piece
from rules.reading.statements import Statements
from rules.reading.text import Gap, in_brackets
from rules.reading.words import Kind, Phrase, Sense

_SAYS_WHY = (Sense.REASON, Sense.SIGNAL)
_MAY_STAND_BY = (Sense.EXCUSED, Sense.PEOPLE, Sense.SESSION, Sense.ABSENT, *_SAYS_WHY)  # a name nobody has
_TAKES_TWO = frozenset(("danh nhau", "cai nhau", "di choi", "choi", "choi game", "di tham"))  # with somebody
_NO = frozenset(("khong", "ko", "0"))
_POLITE = frozenset(("a", "nhe", "nha", "em", "thay", "co", "da"))
_LONGEST_STRANGER = 4  # words


class Assembly(Statements):
    """Takes the parts of one class's report, breath by breath (what stands between commas, points and lines).

    `command`: the message began with the word for an absence, so that bare names are absent pupils.
    """

    def take(self, pieces: Sequence[Piece]) -> None:
        for breath in self._breaths(pieces):
            gap = self._gap(breath[0])
            if gap is Gap.LINE:
                self._new_line()
            if gap >= Gap.STOP:
                self._denied = False
                self._sentence += 1
            self._rest = breath
            self._other_from = max((each.start for each in breath if each.is_(Sense.BUSINESS, Sense.KIND)), default=-1)
            self._joined = breath[0].start > 0 and self._follows_and(breath[0])
            self._denied = self._denied and not _tells_anew(breath)
            self._new_mention()
            first = next((place for place, piece in enumerate(breath) if piece.named), len(breath))
            if first == len(breath):
                self._without_names(breath)
            else:
                self._before_names(breath[:first])
                self._names(breath[first:])
        self.finish()

    def _breaths(self, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
        breath: list[Piece] = []
        for piece, behind in zip(pieces, (*pieces[1:], None), strict=False):
            joins = piece.is_(Sense.AND) and _joins(breath, behind) and not self._with_whom(piece, breath)
            if breath and (joins or self._gap(piece) >= Gap.HARD):
                yield breath
                breath = []
            if not joins:
                breath.append(piece)
        if breath:
            yield breath

    def _follows_and(self, piece: Piece) -> bool:
        return self.text.plain[piece.start - 1] in ("va", "voi", "cung", "vs")

    def _with_whom(self, piece: Piece, breath: Sequence[Piece]) -> bool:
        """`đánh nhau với Yến`: with, and not and."""
        return self._said(piece) in ("voi", "cung") and bool(breath) and self._said(breath[-1]) in _TAKES_TWO

    # what stands before the first name of a breath

    def _before_names(self, pieces: Sequence[Piece]) -> None:
        for place, piece in enumerate(pieces):
            self._before = pieces[place - 1] if place else None
            behind = pieces[place + 1] if place + 1 < len(pieces) else None
            if piece.count is not None:
                self._number(piece, behind, named=False)
            elif piece.phrase is not None:
                self._lead(piece, piece.phrase)
            elif piece.day is not None:
                self._day(piece.day)
            elif piece.unknown:
                self._shown(piece)
        self._before = pieces[-1] if pieces else None

    def _lead(self, piece: Piece, phrase: Phrase) -> None:
        sense, value = phrase.sense, phrase.value
        if sense is Sense.EXCUSED:
            self._lead_excuse(piece, excused=value == Mark.EXCUSED)
        elif sense is Sense.LEAVE:
            self._heading.excused = True
            self._tells()
        elif sense in _SAYS_WHY and len(self.drafts) > self._line_from and not self._heads(piece):
            self._reason(piece, self.drafts[-1])
        elif sense in _SAYS_WHY:
            self._heading.reason = (piece, value)
            self._tells()
        elif sense is Sense.SESSION:
            self.parts.before_names(value)
        elif sense is Sense.KIND:
            self._heading = Heading(kind=Kind(value), block=self._heads(piece))
            self.of_pupils = True
        elif sense is Sense.ABSENT:
            self._tells()
            self.nobody = False
            self._heading.kind = Kind.ABSENT
        else:
            self._small_word(piece, sense, value)

    def _lead_excuse(self, piece: Piece, *, excused: bool) -> None:
        """`có phép: A, B`, `kp A, B`. Between two names of which neither owns it, it is shown and not guessed."""
        heads = self._heads(piece)
        self._tells()
        if heads or len(self.drafts) == self._line_from or self._heading.excused is not None:
            self._heading = Heading(excused=excused, reason=self._heading.reason, block=heads)
        else:
            self._shown(piece)

    # names, and what stands behind them

    def _names(self, pieces: Sequence[Piece]) -> None:
        for piece, behind in zip(pieces, (*pieces[1:], None), strict=False):
            if piece.named:
                self._name(piece)
            elif piece.phrase is not None and self._current is not None:
                self._behind_name(piece, piece.phrase, self._current)
            elif piece.day is not None:
                self._day(piece.day)
            elif piece.count is not None:
                self._number_behind_name(piece, behind)
            elif piece.unknown:
                self._unknown(piece)
            else:
                self._hint(piece)
            self._before = piece

    def _hint(self, piece: Piece) -> None:
        if piece.numbered:
            self._narrow({pupil.id for pupil in piece.pupils})
        elif piece.born is not None and self._current is not None:
            self._narrow({pupil.id for pupil in self._current.pupils if piece.born.fits(pupil.birth_date)})
        elif piece.place is not None:
            self._narrow(piece.place)

    def _behind_name(self, piece: Piece, phrase: Phrase, draft: Draft) -> None:
        sense, value = phrase.sense, phrase.value
        if sense is Sense.EXCUSED:
            self._excuse(piece, excused=value == Mark.EXCUSED)
            self._giving_reason = self._free = False
        elif sense is Sense.LEAVE:
            self._leave(draft)
        elif sense in _SAYS_WHY:
            self._reason(piece, draft)
        elif sense is Sense.SESSION:
            self._part(value)
        elif sense is Sense.KIND:
            self._kind(piece, Kind(value), draft)
        elif sense is Sense.ALL:
            self._all(piece, value)
        elif sense in (Sense.ABSENT, Sense.BECAUSE):
            draft.told = draft.told or sense is Sense.ABSENT
            self._tells()
            self._giving_reason, draft.loose = True, False
        else:
            self._small_word(piece, sense, value)

    def _number_behind_name(self, piece: Piece, behind: Piece | None) -> None:
        """`sốt 39 độ`, `muộn 15 phút` count nobody."""
        if self._giving_reason and not piece.people and piece.of is None:
            self._extend_reason(piece)
        else:
            self._number(piece, behind, named=True)

    def _number(self, piece: Piece, behind: Piece | None, *, named: bool) -> None:
        """`12 em chưa đóng quỹ`, `4 em đi trễ` count nobody who is absent."""
        if piece.end <= self._other_from:
            return
        self.numbers.take(piece, self._before, behind, named=named)
        self.verb = self.verb or (piece.people and not self.business)

    def _unknown(self, piece: Piece) -> None:
        draft = self._current
        if draft is None or (draft.reason is not None and not self._giving_reason):
            self._shown(piece)
            return
        if not (self._giving_reason or draft.told or in_brackets(self.text, piece.start)):
            draft.loose = True
        self._free = self._free or self._giving_reason or draft.reason is None
        self._giving_reason = True
        self._extend_reason(piece)

    # a breath without names

    def _without_names(self, pieces: Sequence[Piece]) -> None:
        if self._is_a_stranger(pieces):
            self._stranger(pieces[0].start, pieces[0].end)
            return
        counted = any(piece.count is not None for piece in pieces)
        if pieces[0].people and pieces[0].count == len(self._line()) > 1:
            self._everybody, counted = True, False  # hai em ốm
            pieces = pieces[1:]
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
            self._tells()
            if sense is Sense.LEAVE and last is not None:
                self._leave(last)
            self.nobody = self.nobody or (not self.drafts and self._says_no(piece))
        elif sense is Sense.BECAUSE and last is not None:
            self._current, self._giving_reason = last, True
        else:
            self._current = last if sense is Sense.DENY and behind is None else self._current
            self._small_word(piece, sense, value)

    def _says_no(self, absent: Piece) -> bool:
        """`vắng: không`."""
        behind = self.text.plain[absent.end : absent.end + 2]
        return behind[:1] != () and behind[0] in _NO and (len(behind) == 1 or behind[1] in _POLITE)

    def _day_alone(self, piece: Piece) -> None:
        """`A, B, hôm qua`: of those named if nobody follows, of those who follow if somebody does."""
        before = self._before.day if self._before else None
        if self.drafts and before is not None and self.drafts[-1].days == before:
            self._current = self.drafts[-1]
        if piece.day is not None:
            self._day(piece.day)

    def _excuse_alone(self, piece: Piece, *, excused: bool, counted: bool) -> None:
        heads = self._heads(piece)
        if heads or not (counted or self._everybody or self.drafts):
            self._heading = Heading(excused=excused, reason=self._heading.reason, block=True)
        elif self._everybody or not counted:
            self._excuse(piece, excused=excused)
        self._tells()  # 2 có phép, 1 không: counted with the numbers

    def _reason_alone(self, piece: Piece, code: str) -> None:
        if self.drafts and not self._heads(piece):
            self._reason(piece, self.drafts[-1])
        else:
            self._heading.reason, self._heading.block = (piece, code), self._heads(piece)
            self._tells()

    def _kind_alone(self, piece: Piece, kind: Kind, last: Draft | None) -> None:
        if any(each.count is not None for each in self._rest):
            return  # có mặt 33
        day = self._before.day if self._before is not None else None
        if kind is Kind.PRESENT and last is not None and day is not None and last.days not in (None, day):
            self._without(last, day)
            return
        self.of_pupils = True
        if self._heads(piece) or (last is None and kind is not Kind.PRESENT):
            self._heading = Heading(kind=kind, block=True)
        elif last is not None:
            self._kind(piece, kind, last)
        else:
            self.nobody = self.nobody or self._said(piece).endswith(("vang", "nghi"))  # không vắng

    def _without(self, draft: Draft, here: DayReading) -> None:
        """`nghỉ hôm qua, hôm nay đã đi học`: of two days in a row the second was none of absence."""
        away = draft.days
        left = tuple(day for day in away.days if day not in here.days) if away is not None else ()
        if away is not None and left:
            draft.days = replace(away, days=left)
            self.days.became(away, draft.days)

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
        draft = Draft(start, end, excused=heading.excused, kind=heading.kind, told=True, sentence=self._sentence)
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


def _tells_anew(breath: Sequence[Piece]) -> bool:
    """`báo nhầm, vắng Khánh`: what is said here is so."""
    denies = any(piece.is_(Sense.DENY) for piece in breath)
    says = any(piece.is_(Sense.ABSENT, Sense.EXCEPT) for piece in breath) and not denies
    return says or (denies and breath[0].named)


def _joins(breath: Sequence[Piece], behind: Piece | None) -> bool:
    """Whether an `and` joins two pupils, and is not part of why somebody is away (`đi rẫy với mẹ`)."""
    if behind is None:
        return not breath
    return behind.named or behind.numbered or behind.is_(Sense.PEOPLE, Sense.ALL) or behind.count is not None
