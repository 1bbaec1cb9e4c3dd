"""A school counted by hand: where every pupil is on every day and what follows, in plain Python and in no words of the
product's own code.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

DAYS_TO_CASE = 3
ONE = timedelta(days=1)


@dataclass
class Seat:
    klass: str
    first: date
    last: date | None = None
    came: str = "opening"
    went: str = ""

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass
class Kid:
    name: str
    born: date
    phone: str
    code: str | None = None
    seats: list[Seat] = field(default_factory=list)
    homes: list[tuple[date, str]] = field(default_factory=list)

    def klass(self, day: date) -> str:
        return next((seat.klass for seat in self.seats if seat.on(day)), "")

    def home(self, day: date) -> str:
        return [place for since, place in self.homes if since <= day][-1]


@dataclass
class Followed:
    kid: int
    opened: date
    closed: str = ""


@dataclass
class Count:
    possible: int = 0
    absent: int = 0

    def add(self, *, absent: bool) -> None:
        self.possible += 1
        self.absent += absent


class Plain:
    """Kids by a number of the story's own. One half day a day: classes are taught in the morning."""

    def __init__(self) -> None:
        self.kids: dict[int, Kid] = {}
        self.away: set[tuple[int, date]] = set()
        self.reported: set[tuple[str, date]] = set()
        self.cases: list[Followed] = []

    def comes(self, number: int, kid: Kid, klass: str, home: str, day: date, how: str = "opening") -> None:
        self.kids[number] = kid
        kid.seats.append(Seat(klass, day, came=how))
        kid.homes.append((date.min, home))

    def goes(self, number: int, day: date, how: str) -> None:
        seat = self.kids[number].seats[-1]
        seat.last, seat.went = day - ONE, how

    def moves(self, number: int, klass: str, day: date) -> None:
        self.goes(number, day, "moved_out")
        self.kids[number].seats.append(Seat(klass, day, came="moved_in"))

    def leaves(self, number: int, day: date, how: str) -> None:
        self.goes(number, day, how)
        for case in self.cases:
            if case.kid == number and not case.closed and how in {"transferred", "dropped"}:
                case.closed = how

    def back(self, number: int, klass: str, day: date) -> None:
        self.kids[number].seats.append(Seat(klass, day, came="back"))

    def reports(self, klass: str, day: date, away: set[int]) -> None:
        assert all(self.kids[one].klass(day) == klass for one in away)
        self.reported.add((klass, day))
        self.away |= {(one, day) for one in away}

    def school_day(self, number: int, day: date) -> bool:
        return (self.kids[number].klass(day), day) in self.reported

    def run(self, number: int, day: date) -> int:
        """Days away in a row, as of a day: days of classes that reported, whichever the pupil was in."""
        days = sorted(
            {one for _klass, one in self.reported if one <= day and self.school_day(number, one)}, reverse=True
        )
        length = 0
        for one in days:
            if (number, one) not in self.away:
                break
            length += 1
        return length

    def missed(self, number: int) -> int:
        return sum(one == number and self.school_day(one, day) for one, day in self.away)

    def evening(self, day: date) -> None:
        """What the daily check does."""
        for number in self.kids:
            if not self.school_day(number, day):
                continue
            mine = [case for case in self.cases if case.kid == number and not case.closed]
            if (number, day) not in self.away:
                for case in mine:
                    case.closed = "returned"
            elif not mine and self.run(number, day) >= DAYS_TO_CASE:
                self.cases.append(Followed(number, day))

    def counts(self, first: date, last: date, *, by_home: bool = False) -> dict[str, Count]:
        found: dict[str, Count] = {}
        for number, kid in self.kids.items():
            for _klass, day in {one for one in self.reported if first <= one[1] <= last}:
                if kid.klass(day) == _klass:
                    key = kid.home(day) if by_home else _klass
                    found.setdefault(key, Count()).add(absent=(number, day) in self.away)
        return found

    def roll(self, klass: str, day: date) -> dict[str, int]:
        """Opening, who came and went in every way, and now; what is 0 is left out."""
        found: dict[str, int] = {}
        for kid in self.kids.values():
            for seat in kid.seats:
                if seat.klass != klass or seat.first > day:
                    continue
                found[seat.came] = found.get(seat.came, 0) + 1
                if seat.last is not None and seat.last < day:
                    found[seat.went] = found.get(seat.went, 0) + 1
                found["now"] = found.get("now", 0) + seat.on(day)
        return {name: many for name, many in found.items() if many}
