"""The rule of the ladder in plain Python, a day and a pupil at a time: what the daily check's SQL is compared with."""

from datetime import date, timedelta

from msgspec import Struct, field

FIRST, CASE, UP = 1, 2, 3
TOLD = 100  # and the days after which somebody is told
ONE = timedelta(days=1)
BEFORE = date.min


class Fired(Struct):
    pupil: str
    step: int
    day: date
    days: int
    run_start: date
    after: int  # the rule it fired under
    case: int | None = None
    struck: int = 0  # the correction that took it back


class Case(Struct):
    pupil: str
    opened: date
    run_start: date
    days: int
    due: int  # its own snapshot
    step: int = CASE
    visited: date | None = None
    closed: str = ""
    closed_on: date | None = None


class Model(Struct):
    """One class with a session each morning of `held`; marks K or P; who has no mark in a reported session is there."""

    held: set[date]
    reported: set[date] = field(default_factory=set)
    marks: dict[tuple[str, date], str] = field(default_factory=dict)
    fired: list[Fired] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    after: int = 3
    due: int = 2
    more: tuple[int, ...] = ()  # days after which somebody is told, and nothing else
    corrections: int = 0

    def state(self, pupil: str, day: date) -> str:
        if day not in self.held:
            return "off"
        if day not in self.reported:
            return "unknown"
        return self.marks.get((pupil, day), "present")

    def run(self, pupil: str, day: date) -> tuple[int, date | None]:
        """Days without leave in a row as of a day, and when they began."""
        days, start = 0, None
        while day >= min(self.held) and (found := self.state(pupil, day)) in {"off", "unknown", "K"}:
            if found == "K":
                days, start = days + 1, day
            day -= ONE
        return days, start

    def there(self, pupil: str, first: date, last: date) -> bool:
        """In class on some day from the first to the last."""
        days = (first + number * ONE for number in range((last - first).days + 1))
        return any(self.state(pupil, day) == "present" for day in days)

    def check(self, today: date, pupils: tuple[str, ...]) -> None:
        for case in self._open():
            if case.opened <= today and self.there(case.pupil, case.opened, today):
                case.closed, case.closed_on = "returned", today
        self.open_again(tuple(pupil for pupil in pupils if self.state(pupil, today) == "K"), BEFORE, today)
        looked_at = [(pupil, day) for pupil in pupils if (day := self._looked_at(pupil, today))]
        for pupil, day in looked_at:
            self._fire(pupil, day)
        for number, case in enumerate(self.cases):
            if not case.closed and case.step == CASE:
                self._up(number, case, today)

    def _open(self, pupil: str = "") -> list[Case]:
        return [case for case in self.cases if not case.closed and pupil in {"", case.pupil}]

    def _looked_at(self, pupil: str, today: date) -> date | None:
        """The day of a K that may fire: today's, or, while today is silent, the last one counted."""
        day = today
        if self.state(pupil, today) == "unknown":
            day = next((d for d in self._back(today) if d in self.held and d in self.reported), today)
        return day if self.state(pupil, day) == "K" else None

    def _back(self, day: date) -> list[date]:
        return [day - number * ONE for number in range((day - min(self.held)).days + 1)]

    def _fire(self, pupil: str, day: date) -> None:
        days, start = self.run(pupil, day)
        assert start is not None
        if self._armed(pupil, FIRST, start, day):
            self.fired.append(Fired(pupil, FIRST, day, days, start, 1))
        if days >= self.after and not self._open(pupil) and self._armed(pupil, CASE, start, day):
            self.fired.append(Fired(pupil, CASE, day, days, start, self.after, len(self.cases)))
            self.cases.append(Case(pupil, day, start, days, self.due))
        number = next((self.cases.index(case) for case in self._open(pupil)), None)
        for after in self.more:
            if days >= after and self._armed(pupil, TOLD + after, start, day):
                self.fired.append(Fired(pupil, TOLD + after, day, days, start, after, number))

    def _armed(self, pupil: str, step: int, start: date, day: date) -> bool:
        """Only a return arms a step again."""
        before = [one for one in self.fired if (one.pupil, one.step) == (pupil, step) and not one.struck]
        return not any(one.day >= start or not self.there(pupil, one.day, day) for one in before)

    def _up(self, number: int, case: Case, today: date) -> None:
        counted = [day for day in self._back(today) if day in self.held and day in self.reported]
        if not counted or counted[0] <= case.opened or self.state(case.pupil, counted[0]) != "K":
            return
        since = case.visited or case.opened
        passed = sum(day in self.held for day in self._back(counted[0]) if day > since)
        if passed >= 1 + (0 if case.visited else case.due):
            case.step = UP
            self.fired.append(Fired(case.pupil, UP, counted[0], case.days, case.run_start, 1, number))

    def open_again(self, pupils: tuple[str, ...], since: date, today: date) -> None:
        """Cases closed from a day on as if their pupils were back, who have not been in class."""
        for case in self.cases:
            late = case.closed == "returned" and case.closed_on is not None and case.closed_on >= since
            alone = case.pupil in pupils and not self._open(case.pupil)
            if late and alone and not self.there(case.pupil, case.opened, today):
                case.closed, case.closed_on = "", None

    def corrected(self, pupil: str, day: date, today: date) -> None:
        """A mark of that day has changed: what no longer stands is struck, and what went up from a case with it; what
        an earlier change had struck and is right again stands, with its case.
        """
        self.corrections += 1
        self._stand_again(pupil, day, today)
        concerned = [f for f in self.fired if f.pupil == pupil and f.day >= day >= f.run_start and not f.struck]
        wrong = [one for one in concerned if not self._stands(one)]
        cases = {one.case for one in wrong if one.step == CASE}
        for one in concerned:
            if one in wrong or (one.case is not None and one.case in cases):
                one.struck = self.corrections
        for number in cases:
            if number is not None and not self.cases[number].closed:
                self.cases[number].closed, self.cases[number].closed_on = "corrected", today

    def _stand_again(self, pupil: str, day: date, today: date) -> None:
        for one in reversed(self.fired):
            if one.pupil != pupil or not one.struck or one.step != CASE or one.case is None or self._open(pupil):
                continue
            case = self.cases[one.case]
            if case.closed != "corrected" or not one.day >= day >= one.run_start or not self._stands(one):
                continue
            if self.there(pupil, case.opened, today):
                continue
            together = [f for f in self.fired if (f.case, f.struck) == (one.case, one.struck) and self._stands(f)]
            if not any((f.pupil, f.step, f.day) == (g.pupil, g.step, g.day) and not g.struck
                       for f in together for g in self.fired):  # fmt: skip
                for each in together:
                    each.struck = 0
                case.closed, case.closed_on = "", None

    def _stands(self, one: Fired) -> bool:
        if self.state(one.pupil, one.day) != "K":
            return False
        return one.step in {FIRST, UP} or self.run(one.pupil, one.day)[0] >= one.after
