"""Who is back in class after the return date, counted per class and day, and who is missing: how long and why."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import ColumnElement, Date, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.base import twin
from models.campaign.campaigns import Campaign, Campaigns, campaigns_by_ids, of_class
from models.figures.counting import attended, enrolled_on, in_counted, live, whole_day
from models.people.places import place_name
from models.people.tables import Enrolments, Pupils
from models.register.tables import ClassParts, Firings, Marks
from models.school.tables import Classes, Places
from models.shapes.marks_changed import stands_while
from rules.ladder.steps import StepKind
from rules.marks import ABSENT, UNCLEAR, Mark, sign_of

NO_ANSWER = "khong_biet"  # the family did not know of the absence: that is an answer, but no reason


def missing(mark: Any = Marks) -> ColumnElement[bool]:
    """The mark is of a day its pupil missed as a whole, with leave or without."""
    return and_(mark.kind.in_(ABSENT), live(mark), in_counted(mark), whole_day(mark))


def without_reason(mark: Any = Marks) -> ColumnElement[bool]:
    return and_(mark.reason.is_(None), or_(mark.reason_code.is_(None), mark.reason_code == NO_ANSWER))


@stands_while(StepKind.AWAY, StepKind.NOT_BACK)
async def still_away(session: AsyncSession, fired: Any, after: int) -> bool:
    """A pupil missed that day, so many reported school days from the return date on, and was never in class before:
    everybody missing counts, excused or not.
    """
    since, day = fired.run_start, fired.day
    mine = (Marks.pupil_id == fired.pupil_id, Marks.day.between(since, day), missing())
    days = set(await session.scalars(select(Marks.day).where(*mine).distinct()))
    seen = await session.scalar(select(attended(fired.pupil_id, since, day)))
    return day in days and len(days) >= after and not seen


class ClassDay(Struct, frozen=True, kw_only=True):
    """A class on a school day of the campaign; one that has not reported has no figures: it is not known who came."""

    class_id: int
    class_name: str
    grade: int | None
    day: date
    reported: bool
    enrolled: int = 0
    missing: int = 0

    @property
    def back(self) -> int:
        return self.enrolled - self.missing


class DayFigure(Struct, frozen=True, kw_only=True):
    """A day over all classes that have reported it."""

    day: date
    back: int
    enrolled: int
    reported: int
    classes: int


class Absentee(Struct, frozen=True, kw_only=True):
    """A pupil missing on a day: for how many reported school days in a row, with what reason, and whether it has not
    been seen since the return date at all. A reason given on an earlier day of the same row holds until another one is.
    """

    pupil_id: int
    name: str
    class_id: int
    class_name: str
    place_id: int | None
    village_id: int | None
    place: str
    day: date
    kind: str  # as `sign_of` says it: what nobody has settled is neither P nor K
    days: int = 1
    never: bool = True
    reason_code: str | None = None
    reason: str | None = None

    @property
    def has_reason(self) -> bool:
        return self.reason is not None or self.reason_code not in {None, NO_ANSWER}


class Picture(Struct, frozen=True, kw_only=True, dict=True):
    """A campaign up to a day: every class on every day of it, and everybody missing."""

    campaign: Campaign
    day: date
    class_days: tuple[ClassDay, ...]
    absentees: tuple[Absentee, ...]

    @cached_property
    def figures(self) -> list[DayFigure]:
        """The days some class has reported, in their order."""
        days = sorted({one.day for one in self.class_days if one.reported})
        return [_figure(day, [one for one in self.class_days if one.day == day]) for day in days]

    @cached_property
    def last(self) -> date | None:
        """The last day anything is known of."""
        return self.figures[-1].day if self.figures else None

    def classes_on(self, day: date) -> list[ClassDay]:
        return [one for one in self.class_days if one.day == day]

    def missing_on(self, day: date) -> list[Absentee]:
        return [one for one in self.absentees if one.day == day]

    def not_back(self) -> list[Absentee]:
        """Everybody missing by the last report of the own class: a class that is silent today hides nobody."""
        newest = {one.class_id: one.day for one in self.class_days if one.reported}
        return [one for one in self.absentees if one.day == newest.get(one.class_id)]

    def silent(self, day: date) -> list[str]:
        return [one.class_name for one in self.class_days if one.day == day and not one.reported]

    def come_back(self, day: date) -> list[Absentee]:
        """Missing by the class's report before, and no longer by that of this day: who came back on it."""
        days = self._reported_days
        before = {class_id: known[known.index(day) - 1] for class_id, known in days.items() if day in known[1:]}
        away = {one.pupil_id for one in self.missing_on(day)}
        return [one for one in self.absentees if one.day == before.get(one.class_id) and one.pupil_id not in away]

    @cached_property
    def _reported_days(self) -> dict[int, list[date]]:
        return _reported_days(self.class_days)


