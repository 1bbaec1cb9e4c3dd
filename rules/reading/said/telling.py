"""What has been said so far in a report of one class, and whom each statement reaches."""

from collections.abc import Sequence

from rules.calendar.days_said import DayReading
from rules.reading.pieces import Piece, Source
from rules.reading.said.drafts import Draft, Heading, both
from rules.reading.said.numbers import Numbers
from rules.reading.said.shared import Shared
from rules.reading.words.lexicon import Kind, Sense
from rules.reading.words.text import Gap

_WITH_WHOM = frozenset((
    "em", "chi", "anh", "ba", "ma", "me", "bo", "ong", "co", "tham", "cuoi", "gio", "nha", "dua", "cho", "theo", "nho",
    "cham", "trong", "giu", "coi", "cua", "gai", "trai", "tiet", "mon",
))  # fmt: skip


class Telling:
    """The mentions so far, and what each further statement does to them.

    `verb`: an absence has been spoken of. `retracted`: something said before is taken back.
    """

    def __init__(self, source: Source, *, command: bool) -> None:
        self.source, self.text = source, source.text
        self.drafts: list[Draft] = []
        self.unread: list[tuple[int, int]] = []
        self.days: Shared[DayReading] = Shared(said=[])
        self.parts: Shared[str] = Shared(said=[])
        self.numbers = Numbers(source.text, len(source.index.roster.pupils))
        self.nobody = self.others_here = self.question = self.retracted = False
        self.same = self.as_before = False  # those of another message are absent; as on another day
        self.nobody_at: str | None = None  # the half of the day of which that is said
        self.verb = self._absence_said = command
        self.business = self.asks = False
        self.of_all: tuple[int, bool | None] | None = None  # of so many, more than this class has, the excuse
        self._heading = Heading()
        self._line_from = 0
        self._sentence_from = 0  # the first mention of the last sentence that names somebody
        self._everybody = self._denied = self._new_sentence = False
        self._current: Draft | None = None
        self._giving_reason = False
        self._free = False  # the reason has gone on in words nobody knows: whoever is named there is asked about
        self._before: Piece | None = None
        self._rest: Sequence[Piece] = ()  # of this breath
        self._joined = False
        self._other_from = -1  # where this breath turns to other business, or to who is late

    def _tells(self) -> None:
        """An absence is spoken of."""
        self.verb = True

    # where a statement stands

    def _gap(self, piece: Piece) -> Gap:
        return self.text.words[piece.start].gap

    def _said(self, piece: Piece) -> str:
        return " ".join(self.text.plain[piece.start : piece.end])

    def _heads(self, piece: Piece) -> bool:
        """Whether a colon follows: what was said is a heading."""
        end = self.text.words[piece.end - 1].end
        return self.text.text[end : end + 3].lstrip(" )]").startswith(":")

    def _shown(self, piece: Piece) -> None:
        """What has no meaning here is shown, and not guessed."""
        self.unread.append((piece.start, piece.end))

    def _line(self) -> list[Draft]:
        return self.drafts[self._line_from :] or self.drafts

    def _new_line(self) -> None:
        if len(self.drafts) > self._line_from or not self._heading.block:
            self._heading = Heading()
        self._line_from = len(self.drafts)
        self._everybody = False

    def _new_mention(self) -> None:
        self._current = None
        self._giving_reason = self._free = False

    # the statements

    def _names_behind(self, piece: Piece) -> bool:
        """Whether somebody is named right behind the part: `Bương nghỉ (không phải Bường)`."""
        return any(each.named for each in self._rest if each.start == piece.end)

    def _name(self, piece: Piece) -> None:
        if self._is_in_the_reason(piece):
            self._extend_reason(piece)
            return
        inside = self._giving_reason and self._free and not piece.whole
        if inside:
            self._extend_reason(piece)
        draft = Draft(piece.start, piece.end, piece.pupils, touching=piece.touching, hinted=piece.hinted)
        draft.doubt = piece.unsure or inside or self._is_in_prose(piece) or self._is_behind_why(piece)
        draft.word = piece.doubt and not draft.doubt
        draft.doubt = draft.doubt or piece.doubt
        denied = self._denied and not self._is_typed_again(piece)
        draft.excused, draft.kind = self._heading.excused, Kind.PRESENT if denied else self._heading.kind
        draft.days, draft.parts = self.days.heading, self.parts.heading
        if self._heading.reason:
            reason, draft.reason_code = self._heading.reason
            draft.reason, draft.signal = (reason.start, reason.end), reason.is_(Sense.SIGNAL)
            draft.headed = True
        draft.told = draft.excused is not None or draft.reason is not None
        parent = self._before is not None and self._before.is_(Sense.PARENT)
        draft.joined = self._joined
        draft.parent = parent and self._gap(piece) is Gap.SOFT  # the mother of Lan: something must be said of Lan
        if self._new_sentence:
            self._sentence_from, self._new_sentence = len(self.drafts), False
        self.drafts.append(draft)
        self._new_mention()
        self._current = draft
        self.days.named()
        self.parts.named()

    def _is_typed_again(self, piece: Piece) -> bool:
        """`vắng vua mi tua, nhầm, vừ mí tủa kp`: the same pupil, put right, and an excuse."""
        before = self.drafts[-1] if self.drafts else None
        same = before is not None and bool(piece.pupils) and before.pupils == piece.pupils
        return same and any(each.is_(Sense.EXCUSED) for each in self._rest if each.start == piece.end)

    def _is_in_prose(self, piece: Piece) -> bool:
        """`đi thăm Thảo`: strange words lead to the name, so that it may be told of in passing."""
        before = self._before
        touches = before is not None and before.end == piece.start and self._gap(piece) is Gap.SOFT
        return touches and before is not None and before.unknown and self._gap(before) < Gap.HARD

    def _is_behind_why(self, piece: Piece) -> bool:
        """`nghỉ vì nhà bà nội Lan có đám`, `đánh nhau với Yến`: part of why another is away, or one more?"""
        if self._current is None or self._gap(piece) > Gap.TIGHT or not self._giving_reason:
            return False
        said = [each for each in self._rest if self._current.end <= each.start < piece.start]
        return any(each.is_(Sense.BECAUSE, Sense.AND) for each in said)

    def _is_in_the_reason(self, piece: Piece) -> bool:
        """`trông em Tuấn`, `đám cưới chị Hùng`: no pupil away, unless something more is said of that one."""
        if (
            self._current is None
            or self._current.reason is None
            or not self._giving_reason
            or self._gap(piece) > Gap.TIGHT
        ):
            return False
        said = [each for each in self._rest if self._current.reason[0] < each.start < piece.start]
        behind = next((each for each in self._rest if each.start == piece.end), None)
        if any(each.is_(Sense.BUT, Sense.ABSENT) for each in said):
            return False  # Y Ly sốt nghỉ còn em Lan thì vẫn đi học
        if behind is not None and behind.is_(Sense.EXCUSED, Sense.ABSENT, Sense.REASON, Sense.SIGNAL, Sense.KIND):
            return False
        return self.text.plain[piece.start - 1] in _WITH_WHOM

    def _narrow(self, fits: "set[int] | frozenset[int]") -> None:
        """Something more was said of the pupil: it narrows, or it fits nobody of that name and is asked about."""
        draft = self._current
        if draft is None or not draft.pupils:
            return
        left = tuple(pupil for pupil in draft.pupils if pupil.id in fits)
        if left:
            draft.pupils = left
        else:
            draft.doubt = True

    def _excuse(self, piece: Piece, *, excused: bool) -> None:
        """Of everybody, or of the pupil named last. Two that contradict each other leave it open."""
        shared = (
            not self.verb
            and not any(draft.told for draft in self._line())
            and self._said(piece).startswith(("xin", "co xin", "da xin"))
        )
        self._tells()
        own = self._heading.excused
        if self._before is not None and self._before.is_(Sense.AND) and self._said(self._before) == "cung":
            self._everybody = True  # (cùng có phép)
        if self._everybody:
            for draft in self._line():
                draft.excused = excused if draft.excused in (None, own) else draft.excused
                draft.told = True
            return
        last = self._current or (self.drafts[-1] if self.drafts else None)
        if last is None:
            self._heading.excused = excused
            return
        last.told = True
        if last.contradicted or (last.excused is (not excused) and last.excused is not own):
            last.excused, last.contradicted = None, True
            self._shown(piece)
        else:
            last.excused = excused
        for draft in self._line()[:-1] if shared else self._joined_to(last):  # Lan, Hùng xin nghỉ
            draft.excused = excused

    def _joined_to(self, last: Draft) -> list[Draft]:
        """`Kỳ với Thịnh không phép`: those of whom nothing else was said, who are together with the last."""
        found: list[Draft] = []
        for before, behind in zip(reversed(self.drafts[:-1]), reversed(self.drafts), strict=False):
            plain = before.excused is None and before.reason is None and behind.start - before.end in (1, 2)
            joined = behind.joined and self.text.plain[before.end] in ("voi", "vs", "cung")
            if not (joined and plain and last is self.drafts[-1]):
                break
            found.append(before)
        return found

    def _leave(self, draft: Draft) -> None:
        draft.excused = True if draft.excused is None else draft.excused
        draft.told = True

    def _reason(self, piece: Piece, draft: Draft) -> None:
        self._tells()
        for each in self._line() if self._everybody else [draft]:
            each.reason_code = each.reason_code or (piece.phrase.value if piece.phrase else None)
            each.told = True
            each.signal = each.signal or piece.is_(Sense.SIGNAL)
            goes_on = each.reason is not None and each is draft and not each.headed
            each.reason = (each.reason[0] if each.reason and goes_on else piece.start, piece.end)
            each.headed = False
        self._current = draft
        self._giving_reason = True

    def _extend_reason(self, piece: Piece) -> None:
        if self._current:
            old = None if self._current.headed else self._current.reason
            self._current.reason, self._current.headed = (old[0] if old else piece.start, piece.end), False

    def _part(self, parts: str) -> None:
        if self._current:
            self._current.parts = parts
            self.parts.behind_name(parts)
        else:
            self.parts.before_names(parts)

    def _day(self, day: DayReading) -> None:
        if self._is_birthday(day):
            return
        before = self._before.day if self._before else None
        if self.days.said and self.days.said[-1].days == day.days and day.part and self.days.said[-1].part is None:
            self.days.said.pop()  # mai cháu thi, xin nghỉ sáng mai
        if before is not None:
            day = both(before, day, self.source.today)
            self.days.said = [each for each in self.days.said if each != before]
        if self._current:
            day = self._from_then(self._current.days, day)
            self._current.days = day
            self.days.behind_name(day)
        else:
            self.days.before_names(day)
        if day.part:
            self._part(day.part)

    def _from_then(self, before: DayReading | None, day: DayReading) -> DayReading:
        """`mai Loan xin nghỉ một hôm`, `mai em An về quê, nghỉ tới thứ 6`: from the day that was said first."""
        if before is None or len(before.days) != 1 or before.days[0] <= self.source.today or before.problem:
            return day
        goes_on = bool(day.length) or (len(day.days) > 1 and before.days[0] in day.days)
        return both(before, day, self.source.today) if goes_on else day

    def _is_birthday(self, day: DayReading) -> bool:
        """`Lan 12/3` of two named Lan, one of whom was born on that day."""
        pupils = self._current.pupils if self._current else ()
        if len(pupils) < 2 or len(day.days) != 1:
            return False
        said = (day.days[0].month, day.days[0].day)
        born = {p.id for p in pupils if p.birth_date and (p.birth_date.month, p.birth_date.day) == said}
        if born:
            self._narrow(born)
        return bool(born)
