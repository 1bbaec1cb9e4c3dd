"""Return campaigns: the stretch of days after Tết or the summer in which every missing pupil is asked after daily."""

from collections.abc import Collection
from datetime import date, datetime
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Select,
    String,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Moment, Row
from models.kept import kept
from models.school.tables import Classes, Schools
from models.shapes.among import SCHOOLS, among
from models.shapes.asker import School


class Campaigns(Row):
    """`starts` is the return date, both days included; without a scope it is the whole school's. Closing one early
    brings `ends` forward to that day: what was counted until then stays.
    """

    __tablename__ = "campaigns"
    __table_args__ = (Index("ix_campaigns_school", "school_id", "starts"),)
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"))
    name: Mapped[str] = mapped_column(String(60))
    starts: Mapped[date]
    ends: Mapped[date]
    campus_id: Mapped[int | None] = mapped_column(ForeignKey("campuses.id"))
    grade: Mapped[int | None]
    made_at: Mapped[datetime] = mapped_column(Moment)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))


class Campaign(Struct, frozen=True, kw_only=True):
    """A campaign as stored; `id` is 0 until it is."""

    id: int = 0
    school_id: int
    name: str
    starts: date
    ends: date
    campus_id: int | None = None
    grade: int | None = None
    closed: bool = False

    def covers(self, day: date) -> bool:
        return self.starts <= day <= self.ends

    def is_about(self, grade: int | None, campus_id: int | None) -> bool:
        """Whether it is about a class of this grade at this site."""
        return self.grade in {None, grade} and self.campus_id in {None, campus_id}

    def clashes(self, other: "Campaign") -> bool:
        """A class would be in both on some day."""
        apart = (
            None not in {self.grade, other.grade} and self.grade != other.grade,
            None not in {self.campus_id, other.campus_id} and self.campus_id != other.campus_id,
        )
        return self.starts <= other.ends and other.starts <= self.ends and not any(apart)


_COLUMNS = (
    Campaigns.id, Campaigns.school_id, Campaigns.name, Campaigns.starts, Campaigns.ends, Campaigns.campus_id,
    Campaigns.grade, Campaigns.closed_at.is_not(None).label("closed"),
)  # fmt: skip


def on(day: Any, campaigns: Any = Campaigns) -> ColumnElement[bool]:
    """It is on that day and has not been closed."""
    return and_(campaigns.starts <= day, campaigns.ends >= day, campaigns.closed_at.is_(None))


@cache
def campaign_on() -> Select[Any]:
    """Whether one of the `schools` has a campaign `today`: on all other days the clock does nothing of this."""
    return select(Campaigns.id).where(among(Campaigns.school_id, SCHOOLS), on(bindparam("today", type_=Date))).limit(1)


def of_class(campaigns: Any = Campaigns, classes: Any = Classes) -> ColumnElement[bool]:
    """The campaign is about the class."""
    return and_(
        campaigns.school_id == classes.school_id,
        or_(campaigns.grade.is_(None), campaigns.grade == classes.grade),
        or_(campaigns.campus_id.is_(None), campaigns.campus_id == classes.campus_id),
    )


async def campaigns(session: AsyncSession, school_id: int, *which: ColumnElement[bool]) -> list[Campaign]:
    """A school's campaigns, the newest return date first."""
    statement = select(*_COLUMNS).where(Campaigns.school_id == school_id, *which)
    rows = await session.execute(statement.order_by(Campaigns.starts.desc(), Campaigns.id.desc()))
    return [Campaign(**row) for row in rows.mappings()]


async def campaigns_by_ids(session: AsyncSession, ids: Collection[int]) -> list[Campaign]:
    rows = await session.execute(select(*_COLUMNS).where(Campaigns.id.in_(ids)).order_by(Campaigns.id))
    return [Campaign(**row) for row in rows.mappings()]


async def campaign_of(session: AsyncSession, school: School, class_id: int, day: date) -> Campaign | None:
    """The campaign a class is in on a day. Asked after every report, so what is on is kept with the school's lists."""

    async def find() -> dict[int, Campaign]:
        statement = select(Classes.id.label("class_id"), *_COLUMNS).join(Campaigns, of_class())
        rows = await session.execute(statement.where(Classes.school_id == school.id, on(day)))
        return {row["class_id"]: Campaign(**{k: row[k] for k in row if k != "class_id"}) for row in rows.mappings()}

    return (await kept(session, ("campaigns", school.id, school.version, day), find)).get(class_id)


async def open_campaign(session: AsyncSession, campaign: Campaign, by: int | None, at: datetime) -> int:
    names = ("school_id", "name", "starts", "ends", "campus_id", "grade")
    values = {name: getattr(campaign, name) for name in names} | {"made_at": at, "made_by": by}
    await _grown(session, campaign.school_id)
    return (await session.execute(insert(Campaigns).values(values).returning(Campaigns.id))).scalar_one()


async def close_campaign(session: AsyncSession, campaign: Campaign, by: int | None, day: date, at: datetime) -> bool:
    """End it on this day; False if somebody else was quicker."""
    values = {"ends": min(day, campaign.ends), "closed_at": at, "closed_by": by}
    still_open = update(Campaigns).where(Campaigns.id == campaign.id, Campaigns.closed_at.is_(None))
    await _grown(session, campaign.school_id)
    return await session.scalar(still_open.values(values).returning(Campaigns.id)) is not None


async def _grown(session: AsyncSession, school_id: int) -> None:
    """What is kept in memory by the school's version is read anew."""
    await session.execute(update(Schools).where(Schools.id == school_id).values(version=Schools.version + 1))
