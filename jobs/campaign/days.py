"""The days of a return campaign: reports and reasons asked for, the evening picture, the hamlet pairs' morning list."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Date, Select, String, cast, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from jobs import after, job
from models import Campaigns, Classes, ClassParts, Marks, Places, Roles
from models.campaign.campaigns import campaign_on, of_class, on
from models.campaign.returning import missing, without_reason
from models.people.roles import held_on
from models.shapes.among import among
from models.shapes.message import DIGEST, Notices, Round, Said
from rules.calendar.parts import Part
from rules.letters import Kind
from rules.people.roles import Role

NUMBER: dict[str, int] = {Part.MORNING: 1, Part.AFTERNOON: 2}
BEFORE = 10  # minutes before a report is due
SEEN = timedelta(days=7)  # how far back the last report of a class may lie


async def _is_on(round_: Round, session: AsyncSession) -> bool:
    """Whether any of the schools has a campaign today: nearly always there is none, and nothing else to ask."""
    return await session.scalar(campaign_on(), {"schools": list(round_.schools), "today": round_.day}) is not None


@job(times=lambda school: [after(school.morning_due, -BEFORE)], late=timedelta(minutes=BEFORE - 1))
async def campaign_morning(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return _not_reported(round_, Part.MORNING) if await _is_on(round_, session) else []


@job(times=lambda school: [after(school.afternoon_due, -BEFORE)], late=timedelta(minutes=BEFORE - 1))
async def campaign_afternoon(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return _not_reported(round_, Part.AFTERNOON) if await _is_on(round_, session) else []


def _not_reported(round_: Round, part: str) -> list[Notices]:
    """In a campaign the class is asked before its first report of the day is late."""
    earlier = aliased(ClassParts)
    before = select(earlier.day).where(
        earlier.class_id == ClassParts.class_id, earlier.day == round_.day, earlier.held, earlier.part > part
    )
    chosen = (
        _teachers(round_, f"report{NUMBER[part]}")
        .join(ClassParts, ClassParts.class_id == Classes.id)
        .where(ClassParts.day == round_.day, ClassParts.part == part, ClassParts.held)
        .where(ClassParts.reported_at.is_(None), ~before.correlate_except(earlier).exists())
    )
    return [Notices(kind=Kind.RALOP_REPORT, select=chosen, valid_until=round_.now + timedelta(minutes=BEFORE))]


@job(times=lambda school: [after(school.morning_due, 210)], late=timedelta(hours=3))
async def campaign_reasons_noon(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return _no_reason(round_, "noon") if await _is_on(round_, session) else []


@job(times=lambda school: [after(school.afternoon_due, 330)], late=timedelta(hours=2))
async def campaign_reasons_evening(round_: Round, session: AsyncSession) -> Sequence[Said]:
    return _no_reason(round_, "night") if await _is_on(round_, session) else []


def _no_reason(round_: Round, when: str) -> list[Notices]:
    """Whoever is missing today without a reason. Where one is known from an earlier day the letter falls away as it is
    written; once there is one for everybody nobody is reminded any more.
    """
    chosen = (
        _teachers(round_, f"reasons {when}")
        .join(Marks, Marks.class_id == Classes.id)
        .where(Marks.day == round_.day, missing(), without_reason())
    )
    return [Notices(kind=Kind.RALOP_REASONS, select=chosen, valid_until=round_.now + timedelta(hours=3))]


def _teachers(round_: Round, what: str) -> Select[*tuple[Any, ...]]:
    """The homeroom teachers of the classes in a campaign today, each about the class."""
    return (
        select(
            Campaigns.school_id,
            Roles.person_id,
            Classes.id.label("about"),
            literal(round_.day, Date).label("day"),
            (literal(f"ralop:{round_.day}:{what}:") + cast(Classes.id, String)).label("key"),
        )
        .select_from(Campaigns)
        .join(Classes, of_class())
        .join(Roles, Roles.class_id == Classes.id)
        .where(among(Campaigns.school_id, round_.schools), on(round_.day))
        .where(Roles.name == Role.HOMEROOM, *held_on(round_.day))
        .distinct()
    )


@job(times=lambda school: [after(school.afternoon_due, 225)], late=timedelta(hours=4))
async def campaign_evening(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """After the day's last check: the picture for the leadership, with the chart."""
    if not await _is_on(round_, session):
        return []
    held = select(ClassParts.day).where(
        ClassParts.class_id == Classes.id, ClassParts.day == round_.day, ClassParts.held
    )
    chosen = (
        _of_campaign(round_, Roles.person_id, "evening")
        .join(Classes, of_class())
        .join(Roles, Roles.school_id == Campaigns.school_id)
        .where(held.correlate(Classes).exists())
        .where(Roles.name.in_((Role.PRINCIPAL, Role.VICE_PRINCIPAL)), *held_on(round_.day))
    )
    until = round_.now + timedelta(hours=15)
    return [Notices(kind=Kind.RALOP_EVENING, select=chosen, valid_until=until, priority=DIGEST)]


@job(times=lambda school: [after(school.morning_starts, -30)], late=timedelta(hours=2))
async def campaign_hamlets(round_: Round, session: AsyncSession) -> Sequence[Said]:
    """From the second day on, before school: who of their hamlet is still missing, and who has come back."""
    if not await _is_on(round_, session):
        return []
    chosen = (
        _of_campaign(round_, Roles.person_id, "hamlet")
        .join(Classes, of_class())
        .join(ClassParts, ClassParts.class_id == Classes.id)
        .join(Marks, Marks.class_id == Classes.id)
        .join(Places, Places.id == Marks.place_id)
        .join(Roles, or_(Roles.place_id == Places.id, Roles.place_id == Places.parent_id))
        .where(ClassParts.day == round_.day, ClassParts.held, Campaigns.starts < round_.day)
        .where(Marks.day < round_.day, Marks.day >= Campaigns.starts, Marks.day >= round_.day - SEEN, missing())
        .where(Roles.name == Role.HAMLET_STAFF, *held_on(round_.day))
    )
    return [Notices(kind=Kind.RALOP_HAMLET, select=chosen, valid_until=round_.now + timedelta(hours=4))]


def _of_campaign(round_: Round, person_id: Any, what: str) -> Select[*tuple[Any, ...]]:
    """About each campaign that is on today, once a day."""
    key = literal(f"ralop:{round_.day}:{what}:") + cast(Campaigns.id, String)
    return (
        select(
            Campaigns.school_id,
            person_id,
            Campaigns.id.label("about"),
            literal(round_.day, Date).label("day"),
            key.label("key"),
        )
        .select_from(Campaigns)
        .where(among(Campaigns.school_id, round_.schools), on(round_.day))
        .distinct()
    )
