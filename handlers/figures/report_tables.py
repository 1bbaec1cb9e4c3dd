"""The tables of a report: a line a class, a line a hamlet, short enough for a phone."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, case, select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.asked import leads, local
from handlers.figures.wording import cases_line, count_words, in_part_counted, rate_words
from locales import N_, _
from locales.causes import GROUPS
from models import Cases
from models.cases.visits import causes_of
from models.figures.summary import open_cases, total
from models.figures.totals import Count, Summed, by_place, by_pupil
from models.people.homes import lived_in
from models.people.places import Place
from models.people.tables import Pupils
from models.register.tables import Marks
from models.shapes.message import Incoming
from rules.cases.causes import groups_of
from rules.people.roles import LEADERS

LINES = 12  # of a table that nobody asked for by itself
NO_PLACES = N_(
    "No villages or hamlets are known yet. They come with the list of pupils, which the administrator sends."
)


class Scope(Struct, frozen=True, kw_only=True):
    """What a report is about: the whole school, some classes, the places `inside`, or the boarders, girls or boys of
    the classes. `by` asks for one table only; `said` are the words that ask for it again, none for the school and for
    a place.
    """

    title: str
    classes: dict[int, str]
    said: str = ""
    grades: Mapping[int, int | None] = {}
    boarders: bool = False
    sex: str = ""
    places: Mapping[int, Place] = {}
    inside: Collection[int] = ()
    whole: bool = False
    by: str = ""

    def cases(self) -> list[ColumnElement[bool]]:
        if self.whole:
            return []
        if some := self.some():
            return [Cases.class_id.in_(self.classes), Cases.pupil_id.in_(select(Pupils.id).where(*some))]
        return [Cases.place_id.in_(self.inside)] if self.inside else [Cases.class_id.in_(self.classes)]

    @property
    def partly(self) -> bool:
        """Only some pupils of the classes are meant."""
        return bool(self.inside or self.boarders or self.sex)

    def some(self) -> list[ColumnElement[bool]]:
        """Which pupils of the classes, as conditions on `Pupils`; none for all of them."""
        boarders = [Pupils.boarding.is_(True)] if self.boarders else []
        return [*boarders, *([Pupils.gender == self.sex] if self.sex else [])]

    def marks(self) -> list[ColumnElement[bool]]:
        """Whose marks, as conditions on `Marks` and `Pupils`."""
        if self.inside:
            return [lived_in(Marks.pupil_id, Marks.day, self.inside)]
        return [Marks.class_id.in_(self.classes), *self.some()]

    def by_grade(self, counts: Mapping[int, Count]) -> dict[int | None, Count]:
        """The counts of classes, summed."""
        found: dict[int | None, list[Count]] = defaultdict(list)
        for class_id, count in counts.items():
            found[self.grades.get(class_id)].append(count)
        return {grade: total(each) for grade, each in found.items()}

    def shows(self, table: str) -> bool:
        return self.by in {"", table}


def shortened(lines: Sequence[str], scope: Scope) -> list[str]:
    """A table in full if it was asked for, else its beginning and how many lines are left out."""
    if scope.by or len(lines) <= LINES:
        return list(lines)
    return [*lines[:LINES], _("… and {count} more").format(count=len(lines) - LINES)]


async def place_lines(
    session: AsyncSession,
    school_id: int,
    first: date,
    last: date,
    scope: Scope,
    all_of_them: Count,
    marks: Summed | None = None,
) -> list[str]:
    """A line for each place where anybody was absent."""
    shown = await placed(session, school_id, first, last, scope, all_of_them, marks)
    full = scope.by == "place"
    lines = [
        f"• {name}: {_figures(count, first, last)}" for name, count in shown if full or count.absent or count.unsure
    ]
    if not lines:
        return [_nothing(scope)] if full else []
    return [_("**By hamlet** (pupil-sessions)"), *shortened(lines, scope)]


async def placed(
    session: AsyncSession,
    school_id: int,
    first: date,
    last: date,
    scope: Scope,
    all_of_them: Count,
    marks: Summed | None = None,
) -> list[tuple[str, Count]]:
    """The count of each place; pupils whose hamlet nobody wrote down come last."""
    counts = await by_place(session, school_id, first, last, marks)
    shown = [(place.said, counts[place.id]) for place in scope.places.values() if place.id in counts]
    somewhere = total(counts.values())
    nowhere = Count(
        possible=all_of_them.possible - somewhere.possible,
        unexcused=all_of_them.unexcused - somewhere.unexcused,
        excused=all_of_them.excused - somewhere.excused,
        unclear=all_of_them.unclear - somewhere.unclear,
        unsure=all_of_them.unsure - somewhere.unsure,
    )
    return [*shown, *([(_("hamlet unknown"), nowhere)] if nowhere.possible > 0 else [])]


def grade_lines(scope: Scope, counts: Mapping[int, Count]) -> list[str]:
    """A line for each grade, summed from its classes."""
    shown = [(grade, count) for grade, count in scope.by_grade(counts).items() if count.held]
    said = [
        f"• {_('grade {grade}').format(grade=grade or '–')}: {count_words(count)}, {rate_words(count)}"
        + (", " + _("{count} not reported").format(count=silent) if (silent := count.held - count.reported) else "")
        for grade, count in shown
    ]
    return [_("**By grade** (pupil-sessions)"), *said] if said else []


def _nothing(scope: Scope) -> str:
    """What is missing where a table was asked for and has no line."""
    if not scope.places:
        return _(NO_PLACES)
    return _("Nothing has been reported, so there are no figures yet. Absent is not known, and neither is present.")


def _figures(count: Count, first: date, last: date) -> str:
    return count_words(count) if first == last else f"{count_words(count)}, {rate_words(count)}"


async def partly_count(session: AsyncSession, school_id: int, first: date, last: date, scope: Scope) -> Count:
    """The count of the places, or of some pupils of the classes, a report is about."""
    if some := scope.some():
        among = case((and_(*some), 1), else_=0)
        return (await by_pupil(session, school_id, among, first, last, list(scope.classes))).get(1, Count())
    counts = await by_place(session, school_id, first, last)
    return total(count for place_id, count in counts.items() if place_id in scope.inside)


def in_part_line(incoming: Incoming, count: Count) -> str:
    """For the leadership, and not in a group."""
    said = in_part_counted(count) if incoming.private and leads(incoming.asker) else ""
    return _("Not counted as absent: {counted}").format(counted=said) if said else ""


async def case_lines(incoming: Incoming, session: AsyncSession, scope: Scope) -> list[str]:
    """The open cases; for the leadership, of the whole school, also by the five groups official reports count by."""
    school, _moment = local(incoming)
    found = await open_cases(session, school.id, *scope.cases())
    causes = await causes_of(session, [one.id for one in found])
    lines = [cases_line(found)]
    if causes and scope.whole and incoming.private and incoming.asker.has(*LEADERS):
        lines.append(_group_line([groups_of(causes.get(one.id, ())) for one in found]))
    return lines


def _group_line(groups: Sequence[Sequence[int]]) -> str:
    counts = Counter(group for of_case in groups for group in of_case)
    said = [f"{_(GROUPS[group])} {counts[group]}" for group in GROUPS if counts[group]]
    unknown = sum(not of_case for of_case in groups)
    said += [_("not known {count}").format(count=unknown)] if unknown else []
    return _("Causes of the open cases (a pupil may count in several groups): {groups}").format(groups=", ".join(said))
