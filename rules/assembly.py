"""The parts of a report put together: whom each code, reason and session belongs to."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from rules.dates import DayReading
from rules.roster import Pupil
from rules.scan import Gap, Part, Text
from rules.words import Kind, Phrase, Sense


class Draft(Struct):
    """One mention of a pupil while it is being read; `start` and `end` are words, as are the reason's."""

    start: int
    end: int
    pupils: tuple[Pupil, ...] = ()
    known: bool = True
    doubt: bool = False
    session: bool = False  # the doubt is whether it is the session
    kind: Kind = Kind.ABSENT
    excused: bool | None = None
    contradicted: bool = False
    reason_code: str | None = None
    reason: tuple[int, int] | None = None
    sessions: str | None = None


class Assembly:
    """Takes the parts in their order.

    A code belongs to the name before it; in front of names, as a heading, to those behind it up to the line's end.
    Words nobody knows that touch a name make it another name: `Hồ Văn` + `Nam` is not the class's Nam.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        self.drafts: list[Draft] = []
        self.unread: list[tuple[int, int]] = []
        self.days: list[DayReading] = []
        self.sessions: list[str] = []  # each time one was said
        self.total: int | None = None
        self.subtotals = 0
        self.nobody = False
        self._new_line()
        self._new_mention()
        self._before: Part | None = None

    def take(self, parts: Sequence[Part]) -> None:
        parts = self._settled(parts)
        for part, following in zip(parts, (*parts[1:], None), strict=False):
            gap = self.text.words[part.start].gap
            if gap is Gap.LINE:
                self._new_line()
            if gap >= Gap.HARD:
                self._new_mention()
            self._take(part, following)
            self._before = part

    def _settled(self, parts: Sequence[Part]) -> Sequence[Part]:
        """`Sáng P` with nobody named before and nothing behind is a pupil: a session has no excuse of its own."""
        first = next((place for place, part in enumerate(parts) if part.pupils), len(parts))
        if not parts[first : first + 1] or not parts[first].doubt or not parts[first + 1 : first + 2]:
            return parts
        code, behind = parts[first + 1], parts[first + 2 : first + 3]
        excuses = code.phrase is not None and code.phrase.sense is Sense.EXCUSED and self._gap(code) < Gap.COLON
        if not excuses or (behind and self._gap(behind[0]) < Gap.HARD):
            return parts
        return [*parts[:first], replace(parts[first], doubt=False), *parts[first + 1 :]]

    def _new_line(self) -> None:
        self._line_from = len(self.drafts)
        self._heading: bool | None = None
        self._heading_kind = Kind.ABSENT
        self._heading_sessions: str | None = None
        self._everybody = False

    def _new_mention(self) -> None:
        self._current: Draft | None = None
        self._giving_reason = False
        self._free = False  # the reason has gone on in words nobody knows: whoever is named there is not reported

    def _take(self, part: Part, following: Part | None) -> None:
        if part.pupils:
            self._name(part)
        elif part.day:
            self.days.append(part.day)
            if part.day.session:
                self._said_session(part.day.session)
        elif part.phrase:
            self._phrase(part, part.phrase, following)
        elif part.count is not None:
            self._count(part, part.count, following)
        else:
            self._unknown(part)

    # names and unknown words

    def _name(self, part: Part) -> None:
        if self._free:
            self._extend_reason(part)
            self.unread.append((part.start, part.end))
            return
        touching = self._touched_by(part)
        if touching and not touching.known:
            touching.end = part.end
            return
        behind_unknown = self._current is not None and not self._current.known  # the words between may be of its name
        draft = self._begin(part, known=True)
        draft.doubt = part.doubt or part.unsure or behind_unknown
        draft.session = part.phrase is not None and part.phrase.sense is Sense.SESSION
        if touching and not part.whole and not part.doubt and not touching.session:
            touching.doubt = draft.doubt = True  # Mai Anh: two pupils, or one nobody knows?

    def _unknown(self, part: Part) -> None:
        touching = self._touched_by(part)
        if self._giving_reason and self._current:
            self._free = True
            self._extend_reason(part)
        elif touching:
            touching.end = part.end
            touching.known = False
        elif self._current and self._current.known and self._gap(part) is Gap.BREAK:
            self._giving_reason = self._free = True
            self._extend_reason(part)
        else:
            self._begin(part, known=False)

    def _begin(self, part: Part, *, known: bool) -> Draft:
        draft = Draft(part.start, part.end, part.pupils, known)
        draft.excused, draft.kind, draft.sessions = self._heading, self._heading_kind, self._heading_sessions
        self.drafts.append(draft)
        self._current, self._giving_reason = draft, False
        return draft

    def _touched_by(self, part: Part) -> Draft | None:
        """The mention that ends right before this part, with nothing but a blank between."""
        touches = self._current and self._current.end == part.start and self._gap(part) is Gap.SOFT
        return self._current if touches and not self._giving_reason else None

    def _gap(self, part: Part) -> Gap:
        return self.text.words[part.start].gap

    # phrases

    def _phrase(self, part: Part, phrase: Phrase, following: Part | None) -> None:
        if self._may_be_a_name(part, phrase, following):
            self._unknown(part)
        elif phrase.sense is Sense.EXCUSED:
            self._excused(part, following, excused=phrase.value == "P")
        elif phrase.sense is Sense.REASON:
            self._reason(part, phrase.value)
        elif phrase.sense is Sense.SESSION:
            self._said_session(phrase.value)
        elif phrase.sense is Sense.KIND:
            self._kind(part, Kind(phrase.value), following)
        elif phrase.sense is Sense.ALL:
            self._all(part, phrase.value, following)
        elif phrase.sense is Sense.BECAUSE:
            self._because(part, following)
        else:
            self._small_word(phrase.sense)

    def _small_word(self, sense: Sense) -> None:
        if sense is Sense.NOBODY:
            self.nobody = True
        elif sense is Sense.ABSENT and self._current:
            self._giving_reason = True
        elif sense is Sense.ABSENT:
            self._heading_kind = Kind.ABSENT
        elif sense is Sense.AND and not self._free:
            self._new_mention()

    def _may_be_a_name(self, part: Part, phrase: Phrase, following: Part | None) -> bool:
        """Words that mean nothing where they stand and could be part of a name nobody knows: `la van nam`, `vu va`."""
        goes_on = following is not None and self._gap(following) < Gap.HARD
        behind_name = self._touched_by(part) is not None
        if phrase.sense is Sense.BECAUSE:
            codes = following and following.phrase and following.phrase.sense in (Sense.EXCUSED, Sense.SESSION)
            return self._current is None or not goes_on or bool(codes)
        if phrase.sense is Sense.AND:
            return behind_name and (following is None or following.phrase is not None)
        if phrase.sense is Sense.PEOPLE:
            return behind_name and not (following and following.pupils)
        typed, plain = self.text.lower[part.start], self.text.plain[part.start]
        as_written = len(phrase.words) > 1 or typed != plain or typed == phrase.words[0]
        before_name = following is not None and bool(following.pupils) and self._gap(following) is Gap.SOFT
        carries_nothing = phrase.sense in (Sense.EMPTY, Sense.NOBODY) or (
            phrase.sense is Sense.ABSENT and self.text.marked
        )
        return carries_nothing and (before_name or behind_name) and not as_written

    def _excused(self, part: Part, following: Part | None, *, excused: bool) -> None:
        if self._everybody:
            for draft in self.drafts[self._line_from :] or self.drafts:
                draft.excused = excused if draft.excused is None else draft.excused
            return
        heads = following is not None and self._gap(following) is Gap.COLON
        if heads or (self._current is None and len(self.drafts) == self._line_from):
            if not heads and not self._leads_to_names(following):
                self._mark_last(part, excused=excused)
                return
            self._heading, self._heading_kind = excused, Kind.ABSENT
            self._new_mention()
        elif self._current is None and self._leads_to_names(following):
            self.unread.append((part.start, part.end))  # A, kp B: whose is it?
        else:
            self._mark_last(part, excused=excused)

    def _leads_to_names(self, following: Part | None) -> bool:
        return following is not None and self._gap(following) < Gap.HARD and following.phrase is None

    def _mark_last(self, part: Part, *, excused: bool) -> None:
        draft = self._current or (self.drafts[-1] if self.drafts else None)
        if draft is None:
            self.unread.append((part.start, part.end))
        elif draft.contradicted or (draft.excused is (not excused) and self._heading is None):
            draft.excused, draft.contradicted = None, True
            self.unread.append((part.start, part.end))
        else:
            draft.excused = excused

    def _reason(self, part: Part, code: str) -> None:
        draft = self._current or (self.drafts[-1] if self.drafts else None)
        if draft is None:
            self.unread.append((part.start, part.end))
            return
        self._current = draft
        self._giving_reason = True
        draft.reason_code = draft.reason_code or code
        self._extend_reason(part)

    def _because(self, part: Part, following: Part | None) -> None:
        self._giving_reason = True
        if following is None or not following.phrase or following.phrase.sense is not Sense.REASON:
            self._extend_reason(part)

    def _extend_reason(self, part: Part) -> None:
        if self._current:
            start = self._current.reason[0] if self._current.reason else part.start
            self._current.reason = (start, part.end)

    def _said_session(self, sessions: str) -> None:
        self.sessions.append(sessions)
        if self._current:
            self._current.sessions = sessions
        else:
            self._heading_sessions = sessions

    def _kind(self, part: Part, kind: Kind, following: Part | None) -> None:
        draft = self._current or (self.drafts[-1] if len(self.drafts) > self._line_from else None)
        heads = following is not None and self._gap(following) is Gap.COLON
        if heads or (draft is None and kind is not Kind.PRESENT):
            self._heading_kind = kind
            self._heading = None
            self._new_mention()
        elif draft:
            draft.kind = kind
            self._giving_reason = kind is not Kind.PRESENT
            self._current = draft
            self._extend_reason(part)
        else:
            self.nobody = True

    def _all(self, part: Part, number: str, following: Part | None) -> None:
        excuses = following is not None and following.phrase is not None and following.phrase.sense is Sense.EXCUSED
        if (number and int(number) != len(self.drafts)) or not (self.drafts or excuses):
            self.unread.append((part.start, part.end))
        self._everybody = bool(self.drafts)
        self._new_mention()

    def _count(self, part: Part, count: int, following: Part | None) -> None:
        before = self._before.phrase.sense if self._before and self._before.phrase else None
        if part.of is not None:
            self.total = count if before is Sense.ABSENT else part.of - count
        elif part.people or before is Sense.ABSENT:
            self.total = count
        elif before is Sense.EXCUSED or (following and self._gap(following) is Gap.COLON):
            self.subtotals += count
        elif before is not Sense.EMPTY:
            self.unread.append((part.start, part.end))
