"""What a school asks of itself: its own targets, and the shares that only the school can count."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, String, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Moment
from rules.figures.indicators import Indicator, Share, Target
from rules.figures.targets import TARGETS, target_of

PER = 10_000  # a limit is kept as so many ten-thousandths: 1.5 % is 150


class SchoolTargets(Base):
    """A target of the school's own; without a person it is from the configuration."""

    __tablename__ = "school_targets"
    school_id: Mapped[int] = mapped_column(ForeignKey("schools.id"), primary_key=True, autoincrement=False)
    indicator: Mapped[str] = mapped_column(String(20), primary_key=True)
    limit_: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)


class EnteredShares(Base):
    """What the school has counted itself for a school year: `part` of `whole`."""

    __tablename__ = "entered_shares"
    year_id: Mapped[int] = mapped_column(ForeignKey("years.id"), primary_key=True, autoincrement=False)
    indicator: Mapped[str] = mapped_column(String(20), primary_key=True)
    part: Mapped[int]
    whole: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)


async def targets_of(session: AsyncSession, school_id: int) -> dict[Indicator, Target]:
    """Those of the plans, as the school has changed them."""
    own = select(SchoolTargets.indicator, SchoolTargets.limit_).where(SchoolTargets.school_id == school_id)
    found = {
        Indicator(name): target_of(Indicator(name), Decimal(limit) / PER) for name, limit in await session.execute(own)
    }
    return {**TARGETS, **found}


async def keep_target(
    session: AsyncSession, school_id: int, one: Indicator, limit: Decimal, person_id: int | None, now: datetime
) -> None:
    await forget_target(session, school_id, one)
    values = {
        "school_id": school_id,
        "indicator": one,
        "limit_": int(limit * PER),
        "person_id": person_id,
        "made_at": now,
    }
    await session.execute(insert(SchoolTargets).values(**values))


async def forget_target(session: AsyncSession, school_id: int, one: Indicator) -> None:
    """That of the plans counts again."""
    mine = (SchoolTargets.school_id == school_id, SchoolTargets.indicator == one)
    await session.execute(delete(SchoolTargets).where(*mine))


async def keep_configured(
    session: AsyncSession, school_id: int, limits: Mapping[Indicator, Decimal], now: datetime
) -> None:
    """What the configuration says, where nobody has said otherwise in a chat."""
    mine = SchoolTargets.school_id == school_id
    await session.execute(delete(SchoolTargets).where(mine, SchoolTargets.person_id.is_(None)))
    said = set(await session.scalars(select(SchoolTargets.indicator).where(mine)))
    for one, limit in limits.items():
        if one not in said:
            await keep_target(session, school_id, one, limit, None, now)


async def keep_share(
    session: AsyncSession, year_id: int, one: Indicator, share: Share, person_id: int, now: datetime
) -> None:
    mine = (EnteredShares.year_id == year_id, EnteredShares.indicator == one)
    await session.execute(delete(EnteredShares).where(*mine))
    values = {"year_id": year_id, "indicator": one, "part": share.part, "whole": share.whole}
    await session.execute(insert(EnteredShares).values(**values, person_id=person_id, made_at=now))


async def entered(session: AsyncSession, year_id: int) -> dict[Indicator, Share]:
    found = select(EnteredShares.indicator, EnteredShares.part, EnteredShares.whole)
    rows = await session.execute(found.where(EnteredShares.year_id == year_id))
    return {Indicator(name): Share(part, whole) for name, part, whole in rows}
