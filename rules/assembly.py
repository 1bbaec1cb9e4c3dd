"""The parts of a report put together: whom each code, reason, day and session belongs to."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from rules.drafts import Draft, Heading
from rules.nameless import Nameless
from rules.parts import Part
from rules.returns import HALVES, cut_in_time, return_said
from rules.text import Gap
from rules.words import Kind, Phrase, Sense

_SAYS_WHY = (Sense.REASON, Sense.SIGNAL)
_ANEW = (Sense.ABSENT, Sense.EXCEPT, Sense.EXCUSED, Sense.LEAVE, *_SAYS_WHY)
_TAKES_TWO = frozenset(("danh nhau", "cai nhau", "di choi", "choi", "choi game", "di tham"))  # with somebody


class Assembly(Nameless):
    """Takes the parts of one class's report, breath by breath (what stands between commas, points and lines).

    `command`: the message began with the word for an absence, so that bare names are absent pupils.
    """

    def take(self, parts: Sequence[Part]) -> None:
        breaths: list[list[Part]] = list(self._breaths(parts))
        if any(part.is_(Sense.KIND, Sense.DENY) for part in parts):
            breaths = [each for one in _corrections(breaths) for each in cut_in_time(self._undenied(one))]
        for breath in breaths:
            gap = self._gap(breath[0])
            if gap is Gap.LINE:
                self._new_line()
            if gap >= Gap.STOP:
                self._denied, self._new_sentence = False, gap is Gap.STOP
            self._rest = breath
            self._other_from = max((each.start for each in breath if each.is_(Sense.BUSINESS, Sense.KIND)), default=-1)
            self._joined = breath[0].start > 0 and self._follows_and(breath[0])
            self._denied = self._denied and not _tells_anew(breath)
            self._new_mention()
            first = next((place for place, part in enumerate(breath) if part.named), len(breath))
            if first == len(breath):
                if not self._is_here_at_another_time(breath):
                    self._without_names(breath)
            else:
                self._before_names(breath[:first])
                self._names(breath[first:])
        self.finish()

    def _breaths(self, parts: Sequence[Part]) -> Iterator[list[Part]]:
        breath: list[Part] = []
        for part, behind in zip(parts, (*parts[1:], None), strict=False):
            joins = part.is_(Sense.AND) and _joins(breath, behind) and not self._with_whom(part, breath)
            apart = self._gap(part) >= Gap.HARD and part.place is None  # Ngọc, họ Lê
            if breath and (joins or apart):
                yield breath
                breath = []
            if not joins:
                breath.append(part)
        if breath:
            yield breath

    def _undenied(self, breath: list[Part]) -> list[Part]:
        """`không phải nghỉ không phép mà có phép`: of the excuse, only what is so."""
        deny = next((place for place, part in enumerate(breath) if self._is_denied(part)), len(breath))
        instead = next((place for place, part in enumerate(breath) if part.is_(Sense.INSTEAD) and place > deny), None)
        if instead is None or any(part.named for part in breath[deny:]):
            return breath
        return (
            [*breath[:deny], *breath[instead + 1 :]] if any(p.is_(Sense.EXCUSED) for p in breath[instead:]) else breath
        )

    def _is_denied(self, part: Part) -> bool:
        return part.is_(Sense.DENY) or (part.is_(Sense.KIND) and self._said(part).startswith("khong phai"))

    def _is_here_at_another_time(self, breath: Sequence[Part]) -> bool:
        """Whether it is said of another day, or the other half of the day, that the last pupil is here."""
        said = return_said(self.source, breath)
        last = self.drafts[-1] if self.drafts else None
        if said is None or last is None or last.kind is not Kind.ABSENT:
            return False
        away = last.days.days if last.days else (self.source.today,)
        sessions = last.sessions or self.sessions.heading
        if said.later and said.day is not None and len(said.day.days) > 1:
            last.days = said.day  # nghỉ đến hết tuần mới đi học lại
            self.days.behind_name(said.day)
        elif said.day is None and said.session in HALVES and not sessions:
            for draft in self._line():
                draft.sessions = draft.sessions or HALVES[said.session]
            self.sessions.behind_name(HALVES[said.session])
            return True
        if not said.elsewhere(away, sessions):
            return said.day is not None and last.days is not None and self._without(last, said.day)
        return True

    def _follows_and(self, part: Part) -> bool:
        return self.text.plain[part.start - 1] in ("va", "voi", "cung", "vs")

    def _with_whom(self, part: Part, breath: Sequence[Part]) -> bool:
        """`đánh nhau với Yến`: with, and not and."""
        return self._said(part) in ("voi", "cung") and bool(breath) and self._said(breath[-1]) in _TAKES_TWO

    # what stands before the first name of a breath

    def _before_names(self, parts: Sequence[Part]) -> None:
        counted = [part for part, behind in pairwise(parts) if part.is_(Sense.EXCUSED) and behind.count is not None]
        statistics = len(counted) > 1
        for place, part in enumerate(parts):
            self._before = parts[place - 1] if place else None
            behind = parts[place + 1] if place + 1 < len(parts) else None
            if part.count is not None:
                self._number(part, behind, named=False)
            elif part.phrase is not None:
                if statistics and part.is_(Sense.EXCUSED):
                    self._tells()  # phép 1, k phép 1: Lan, Tú
                else:
                    self._lead(part, part.phrase)
            elif part.day is not None:
                self._day(part.day)
            elif part.unknown:
                self._shown(part)
        self._before = parts[-1] if parts else None

    def _lead(self, part: Part, phrase: Phrase) -> None:
        sense, value = phrase.sense, phrase.value
        if sense is Sense.EXCUSED:
            self._lead_excuse(part, excused=value == "P")
        elif sense is Sense.LEAVE:
            self._heading.excused = True
            self._tells()
        elif sense in _SAYS_WHY and len(self.drafts) > self._line_from and not self._heads(part):
            self._reason(part, self.drafts[-1])
        elif sense in _SAYS_WHY:
            self._heading.reason = (part, value)
            self._tells()
        elif sense is Sense.SESSION:
            self.sessions.before_names(value)
        elif sense is Sense.KIND:
            self._heading = Heading(kind=Kind(value), block=self._heads(part))
        elif sense is Sense.ABSENT:
            self._tells()
            self.nobody = False
            self._heading.kind = Kind.ABSENT
        else:
            self._small_word(part, sense, value)

    def _lead_excuse(self, part: Part, *, excused: bool) -> None:
        """`có phép: A, B`, `kp A, B`. Between two names of which neither owns it, it is shown and not guessed."""
        heads = self._heads(part)
        self._tells()
        if heads or len(self.drafts) == self._line_from or self._heading.excused is not None:
            self._heading = Heading(excused=excused, reason=self._heading.reason, block=heads)
        else:
            self._shown(part)

    # names, and what stands behind them

    def _names(self, parts: Sequence[Part]) -> None:
        for part, behind in zip(parts, (*parts[1:], None), strict=False):
            if part.named:
                self._name(part)
            elif part.phrase is not None and self._current is not None:
                self._behind_name(part, part.phrase, self._current)
            elif part.day is not None:
                self._day(part.day)
            elif part.count is not None:
                self._number_behind_name(part, behind)
            elif part.unknown:
                self._unknown(part)
            else:
                self._hint(part)
            self._before = part

    def _hint(self, part: Part) -> None:
        if part.numbered:
            self._narrow({pupil.id for pupil in part.pupils})
        elif part.born is not None and self._current is not None:
            self._narrow({pupil.id for pupil in self._current.pupils if part.born.fits(pupil.birth_date)})
        elif part.place is not None:
            self._narrow(part.place)

    def _behind_name(self, part: Part, phrase: Phrase, draft: Draft) -> None:
        sense, value = phrase.sense, phrase.value
        if sense is Sense.EXCUSED:
            self._excuse(part, excused=value == "P")
            self._giving_reason = self._free = False
        elif sense is Sense.LEAVE:
            self._leave(draft)
        elif sense in _SAYS_WHY:
            self._reason(part, draft)
        elif sense is Sense.SESSION:
            self._session(value)
        elif sense is Sense.KIND:
            self._kind(part, Kind(value), draft)
        elif sense is Sense.ALL:
            self._all(part, value)
        elif sense in (Sense.ABSENT, Sense.BECAUSE):
            draft.told = draft.told or sense is Sense.ABSENT
            if sense is Sense.ABSENT and draft.kind is Kind.PRESENT and not self._denied:
                draft.kind, draft.contrary = Kind.ABSENT, True  # ốm xin về hôm qua, nay nghỉ tiếp
            self._tells()
            self._giving_reason = True
        else:
            self._small_word(part, sense, value)

    def _number_behind_name(self, part: Part, behind: Part | None) -> None:
        """`sốt 39 độ`, `muộn 15 phút` count nobody."""
        if self._giving_reason and not part.people and part.of is None:
            self._extend_reason(part)
        else:
            self._number(part, behind, named=True)

    def _unknown(self, part: Part) -> None:
        draft = self._current
        if draft is None or (draft.reason is not None and not self._giving_reason):
            self._shown(part)
            return
        self._free = self._free or self._giving_reason or draft.reason is None
        self._giving_reason = True
        self._extend_reason(part)


def _corrections(breaths: Sequence[list[Part]]) -> Iterator[list[Part]]:
    """`không phép, à nhầm, có phép`: the word that takes back joined to what is so instead."""
    held: list[Part] = []
    for breath, behind in zip(breaths, (*breaths[1:], []), strict=True):
        only = any(part.is_(Sense.DENY) for part in breath) and all(
            part.is_(Sense.DENY, Sense.EMPTY) for part in breath
        )
        if only and any(part.is_(Sense.EXCUSED) for part in behind) and not any(part.named for part in behind):
            held = breath
            continue
        yield [*held, *breath]
        held = []


def _tells_anew(breath: Sequence[Part]) -> bool:
    """`báo nhầm, vắng Khánh`: what is said here is so."""
    denies = any(part.is_(Sense.DENY) for part in breath)
    says = any(part.is_(*_ANEW) for part in breath) and not denies
    return says or (denies and breath[0].named)


def _joins(breath: Sequence[Part], behind: Part | None) -> bool:
    """Whether an `and` joins two pupils, and is not part of why somebody is away (`đi rẫy với mẹ`)."""
    if behind is None:
        return not breath
    return behind.named or behind.numbered or behind.is_(Sense.PEOPLE, Sense.ALL) or behind.count is not None