def _figure(day: date, classes: Sequence[ClassDay]) -> DayFigure:
    spoke = [one for one in classes if one.reported]
    return DayFigure(
        day=day,
        back=sum(one.back for one in spoke),
        enrolled=sum(one.enrolled for one in spoke),
        reported=len(spoke),
        classes=len(classes),
    )


async def picture(
    session: AsyncSession,
    campaign: Campaign,
    day: date,
    classes: Collection[int] | None = None,
    today: date | None = None,
) -> Picture:
    """A campaign up to a day (included), or some of its classes: two statements, however many pupils. Who has left by
    `today`, where that is a later day, is asked after no more.
    """
    last = min(day, campaign.ends)
    mine = [Campaigns.id == campaign.id]
    if classes is not None:
        mine.append(Classes.id.in_(classes))
    rows = await _missing_rows(session, campaign, last, mine, today or last)
    left = {row["pupil_id"] for row in rows if row["has_left"]}  # counted on their days, and asked after no more
    away: dict[tuple[int, date], set[int]] = defaultdict(set)
    for row in rows:
        away[row["class_id"], row["day"]].add(row["pupil_id"])
    class_days = [
        ClassDay(**row, missing=len(away[row["class_id"], row["day"]]))
        for row in await _class_days(session, campaign, last, mine)
    ]
    absentees = [one for one in _absentees(rows, _reported_days(class_days)) if one.pupil_id not in left]
    return Picture(campaign=campaign, day=last, class_days=tuple(class_days), absentees=tuple(absentees))


async def _class_days(
    session: AsyncSession, campaign: Campaign, last: date, mine: Sequence[ColumnElement[bool]]
) -> list[dict[str, Any]]:
    own = ClassParts
    statement = (
        select(own.class_id, Classes.name.label("class_name"), Classes.grade, own.day)
        .add_columns(func.count(own.reported_at).label("reports"), func.max(own.enrolled).label("enrolled"))
        .join(Classes, Classes.id == own.class_id)
        .join(Campaigns, of_class())
        .where(*mine, own.school_id == campaign.school_id, own.day.between(campaign.starts, last), own.held)
        .group_by(own.class_id, Classes.name, Classes.grade, own.day)
        .order_by(own.day, Classes.grade, Classes.name)
    )
    return [
        {name: row[name] for name in ("class_id", "class_name", "grade", "day")}
        | {"reported": row["reports"] > 0, "enrolled": (row["enrolled"] or 0) if row["reports"] else 0}
        for row in (await session.execute(statement)).mappings()
    ]


async def _missing_rows(
    session: AsyncSession, campaign: Campaign, last: date, mine: Sequence[ColumnElement[bool]], today: date
) -> Sequence[Any]:
    """A row a mark: one or two a pupil and day."""
    village, place = twin(Places, "missing_rows"), twin(Enrolments, "missing_rows")
    listed = select(place.id).where(place.pupil_id == Marks.pupil_id, enrolled_on(place, literal(today, Date)))
    statement = (
        select(Marks.pupil_id, Pupils.full_name.label("name"), Marks.class_id, Classes.name.label("class_name"))
        .add_columns(Pupils.place_id, Places.parent_id.label("village_id"), Marks.day, Marks.kind, Marks.unsettled)
        .add_columns(Marks.reason_code, Marks.reason, Places.name.label("hamlet"), village.name.label("village"))
        .add_columns((~listed.correlate_except(place).exists()).label("has_left"))
        .join(Pupils, Pupils.id == Marks.pupil_id)
        .join(Classes, Classes.id == Marks.class_id)
        .join(Campaigns, of_class())
        .outerjoin(Places, Places.id == Pupils.place_id)
        .outerjoin(village, village.id == Places.parent_id)
        .where(*mine, Marks.school_id == campaign.school_id, Marks.day.between(campaign.starts, last), missing())
        .order_by(Marks.day, Classes.grade, Classes.name, Marks.pupil_id, Marks.part.desc())
    )
    return (await session.execute(statement)).mappings().all()


