"""The parts of a report put together: whom each code, reason, day and session belongs to."""

from collections.abc import Iterator, Sequence

from rules.marks import Mark
from rules.reading.pieces import Piece
from rules.reading.said.corrections import corrections, is_a_slip, joins, tells_anew
from rules.reading.said.drafts import Draft, Heading
from rules.reading.said.nameless import Nameless, turns_away
from rules.reading.said.numbers import counted_by_excuse
from rules.reading.said.returns import HALVES, cut_in_time, return_said, until
from rules.reading.weighing.clauses import asks_for_the_next, says
from rules.reading.words.lexicon import IN_PART, Kind, Phrase, Sense
from rules.reading.words.text import Gap

_SAYS_WHY = (Sense.REASON, Sense.SIGNAL)
_TAKES_TWO = frozenset(("danh nhau", "cai nhau", "di choi", "choi", "choi game", "di tham"))  # with somebody


class Assembly(Nameless):
    """Takes the parts of one class's report, breath by breath (what stands between commas, points and lines).

    `command`: the message began with the word for an absence, so that bare names are absent pupils.
    """

    def take(self, pieces: Sequence[Piece]) -> None:
        breaths: list[list[Piece]] = list(self._breaths(pieces))
        if any(piece.is_(Sense.KIND, Sense.DENY) for piece in pieces):
            breaths = [one for one in corrections(breaths) if not self._only_denies_leave(one)]
            breaths = [each for one in breaths for each in cut_in_time(self._undenied(one))]
        before: list[Piece] = []
        for breath in breaths:
            gap = self._gap(breath[0])
            if gap is Gap.LINE:
                self._new_line()
            if gap >= Gap.STOP:
                self._denied, self._new_sentence = False, gap is Gap.STOP
            self._rest = breath
            self._other_from = turns_away(breath)
            self._joined = breath[0].start > 0 and self._follows_and(breath[0])
            self._denied = self._denied and not (tells_anew(breath) or self._puts_right(breath, before))
            before = breath
            self._absence_said = self._absence_said or any(map(says, breath))
            self._new_mention()
            first = next((place for place, piece in enumerate(breath) if piece.named), len(breath))
            if first == len(breath):
                if not self._is_here_at_another_time(breath):
                    self._is_away_at_another_time(breath)
                    self._without_names(breath)
            else:
                self._before_names(breath[:first])
                self._names(breath[first:])
        self.finish()

    def _breaths(self, pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
        breath: list[Piece] = []
        for piece, behind in zip(pieces, (*pieces[1:], None), strict=False):
            if self._begins_anew(piece, behind, breath):
                yield breath
                breath = []
            joined = piece.is_(Sense.AND) and joins(breath, behind) and not self._with_whom(piece, breath)
            apart = self._gap(piece) >= Gap.HARD and piece.place is None  # Ngọc, họ Lê
            if breath and (joined or apart):
                yield breath
                breath = []
            if not joined:
                breath.append(piece)
        if breath:
            yield breath

    def _begins_anew(self, piece: Piece, behind: Piece | None, breath: Sequence[Piece]) -> bool:
        """`hôm qua vắng Thức hôm nay vắng Thơ`: another day, and an absence of others."""
        anew = piece.day is not None and behind is not None and behind.is_(Sense.ABSENT)
        return anew and any(each.named for each in breath) and any(each.day is not None for each in breath)

    def _only_denies_leave(self, breath: Sequence[Piece]) -> bool:
        """`Lan có phép, không phải không phép`."""
        denies = breath[0].is_(Sense.DENY) and self._said(breath[0]).endswith("phai") and breath[0].start > 0
        return denies and len(breath) > 1 and all(piece.is_(Sense.EXCUSED, Sense.EMPTY) for piece in breath[1:])

    def _undenied(self, breath: list[Piece]) -> list[Piece]:
        """`không phải nghỉ không phép mà có phép`: of the excuse, only what is so."""
        deny = next((place for place, piece in enumerate(breath) if self._is_denied(piece)), len(breath))
        instead = next((place for place, piece in enumerate(breath) if piece.is_(Sense.INSTEAD) and place > deny), None)
        told = any(piece.is_(Sense.EXCUSED) for piece in breath[:deny])
        if instead is None and told and any(piece.is_(Sense.EXCUSED) for piece in breath[deny:]):
            return breath[:deny]  # không phép chứ không phải có phép
        if instead is None or any(piece.named for piece in breath[deny:]):
            return breath
        excused = any(piece.is_(Sense.EXCUSED) for piece in breath[instead:])
        return [*breath[:deny], *breath[instead + 1 :]] if excused else breath

    def _puts_right(self, breath: Sequence[Piece], before: Sequence[Piece]) -> bool:
        """`em nhầm, là Công ạ`; `vắng Minh, nhầm, Công`."""
        if len(breath) > 1 and breath[1].named and self._said(breath[0]) == "la":
            return True
        only = bool(before) and all(piece.is_(Sense.DENY, Sense.EMPTY, Sense.PEOPLE) for piece in before)
        return only and breath[0].named and all(breath[0].pupils != draft.pupils for draft in self.drafts)

    def _is_denied(self, piece: Piece) -> bool:
        return piece.is_(Sense.DENY) or (piece.is_(Sense.KIND) and self._said(piece).startswith("khong phai"))

    def _is_here_at_another_time(self, breath: Sequence[Piece]) -> bool:
        """Whether it is said of another day, or the other half of the day, that the last pupil is here."""
        said = return_said(self.source, breath)
        last = self.drafts[-1] if self.drafts else None
        if said is None or last is None or last.kind is not Kind.ABSENT:
            return False
        away = last.days.days if last.days else (self.source.today,)
        if not self._absence_said and max(away, default=self.source.today) < self.source.today:
            return False  # Dê hôm qua ốm, nay đi học rồi
        parts = last.parts or self.parts.heading
        if said.later and said.day is not None and len(said.day.days) > 1:
            last.days = until(said.day, self.text)  # nghỉ đến hết tuần mới đi học lại
            self.days.behind_name(last.days)
        elif said.day is None and said.part in HALVES and not parts:
            for draft in self._line():
                draft.parts = draft.parts or HALVES[said.part]
            self.parts.behind_name(HALVES[said.part])
            return True
        if not said.elsewhere(away, parts):
            last.returned = said.day is not None and last.days is not None and self._without(last, said.day)
            return last.returned
        here = next(piece for piece in breath if piece.is_(Sense.KIND))
        for draft in self._line() if self._is_of_them(here) else [last]:
            draft.returned = said.day is not None and self.source.today in said.day.days
        return True

    def _is_away_at_another_time(self, breath: Sequence[Piece]) -> None:
        """`Lan sáng đi học, chiều xin nghỉ`: away after all, for the other half of the day."""
        last = self.drafts[-1] if self.drafts else None
        half = next((piece.phrase.value for piece in breath if piece.phrase and piece.is_(Sense.SESSION)), None)
        away = any(piece.is_(Sense.ABSENT, Sense.EXCUSED, Sense.LEAVE, Sense.REASON, Sense.SIGNAL) for piece in breath)
        away = away and not any(piece.is_(Sense.KIND) for piece in breath)
        if last is None or last.kind not in (Kind.PRESENT, Kind.LATE, *IN_PART) or not away:
            return
        day = next((piece.day for piece in breath if piece.day is not None), None)
        here = last.days.days if last.days is not None else (self.source.today,)
        later = day is not None and min(day.days, default=self.source.today) > max(here, default=self.source.today)
        if day is not None and later:
            last.kind, last.days, last.told = Kind.ABSENT, day, True  # Lan hôm nay đi học, mai xin nghỉ
            last.parts, self._before = half or day.part, None  # xin về tối nay, sáng mai nghỉ
            self.parts.said.clear()
        elif half and half != last.parts and (last.parts or last.kind is not Kind.PRESENT):
            last.kind, last.parts, last.told = Kind.ABSENT, half, True

    def _follows_and(self, piece: Piece) -> bool:
        return self.text.plain[piece.start - 1] in ("va", "voi", "cung", "vs")

    def _with_whom(self, piece: Piece, breath: Sequence[Piece]) -> bool:
        """`đánh nhau với Yến`: with, and not and."""
        return self._said(piece) in ("voi", "cung") and bool(breath) and self._said(breath[-1]) in _TAKES_TWO

    # what stands before the first name of a breath

    def _before_names(self, pieces: Sequence[Piece]) -> None:
        statistics = counted_by_excuse(pieces)
        for place, piece in enumerate(pieces):
            self._before = pieces[place - 1] if place else None
            behind = pieces[place + 1] if place + 1 < len(pieces) else None
            if piece.count is not None:
                self._number(piece, behind, named=False)
            elif piece.is_(Sense.KIND) and behind is not None and behind.people:
                continue  # có mặt 23 bạn
            elif piece.phrase is not None:
                if statistics and piece.is_(Sense.EXCUSED):
                    self._tells()
                else:
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
            self._heading.kind = Kind.ABSENT if self._heads(piece) else self._heading.kind  # thi: Sơn; ốm: Tú
            self._heading.reason = (piece, value)
            self._tells()
        elif sense is Sense.SESSION:
            self.parts.before_names(value)
        elif sense is Sense.KIND and value == Kind.PRESENT and any(each.is_(Sense.EXCEPT) for each in self._rest):
            self.nobody = True  # cả lớp có mặt trừ Lan
        elif sense is Sense.KIND:
            self._heading = Heading(kind=Kind(value), block=self._heads(piece))
        elif sense is Sense.ABSENT:
            self._tells()
            self.nobody = False
            if self._before is not None and is_a_slip(self._before):
                self._put_right()
            self._heading.kind = Kind.ABSENT
        else:
            self._small_word(piece, sense, value)

    def _put_right(self) -> None:
        """`vắng Cáy. À nhầm, vắng Pó`: who follows is absent, and who was named alone before is not."""
        self._denied = self.retracted = False
        for each in self.drafts:
            each.kind = Kind.PRESENT if len(self.drafts) == 1 else each.kind
            each.contrary = True

    def _lead_excuse(self, piece: Piece, *, excused: bool) -> None:
        """`có phép: A, B`, `kp A, B`. Between two names of which neither owns it, it is shown and not guessed."""
        heads = self._heads(piece)
        self._tells()
        anew = self._heading.excused is not None or self._heading.kind is not Kind.ABSENT
        if heads or len(self.drafts) == self._line_from or anew or asks_for_the_next(self.source, piece, self._rest):
            others = heads and len(self.drafts) > self._line_from  # ốm: Lan; phép: Tú
            self._heading = Heading(excused=excused, reason=None if others else self._heading.reason, block=heads)
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
        if sense is Sense.EXCUSED and self._heads(piece) and self._names_behind(piece):
            self._heading = Heading(excused=value == Mark.EXCUSED, block=True)  # K: Lan (ốm) P: Tú
            self._new_mention()
        elif sense is Sense.EXCUSED:
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
            turns = draft.kind in (Kind.PRESENT, *IN_PART) and not (self._denied or self._is_of_a_past_day())
            if sense is Sense.ABSENT and turns:
                draft.kind, draft.contrary = Kind.ABSENT, True  # ốm xin về hôm qua, nay nghỉ tiếp
            self._tells()
            self._giving_reason = True
        else:
            self._small_word(piece, sense, value)

    def _is_of_a_past_day(self) -> bool:
        """`Ba có mặt (hôm qua vắng)`: that was yesterday."""
        day = self._before.day if self._before is not None else None
        return day is not None and bool(day.days) and max(day.days) < self.source.today

    def _number_behind_name(self, piece: Piece, behind: Piece | None) -> None:
        """`sốt 39 độ`, `muộn 15 phút` count nobody."""
        if self._giving_reason and not piece.people and piece.of is None:
            self._extend_reason(piece)
        elif piece.people and piece.count == len(self._line()) > 1 and behind is not None and behind.is_(Sense.EXCUSED):
            self._everybody = True  # vắng An, vắng Tư hai em không phép
        elif piece.people and piece.count == len(self._line()) > 1 and self._current and self._current.excused:
            for each in self._line():  # Tuấn với Lâm đi cúng, già làng xin cho 2 em
                each.excused = True if each.excused is None else each.excused
        else:
            self._number(piece, behind, named=True)

    def _unknown(self, piece: Piece) -> None:
        draft = self._current
        if draft is None or (draft.reason is not None and not self._giving_reason):
            self._shown(piece)
            return
        self._free = self._free or self._giving_reason or draft.reason is None
        self._giving_reason = True
        self._extend_reason(piece)
