"""The parts of a report put together: whom each code, reason, day and session belongs to."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct, field

from rules.dates import DayProblem, DayReading, school_days
from rules.roster import Pupil
from rules.scan import Part, Source
from rules.shared import Shared
from rules.text import Gap, in_brackets
from rules.words import Kind, Sense

_SAYS_WHY = (Sense.REASON, Sense.SIGNAL)
_IN_A_REASON = (Sense.PARENT, Sense.BECAUSE, Sense.AND, Sense.PEOPLE, Sense.EMPTY, Sense.TEACHER, Sense.LEAVE)
_SPEAKS = (Sense.EXCUSED, Sense.LEAVE, Sense.REPORTS, *_SAYS_WHY)
_TIMES = frozenset(("tiet", "lan", "thu", "tuan", "tang", "diem", "phong"))  # a number behind these counts nobody


class Draft(Struct):
    """One mention of a pupil while it is being read; `start` and `end` are words, as are the reason's."""

    start: int
    end: int
    pupils: tuple[Pupil, ...] = ()
    doubt: bool = False
    session: bool = False  # the doubt is whether it is the session
    touching: bool = False
    kind: Kind = Kind.ABSENT
    excused: bool | None = None
    contradicted: bool = False
    reason_code: str | None = None
    reason: tuple[int, int] | None = None
    signal: bool = False
    days: DayReading | None = None
    sessions: str | None = None
    told: bool = False  # something said here tells that the pupil is absent
    loose: bool = False  # the only thing said here are words nobody knows


