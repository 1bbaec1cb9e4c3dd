"""The school this installation serves: made and kept as the configuration says."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine.config import ConfigError, SchoolConfig
from locales import _
from models import DayRules, Schools, Terms, WeekSlots, Years
from models.base import insert_new
from models.figures.targets import keep_configured
from models.ladder.versions import begin_ladders
from models.school.letterhead import FIELDS, keep_letterhead
from rules.calendar.held import YearPlan, default_year, proposed_holidays
from rules.calendar.parts import Part
from rules.ladder.steps import default_ladder

SETTINGS = (
    "timezone", "language", "morning_starts", "morning_due", "afternoon_starts", "afternoon_due", "quiet_from",
    "quiet_until", "meter_primary", "meter_per_day", "boarders_back", "boarders_evening", "boarders_morning", "read_by",
    "unsure_minutes", "family_after_tap", "ill_with_leave", "reason_as_leave", "learn_together",
)  # fmt: skip


async def keep_school(session: AsyncSession, config: SchoolConfig, today: date, *, demo: bool = False) -> int:
    """Make the configured school, or bring its settings in line with the file; return its id. Raises ConfigError where
    the sample school lives: its clock is moved by hand, and a real school would be watched by it.

    A new school gets its year, its terms, its week and the public holidays as proposals.
    """
    if not demo and await session.scalar(select(Schools.id).where(Schools.demo).limit(1)):
        raise ConfigError(
            _(
                "This database holds the sample school. Please give the real school a database of its own: another "
                "file under [database] url in the configuration, chosen with --config."
            )
        )
    values: dict[str, Any] = {name: getattr(config, name) for name in SETTINGS} | {"hold_seconds": config.hold}
    found = await session.scalar(select(Schools.id).where(Schools.code == config.code))
    if found is not None:
        named = {"name": config.name} if config.name else {}
        await session.execute(update(Schools).where(Schools.id == found).values(values | named))
        school_id = found
    else:
        new = values | {"code": config.code, "name": config.name or config.code, "demo": demo, "version": 0}
        school_id = await session.scalar(insert(Schools).values(new).returning(Schools.id)) or 0
    await _keep_year(session, school_id, config, today)
    await _keep_week(session, school_id, config)
    await keep_head(session, school_id, config)
    limits = {one: Decimal(str(limit)) / 100 for one, limit in config.targets.items()}
    await keep_configured(session, school_id, limits, datetime.now(UTC))
    first = default_ladder(days_to_case=config.days_to_case, days_to_visit=config.days_to_visit)
    await begin_ladders(session, school_id, datetime.now(UTC), first)
    return school_id


async def keep_head(session: AsyncSession, school_id: int, config: SchoolConfig) -> None:
    """Who stands at the head and foot of papers, as the file says now."""
    await keep_letterhead(session, school_id, {name: getattr(config, name) for name in FIELDS})


async def _keep_year(session: AsyncSession, school_id: int, config: SchoolConfig, today: date) -> None:
    """The school year of today, as configured or by the national frame (5 September to 31 May)."""
    plan = default_year(config.year_starts or today)
    starts, ends = config.year_starts or plan.starts, config.year_ends or plan.ends
    known = select(Years.id).where(Years.school_id == school_id, Years.name == plan.name)
    year_id = await session.scalar(known)
    if year_id is not None:
        await session.execute(update(Years).where(Years.id == year_id).values(starts=starts, ends=ends))
        return
    middle = config.hk1_ends or plan.hk1_ends
    await add_year(session, school_id, YearPlan(plan.name, starts, middle, ends))


async def add_year(session: AsyncSession, school_id: int, plan: YearPlan) -> int:
    """A school year with its two terms, and its public holidays as proposals; return its id."""
    new = {"school_id": school_id, "name": plan.name, "starts": plan.starts, "ends": plan.ends}
    year_id = await session.scalar(insert(Years).values(new).returning(Years.id)) or 0
    second = date.fromordinal(plan.hk1_ends.toordinal() + 1)
    await session.execute(
        insert(Terms),
        [
            {"year_id": year_id, "name": "hk1", "starts": plan.starts, "ends": plan.hk1_ends},
            {"year_id": year_id, "name": "hk2", "starts": second, "ends": plan.ends},
        ],
    )
    await propose_holidays(session, school_id, plan.starts, plan.ends)
    return year_id


async def propose_holidays(session: AsyncSession, school_id: int, starts: date, ends: date) -> None:
    """Public holidays come as proposals: they have no effect until the school confirms them."""
    made = datetime.now(UTC)
    rows = [
        {"school_id": school_id, "day": day, "kind": "off", "reason": name, "made_at": made}
        for day, name in proposed_holidays(starts, ends)
    ]
    if rows:
        await session.execute(insert_new(session, DayRules), rows)


async def _keep_week(session: AsyncSession, school_id: int, config: SchoolConfig) -> None:
    """The week of every class that has none of its own. Days are written as people say them: 2 is Monday, 8 Sunday."""
    wanted = {(day - 2, Part.MORNING) for day in config.morning_days}
    wanted |= {(day - 2, Part.AFTERNOON) for day in config.afternoon_days}
    general = (WeekSlots.school_id == school_id, WeekSlots.class_id.is_(None))
    there = await session.execute(select(WeekSlots.weekday, WeekSlots.part).where(*general))
    if set(there) == wanted:
        return
    await session.execute(delete(WeekSlots).where(*general))
    rows = [{"school_id": school_id, "weekday": day, "part": part} for day, part in sorted(wanted)]
    await session.execute(insert(WeekSlots), rows)