def _reported_days(class_days: Iterable[ClassDay]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = defaultdict(list)
    for one in class_days:
        if one.reported:
            found[one.class_id].append(one.day)
    return found


def _absentees(rows: Sequence[Any], reported: dict[int, list[date]]) -> list[Absentee]:
    """In the order of the rows, each with what the class's report before already said of the pupil."""
    found: dict[tuple[int, date], Absentee] = {}
    for row in rows:
        known = reported[row["class_id"]]
        at = known.index(row["day"])
        before = found.get((row["pupil_id"], known[at - 1])) if at else None
        found[row["pupil_id"], row["day"]] = _absentee(
            row, before, found.get((row["pupil_id"], row["day"])), first=not at
        )
    return list(found.values())


def _kind(row: Any, same: Absentee | None) -> str:
    signs = {sign_of(row["kind"], unsettled=row["unsettled"]), *([same.kind] if same else [])}
    return next(sign for sign in (Mark.UNEXCUSED, UNCLEAR, Mark.EXCUSED) if sign in signs)


def _absentee(row: Any, before: Absentee | None, same: Absentee | None, *, first: bool) -> Absentee:
    """`same` is the other half day of the day; what is without leave in one of them is without leave."""
    said = Absentee(
        **{name: row[name] for name in ("pupil_id", "name", "class_id", "class_name", "place_id", "village_id", "day")},
        place=place_name(row["hamlet"], row["village"]),
        kind=_kind(row, same),
        days=before.days + 1 if before else 1,
        never=first or (before is not None and before.never),
        reason_code=row["reason_code"],
        reason=row["reason"],
    )
    for earlier in (same, before):
        if not said.has_reason and earlier is not None and earlier.has_reason:
            return structs.replace(said, reason_code=earlier.reason_code, reason=earlier.reason)
    return said


class Fired(Struct, frozen=True, kw_only=True):
    """A step of the return's ladder that stands, and what is known of the pupil on its day."""

    id: int
    case_id: int | None
    ladder_id: int | None
    campaign: Campaign
    pupil: Absentee


async def fired_steps(session: AsyncSession, ids: Collection[int]) -> list[Fired]:
    """These firings, those that still stand, by class."""
    columns = (Firings.id, Firings.case_id, Firings.ladder_id, Firings.pupil_id, Firings.class_id, Firings.day)
    statement = (
        select(*columns, func.max(Campaigns.id).label("campaign_id"))
        .join(Classes, Classes.id == Firings.class_id)
        .join(Campaigns, and_(of_class(), Campaigns.starts == Firings.run_start))
        .where(Firings.id.in_(ids), Firings.struck_at.is_(None))
        .group_by(*columns)
    )
    rows = (await session.execute(statement)).all()
    found: list[Fired] = []
    for campaign in await campaigns_by_ids(session, {row.campaign_id for row in rows}):
        mine = [row for row in rows if row.campaign_id == campaign.id]
        seen = await picture(session, campaign, max(row.day for row in mine), {row.class_id for row in mine})
        away = {(one.pupil_id, one.day): one for one in seen.absentees}
        for row in mine:
            if pupil := away.get((row.pupil_id, row.day)):
                numbers = {"id": row.id, "case_id": row.case_id, "ladder_id": row.ladder_id}
                found.append(Fired(**numbers, campaign=campaign, pupil=pupil))
    return sorted(found, key=lambda one: (one.pupil.class_name, one.id))