class Assembly:
    """Takes the parts of one class's report, breath by breath (what stands between commas, points and lines).

    `command`: the message began with the word for an absence, so that bare names are absent pupils.
    """

    def __init__(self, source: Source, *, command: bool) -> None:
        self.source, self.text = source, source.text
        self.drafts: list[Draft] = []
        self.unread: list[tuple[int, int]] = []
        self.days: Shared[DayReading] = Shared(said=[])
        self.sessions: Shared[str] = Shared(said=[])
        self.total: int | None = None
        self.enrolled: int | None = None
        self.present: int | None = None
        self.subtotals = 0
        self.numbers: list[Part] = []  # that count nothing known
        self.nobody = self.question = self.retracted = self.said_of_pupils = False
        self.verb = command  # an absence has been spoken of
        self._heading: bool | None = None
        self._heading_kind = Kind.ABSENT
        self._heading_reason: tuple[Part, str] | None = None
        self._block = False  # the heading has a line to itself: it holds for the lines behind it
        self._line_from = 0
        self._everybody = False
        self._current: Draft | None = None
        self._giving_reason = self._free = self._denied = False
        self._before: Part | None = None

    def take(self, parts: Sequence[Part]) -> None:
        for breath in self._breaths(parts):
            gap = self._gap(breath[0])
            if gap is Gap.LINE:
                self._new_line()
            if gap >= Gap.STOP:
                self._denied = False
            self._new_mention()
            first = next((place for place, part in enumerate(breath) if part.named), None)
            if first is None:
                self._modify(breath)
            else:
                self._lead(breath[:first], breath[first])
                for place in range(first, len(breath)):
                    self._take(breath[place], breath[place + 1] if place + 1 < len(breath) else None)
        self._finish()

    def _breaths(self, parts: Sequence[Part]) -> Iterator[list[Part]]:
        breath: list[Part] = []
        for place, part in enumerate(parts):
            behind = parts[place + 1] if place + 1 < len(parts) else None
            if part.is_(Sense.AND) and self._joins(breath, behind):
                if breath:
                    yield breath
                breath = []
                continue
            if breath and self._gap(part) >= Gap.HARD:
                yield breath
                breath = []
            breath.append(part)
        if breath:
            yield breath

    def _joins(self, breath: Sequence[Part], behind: Part | None) -> bool:
        """Whether an `and` joins two pupils, and is not part of why somebody is away (`đi rẫy với mẹ`)."""
        if behind is None:
            return not breath
        return behind.named or behind.numbered or behind.is_(Sense.PEOPLE, Sense.ALL) or behind.count is not None

    def _new_line(self) -> None:
        if len(self.drafts) > self._line_from or not self._block:
            self._heading, self._heading_kind, self._heading_reason = None, Kind.ABSENT, None
            self._block = False
        self._line_from = len(self.drafts)
        self._everybody = False

    def _new_mention(self) -> None:
        self._current = None
        self._giving_reason = self._free = False

    def _gap(self, part: Part) -> Gap:
        return self.text.words[part.start].gap

    def _heads(self, part: Part) -> bool:
        """Whether a colon follows: what was said is a heading."""
        end = self.text.words[part.end - 1].end
        return self.text.text[end : end + 3].lstrip(" )]").startswith(":")

    # before the first name of a breath

    def _lead(self, parts: Sequence[Part], named: Part) -> None:
        counted = False
        for place, part in enumerate(parts):
            behind = parts[place + 1] if place + 1 < len(parts) else named
            self._before = parts[place - 1] if place else None
            if part.count is not None:
                self._count(part, behind)
                counted = True
            elif part.phrase is not None:
                self._lead_phrase(part, behind, counted=counted)
            elif part.day is not None:
                self._said_day(part.day)
            elif part.unknown:
                self.unread.append((part.start, part.end))

    def _lead_phrase(self, part: Part, behind: Part, *, counted: bool) -> None:
        assert part.phrase is not None  # noqa: S101, the caller looked
        sense, value = part.phrase.sense, part.phrase.value
        if sense is Sense.EXCUSED:
            self._lead_excuse(part, excused=value == "P")
        elif sense is Sense.LEAVE:
            self._heading, self.verb = True, True
        elif sense in _SAYS_WHY:
            self._heading_reason, self.verb = (part, value), True
        elif sense is Sense.SESSION:
            self.sessions.before_names(value)
        elif sense is Sense.KIND:
            self._heading_kind, self._heading, self._block = Kind(value), None, self._heads(part)
            self.said_of_pupils = True
        elif sense is Sense.ABSENT:
            self.verb, self.nobody = True, False
            self._heading_kind = Kind.ABSENT
        elif sense is Sense.DENY:
            self._denied = self.retracted = True
        elif sense is Sense.INSTEAD:
            self._denied = False
        elif sense is Sense.QUESTION:
            self.question = True
        elif sense is Sense.NOBODY and value == "all":
            self.nobody = True

    def _lead_excuse(self, part: Part, *, excused: bool) -> None:
        """`có phép: A, B`, `kp A, B`. Between two names of which neither owns it, it is shown and not guessed."""
        heads = self._heads(part)
        first = len(self.drafts) == self._line_from or self._heading is not None
        self.verb = True
        if heads or first:
            self._heading, self._block = excused, heads
            self._heading_kind = Kind.ABSENT
        else:
            self.unread.append((part.start, part.end))

    # names, and what stands behind them

    def _take(self, part: Part, behind: Part | None) -> None:
        if part.named:
            self._name(part)
        elif part.numbered:
            self._hint({pupil.id for pupil in part.pupils})
        elif part.born is not None:
            self._hint({p.id for p in self._pupils() if part.born.fits(p.birth_date)})
        elif part.place is not None:
            self._hint(part.place)
        elif part.day is not None:
            self._said_day(part.day)
        elif part.phrase is not None:
            self._phrase(part, behind)
        elif part.count is not None:
            self._count_behind_name(part, behind)
        else:
            self._unknown(part)
        self._before = part

    def _pupils(self) -> tuple[Pupil, ...]:
        return self._current.pupils if self._current else ()

    def _name(self, part: Part) -> None:
        inside = self._giving_reason and self._free and not part.whole
        if inside:
            self._extend_reason(part)
        draft = Draft(part.start, part.end, part.pupils)
        draft.doubt = part.doubt or part.unsure or inside
        draft.touching = part.touching
        draft.session = part.phrase is not None and part.phrase.sense is Sense.SESSION
        draft.excused, draft.kind = self._heading, Kind.PRESENT if self._denied else self._heading_kind
        draft.days, draft.sessions = self.days.heading, self.sessions.heading
        if self._heading_reason:
            reason, draft.reason_code = self._heading_reason
            draft.reason, draft.signal = (reason.start, reason.end), reason.is_(Sense.SIGNAL)
        draft.told = self._heading is not None or self._heading_reason is not None
        if self._before is not None and self._before.is_(Sense.PARENT) and self._gap(part) <= Gap.SOFT:
            draft.loose = True  # the mother of Lan: something must be said of Lan
        self.drafts.append(draft)
        self._current, self._giving_reason, self._free = draft, False, False
        self.days.named()
        self.sessions.named()

    def _hint(self, fits: "set[int] | frozenset[int]") -> None:
        """Something more was said of the pupil: it narrows, or it fits nobody of that name and is asked about."""
        draft = self._current
        if draft is None or not draft.pupils:
            return
        left = tuple(pupil for pupil in draft.pupils if pupil.id in fits)
        if left:
            draft.pupils = left
        else:
            draft.doubt = True

    def _phrase(self, part: Part, behind: Part | None) -> None:
        assert part.phrase is not None and self._current is not None  # noqa: S101, PT018, a name stands before it
        sense, value, draft = part.phrase.sense, part.phrase.value, self._current
        if sense is Sense.EXCUSED:
            self._excused(part, excused=value == "P")
            self._giving_reason = self._free = False
        elif sense is Sense.LEAVE:
            if draft.excused is None:
                draft.excused = True
            draft.told, draft.loose = True, False
        elif sense in _SAYS_WHY:
            self._reason(part, draft)
        elif sense is Sense.SESSION:
            self._said_session(value)
        elif sense is Sense.KIND:
            self._kind(part, Kind(value), draft)
        elif sense is Sense.ALL:
            self._all(part, value)
        elif sense is Sense.ABSENT:
            draft.told = self.verb = self._giving_reason = True
            draft.loose = False
        elif sense is Sense.BECAUSE:
            self._giving_reason = self.verb = True
            draft.loose = False
        else:
            self._small_word(part, sense, value)

    def _small_word(self, part: Part, sense: Sense, value: str) -> None:
        draft = self._current
        if sense is Sense.NOBODY:
            self.nobody = self.nobody or value == "all"
        elif sense is Sense.QUESTION:
            self.question = True
        elif sense is Sense.DENY:
            self.retracted = True
            if draft is not None:
                draft.kind = Kind.PRESENT
            self._denied = True
        elif sense is Sense.INSTEAD:
            self._denied = False
        elif sense in _IN_A_REASON and draft is not None and draft.reason and sense is not Sense.EMPTY:
            self._extend_reason(part)

    def _excused(self, part: Part, *, excused: bool) -> None:
        self.verb = True
        if self._everybody:
            for draft in self.drafts[self._line_from :] or self.drafts:
                draft.excused = excused if draft.excused is None or draft.excused is self._heading else draft.excused
                draft.told = True
            return
        draft = self._current or (self.drafts[-1] if self.drafts else None)
        if draft is None:
            self._heading = excused
            return
        draft.told, draft.loose = True, False
        own = draft.excused is not None and draft.excused is not self._heading
        if draft.contradicted or (draft.excused is (not excused) and own):
            draft.excused, draft.contradicted = None, True
            self.unread.append((part.start, part.end))
        else:
            draft.excused = excused

    def _reason(self, part: Part, draft: Draft) -> None:
        assert part.phrase is not None  # noqa: S101, the caller looked
        self.verb = True
        reached = (self.drafts[self._line_from :] or self.drafts) if self._everybody else [draft]
        for each in reached:
            each.reason_code = each.reason_code or part.phrase.value
            each.told, each.loose = True, False
            each.signal = each.signal or part.is_(Sense.SIGNAL)
            each.reason = (each.reason[0] if each.reason and each is draft else part.start, part.end)
        self._current = draft
        self._giving_reason = True

    def _extend_reason(self, part: Part) -> None:
        if self._current:
            start = self._current.reason[0] if self._current.reason else part.start
            self._current.reason = (start, part.end)

    def _unknown(self, part: Part) -> None:
        draft = self._current
        if draft is None or (draft.reason is not None and not self._giving_reason):
            self.unread.append((part.start, part.end))
            return
        if not (self._giving_reason or draft.told or in_brackets(self.text, part.start)):
            draft.loose = True
        if self._giving_reason or draft.reason is None:
            self._free = True
        self._giving_reason = True
        self._extend_reason(part)

    def _said_session(self, sessions: str) -> None:
        if self._current:
            self._current.sessions = sessions
            self.sessions.behind_name(sessions)
        else:
            self.sessions.before_names(sessions)

    def _said_day(self, day: DayReading) -> None:
        if self._is_birthday(day):
            return
        before = self._before.day if self._before else None
        if before is not None:
            day = _both(before, day)
            self.days.said = [each for each in self.days.said if each != before]
        if self._current:
            self._current.days = day
            self._current.loose = self._current.loose and not self._current.told
            self.days.behind_name(day)
        else:
            self.days.before_names(day)
        if day.session:
            self._said_session(day.session)

    def _is_birthday(self, day: DayReading) -> bool:
        """`Lan 12/3` of two named Lan, one of whom was born on that day."""
        pupils = self._pupils()
        if len(pupils) < 2 or len(day.days) != 1:
            return False
        said = day.days[0]
        born = {p.id for p in pupils if p.birth_date and (p.birth_date.month, p.birth_date.day) == (said.month, said.day)}
        if born:
            self._hint(born)
        return bool(born)

    def _kind(self, part: Part, kind: Kind, draft: Draft) -> None:
        """Late, on duty, here: where no absence was spoken of it is said of all who stand before it."""
        if kind is Kind.PRESENT and draft.reason and self._giving_reason and self._said(part) == "di hoc":
            self._extend_reason(part)  # ngã xe trên đường đi học
            return
        self.said_of_pupils = True
        line = self.drafts[self._line_from :] or self.drafts
        reached = line if self._everybody else [draft]
        if not self.verb:
            reached = [each for each in line if not each.told or each is draft]
        for each in reached:
            each.kind, each.told, each.loose = kind, True, False
        self._giving_reason = kind is not Kind.PRESENT
        if self._giving_reason:
            self._extend_reason(part)

    def _all(self, part: Part, number: str) -> None:
        if number.isdecimal() and int(number) != len(self.drafts) - self._line_from and int(number) != len(self.drafts):
            self.unread.append((part.start, part.end))
        self._everybody = bool(self.drafts)

    # a breath without names

    def _modify(self, parts: Sequence[Part]) -> None:
        if self._is_a_stranger(parts):
            self.drafts.append(Draft(parts[0].start, parts[0].end, excused=self._heading, told=True))
            return
        said = [part for part in parts if not part.unknown]
        strange = [part for part in parts if part.unknown]
        counted = any(part.count is not None for part in parts)
        self._before = self._before if self._before is not None and self._before.day is not None else None
        for place, part in enumerate(parts):
            behind = parts[place + 1] if place + 1 < len(parts) else None
            if part.phrase is not None:
                self._modify_phrase(part, behind, counted=counted)
            elif part.day is not None:
                self._day_alone(part.day)
            elif part.count is not None:
                self._count(part, behind)
            elif part.numbered:
                self._name(part)
            elif part.unknown and (self._current is not None):
                self._extend_reason(part)
            self._before = part
        if strange and self._current is None:
            self._strangers(said, strange)

    def _is_a_stranger(self, parts: Sequence[Part]) -> bool:
        """`Thiên, Trường`: a small word written like a name, alone in a list of names."""
        if not (parts and parts[0].is_(Sense.EMPTY) and parts[0].end - parts[0].start == 1 and self.drafts):
            return False
        word = self.text.words[parts[0].start]
        listed = all(part.is_(Sense.EXCUSED) for part in parts[1:]) and word.gap is Gap.HARD
        return listed and self.text.capital(parts[0].start) and self.source.lexicon.syllable_of_names(word.lower, word.folded)

    def _day_alone(self, day: DayReading) -> None:
        """`A, B, hôm qua`: of those named if nobody follows, of those who follow if somebody does."""
        if self.drafts and self._before is not None and self._before.day is not None:
            self._current = self.drafts[-1] if self.drafts[-1].days == self._before.day else None
        self._said_day(day)

    def _modify_phrase(self, part: Part, behind: Part | None, *, counted: bool) -> None:
        assert part.phrase is not None  # noqa: S101, the caller looked
        sense, value = part.phrase.sense, part.phrase.value
        last = self.drafts[-1] if len(self.drafts) > self._line_from else None
        if sense is Sense.EXCUSED:
            self._excuse_alone(part, excused=value == "P", counted=counted)
        elif sense in _SAYS_WHY:
            self._reason_alone(part, last)
        elif sense is Sense.SESSION:
            self.sessions.before_names(value)
        elif sense is Sense.KIND:
            self._kind_alone(part, Kind(value), behind, last)
        elif sense is Sense.ALL:
            self._all(part, value)
        elif sense is Sense.ABSENT:
            self.verb = True
            if not self.drafts:
                self._heading_kind = Kind.ABSENT
                self.nobody = self.nobody or self._says_no(part)
        elif sense is Sense.BECAUSE and last is not None:
            self._current, self._giving_reason = last, True
        elif sense is Sense.DENY:
            self._denied = self.retracted = True
            if last is not None and behind is None:
                last.kind = Kind.PRESENT
        elif sense is Sense.LEAVE:
            self.verb = True
        else:
            self._small_word(part, sense, value)

    def _count_behind_name(self, part: Part, behind: Part | None) -> None:
        """`sốt 39 độ`, `muộn 15 phút` count nobody."""
        if self._giving_reason and not part.people and part.of is None:
            self._extend_reason(part)
        else:
            self._count(part, behind)

    def _says_no(self, absent: Part) -> bool:
        """`vắng: không`."""
        behind = self.text.plain[absent.end : absent.end + 2]
        return behind[:1] in (("khong",), ("ko",), ("0",)) and (len(behind) == 1 or behind[1] in _POLITE)

    def _excuse_alone(self, part: Part, *, excused: bool, counted: bool) -> None:
        if self._heads(part):
            self._heading, self._block, self.verb = excused, True, True
            self._heading_kind = Kind.ABSENT
        elif counted and not self._everybody:
            self.verb = True  # 2 có phép, 1 không: counted with the numbers
        elif self._everybody or self.drafts:
            self._excused(part, excused=excused)
        else:
            self._heading, self.verb, self._block = excused, True, True

    def _reason_alone(self, part: Part, last: Draft | None) -> None:
        assert part.phrase is not None  # noqa: S101, the caller looked
        last = last or (self.drafts[-1] if self.drafts else None)
        if last is None or self._heads(part):
            self._heading_reason, self.verb, self._block = (part, part.phrase.value), True, self._heads(part)
        else:
            self._reason(part, last)

    def _kind_alone(self, part: Part, kind: Kind, behind: Part | None, last: Draft | None) -> None:
        if behind is not None and behind.count is not None:
            return  # có mặt 33
        if self._heads(part) or (last is None and kind is not Kind.PRESENT):
            self._heading_kind, self._heading, self._block = kind, None, True
            self.said_of_pupils = True
        elif last is not None:
            self._kind(part, kind, last)
        elif kind is Kind.PRESENT:
            self.said_of_pupils = True
            self.nobody = self.nobody or self.text.said(part.start, part.end).lower().endswith(("vắng", "vang", "nghỉ", "nghi"))

    def _strangers(self, said: Sequence[Part], strange: Sequence[Part]) -> None:
        """Words nobody knows, with no name beside them: in a list they are a pupil nobody knows, else talk."""
        start, end = strange[0].start, strange[-1].end
        alone = all(part.is_(Sense.EXCUSED, Sense.PEOPLE, Sense.SESSION, Sense.ABSENT, *_SAYS_WHY) or part.day for part in said)
        letters = all(self.text.plain[at].replace("'", "").isalpha() for at in range(start, end))
        whole = sum(part.end - part.start for part in strange) == end - start
        if self.verb and letters and whole and alone and end - start <= 4:
            self.drafts.append(Draft(start, end, excused=self._heading, kind=self._heading_kind, told=True))
        else:
            self.unread.append((start, end))

    # numbers

    def _count(self, part: Part, behind: Part | None) -> None:
        assert part.count is not None  # noqa: S101, the caller looked
        before = self._before
        if part.of is not None:
            self._fraction(part.count, part.of, before)
        elif before is not None and self.text.plain[before.end - 1] in _TIMES:
            return
        elif behind is not None and behind.is_(Sense.EXCUSED) and self._gap(behind) is Gap.SOFT:
            self.subtotals += part.count
        elif before is not None and before.is_(Sense.ABSENT) or part.people or behind is not None and behind.is_(Sense.ABSENT):
            self.total = part.count if self.total is None or not part.people else self.total
            self.verb = self.verb or part.people
        elif before is not None and before.is_(Sense.EXCUSED) or behind is not None and behind.is_(Sense.EXCUSED):
            self.subtotals += part.count
        elif before is not None and before.is_(Sense.KIND) and self._said(before).endswith(("mat", "hoc")):
            self.present = part.count
        elif before is not None and self._said(before) in _ENROLLED:
            self.enrolled = part.count
        elif before is not None and self._said(before) == "hien dien":
            self.present = part.count
        elif self._current is None and part.count > 0:
            self.numbers.append(part)

    def _said(self, part: Part) -> str:
        return " ".join(self.text.plain[part.start : part.end])

    def _fraction(self, part: int, whole: int, before: Part | None) -> None:
        """`vắng 2/35`, `33/35`: so few are the absent ones even where it is not said."""
        self.enrolled = whole
        if (before is not None and before.is_(Sense.ABSENT)) or part * 2 < whole:
            self.total = part
        else:
            self.present = part

    # the end

    def _finish(self) -> None:
        day, session = self.days.everybodys(), self.sessions.everybodys()
        for draft in self.drafts:
            draft.days = day or draft.days
            draft.sessions = session or draft.sessions
            if draft.reason is not None and draft.kind in (Kind.LATE, Kind.PRESENT):
                draft.reason = draft.reason_code = None

    def announced(self) -> int | None:
        """How many were said to be absent, if that was said."""
        if self.total is not None:
            return self.total
        if self.present is not None and self.enrolled is not None:
            return max(0, self.enrolled - self.present)
        return self.subtotals or None


_POLITE = frozenset(("a", "nhe", "nha", "em", "thay", "co", "da"))
_ENROLLED = frozenset(("si so", "ss", "tong", "tong so", "tong cong", "hoc sinh", "sỉ so"))


def _both(first: DayReading, second: DayReading) -> DayReading:
    """`hôm qua và hôm nay`; `nghỉ 2 ngày từ 12/11`, where the number counts from the day."""
    problem = second.problem or first.problem
    if first.length or second.length:
        counted, dated = (first, second) if first.length else (second, first)
        days = dated.days
        if len(days) == 1 and counted.length and counted.length > 1:
            days = school_days(days[0], counted.length)
        problem = None if dated.problem in (None, DayProblem.LENGTH) else dated.problem
    else:
        days = tuple(sorted({*first.days, *second.days}))
    session = second.session or first.session
    return DayReading(days=days, session=session, problem=problem, start=first.start, end=second.end)
